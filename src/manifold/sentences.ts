/**
 * What is said about a spec that names no space. Each sentence is written twice, as a type and as a function whose
 * return type is that type: the compiler refuses the pair as soon as one word differs, so the message in the editor is
 * the message at run time. Subject first, then the remedy.
 */

/** The manifolds that exist, as the sentences list them. */
export type Forms = "e<n>, s<n>, i, i_<a>_<b>, a<n> and c<k>";
export const forms: Forms = "e<n>, s<n>, i, i_<a>_<b>, a<n> and c<k>";

export type EmptySpec = "The spec is empty; write e0 for the one-point space.";
export const emptySpec: EmptySpec = "The spec is empty; write e0 for the one-point space.";

export type BlankInSpec = "The spec contains a blank; join the blocks by + alone, such as e4+s2.";
export const blankInSpec: BlankInSpec = "The spec contains a blank; join the blocks by + alone, such as e4+s2.";

export type EmptyBlock<K extends number, S extends string> = `Block ${K} of ${S} is empty; leave out the extra +.`;
export const emptyBlock = <K extends number, S extends string>(position: K, spec: S): EmptyBlock<K, S> =>
  `Block ${position} of ${spec} is empty; leave out the extra +.`;

export type UnknownManifold<B extends string> = `Unknown manifold ${B}; the manifolds are ${Forms}.`;
export const unknownManifold = <B extends string>(block: B): UnknownManifold<B> =>
  `Unknown manifold ${block}; the manifolds are ${forms}.`;

export type NoDimension<K extends string> = `Manifold ${K} lacks its dimension; write ${K}<n>, such as ${K}2.`;
export const noDimension = <K extends string>(kind: K): NoDimension<K> =>
  `Manifold ${kind} lacks its dimension; write ${kind}<n>, such as ${kind}2.`;

export type BadDimension<B extends string, K extends string, Least extends number> =
  `Manifold ${B} does not exist; write ${K}<n> with a whole number n of at least ${Least}.`;
export const badDimension = <B extends string, K extends string, Least extends number>(
  block: B,
  kind: K,
  least: Least,
): BadDimension<B, K, Least> =>
  `Manifold ${block} does not exist; write ${kind}<n> with a whole number n of at least ${least}.`;

export type LargeDimension<B extends string> = `Manifold ${B} is too large; dimensions go up to 9999.`;
export const largeDimension = <B extends string>(block: B): LargeDimension<B> =>
  `Manifold ${block} is too large; dimensions go up to 9999.`;

export type BadInterval<B extends string> =
  `Interval ${B} lacks its bounds; write i for [0, 1], or i_<a>_<b> with numbers a below b.`;
export const badInterval = <B extends string>(block: B): BadInterval<B> =>
  `Interval ${block} lacks its bounds; write i for [0, 1], or i_<a>_<b> with numbers a below b.`;

export type EmptyInterval<B extends string> = `Interval ${B} is empty; write i_<a>_<b> with a below b.`;
export const emptyInterval = <B extends string>(block: B): EmptyInterval<B> =>
  `Interval ${block} is empty; write i_<a>_<b> with a below b.`;

export type WholeLine<B extends string> = `Interval ${B} is the whole line; write e1.`;
export const wholeLine = <B extends string>(block: B): WholeLine<B> => `Interval ${block} is the whole line; write e1.`;

/** The compiler alone says this: the parser reads every spelling and answers with the canonical one. */
export type NotCanonical<B extends string, Remedy extends string> =
  `Manifold ${B} is not in canonical spelling; write ${Remedy}.`;

/** The compiler alone says this: the parser leaves the unit out by itself. */
export type UnitBlock<K extends number, S extends string> =
  `Block ${K} of ${S} is the one-point space e0; leave it out.`;

/** The run time alone says these, to callers without types and on the bounds on what it reads. */
export const noText = (what: string, received: string): string => `${what} should be a text, but ${received} was given.`;
export const longSpec = (length: number, longest: number): string =>
  `The spec has ${length} characters; specs go up to ${longest}.`;
export const wideInterval = (block: string): string =>
  `Interval ${block} is too wide; write bounds between -1e21 and 1e21.`;
