/**
 * Pieces of LaTeX and how they combine: which need parentheses, when a product is a fraction or a power, where a minus
 * goes. A phrase knows how it may be put to use, so that the rows of the table need not look into their arguments.
 */

/** How tightly a phrase holds together: what it may stand beside without parentheses. */
export const strength = {
  relation: 0,
  sum: 1,
  /** A product whose end swallows what follows: log x, Σ x. */
  open: 2,
  product: 3,
  /** Closed on both sides: a fraction, Φ(x), a number such as ½. */
  closed: 4,
  power: 5,
  symbol: 6,
} as const;
export type Strength = (typeof strength)[keyof typeof strength];

export interface Phrase {
  readonly text: string;
  readonly strength: Strength;
  /** The phrase of which this is the negative. */
  readonly minus?: Phrase;
  /** What a fraction is made of: fractions merge. */
  readonly fraction?: { readonly top: Phrase; readonly bottom: Phrase };
  /** The logarithm of this. */
  readonly logOf?: Phrase;
  /** A function's name and the rest: its square is sin² x. */
  readonly call?: { readonly name: string; readonly rest: string };
  /** A name that may be given subscripts, and those it has. */
  readonly symbol?: { readonly base: string; readonly subscripts: readonly string[] };
  /** A number; goes to the front of a product. */
  readonly number?: true;
}

export const closed = (text: string): Phrase => ({ text, strength: strength.closed });
export const relation = (left: Phrase, sign: string, right: Phrase): Phrase => ({ text: `${left.text} ${sign} ${right.text}`, strength: strength.relation });

const tall = /\\(frac|sum|begin|left|int)/;
export const parenthesized = (text: string): string => (tall.test(text) ? `\\left(${text}\\right)` : `(${text})`);
export const atLeast = (least: Strength, phrase: Phrase): string => (phrase.strength >= least ? phrase.text : parenthesized(phrase.text));

const joined = (subscripts: readonly string[]): string =>
  subscripts.every((each) => /^([a-z]|\d)$/.test(each)) && subscripts.length < 4 ? subscripts.join(subscripts.some((each) => /\d/.test(each)) ? "," : " ") : subscripts.join(",");

export const symbol = (base: string, subscripts: readonly string[] = []): Phrase => ({
  text: subscripts.length === 0 ? base : `${base}_{${joined(subscripts)}}`,
  strength: strength.symbol,
  symbol: { base, subscripts },
});

export const subscripted = (phrase: Phrase, subscripts: readonly string[]): Phrase => {
  if (subscripts.length === 0) return phrase;
  if (phrase.symbol) return symbol(phrase.symbol.base, [...phrase.symbol.subscripts, ...subscripts]);
  return symbol(phrase.strength === strength.symbol ? phrase.text : parenthesized(phrase.text), subscripts);
};

export const negative = (phrase: Phrase): Phrase =>
  phrase.minus ?? { text: `-${atLeast(strength.open, phrase)}`, strength: strength.sum, minus: phrase };

export const plus = (a: Phrase, b: Phrase): Phrase =>
  b.minus
    ? { text: `${a.text} - ${atLeast(strength.open, b.minus)}`, strength: strength.sum }
    : { text: `${a.text} + ${b.text}`.replace("+ -", "- "), strength: strength.sum };

export const less = (a: Phrase, b: Phrase): Phrase =>
  b.minus
    ? { text: `${a.text} + ${atLeast(strength.open, b.minus)}`, strength: strength.sum }
    : { text: `${a.text} - ${atLeast(strength.open, b)}`, strength: strength.sum };

export const fraction = (top: Phrase, bottom: Phrase): Phrase => {
  if (top.minus) return negative(fraction(top.minus, bottom));
  if (bottom.minus) return negative(fraction(top, bottom.minus));
  if (top.fraction) return fraction(top.fraction.top, times(top.fraction.bottom, bottom));
  return { text: `\\frac{${top.text}}{${bottom.text}}`, strength: strength.closed, fraction: { top, bottom } };
};

export const times = (a: Phrase, b: Phrase): Phrase => {
  if (a.minus) return negative(times(a.minus, b));
  if (b.minus) return negative(times(a, b.minus));
  if (b.number && !a.number) return times(b, a);
  if (b.fraction?.top.text === "1") return fraction(a, b.fraction.bottom);
  if (a.fraction?.top.text === "1") return fraction(b, a.fraction.bottom);
  // y log x rather than (log x) y.
  if (a.strength === strength.open && !a.number && b.strength > strength.open) return times(b, a);
  const [left, right] = [atLeast(strength.product, a), atLeast(strength.open, b)];
  return { text: `${left}${between(left, right)}${right}`, strength: b.strength === strength.open ? strength.open : strength.product };
};

/** A thin space where two things side by side could be read as one, a dot between numbers. */
const between = (left: string, right: string): string => {
  if (/^(\d|\\tfrac)/.test(right)) return " \\cdot ";
  return spaced.test(right) || (endsSingle.test(left) && single.test(right)) ? " " : " \\, ";
};
const short = "([\\d.]+|[A-Za-z]|\\\\[a-z]+|\\\\tfrac\\{[\\w\\\\]+\\}\\{[\\w\\\\]+\\})([_^]\\{[^{}]*\\})*$";
const single = new RegExp(`^${short}`);
const endsSingle = new RegExp(`(^| )${short}`);
/** What brings its own space, or a parenthesis. */
const spaced = /^(\(|\\left\(|\\(log|sin|cos|tan|sinh|cosh|tanh|arcsin|arccos|arctan|exp|min|max|sum)\b)/;

export const power = (base: Phrase, exponent: string): Phrase => {
  if (base.call) return { text: `${base.call.name}^{${exponent}} ${base.call.rest}`, strength: base.strength };
  return { text: `${base.strength === strength.symbol ? base.text : parenthesized(base.text)}^{${exponent}}`, strength: strength.power };
};

/** log x, sin(x + y), …: a function whose argument goes without parentheses where it is one thing. */
export const applied = (name: string, argument: Phrase): Phrase => {
  const bare = argument.strength >= strength.closed || argument.strength === strength.open;
  const rest = bare ? argument.text : parenthesized(argument.text);
  return { text: bare ? `${name} ${rest}` : `${name}${rest}`, strength: bare ? strength.open : strength.closed, call: { name, rest } };
};

export const logarithm = (argument: Phrase): Phrase => ({ ...applied("\\log", argument), logOf: argument });

/** Φ(x): always with parentheses. */
export const enclosed = (name: string, ...args: readonly Phrase[]): Phrase => closed(`${name}${parenthesized(args.map(({ text }) => text).join(", "))}`);

/** eˣ as a power where the exponent is low and short, else as a function. */
export const exponential = (exponent: Phrase): Phrase => {
  if (exponent.text === "0") return { text: "1", strength: strength.symbol, number: true };
  if (exponent.logOf) return exponent.logOf;
  const { text } = exponent;
  const weight = text.replace(/\\(frac|tfrac|left|right|,)|[{}^_ ]/g, "").replace(/\\[a-zA-Z]+/g, "xx").length;
  if (weight <= 14 && !/\\(sum|begin)|\\frac.*\\frac/.test(text)) return { text: `e^{${text}}`, strength: strength.power };
  return closed(`\\exp${parenthesized(text)}`);
};
