/**
 * A space is named by its spec: blocks joined by "+", such as `e4+s2+i_-3_3`. The spec is at once the type of a flow and
 * a value, so this file reads it twice by one grammar: `Space<S>` for literals, in the compiler, and `parseSpace` for
 * strings that arrive at run time. Both say the same sentence about the first thing that is wrong; the compiler alone
 * asks for the canonical spelling, and leaves bounds of equal whole parts, such as `i_0.5_0.25`, to the run time.
 *
 *     space    = block { "+" block }
 *     block    = "e" n | "s" n (n >= 1) | "i" [ "_" a "_" b ] (a < b) | "a" n (n >= 1) | "c" k (k >= 2)
 *
 * One bound of an interval may be infinite, `-inf` or `inf`: a half line. One space has one canonical spec: numbers as
 * JavaScript prints them, `i` for [0, 1], no `e0` beside other blocks (the one-point space is the unit of the product).
 * Types are canonical; the parser reads `i1_-3.0_3.0` as `i_-3_3`.
 */
import { either } from "fp-ts";
import type { DiffeoError } from "../error.ts";
import { described, printable } from "../foreign.ts";
import * as say from "./sentences.ts";

export type SpecError = Extract<DiffeoError, { readonly tag: "SpecError" }>;

/** One block of a space. `dim` is the dimension of its Gaussian base, `spec` the canonical spelling. */
export type ManifoldSpec =
  | { readonly kind: "e"; readonly dim: number; readonly spec: string }
  | { readonly kind: "s"; readonly dim: number; readonly spec: string }
  | { readonly kind: "i"; readonly dim: 1; readonly lower: number; readonly upper: number; readonly spec: string }
  /** A half line: what lies above or below its end. */
  | { readonly kind: "h"; readonly dim: 1; readonly end: number; readonly side: "above" | "below"; readonly spec: string }
  | { readonly kind: "a"; readonly dim: number; readonly spec: string }
  | { readonly kind: "c"; readonly dim: 1; readonly classes: number; readonly spec: string };

export type Kind = ManifoldSpec["kind"];

/** What a block begins with; half lines are written as intervals. */
type Initial = Exclude<Kind, "h">;

// ---- the grammar in the compiler

/** True for `string` and for patterns such as `e${number}`: no literal, so only the run time can check it. */
export type Wide<S extends string> = {} extends Record<S, 1> ? true : false;

/** The parts of a string between the "+" signs. */
export type Split<S extends string, Done extends readonly string[] = []> = S extends `${infer Head}+${infer Tail}`
  ? Split<Tail, [...Done, Head]>
  : [...Done, S];

/** The blocks of a spec: `Blocks<"e4+s2">` is `["e4", "s2"]`. */
export type Blocks<S extends string> = Wide<S> extends true ? readonly string[] : Split<S>;

/** The spec of a product of two spaces: associative, with the unit "e0". */
export type Concat<A extends string, B extends string> = [Wide<A>, Wide<B>] extends [false, false]
  ? A extends "e0" ? B : B extends "e0" ? A : `${A}+${B}`
  : string;

/** The spec itself if it is canonical or wide, else the sentence that says what is wrong with it first. */
export type Space<S extends string> = Wide<S> extends true ? S
  : S extends "" ? say.EmptySpec
  : S extends `${string}${" " | "\t" | "\n" | "\r"}${string}` ? say.BlankInSpec
  : Walk<S, S>;

type Walk<S extends string, Rest extends string, Seen extends readonly 1[] = [1]> =
  Rest extends `${infer B}+${infer More}`
    ? BlockOf<S, B, Seen["length"]> extends B ? Walk<S, More, [...Seen, 1]> : BlockOf<S, B, Seen["length"]>
    : BlockOf<S, Rest, Seen["length"]> extends Rest ? S : BlockOf<S, Rest, Seen["length"]>;

type BlockOf<S extends string, B extends string, Position extends number> = B extends "" ? say.EmptyBlock<Position, S>
  : B extends S ? Block<B>
  : B extends "e0" ? say.UnitBlock<Position, S>
  : Block<B>;

/** One row per kind of manifold: what the compiler reads after the letter. */
interface Rules<B extends string, Rest extends string> {
  readonly e: Dimension<B, "e", Rest, 0, never>;
  readonly s: Dimension<B, "s", Rest, 1, "0">;
  readonly i: Interval<B, Rest>;
  readonly a: Dimension<B, "a", Rest, 1, "0">;
  readonly c: Dimension<B, "c", Rest, 2, "0" | "1">;
}

type Block<B extends string> = B extends `${infer K extends Initial}${infer Rest}` ? Rules<B, Rest>[K]
  : say.UnknownManifold<B>;

