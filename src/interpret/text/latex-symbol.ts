/** How names and numbers are set: `shift_2` and 0.9189385332046727 as a mathematician writes them. */
import { negative, strength, symbol, type Phrase } from "./latex-phrase.ts";

const greek = new Set(["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega"]);

/** A single letter is italic, a Greek name its letter, a word upright with its parts apart. */
const word = (text: string): string => {
  if (greek.has(text)) return `\\${text}`;
  if (/^[a-zA-Z\d]$/.test(text)) return text;
  const parts = text.replace(/([a-z\d])([A-Z])/g, "$1 $2").split(" ").map((part, at) => (at === 0 ? part : part.toLowerCase()));
  return `\\mathrm{${parts.join("\\,").replace(/[#$%&{}^~]/g, "\\text{-}")}}`;
};

/** The symbol of a variable: what follows an underscore or a dot, and a number at the end, are subscripts; log_p is one word. */
export const named = (name: string): Phrase => {
  const [base = "x", ...subscripts] = name.replace(/^log_([a-z])/, (_, first: string) => `log${first.toUpperCase()}`).split(/[_.\s/:-]+|(?<=[a-zA-Z])(?=\d+$)|(?<=[a-zA-Z])(?=\d+[_.])/).filter((part) => part !== "");
  return symbol(word(base), subscripts.map((each) => (/^\d+$/.test(each) ? each : word(each))));
};

const plain = (text: string, small = false): Phrase => ({ text, strength: small ? strength.closed : strength.symbol, number: true });

/** Numbers that have a name. */
const famous: readonly (readonly [number, Phrase])[] = [
  [Math.PI, plain("\\pi")],
  [2 * Math.PI, plain("2\\pi", true)],
  [Math.PI / 2, plain("\\tfrac{\\pi}{2}", true)],
  [1 / Math.PI, plain("\\tfrac{1}{\\pi}", true)],
  [Math.E, plain("e")],
  [Math.SQRT2, plain("\\sqrt{2}", true)],
  [Math.SQRT1_2, plain("\\tfrac{1}{\\sqrt{2}}", true)],
  [Math.LN2, { text: "\\log 2", strength: strength.open, number: true }],
  [Math.log(Math.PI), { text: "\\log \\pi", strength: strength.open, number: true }],
  [Math.log(2 * Math.PI), { text: "\\log 2\\pi", strength: strength.open, number: true }],
  [0.5 * Math.log(2 * Math.PI), { text: "\\tfrac{1}{2} \\log 2\\pi", strength: strength.open, number: true }],
  [Infinity, plain("\\infty")],
];

/** p/q with a small q that no short decimal says better. */
const ratio = (value: number): Phrase | undefined => {
  for (const q of [2, 3, 4, 6, 7, 8, 9, 11, 12]) {
    const p = Math.round(value * q);
    if (p > 0 && p < 100 && p / q === value) return plain(`\\tfrac{${p}}{${q}}`, true);
  }
  return undefined;
};

export const numeral = (value: number): Phrase => {
  if (Number.isNaN(value)) return plain("\\mathrm{NaN}");
  if (value < 0 || Object.is(value, -0)) return negative(numeral(-value));
  const known = famous.find(([each]) => value === each || (value < Infinity && Math.abs(each - value) <= 4e-16 * value));
  if (known) return known[1];
  if (Number.isInteger(value) && value < 1e6) return plain(`${value}`);
  const [digits, exponent] = `${Number(value.toPrecision(6)).toExponential()}`.split("e") as [string, string];
  const scale = Number(exponent);
  if (scale >= -3 && scale < 6) return (value < 20 ? ratio(value) : undefined) ?? plain(`${Number(value.toPrecision(6))}`);
  const ten = `10^{${scale}}`;
  return digits === "1" ? { text: ten, strength: strength.closed, number: true } : { text: `${digits} \\cdot ${ten}`, strength: strength.product, number: true };
};
