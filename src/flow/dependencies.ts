/**
 * Who conditions whom, read off the tree: inside ⊕ a block depends on all blocks before it, under `given` on the
 * condition, inside ⊗ on nothing of the other parts. Its network takes the options of the innermost join or condition
 * that made it depend. Under `given` with everything the condition speaks to a hyper-network alone, and the block's own
 * parameters, or the weights of its networks, are what that one predicts. A rate depends on all of the condition.
 */
import type { NetworkOptions } from "../bijectors/network.ts";
import { conditionsOf, type Block, type Tree } from "./tree.ts";

/** What a block depends on: parts of the condition and blocks before it, by index. */
export interface Source {
  readonly from: "condition" | "block";
  readonly index: number;
}

/** What something depends on, and through which networks. */
interface Dependent {
  readonly sources: readonly Source[];
  readonly options: NetworkOptions;
  /** The hyper-network that predicts its parameters or weights, where one does. */
  readonly predictedBy?: number;
}

export interface Dependency extends Dependent {
  readonly block: Block;
}

export interface Dependencies {
  /** In the order of the spec. */
  readonly blocks: readonly Dependency[];
  /** Each before those that it predicts. */
  readonly hypernetworks: readonly Dependent[];
  readonly rate?: Dependent;
}

export const dependencies = (tree: Tree): Dependencies => {
  const blocks: Dependency[] = [];
  const hypernetworks: Dependent[] = [];
  const conditionFrom = (start: number, length: number): readonly Source[] => Array.from({ length }, (_, index): Source => ({ from: "condition", index: start + index }));
  const walk = (node: Tree, conditions: number, within: Dependent): void => {
    switch (node.tag) {
      case "block": {
        if (node.manifold.dim > 0) blocks.push({ ...within, block: node });
        return;
      }
      case "otimes": {
        for (const part of node.parts) walk(part, conditions, within);
        return;
      }
      case "oplus": {
        const first = blocks.length;
        for (const part of node.parts) {
          const before = Array.from({ length: blocks.length - first }, (_, index): Source => ({ from: "block", index: first + index }));
          walk(part, conditions, { ...within, sources: [...within.sources, ...before], options: before.length > 0 ? node.options : within.options });
        }
        return;
      }
      case "given": {
        const own = conditionFrom(conditions, node.condition.length);
        const inside = node.everything ? { ...within, predictedBy: hypernetworks.length } : { ...within, sources: [...within.sources, ...own], options: node.options };
        if (node.everything) hypernetworks.push({ ...within, sources: own, options: node.options });
        walk(node.body, conditions + node.condition.length, inside);
        return;
      }
      case "rate":
        walk(node.body, conditions, within);
    }
  };
  walk(tree, 0, { sources: [], options: unconditioned });
  return {
    blocks,
    hypernetworks,
    ...(tree.tag === "rate" && { rate: { sources: conditionFrom(0, conditionsOf(tree).length), options: tree.options } }),
  };
};

/** What depends on nothing has no join to take options from, and needs none. */
const unconditioned: NetworkOptions = { hidden: [], activation: "silu", rank: 0, highway: "none" };