type Dimension<B extends string, K extends string, N extends string, Least extends number, Below extends string> =
  N extends "" ? say.NoDimension<K>
    : Whole<Strip<N>> extends false ? say.BadDimension<B, K, Least>
    : Strip<N> extends Below ? say.BadDimension<B, K, Least>
    : Strip<N> extends `${infer _1}${infer _2}${infer _3}${infer _4}${infer _5}${string}` ? say.LargeDimension<B>
    : N extends Strip<N> ? B
    : say.NotCanonical<B, `${K}${Strip<N>}`>;

/** Without leading zeros. */
export type Strip<N extends string> = N extends `0${infer Rest}` ? Rest extends "" ? N : Strip<Rest> : N;

type Whole<N extends string> = N extends `-${string}` ? false
  : N extends `${infer Value extends bigint}` ? bigint extends Value ? false : true
  : false;

type Interval<B extends string, Rest extends string> = Rest extends "" ? B
  : Rest extends "1" ? say.NotCanonical<B, "i">
  : Rest extends `1_${infer A}_${infer Z}` ? Bounds<B, A, Z> extends B ? say.NotCanonical<B, `i_${A}_${Z}`> : Bounds<B, A, Z>
  : Rest extends `_${infer A}_${infer Z}` ? Bounds<B, A, Z>
  : say.BadInterval<B>;

type Bounds<B extends string, A extends string, Z extends string> = OfSizes<B, A, Z, SizeOf<A>, SizeOf<Z>>;

type Infinite = "inf" | "Infinity";
type SizeOf<A extends string> = A extends Infinite ? "+" : A extends `-${Infinite}` ? "-" : A extends `${number}` ? "finite" : "none";

type OfSizes<B extends string, A extends string, Z extends string, Low, High> = "none" extends Low | High ? say.BadInterval<B>
  : [Low, High] extends ["finite", "finite"] ? Finite<B, A, Z>
  : [Low, High] extends ["-", "+"] ? say.WholeLine<B>
  : Low extends "+" ? say.EmptyInterval<B>
  : High extends "-" ? say.EmptyInterval<B>
  : A extends "-Infinity" ? say.NotCanonical<B, "-inf"> : Z extends "Infinity" ? say.NotCanonical<B, "inf">
  : HalfLine<B, Low extends "-" ? Z : A>;

type HalfLine<B extends string, End extends string> = End extends `${infer Value extends number}`
  ? number extends Value ? say.NotCanonical<B, "numbers as JavaScript prints them, such as i_-3_3"> : B
  : never;

type Finite<B extends string, A extends string, Z extends string> = A extends `${infer Lower extends number}`
  ? Z extends `${infer Upper extends number}`
    ? number extends Lower | Upper ? say.NotCanonical<B, "numbers as JavaScript prints them, such as i_-3_3">
    : Order<A, Z> extends "=" | ">" ? say.EmptyInterval<B>
    : [A, Z] extends ["0", "1"] ? say.NotCanonical<B, "i">
    : B
  : say.BadInterval<B>
  : say.BadInterval<B>;

/** How two printed numbers compare, where signs and whole parts tell; else "?", and the run time tells. */
type Order<A extends string, Z extends string> = A extends Z ? "="
  : [A, Z] extends [`-${infer X}`, `-${infer Y}`] ? OrderOfWholes<Y, X>
  : A extends `-${string}` ? "<"
  : Z extends `-${string}` ? ">"
  : OrderOfWholes<A, Z>;

type OrderOfWholes<A extends string, Z extends string> = OrderOfDigits<WholePart<A>, WholePart<Z>, "?">;

/** A number that prints with an exponent is below 1e-6: from 1e21 on the exponent holds a "+", which no block does. */
type WholePart<N extends string> = N extends `${string}e${string}` ? "0"
  : N extends `${infer Digits}.${string}` ? Digits
  : N;

/** The longer number is the larger; of two equally long ones the first digit that differs tells. */
type OrderOfDigits<A extends string, Z extends string, SoFar extends string> =
  [A, Z] extends [`${infer a}${infer As}`, `${infer z}${infer Zs}`]
    ? OrderOfDigits<As, Zs, SoFar extends "?" ? OrderOfDigit<a, z> : SoFar>
    : A extends Z ? SoFar : A extends "" ? "<" : ">";

type OrderOfDigit<A extends string, Z extends string> = A extends Z ? "?"
  : "0123456789" extends `${string}${A}${string}${Z}${string}` ? "<"
  : ">";

// ---- the grammar at run time

/** The longest spec that is read, in characters. */
export const longestSpec = 10_000;

type Read = either.Either<string, ManifoldSpec>;

