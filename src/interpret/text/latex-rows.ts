/** How every operation is set in LaTeX: one row per operation. */
import { constantValue, is, type BinaryOp, type Expr, type Op, type UnaryOp } from "../../expr/expr.ts";
import { strides } from "../../expr/shape.ts";
import { applied, atLeast, closed, enclosed, exponential, fraction, less, logarithm, negative, parenthesized, plus, power, relation, strength, subscripted, symbol, times, type Phrase } from "./latex-phrase.ts";
import { at, broadcastPlaces, element, reshapedPlaces, subscriptsOf, type Places } from "./latex-place.ts";
import { numeral } from "./latex-symbol.ts";

export interface Setter {
  /** An expression, or its name where it has one. */
  readonly set: (node: Expr, places: Places) => Phrase;
  /** An index letter that means nothing here yet, and the setter within which it has a meaning. */
  readonly bind: (places: Places) => readonly [letter: string, within: Setter];
}

/** Sets the element of `node` at `places`. */
export type LatexRow<O extends Op = Op> = (node: Expr<O>, places: Places, setter: Setter) => Phrase;

/** An operation on the elements of its operands, each at its own place. */
const each = (combine: (...args: readonly Phrase[]) => Phrase): LatexRow => (node, places, { set }) =>
  combine(...node.args.map((argument) => set(argument, broadcastPlaces(argument, node, places))));
const of = (combine: (x: Phrase) => Phrase): LatexRow => each((x) => combine(x!));
const ofTwo = (combine: (a: Phrase, b: Phrase) => Phrase): LatexRow => each((a, b) => combine(a!, b!));
const bracketed = (phrase: Phrase): Phrase => closed(`[${phrase.text}]`);
const plainOne = numeral(1);

const unaryRows: { readonly [O in UnaryOp]: LatexRow } = {
  neg: of(negative),
  abs: of((x) => closed(`\\left|${x.text}\\right|`)),
  sign: of((x) => enclosed("\\operatorname{sgn}", x)),
  floor: of((x) => closed(`\\lfloor ${x.text} \\rfloor`)),
  sqrt: of((x) => closed(`\\sqrt{${x.text}}`)),
  exp: of(exponential),
  log: of(logarithm),
  log1p: of((x) => logarithm(plus(plainOne, x))),
  expm1: of((x) => less(exponential(x), plainOne)),
  sin: of((x) => applied("\\sin", x)),
  cos: of((x) => applied("\\cos", x)),
  tan: of((x) => applied("\\tan", x)),
  asin: of((x) => applied("\\arcsin", x)),
  acos: of((x) => applied("\\arccos", x)),
  atan: of((x) => applied("\\arctan", x)),
  sinh: of((x) => applied("\\sinh", x)),
  cosh: of((x) => applied("\\cosh", x)),
  tanh: of((x) => applied("\\tanh", x)),
  asinh: of((x) => applied("\\operatorname{arsinh}", x)),
  sigmoid: of((x) => enclosed("\\sigma", x)),
  softplus: of((x) => logarithm(plus(plainOne, exponential(x)))),
  logSigmoid: of((x) => logarithm(enclosed("\\sigma", x))),
  normalCdf: of((x) => enclosed("\\Phi", x)),
  logNormalCdf: of((x) => logarithm(enclosed("\\Phi", x))),
  logNormalQuantile: of((x) => enclosed("\\Phi^{-1}", exponential(x))),
};

/** How often a factor occurs in a product: x · x · x is x³. */
const repeated = (node: Expr): readonly [Expr, number] => {
  if (!is(node, "mul")) return [node, 1];
  const [[a, m], [b, n]] = [repeated(node.args[0]!), repeated(node.args[1]!)];
  return a === b ? [a, m + n] : [node, 1];
};

