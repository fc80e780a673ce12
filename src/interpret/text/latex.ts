/**
 * Expressions as LaTeX, as a mathematician would write them: element by element, with shared parts on named lines,
 * roots as sentences and scans as recurrences. For the pages that show what a layer computes; the formula on the page is
 * the one that is run.
 */
import { is, size, unaryOps, type Expr, type Op } from "../../expr/expr.ts";
import { split } from "../../expr/binder.ts";
import type { Recurrence } from "./expression-bodies.ts";
import { linesOf, shown, type Lines, type Written } from "./expression-lines.ts";
import { atLeast, strength, subscripted, symbol, type Phrase } from "./latex-phrase.ts";
import { at, freshLetter, subscriptsOf, type Places } from "./latex-place.ts";
import { latexRows, type LatexRow, type Setter } from "./latex-rows.ts";
import { named } from "./latex-symbol.ts";

/** Letters for shared parts, for roots and for steps, the customary first; those that variables bear are left out. */
const lineLetters = [..."uvwpqrstabcdfgh"];
const rootLetters = [..."yzxwv"];
const stepLetters = [..."tsr"];
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
export const latex = (expressions: Written): string => {
  const lines = linesOf(expressions, isShort);
  const { names, letterOf } = namesOf(lines);
  const letters = free(indexLetters, lines.variables.map((each) => each.attributes.name));
  // A row of a tensor is that of the step, counted from 1 as elements are.
  const rows = new Map([...lines.recurrences].flatMap(([all, { rows, now, step }]) =>
    rows.map((row, index) => [row, { tensor: all.args[now.length + index]!, place: { letter: letterOf(step), offset: 1 } }] as const)));
  const elementwise = lines.nodes.some((node) => byElement.has(node.op) && [node, ...node.args].some(({ shape }) => size(shape) > 1));

  /** Sets expressions where some of the letters for bound indices are taken. */
  const setterWith = (bound: readonly string[]): Setter => {
    const setter: Setter = {
      set: (node, places) => {
        const row = rows.get(node);
        if (row) return setter.set(row.tensor, [row.place, ...places]);
        const name = names.get(node) ?? (is(node, "variable") ? named(node.attributes.name) : undefined);
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
  /** Where it starts, what a step makes of it, and what is kept. */
  const steps = (all: Expr, { length, reverse, step, rows, now, records }: Recurrence): readonly string[] => {
    const [starts, , next, kept] = split(all.args, now.length, rows.length, now.length);
    const t = letterOf(step);
    const range = length === 1 ? "0" : reverse ? `${length - 1}, \\dots, 0` : `0, \\dots, ${length - 1}`;
    const line = (left: Phrase, right: Expr, before: Places = []): string => {
      const places = placesOf(right);
      return `${subscripted(left, subscriptsOf([...before.map(() => length), ...right.shape], [...before, ...places])).text} &= ${set(right, places).text}`;
    };
    const during = (text: string): string => `${text}, \\quad ${t} = ${range}`;
    return [
      ...now.map((each, index) => line(timed(letterOf(each), reverse ? length : 0), starts![index]!)),
      ...now.map((each, index) => during(line(timed(letterOf(each), reverse ? t : `${t}+1`), next![index]!))),
      ...kept!.map((each, index) => during(line(names.get(records[index]!)!, each, [{ letter: t, offset: 1 }]))),
    ];
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
  const written = lines.named.flatMap((node) => {
    const recurrence = lines.recurrences.get(node);
    return recurrence ? steps(node, recurrence) : [line(node)];
  });
  const all = [...written, ...results.map(({ name, formula }) => (name === undefined ? `& ${formula}` : `${name} &= ${formula}`))];
  return `\\begin{aligned} ${all.join(" \\\\ ")} \\end{aligned}`;
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

/** A letter at a step: of three numbers of steps, u^{(0)}, u^{(t)} and u^{(t+1)}. */
const timed = (letter: string, step: number | string): Phrase => symbol(`{${letter}^{(${step})}}`);

const namesOf = ({ named: lines, recurrences, variables, outputs }: Lines) => {
  const taken = [...variables.map((each) => each.attributes.name), ...outputs.flatMap(([name]) => (name === undefined ? [] : [name]))];
  const names = new Map<Expr, Phrase>();
  const letters = new Map<Expr, string>();
  const used: string[] = [];
  const fresh = (...first: readonly string[]): string => {
    const letter = free([...first, ...lineLetters], [...taken, ...used])[0] ?? `u_${used.length}`;
    used.push(letter);
    return letter;
  };
  const phrase = (letter: string): Phrase => (letter.includes("_") ? symbol("u", [letter.slice(2)]) : symbol(letter));
  for (const node of lines) {
    const recurrence = recurrences.get(node);
    if (recurrence) {
      const { length, reverse, step, now, last, records } = recurrence;
      const t = fresh(...stepLetters);
      letters.set(step, t);
      names.set(step, phrase(t));
      now.forEach((each, index) => {
        const letter = fresh();
        letters.set(each, letter);
        names.set(each, timed(letter, reverse ? `${t}+1` : t)).set(last[index]!, timed(letter, reverse ? 0 : length));
      });
      for (const each of records) names.set(each, phrase(fresh()));
      continue;
    }
    // An output that is used by others keeps its own name.
    const own = outputs.find(([name, expr]) => expr === node && name !== undefined)?.[0];
    names.set(node, own === undefined ? phrase(fresh(...(is(node, "root") ? rootLetters : []))) : named(own));
  }
  return { names, letterOf: (variable: Expr): string => letters.get(variable)! };
};
