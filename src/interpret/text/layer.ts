/** The formulas of a layer as LaTeX: the very expressions that are run, on one manifold, with its options. */
import { inverse as inverseLayer, forward as forwardLayer, networksOf, parametersOf } from "../../bijectors/layer.ts";
import type { Layer } from "../../bijectors/bijector.ts";
import { input, parameter } from "../../expr/index.ts";
import { manifold } from "../../flow/manifolds.ts";
import { geometry } from "../../manifold/manifold.ts";
import { latex } from "./latex.ts";

/**
 * LaTeX for math mode of one direction, on one manifold such as "e2": the image and log |det|. Points are z on the base
 * side and x on the data side.
 */
export const latexLayer = (layer: Layer, on: string, direction: "forward" | "inverse" = "inverse"): string => {
  const own = geometry(manifold(on).through(layer).manifold);
  const [from, to] = direction === "inverse" ? ["x", "z"] : ["z", "x"];
  const parameters = Object.fromEntries(Object.entries(parametersOf(layer, own)).map(([name, { shape }]) => [name, parameter(name, shape)]));
  // What a network answers is written as a variable of its name.
  const networks = Object.fromEntries(Object.entries(networksOf(layer, own)).map(([name, { outputs }]) => [name, () => input(name, [outputs])]));
  const run = direction === "inverse" ? inverseLayer : forwardLayer;
  const { point, logDet } = run(layer, input(from, [own.carried]), { geometry: own, parameters, networks });
  return latex({ [to]: point, logDet });
};