const binaryRows: { readonly [O in BinaryOp]: LatexRow } = {
  add: ofTwo(plus),
  sub: ofTwo(less),
  mul: (node, places, setter) => {
    const [base, count] = repeated(node);
    return count > 1 ? power(setter.set(base, broadcastPlaces(base, node, places)), `${count}`) : ofTwo(times)(node, places, setter);
  },
  div: ofTwo(fraction),
  minimum: ofTwo((a, b) => enclosed("\\min", a, b)),
  maximum: ofTwo((a, b) => enclosed("\\max", a, b)),
  atan2: ofTwo((a, b) => enclosed("\\operatorname{atan2}", a, b)),
  less: ofTwo((a, b) => bracketed(relation(a, "<", b))),
  lessEqual: ofTwo((a, b) => bracketed(relation(a, "\\le", b))),
  equal: ofTwo((a, b) => bracketed(relation(a, "=", b))),
};

/** A condition in words: products of comparisons are joined by "and". */
const condition = (node: Expr, places: Places, setter: Setter): string => {
  const inner = (argument: Expr): string => condition(argument, broadcastPlaces(argument, node, places), setter);
  if (is(node, "mul")) return node.args.map(inner).join(" \\text{ and } ");
  if (is(node, "sub") && constantValue(node.args[0]!) === 1) return `\\text{not } ${inner(node.args[1]!)}`;
  const { text } = setter.set(node, places);
  return is(node, "less") || is(node, "lessEqual") || is(node, "equal") ? text.replace(/^\[|\]$/g, "") : `${text} \\ne 0`;
};

/** Reads one axis of the argument through a letter of its own. */
const over = (combine: (letter: string, body: Phrase) => Phrase): LatexRow<"sum" | "max" | "logSumExp"> => (node, places, setter) => {
  const [letter, within] = setter.bind(places);
  const inside = [...places.slice(0, node.attributes.axis), at(letter), ...places.slice(node.attributes.axis)];
  return combine(letter, within.set(node.args[0]!, inside));
};
const summed = (under: string, body: Phrase): Phrase => ({ text: `\\sum_{${under}} ${atLeast(strength.open, body)}`, strength: strength.open });

const whole = (node: Expr): Places => node.shape.map(() => undefined);

/** An operation that is set as a whole, with subscripts for its element. */
const asOne = (write: (node: Expr, args: readonly Phrase[]) => Phrase): LatexRow => (node, places, { set }) =>
  subscripted(write(node, node.args.map((argument) => set(argument, whole(argument)))), subscriptsOf(node.shape, places));

const constantTensor = (values: Float64Array, places: Places, strides: readonly number[]): Phrase | undefined => {
  if (!places.every((place) => place && place.letter === undefined)) return undefined;
  return numeral(values[places.reduce((position, place, axis) => position + place!.offset * strides[axis]!, 0)]!);
};

