/** Simpler conditions of a whole flow. A change is made wherever the condition is said, so that all parts of a join keep one. */
import * as trees from "../../../src/flow/tree.ts";
import type { Tree } from "../../../src/flow/tree.ts";
import type { ManifoldSpec } from "../../../src/manifold/space.ts";
import { simpler } from "./manifold.ts";

/** Without one of several blocks of the condition. */
export function* shorter(tree: Tree): Iterable<Tree> {
  const condition = trees.conditionsOf(tree);
  if (condition.length > 1) for (const at of condition.keys()) yield replaced(tree, at, []);
}

/** With one block of the condition on a simpler manifold. */
export function* lower(tree: Tree): Iterable<Tree> {
  for (const [at, manifold] of trees.conditionsOf(tree).entries()) for (const each of simpler(manifold, true)) yield replaced(tree, at, [each]);
}

/** The block `at` of the condition replaced; `before` blocks of it are given further out. */
const replaced = (tree: Tree, at: number, by: readonly ManifoldSpec[], before = 0): Tree => {
  switch (tree.tag) {
    case "block":
      return tree;
    case "oplus":
      return trees.oplus(tree.parts.map((part) => replaced(part, at, by, before)), tree.options);
    case "otimes":
      return trees.otimes(tree.parts.map((part) => replaced(part, at, by, before)));
    case "rate":
      return { ...tree, body: replaced(tree.body, at, by, before) };
    case "given": {
      const next = before + tree.condition.length;
      if (at >= next) return { ...tree, body: replaced(tree.body, at, by, next) };
      const condition = tree.condition.toSpliced(at - before, 1, ...by);
      return condition.length === 0 ? tree.body : { ...tree, condition };
    }
  }
};
