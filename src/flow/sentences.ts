/**
 * What is said about layers that do not suit their space. As in `manifold/sentences.ts` each sentence is a type and a
 * function of that return type, so that the compiler's message and the run time's cannot differ by a word.
 */

/** On a layer that is given to a flow of one block. */
export type Misfit<N extends string, D extends string, S extends string> =
  `Layer ${N} acts on ${D}, but this flow lives on ${S}.`;
export const misfit = <N extends string, D extends string, S extends string>(
  name: N,
  domain: D,
  space: S,
): Misfit<N, D, S> => `Layer ${name} acts on ${domain}, but this flow lives on ${space}.`;

/** On a layer letter in a group of `parse`. */
export type BlockMisfit<N extends string, L extends string, D extends string, K extends number, B extends string> =
  `Layer ${N} (${L}) acts on ${D}, but block ${K} lives on ${B}.`;
export const blockMisfit = <N extends string, L extends string, D extends string, K extends number, B extends string>(
  name: N,
  letter: L,
  domain: D,
  position: K,
  block: B,
): BlockMisfit<N, L, D, K, B> => `Layer ${name} (${letter}) acts on ${domain}, but block ${position} lives on ${block}.`;

export type UnknownLetter<L extends string, K extends number, B extends string, Known extends string> =
  `Unknown layer ${L} in block ${K}; the layers on ${B} are ${Known}.`;
export const unknownLetter = <L extends string, K extends number, B extends string, Known extends string>(
  letter: L,
  position: K,
  block: B,
  known: Known,
): UnknownLetter<L, K, B, Known> => `Unknown layer ${letter} in block ${position}; the layers on ${block} are ${known}.`;

/** On classes with more than their one layer. */
export type OneLayer<B extends string> = `The classes ${B} take one layer, logits (l), and take it once.`;
export const oneLayer = <B extends string>(block: B): OneLayer<B> => `The classes ${block} take one layer, logits (l), and take it once.`;

export type BlankInLayers = "The layers contain a blank; write letters and + alone, such as ggg+n.";
export const blankInLayers: BlankInLayers = "The layers contain a blank; write letters and + alone, such as ggg+n.";

/** `Groups` counts the groups of letters: "1 block", "2 blocks". */
export type BlockCount<Groups extends string, S extends string, K extends number> =
  `The layers name ${Groups}, but the space ${S} has ${K}; write one group per block, joined by +.`;
export const blockCount = <Groups extends string, S extends string, K extends number>(
  groups: Groups,
  space: S,
  blocks: K,
): BlockCount<Groups, S, K> =>
  `The layers name ${groups}, but the space ${space} has ${blocks}; write one group per block, joined by +.`;

/** On options of `parse` that name nothing in the flow. */
export type StrayInFlow<K extends string | number, L extends string, Blocks extends number> =
  `Options for ${K} fit nothing in ${L}; write ${Blocks extends 1 ? "one of its letters or block 1" : `one of its letters, a block from 1 to ${Blocks} or network`}.`;
export const strayInFlow = <K extends string, L extends string, Blocks extends number>(key: K, layers: L, blocks: Blocks): StrayInFlow<K, L, Blocks> =>
  `Options for ${key} fit nothing in ${layers}; write ${blocks === 1 ? "one of its letters or block 1" : `one of its letters, a block from 1 to ${blocks} or network`}.` as StrayInFlow<K, L, Blocks>;

/** On options of `parse` that name nothing in a block; a block without layers takes none. */
export type StrayInBlock<I extends string | number, K extends number | string, G extends string, Layers extends number> =
  `Options for ${I} fit nothing in block ${K}, ${Layers extends 0 ? "which has no layers" : `${G}; write one of its letters or a layer from 1 to ${Layers}`}.`;
export const strayInBlock = <I extends string, K extends number, G extends string, Layers extends number>(key: I, block: K, letters: G, layers: Layers): StrayInBlock<I, K, G, Layers> =>
  `Options for ${key} fit nothing in block ${block}, ${layers === 0 ? "which has no layers" : `${letters}; write one of its letters or a layer from 1 to ${layers}`}.` as StrayInBlock<I, K, G, Layers>;

export type NoNetwork = "No block comes before block 1, so no network predicts it; a condition takes such options in given.";
export const noNetwork: NoNetwork = "No block comes before block 1, so no network predicts it; a condition takes such options in given.";

/** The run time also lists what the owner takes. */
export type UnknownOption<N extends string, Owner extends string> = `Option ${N} is unknown to ${Owner}.`;

/** The run time alone says this: the bound on what it reads. */
export const longLayers = (length: number, longest: number): string =>
  `The layers have ${length} characters; layers go up to ${longest}.`;

/** On a flow with a rate where only a density will do. */
export type RateMisfit = "A rate belongs to the whole flow; apply withRate last.";
export const rateMisfit: RateMisfit = "A rate belongs to the whole flow; apply withRate last.";

/** On a flow joined to one that is conditioned on another space. */
export type ConditionMisfit<C extends string, D extends string> =
  `This flow is given ${D}, but the flow it joins is given ${C}; join flows of one condition.`;
export const conditionMisfit = <C extends string, D extends string>(condition: C, other: D): ConditionMisfit<C, D> =>
  `This flow is given ${other}, but the flow it joins is given ${condition}; join flows of one condition.`;