export const latexRows: { readonly [O in Op]: LatexRow<O> } = {
  ...unaryRows,
  ...binaryRows,
  constant: (node, places) => {
    const { values } = node.attributes;
    const [rows, columns] = node.shape;
    if (node.shape.length === 2 && rows === columns && rows! > 1 && values.every((value, at) => value === (at % (rows! + 1) === 0 ? 1 : 0))) {
      return subscripted(symbol("I"), subscriptsOf(node.shape, places));
    }
    const only = constantValue(node) ?? constantTensor(values, places, strides(node.shape));
    if (typeof only === "number") return numeral(only);
    if (only) return only;
    const shown = values.length > 5 ? [...values.subarray(0, 3), undefined, values.at(-1)!] : [...values];
    const list = closed(`(${shown.map((value) => (value === undefined ? "\\dots" : numeral(value).text)).join(", ")})`);
    return subscripted({ ...list, strength: strength.symbol }, subscriptsOf(node.shape, places));
  },
  // Variables and roots are names: the setter never comes here for them.
  variable: (node) => closed(node.attributes.name),
  root: () => closed("\\cdot"),
  scan: () => closed("\\cdot"),
  stopGradient: of((x) => enclosed("\\operatorname{sg}", x)),
  where: (node, places, setter) => {
    const [test, yes, no] = node.args.map((argument) => [argument, broadcastPlaces(argument, node, places)] as const);
    const [a, b] = [setter.set(...yes!).text, setter.set(...no!).text];
    return { text: `\\begin{cases} ${a} & \\text{if } ${condition(...test!, setter)} \\\\ ${b} & \\text{otherwise} \\end{cases}`, strength: strength.relation };
  },
  sum: over(summed),
  max: over((letter, body) => ({ text: `\\max_{${letter}} ${atLeast(strength.open, body)}`, strength: strength.open })),
  logSumExp: over((letter, body) => logarithm(summed(letter, exponential(body)))),
  cumsum: (node, places, setter) => {
    const { axis, reverse } = node.attributes;
    if (!places[axis]) return asOne((_, [x]) => enclosed("\\operatorname{cumsum}", x!))(node, places, setter);
    const [letter, within] = setter.bind(places);
    const [end] = subscriptsOf([2], [places[axis]]);
    return summed(`${letter} ${reverse ? "\\ge" : "\\le"} ${end}`, within.set(node.args[0]!, places.map((place, own) => (own === axis ? at(letter) : place))));
  },
  reshape: (node, places, setter) => {
    const [x] = node.args;
    const before = reshapedPlaces(x!.shape, node.shape, places);
    if (before) return setter.set(x!, before);
    return asOne((_, [argument]) => enclosed(`\\operatorname{reshape}_{${node.shape.join(" \\times ")}}`, argument!))(node, places, setter);
  },
  expand: of((x) => x),
  transpose: (node, places, setter) => {
    const { permutation } = node.attributes;
    if (places.some((place) => place)) return setter.set(node.args[0]!, permutation.map((_, axis) => places[permutation.indexOf(axis)]));
    return asOne((_, [x]) => ({ text: `${x!.strength === strength.symbol ? x!.text : parenthesized(x!.text)}^{\\top}`, strength: strength.power }))(node, places, setter);
  },
  slice: (node, places, setter) => {
    const { axis, start } = node.attributes;
    const place = places[axis];
    const [x] = node.args;
    const moved = place ? { ...place, offset: place.offset + start } : node.shape[axis] === 1 ? element(start) : undefined;
    if (moved) return setter.set(x!, places.map((own, each) => (each === axis ? moved : own)));
    const range = `${start + 1}:${start + node.shape[axis]!}`;
    return subscripted(setter.set(x!, whole(x!)), x!.shape.length === 1 ? [range] : x!.shape.map((_, each) => (each === axis ? range : "\\cdot")));
  },
  concat: (node, places, setter) => {
    const { axis } = node.attributes;
    const place = places[axis];
    if (place && place.letter === undefined) {
      let start = 0;
      for (const part of node.args) {
        const length = part.shape[axis]!;
        if (place.offset < start + length) return setter.set(part, places.map((own, each) => (each === axis ? element(place.offset - start) : own)));
        start += length;
      }
    }
    return asOne((_, parts) => ({ text: `(${parts.map(({ text }) => text).join(", ")})`, strength: strength.symbol }))(node, places, setter);
  },
  gather: (node, places, { set }) => {
    const [table, index] = node.args;
    const position = plus(numeral(1), set(index!, places));
    return set(table!, [...places, at(position.text)]);
  },
  oneHot: (node, places, setter) => {
    const place = places.at(-1);
    if (!place) return asOne((_, [index]) => enclosed("\\operatorname{onehot}", index!))(node, places, setter);
    return bracketed({ text: `${subscriptsOf([2], [place])[0]} = ${plus(numeral(1), setter.set(node.args[0]!, places.slice(0, -1))).text}`, strength: strength.relation });
  },
  matmul: (node, places, setter) => {
    const row = is(node.args[0]!, "reshape") && node.args[0].args[0]!.shape.length === 1 && node.shape[1] !== 1;
    return asOne((_, [a, b]) => times(row ? { text: `${atLeast(strength.symbol, a!)}^{\\top}`, strength: strength.power } : { ...a!, strength: a!.strength }, b!))(node, places, setter);
  },
  batchSum: (node, places, { set }) => summed("\\text{samples}", set(node.args[0]!, places)),
};
