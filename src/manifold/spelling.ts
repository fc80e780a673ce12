/**
 * Other spellings of specs: `i1_-3.0_3.0+i1`, as jammy_flows has them, is `i_-3_3+i`. At run time `canonical` reads every
 * spelling; here is the same for literals, so that their canonical spec is known to the compiler.
 */
import { unsafe } from "../error.ts";
import { canonical, type Space, type Split, type Strip } from "./space.ts";

/**
 * The canonical spec of a literal in another spelling: `parse(spec("i1_-3.0_3.0+i1"), "r+rrr")` is a `Flow<"i_-3_3+i">`. The
 * compiler reads numbers of digits and one point; those with an exponent it asks to write as JavaScript prints them.
 */
export const spec = <const S extends string>(spelling: Spelling<S>): Canonical<S> => unsafe(canonical(spelling)) as Canonical<S>;

/** The spelling itself if its canonical spec names a space, else the sentence that says what is wrong with that. */
export type Spelling<S extends string> = Space<Canonical<S>> extends Canonical<S> ? S : Space<Canonical<S>>;

/** The canonical spec that a spelling stands for: blocks as `canonical` writes them, without e0. */
export type Canonical<S extends string> = string extends S ? S : Joined<Split<S>>;

type Joined<Blocks extends readonly string[], Done extends string = "e0"> =
  Blocks extends readonly [infer B extends string, ...infer More extends readonly string[]]
    ? Joined<More, BlockOf<B> extends "e0" ? Done : Done extends "e0" ? BlockOf<B> : `${Done}+${BlockOf<B>}`>
    : Done;

type BlockOf<B extends string> =
  B extends "i1" ? "i"
  : B extends `i1_${infer Ends}` ? BlockOf<`i_${Ends}`>
  : B extends `i_${infer A}_${infer Z}` ? Interval<Decimal<A>, Decimal<Z>>
  : B extends `${infer K extends "e" | "s" | "a" | "c"}${infer N}` ? `${K}${Strip<N>}`
  : B;

type Interval<A extends string, Z extends string> = [A, Z] extends ["0", "1"] ? "i" : `i_${A}_${Z}`;

/** A number as JavaScript prints it, up to its size: `-03.50` is `-3.5`. */
type Decimal<N extends string> = N extends `-${infer M}` ? Negative<Decimal<M>>
  : N extends `${string}${"e" | "E"}${string}` ? N
  : N extends "Infinity" ? "inf"
  : N extends `${infer Whole}.${infer Part}` ? WithPart<Whole extends "" ? "0" : Strip<Whole>, Trimmed<Part>>
  : Strip<N>;

type Negative<M extends string> = M extends "0" ? M : `-${M}`;
type WithPart<Whole extends string, Part extends string> = Part extends "" ? Whole : `${Whole}.${Part}`;

/** Without zeros at the end. */
type Trimmed<Part extends string> = Part extends `${infer Rest}0` ? Trimmed<Rest> : Part;
