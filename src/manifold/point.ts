/**
 * Points as values that have been checked: a `Point<"e2+s2">` is five numbers, the embedding coordinates of all blocks
 * one after the other, of which the last three are a unit vector. The space is part of the type, so a point of another
 * space does not compile; the numbers are checked once, here, and by nobody after.
 */
import { either } from "fp-ts";
import { guarded, type DiffeoError, type Path } from "../error.ts";
import { described, isListLike, printable } from "../foreign.ts";
import { ambientOf, misfit, moveOnto, standing, type Numbers } from "./membership.ts";
import { parseSpace, specOf, type ManifoldSpec, type Space, type Split, type Wide } from "./space.ts";

declare const space: unique symbol;
declare const compared: unique symbol;

/**
 * A point of the space S, made by `point`. It is a tuple as long as the space is wide, where the compiler can count it
 * (blocks of at most nine dimensions), else an array.
 */
export type Point<S extends string> = readonly number[] & Compared<S> & Coordinates<S> & { readonly [space]: S };

/**
 * Holds nothing. Whether what is made of points of one space is also of a wider one, the compiler would else conclude from
 * `Coordinates` for all spaces at once, and wrongly; a mapped type that takes a modifier away makes it compare each pair.
 */
interface Compared<S extends string> {
  readonly [compared]?: { -readonly [K in S]-?: true };
}


/** The numbers of a point: `Coordinates<"e1+s2">` is `readonly [number, number, number, number]`. */
export type Coordinates<S extends string> = Wide<S> extends true ? readonly number[] : Joined<Split<S>>;

type Joined<B extends readonly string[], Done extends readonly number[] = readonly []> =
  B extends readonly [infer Head extends string, ...infer Rest extends readonly string[]]
    ? number extends OfBlock<Head>["length"] ? readonly number[] : Joined<Rest, readonly [...Done, ...OfBlock<Head>]>
    : Done;

type OfBlock<B extends string> = B extends `e${infer N}` ? N extends keyof Rows ? Rows[N] : readonly number[]
  : B extends `s${infer N}` ? N extends keyof Rows ? readonly [...Rows[N], number] : readonly number[]
  : B extends `i${string}` ? Rows["1"]
  : B extends `a${infer N}` ? N extends keyof Rows ? readonly [...Rows[N], number] : readonly number[]
  : B extends `c${infer K}` ? K extends keyof Rows ? Rows[K] : readonly number[]
  : readonly number[];

interface Rows {
  readonly "0": readonly [];
  readonly "1": readonly [number];
  readonly "2": readonly [number, number];
  readonly "3": readonly [number, number, number];
  readonly "4": readonly [number, number, number, number];
  readonly "5": readonly [number, number, number, number, number];
  readonly "6": readonly [number, number, number, number, number, number];
  readonly "7": readonly [number, number, number, number, number, number, number];
  readonly "8": readonly [number, number, number, number, number, number, number, number];
  readonly "9": readonly [number, number, number, number, number, number, number, number, number];
}

/**
 * The point of a space with these embedding coordinates, [ambient].
 *
 * Unit vectors may be off in length by `tolerance` and are replaced by the nearest point; see `membership.ts`.
 *
 *     point("e1+s2", [0.3, 0, 0, 1])  // right: Point<"e1+s2">
 *     point("s2", [1, 1, 0])          // left: In block 1 (s2): received (1, 1, 0) of length 1.414, expected …
 */
export const point = <const S extends string>(spec: Space<S>, coordinates: Numbers): either.Either<DiffeoError, Point<S>> => {
  const parsed = parseSpace(spec);
  if (either.isLeft(parsed)) return parsed;
  // The brand has no value: it is the record that the numbers were checked.
  return guarded(() => either.map((numbers: readonly number[]) => numbers as Point<S>)(settled(parsed.right, coordinates, [])));
};

/** Numbers in a point of a space of these blocks. */
export const ambient = (blocks: readonly ManifoldSpec[]): number => blocks.reduce((sum, block) => sum + ambientOf(block), 0);

/** Numbers in the Gaussian base of a space of these blocks: its intrinsic dimension, where classes count as one. */
export const dimension = (blocks: readonly ManifoldSpec[]): number => blocks.reduce((sum, block) => sum + block.dim, 0);

/** A block with the place of its first number in a point. */
export interface Placed {
  readonly block: ManifoldSpec;
  readonly start: number;
  readonly ambient: number;
  /** As errors name it, such as `block 2 (s2)`. */
  readonly name: string;
}

/** The blocks of a space with their places in a point. */
export const placed = (blocks: readonly ManifoldSpec[]): readonly Placed[] => {
  let start = 0;
  return blocks.map((block, index) => {
    const own = { block, start, ambient: ambientOf(block), name: `block ${index + 1} (${block.spec})` };
    start += own.ambient;
    return own;
  });
};

type Off = Extract<DiffeoError, { readonly tag: "NotOnManifold" }>;

/**
 * The numbers of a point, moved onto it where they are near; the error if they are no numbers, too few, too many or too
 * far. They may come from anywhere: nothing is copied before it has the right length.
 */
export const settled = (blocks: readonly ManifoldSpec[], coordinates: unknown, path: Path): either.Either<Off, readonly number[]> => {
  const count = ambient(blocks);
  const refuse = (received: string): either.Either<Off, never> =>
    either.left({ tag: "NotOnManifold", path, received, expected: `${counted(count)} for a point of ${printable(specOf(blocks))}` });
  if (!isListLike(coordinates)) return refuse(described(coordinates));
  if (coordinates.length !== count) return refuse(counted(coordinates.length));
  const numbers = Array.from(coordinates);
  if (!numbers.every((each) => typeof each === "number")) return refuse(`${described(numbers.find((each) => typeof each !== "number"))} among the numbers`);
  for (const { block, start, name } of placed(blocks)) {
    const found = standing(block, numbers, start);
    if (found === "off") return either.left({ tag: "NotOnManifold", path: [...path, name], ...misfit(block, numbers, start) });
    if (found === "near") moveOnto(block, numbers, start);
  }
  return either.right(numbers);
};

const counted = (count: number): string => (count === 1 ? "1 number" : `${count} numbers`);
