/**
 * Who conditions whom, read off the tree: inside ⊕ a block depends on all blocks before it, under `given` on the
 * condition, inside ⊗ on nothing of the other parts. Its network takes the options of the innermost join or condition
 * that made it depend.
 */
import type { NetworkOptions } from "../bijectors/network.ts";
import type { Block, Tree } from "./tree.ts";

/** What a block depends on: parts of the condition and blocks before it, by index. */
export interface Source {
  readonly from: "condition" | "block";
  readonly index: number;
}

export interface Dependency {
  readonly block: Block;
  readonly sources: readonly Source[];
  readonly options: NetworkOptions;
}

/** All blocks in the order of the spec. */
export const dependencies = (tree: Tree): readonly Dependency[] => {
  let blocks = 0;
  const walk = (node: Tree, sources: readonly Source[], conditions: number, options: NetworkOptions): readonly Dependency[] => {
    switch (node.tag) {
      case "block": {
        if (node.manifold.dim === 0) return [];
        blocks++;
        return [{ block: node, sources, options }];
      }
      case "otimes":
        return node.parts.flatMap((part) => walk(part, sources, conditions, options));
      case "oplus": {
        const first = blocks;
        return node.parts.flatMap((part) => {
          const before = Array.from({ length: blocks - first }, (_, index): Source => ({ from: "block", index: first + index }));
          return walk(part, [...sources, ...before], conditions, before.length > 0 ? node.options : options);
        });
      }
      case "given": {
        const own = node.condition.map((_, index): Source => ({ from: "condition", index: conditions + index }));
        return walk(node.body, [...sources, ...own], conditions + node.condition.length, node.options);
      }
    }
  };
  return walk(tree, [], 0, unconditioned);
};

/** A block that depends on nothing has no join to take options from, and needs none. */
const unconditioned: NetworkOptions = { hidden: [], activation: "silu", rank: 0, highway: "none" };
