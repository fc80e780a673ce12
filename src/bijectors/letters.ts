/**
 * Which letter stands for which layer, and on which manifolds that layer acts: the one table behind `parse("e4+s2",
 * "gggg+n")`, the compiler's check of it and the sentences of both. Words and examples of a domain stand beside it, so
 * that a new domain is one row and a new layer is one letter and one row.
 */
import type { ManifoldSpec } from "../manifold/space.ts";

/** The families of manifolds that layers act on: their words in sentences, and one member. */
export const domains = {
  e: { words: "Euclidean spaces e<n> and half lines", example: "e2" },
  s1: { words: "circles s1", example: "s1" },
  s: { words: "spheres s<n>", example: "s2" },
  s2up: { words: "spheres s<n> with n of at least 2", example: "s2" },
  i: { words: "bounded intervals i", example: "i" },
  a: { words: "simplices a<n>", example: "a2" },
  c: { words: "classes c<k>", example: "c3" },
} as const;

export type Domain = keyof typeof domains;

/** How a sentence names a domain. */
export type Words<D extends Domain> = (typeof domains)[D]["words"];

/** The layer letters, in the order in which sentences list them. */
export const alphabet = "tghpxrzmonfvcMyRwul";

type Characters<S extends string, Done extends string = never> = S extends `${infer C}${infer Rest}`
  ? Characters<Rest, Done | C>
  : Done;

export type Letter = Characters<typeof alphabet>;

/** Domains within another one, and which. */
const wider: { readonly [D in Domain]?: Domain } = { s1: "s", s2up: "s" };

/** Domains that share a manifold with D. */
export type Beside<D extends Domain> = D extends "s" ? "s" | "s1" | "s2up" : D extends "s1" | "s2up" ? D | "s" : D;

/** What domains that share a manifold have in common: the narrower of spheres. */
export type Narrowest<D extends Domain> = Domain extends D ? D : [D & ("s1" | "s2up")] extends [never] ? D : Exclude<D, "s">;

/** What two domains have in common, if anything. */
export const narrower = (a: Domain, b: Domain): Domain | undefined => (a === b || wider[a] === b ? a : wider[b] === a ? b : undefined);

/** What a layer says of itself: its name, and where it acts. */
export interface LayerRow {
  readonly name: string;
  readonly on: Domain;
}

export const letters = {
  t: { name: "affine", on: "e" },
  g: { name: "gauss", on: "e" },
  // One layer by two letters: `registry` gives this one other options.
  h: { name: "gauss", on: "e" },
  p: { name: "stretch", on: "e" },
  x: { name: "identity", on: "e" },
  r: { name: "spline", on: "i" },
  z: { name: "identity", on: "i" },
  m: { name: "moebius", on: "s1" },
  o: { name: "circularSpline", on: "s1" },
  n: { name: "nsphere", on: "s2up" },
  f: { name: "zoom", on: "s2up" },
  v: { name: "expmap", on: "s" },
  c: { name: "continuous", on: "s" },
  M: { name: "moebius", on: "s2up" },
  y: { name: "identity", on: "s" },
  R: { name: "rotation", on: "s" },
  w: { name: "simplexSpline", on: "a" },
  u: { name: "gumbelSoftmax", on: "a" },
  l: { name: "logits", on: "c" },
} as const;

export type Letters = typeof letters;

/** The row of a letter; does not compile while a letter of the alphabet has no row. */
export const layerRow = (letter: Letter): LayerRow => letters[letter];

export const isLetter = (text: string): text is Letter => Object.hasOwn(letters, text);

/** The blocks of each domain, as patterns of canonical specs. */
interface Patterns {
  readonly e: `e${string}`;
  readonly s1: "s1";
  readonly s: `s${string}`;
  readonly s2up: `s${2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}${string}` | `s1${bigint}`;
  readonly i: "i" | `i_${string}`;
  readonly a: `a${string}`;
  readonly c: `c${string}`;
}

/** Written as intervals, and lines to their layers. */
type HalfLine = `i_${string}_inf` | `i_-inf_${string}`;

/**
 * Whether one block is in a domain. A type that is no literal fits where one of its strings might: the example of the
 * domain is a string of it (`string`, or `s${number}` and "s1"), and the run time has the last word.
 */
export type Fits<S extends string, D extends Domain> = (typeof domains)[D]["example"] extends S ? true
  : S extends `${string}+${string}` ? false
  : S extends HalfLine ? D extends "e" ? true : false
  : S extends Patterns[D] ? true
  : false;

const contains: { readonly [D in Domain]: (manifold: ManifoldSpec) => boolean } = {
  e: ({ kind }) => kind === "e" || kind === "h",
  s1: ({ kind, dim }) => kind === "s" && dim === 1,
  s: ({ kind }) => kind === "s",
  s2up: ({ kind, dim }) => kind === "s" && dim >= 2,
  i: ({ kind }) => kind === "i",
  a: ({ kind }) => kind === "a",
  c: ({ kind }) => kind === "c",
};

/** Whether a block is in a domain. */
export const fits = (manifold: ManifoldSpec, domain: Domain): boolean => contains[domain](manifold);