/** One row per initial: what the parser reads after the letter. */
const rules: { readonly [K in Initial]: (block: string, rest: string) => Read } = {
  e: (block, rest) => either.map(named("e"))(dimension(block, "e", rest, 0)),
  s: (block, rest) => either.map(named("s"))(dimension(block, "s", rest, 1)),
  i: (block, rest) => interval(block, rest),
  a: (block, rest) => either.map(named("a"))(dimension(block, "a", rest, 1)),
  c: (block, rest) => either.map((classes: number): ManifoldSpec => ({ kind: "c", dim: 1, classes, spec: `c${classes}` }))(dimension(block, "c", rest, 2)),
};

const named =
  (kind: "e" | "s" | "a") =>
  (dim: number): ManifoldSpec => ({ kind, dim, spec: `${kind}${dim}` });

/** The blocks of a space, or the sentence that says what is wrong with the spec first. */
export const parseSpace = (spec: string): either.Either<SpecError, readonly ManifoldSpec[]> => {
  const blocks = blocksOf(spec);
  if (either.isLeft(blocks)) return either.left({ tag: "SpecError", spec, sentence: blocks.left });
  const proper = blocks.right.filter((block) => block.spec !== "e0");
  return either.right(proper.length === 0 ? [unit] : proper);
};

/** The canonical spelling of a spec: a normal form, `canonical(canonical(s)) = canonical(s)`. */
export const canonical = (spec: string): either.Either<SpecError, string> => either.map(specOf)(parseSpace(spec));

/** The canonical spec of parsed blocks: the inverse of `parseSpace` on canonical specs. */
export const specOf = (blocks: readonly ManifoldSpec[]): string => blocks.map((block) => block.spec).join("+");

const unit: ManifoldSpec = { kind: "e", dim: 0, spec: "e0" };

const blocksOf = (spec: string): either.Either<string, readonly ManifoldSpec[]> => {
  if (typeof spec !== "string") return either.left(say.noText("The spec", described(spec)));
  if (spec === "") return either.left(say.emptySpec);
  if (spec.length > longestSpec) return either.left(say.longSpec(spec.length, longestSpec));
  // Control characters count as blanks: a sentence that repeats them would garble a terminal.
  if (/[\s\p{Cc}]/u.test(spec)) return either.left(say.blankInSpec);
  return either.traverseArrayWithIndex((index: number, block: string): Read =>
    block === "" ? either.left(say.emptyBlock(index + 1, printable(spec))) : readBlock(block)
  )(spec.split("+"));
};

const isInitial = (letter: string): letter is Initial => Object.hasOwn(rules, letter);

const readBlock = (block: string): Read => {
  const letter = block.charAt(0);
  return isInitial(letter) ? rules[letter](block, block.slice(1)) : either.left(say.unknownManifold(printable(block)));
};

const dimension = (block: string, kind: Initial, rest: string, least: number): either.Either<string, number> => {
  const digits = rest.replace(/^0+(?=\d)/, "");
  if (rest === "") return either.left(say.noDimension(kind));
  if (!/^\d+$/.test(rest) || Number(digits) < least) {
    return either.left(say.badDimension(printable(block), kind, least));
  }
  return digits.length > 4 ? either.left(say.largeDimension(printable(block))) : either.right(Number(digits));
};

const interval = (block: string, rest: string): Read => {
  const [name = "", from = "0", to = "1", ...more] = rest.split("_", 4);
  const [lower, upper] = [bound(from), bound(to)];
  const whole = rest === name || rest.split("_", 3).length === 3;
  if (!whole || !(name === "" || name === "1") || more.length > 0 || lower === undefined || upper === undefined) {
    return either.left(say.badInterval(printable(block)));
  }
  if (lower === -Infinity && upper === Infinity) return either.left(say.wholeLine(printable(block)));
  if (lower >= upper) return either.left(say.emptyInterval(printable(block)));
  // From 1e21 on JavaScript prints a "+", which joins blocks.
  if ([lower, upper].some((end) => Number.isFinite(end) && Math.abs(end) >= 1e21)) return either.left(say.wideInterval(printable(block)));
  if (upper === Infinity) return either.right({ kind: "h", dim: 1, end: lower, side: "above", spec: `i_${lower}_inf` });
  if (lower === -Infinity) return either.right({ kind: "h", dim: 1, end: upper, side: "below", spec: `i_-inf_${upper}` });
  return either.right({ kind: "i", dim: 1, lower, upper, spec: lower === 0 && upper === 1 ? "i" : `i_${lower}_${upper}` });
};

/** A number as JavaScript and the compiler read it; -0 is 0. */
const bound = (text: string): number | undefined => {
  const [, sign, infinite] = /^(-?)(inf|Infinity)$/.exec(text) ?? [];
  if (infinite) return sign ? -Infinity : Infinity;
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) + 0 : undefined;
};
