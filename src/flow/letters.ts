/**
 * Layers written as letters: one group per block of the space, joined by "+", from the base to the data, such as
 * "gggg+n+gggg" on "e4+s2+e4". An empty group is the base itself. `Layers<S, L>` checks two literals in the compiler,
 * `parseLayers` two strings at run time, in the same order and with the same sentences: blanks, the number of groups,
 * then letter by letter.
 */
import { either, function as fn } from "fp-ts";
import type { DiffeoError } from "../error.ts";
import { described, printable } from "../foreign.ts";
import {
  alphabet, domains, fits, isLetter, layerRow,
  type Domain, type Fits, type Letter, type Letters, type Words,
} from "../bijectors/letters.ts";
import { type ManifoldSpec, parseSpace, type Space, specOf, type Split, type Wide } from "../manifold/space.ts";
import { noText } from "../manifold/sentences.ts";
import * as say from "./sentences.ts";

/**
 * The type of a layer argument on a flow over `S`: the layer itself where it fits, else the sentence.
 *
 *     through<L extends { readonly name: string; readonly on: Domain }>(layer: Fitting<S, L>): Flow<S>
 *
 * `L` is inferred from the argument; where it does not fit, the compiler says that a layer is no such sentence.
 */
export type Fitting<S extends string, L extends { readonly name: string; readonly on: Domain }> =
  Fits<S, L["on"]> extends true ? L : say.Misfit<L["name"], Words<L["on"]>, S>;

/**
 * The letters themselves if they suit the space, else the sentence that says what is wrong with them first. Where the
 * spec is wrong or either string is wide, the letters pass: `Space<S>` or the run time speaks.
 */
export type Layers<S extends string, L extends string> = true extends Wide<S> | Wide<L> ? L
  : Space<S> extends S ? L extends `${string}${" " | "\t" | "\n" | "\r"}${string}` ? say.BlankInLayers
    : Split<L>["length"] extends Split<S>["length"] ? Groups<L, Split<S>, Split<L>>
    : say.BlockCount<Count<Split<L>["length"]>, S, Split<S>["length"]>
  : L;

type Groups<L extends string, Bs extends readonly string[], Gs extends readonly string[], Seen extends readonly 1[] = [1]> =
  [Bs, Gs] extends [
    readonly [infer B extends string, ...infer MoreBs extends readonly string[]],
    readonly [infer G extends string, ...infer MoreGs extends readonly string[]],
  ] ? Group<B, G, Seen["length"]> extends true ? [B, G] extends [`c${string}`, `${infer _1}${infer _2}${string}`] ? say.OneLayer<B> : Groups<L, MoreBs, MoreGs, [...Seen, 1]>
    : Group<B, G, Seen["length"]>
    : L;

/** True, or the sentence on the first letter of a group that does not suit its block. */
type Group<B extends string, G extends string, K extends number> = G extends `${infer C}${infer Rest}`
  ? C extends Letter
    ? Fits<B, Letters[C]["on"]> extends true ? Group<B, Rest, K>
    : say.BlockMisfit<Letters[C]["name"], C, Words<Letters[C]["on"]>, K, B>
  : say.UnknownLetter<C, K, B, Known<B>>
  : true;

/** The letters that act on a block, as a list: "n, f, M, y, R". */
type Known<B extends string, Rest extends string = typeof alphabet, Done extends string = ""> =
  Rest extends `${infer C extends Letter}${infer More}`
    ? Known<B, More, Fits<B, Letters[C]["on"]> extends true ? Done extends "" ? C : `${Done}, ${C}` : Done>
    : Done;

type Count<N extends number> = N extends 1 ? "1 block" : `${N} blocks`;

/** The longest string of layers that is read, in characters. */
export const longestLayers = 10_000;

/** The letters of each block of a space, or the sentence that says what is wrong first. */
export const parseLayers = (
  spec: string,
  layers: string,
): either.Either<DiffeoError, readonly (readonly Letter[])[]> =>
  fn.pipe(
    parseSpace(spec),
    either.chainW((blocks) => fn.pipe(groupsOf(blocks, layers), either.mapLeft(layerMisfit))),
  );

const layerMisfit = (sentence: string): DiffeoError => ({ tag: "LayerMisfit", path: [], sentence });

const groupsOf = (
  blocks: readonly ManifoldSpec[],
  layers: string,
): either.Either<string, readonly (readonly Letter[])[]> => {
  if (typeof layers !== "string") return either.left(noText("The layers", described(layers)));
  if (layers.length > longestLayers) return either.left(say.longLayers(layers.length, longestLayers));
  if (/[\s\p{Cc}]/u.test(layers)) return either.left(say.blankInLayers);
  const groups = layers.split("+");
  if (groups.length !== blocks.length) {
    const count = groups.length === 1 ? "1 block" : `${groups.length} blocks`;
    return either.left(say.blockCount(count, printable(specOf(blocks)), blocks.length));
  }
  return either.traverseArrayWithIndex((index: number, block: ManifoldSpec) =>
    either.filterOrElseW(
      (letters: readonly Letter[]) => block.kind !== "c" || letters.length <= 1,
      () => say.oneLayer(block.spec),
    )(either.traverseArray((character: string) => letterOn(block, index + 1, character))([...(groups[index] ?? "")]))
  )(blocks);
};

const letterOn = (block: ManifoldSpec, position: number, character: string): either.Either<string, Letter> => {
  if (!isLetter(character)) {
    return either.left(say.unknownLetter(printable(character), position, block.spec, known(block).join(", ")));
  }
  const { name, on } = layerRow(character);
  return fits(block, on)
    ? either.right(character)
    : either.left(say.blockMisfit(name, character, domains[on].words, position, block.spec));
};

const known = (block: ManifoldSpec): readonly Letter[] =>
  [...alphabet].filter(isLetter).filter((letter) => fits(block, layerRow(letter).on));
