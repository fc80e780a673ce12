/**
 * Expressions as LaTeX, as a mathematician would write them: element by element, with shared parts on named lines and
 * roots as sentences. For the pages that show what a layer computes; the formula on the page is the one that is run.
 */
import { is, size, unaryOps, type Expr, type Op } from "../../expr/expr.ts";
import { linesOf, shown, type Lines, type Written } from "./expression-lines.ts";
import { atLeast, strength, subscripted, symbol, type Phrase } from "./latex-phrase.ts";
import { at, freshLetter, subscriptsOf, type Places } from "./latex-place.ts";
import { latexRows, type LatexRow, type Setter } from "./latex-rows.ts";
import { named } from "./latex-symbol.ts";

/** Letters for shared parts and for roots, the customary first; those that variables bear are left out. */
const lineLetters = [..."uvwpqrstabcdfgh"];
const rootLetters = [..."yzxwv"];
const indexLetters = [..."ijklmn"];

/**
 * LaTeX, for math mode, of one expression or of several with their names.
 *
 * A single formula comes without a name; where shared parts or roots need lines of their own the result is an `aligned`
 * environment, the outputs last. Variables are set by their names (`shift_2` gets a subscript), elements
 * count from 1.
 *
 * ```ts
 * latex(div(exp(neg(x)), square(add(1, exp(neg(x))))));
 * // \frac{e^{-x}}{(1 + e^{-x})^{2}}
 * ```
 */
export const latex = (written: Written): string => {
  const lines = linesOf(written, isShort);
  const names = namesOf(lines);
  const letters = free(indexLetters, lines.variables.map((each) => each.attributes.name));
  const elementwise = lines.nodes.some((node) => byElement.has(node.op) && [node, ...node.args].some(({ shape }) => size(shape) > 1));

  /** Sets expressions where some of the letters for bound indices are taken. */
  const setterWith = (bound: readonly string[]): Setter => {
    const setter: Setter = {
      set: (node, places) => {
        const name = is(node, "variable") ? named(node.attributes.name) : names.get(node);
        return name ? subscripted(name, subscriptsOf(node.shape, places)) : spell(node, places, setter);
      },
      bind: (places) => {
        const letter = freshLetter(bound, places);
        return [letter, setterWith(free(bound, [letter]))];
      },
    };
    return setter;
  };
  const spell = (node: Expr, places: Places, setter: Setter): Phrase => (latexRows[node.op] as LatexRow)(node, places, setter);
  const outermost = setterWith([...letters.slice(2), ...letters.slice(0, 2)]);
  const { set } = outermost;
  /** Element by element where some operation runs along an axis, else as a whole. */
  const placesOf = (node: Expr): Places => {
    const long = node.shape.flatMap((length, axis) => (length === 1 ? [] : [axis]));
    // A list of single elements is a list.
    const listed = (axis: number): boolean => is(node, "concat") && node.attributes.axis === axis && node.args.every((part) => part.shape[axis] === 1);
    return node.shape.map((length, axis) => (elementwise && length !== 1 && !listed(axis) ? at(letters[long.indexOf(axis)] ?? "\\ell") : undefined));
  };
  const line = (node: Expr): string => {
    const places = placesOf(node);
    const left = set(node, places).text;
    if (!is(node, "root")) return `${left} &= ${spell(node, places, outermost).text}`;
    const [lower, upper] = node.args.slice(0, 2).map((end) => set(end, places).text);
    return `${left} &: \\quad ${equation(lines.equations.get(node)!, places)}, \\quad ${left} \\in [${lower}, ${upper}]`;
  };
  const equation = (residual: Expr, places: Places): string => {
    if (!is(residual, "sub") || names.has(residual)) return `${set(residual, places).text} = 0`;
    const [a, b] = residual.args.map((argument) => set(argument, argument.shape.length === residual.shape.length ? places : places.slice(places.length - argument.shape.length)));
    return `${atLeast(strength.sum, a!)} = ${atLeast(strength.sum, b!)}`;
  };

  // A root has its line already, and so has an output that others use, under its own name.
  const results = lines.outputs.filter(([name, expr]) => (name === undefined ? !is(expr, "root") : names.get(expr)?.text !== named(name).text)).map(([name, expr]) => {
    const places = placesOf(expr);
    const formula = set(expr, places).text;
    return name === undefined ? { name, formula } : { name: subscripted(named(name), subscriptsOf(expr.shape, places)).text, formula };
  });
  if (lines.named.length === 0 && results.length === 1) return results.map(({ name, formula }) => (name === undefined ? formula : `${name} = ${formula}`))[0]!;
  const rows = [...lines.named.map(line), ...results.map(({ name, formula }) => (name === undefined ? `& ${formula}` : `${name} &= ${formula}`))];
  return `\\begin{aligned} ${rows.join(" \\\\ ")} \\end{aligned}`;
};

/** A function of a variable, such as e^{-x}, is as short as a name for it. */
const isShort = (node: Expr): boolean => {
  const [argument] = node.args;
  if (!argument || !(unaryOps as readonly Op[]).includes(node.op)) return false;
  const inner = shown(argument);
  return inner.op === "variable" || inner.op === "root" || (inner.op === "neg" && ["variable", "root"].includes(shown(inner.args[0]!).op));
};

/** Operations that say nothing about a tensor as a whole. */
const byElement: ReadonlySet<Op> = new Set<Op>(["sum", "max", "logSumExp", "cumsum", "gather", "oneHot"]);

const free = (letters: readonly string[], taken: readonly string[]): readonly string[] => letters.filter((letter) => !taken.includes(letter));

const namesOf = ({ named: lines, variables, outputs }: Lines): ReadonlyMap<Expr, Phrase> => {
  const taken = [...variables.map((each) => each.attributes.name), ...outputs.flatMap(([name]) => (name === undefined ? [] : [name]))];
  const names = new Map<Expr, Phrase>();
  const used: string[] = [];
  for (const node of lines) {
    // An output that is used by others keeps its own name.
    const own = outputs.find(([name, expr]) => expr === node && name !== undefined)?.[0];
    const pool = free([...(is(node, "root") ? rootLetters : []), ...lineLetters], [...taken, ...used]);
    const letter = pool[0] ?? `u_${used.length}`;
    if (own === undefined) used.push(letter);
    names.set(node, own === undefined ? (letter.includes("_") ? symbol("u", [letter.slice(2)]) : symbol(letter)) : named(own));
  }
  return names;
};
