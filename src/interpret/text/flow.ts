/**
 * A flow in one line: its space, what it is given, and one letter per layer, as in `e4+s2+e4 given e2 : gggg ⊕ n ⊕ gggg`.
 * Powers stand for long chains (`g¹²`) and inverses (`g⁻¹`), angle brackets for layers without a letter, a dot for a base
 * without layers. Options are left to `showTree`.
 */
import type { Layer } from "../../bijectors/bijector.ts";
import type { AnyFlow } from "../../flow/flow.ts";
import { runsOf } from "../../flow/same.ts";
import { specOf } from "../../manifold/space.ts";
import type { Tree } from "../../flow/tree.ts";

export { parameterTable, type ParameterRow } from "./flow-parameters.ts";
export { showTree, type TreeOptions } from "./flow-tree.ts";

export const show = ({ space, condition, tree }: AnyFlow): string => {
  const density = tree.tag === "rate" ? tree.body : tree;
  return `${space}${condition === "e0" ? "" : ` given ${condition}`}${tree.tag === "rate" ? " with rate" : ""} : ${formula(density.tag === "given" ? density.body : density)}`;
};

const formula = (tree: Tree): string => {
  switch (tree.tag) {
    case "block":
      return tree.layers.length === 0 ? "·" : word(tree.layers);
    case "oplus":
      return tree.parts.map(factor).join(" ⊕ ");
    case "otimes":
      return tree.parts.length === 0 ? "·" : tree.parts.map(factor).join(" ⊗ ");
    case "given":
      return `${factor(tree.body)} given ${specOf(tree.condition)}`;
    case "rate":
      return `${factor(tree.body)} with rate`;
  }
};

const factor = (tree: Tree): string => (tree.tag === "block" || (tree.tag === "otimes" && tree.parts.length === 0) ? formula(tree) : `(${formula(tree)})`);

/** A chain of layers. Up to nine equal letters are written out. */
const word = (layers: readonly Layer[]): string =>
  runsOf(layers).map(({ layer, times }) => (times < 10 ? letter(layer).repeat(times) : `${layer.tag === "invert" ? `(${letter(layer)})` : letter(layer)}${raised(times)}`)).join("");

const letter = (layer: Layer): string => {
  switch (layer.tag) {
    case "layer":
      return layer.definition.symbol ?? `⟨${layer.name}⟩`;
    case "compose":
      return `(${word(layer.layers)})`;
    case "invert":
      return `${letter(layer.layer)}⁻¹`;
  }
};

const raised = (power: number): string => [...String(power)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]!).join("");
