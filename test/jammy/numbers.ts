/** The numbers that these tests compare. */
import { unsafe } from "../../src/error.ts";
import type { AnyFlow } from "../../src/flow/flow.ts";
import { measure } from "../../src/manifold/measure.ts";
import { parseSpace } from "../../src/manifold/space.ts";
import { model, type Model } from "../../src/model/model.ts";
import { scattered as scatter } from "../model/scattered.ts";

/** A model away from its start, so that every layer and every network has its say. */
export const scattered = <S extends string, C extends string>(flow: AnyFlow<S, C>, seed: number, deviation = 0.3): Model<S, C> => {
  const fresh = model(flow);
  return fresh.withParameters(scatter(fresh.plan, fresh.parameters, seed, deviation));
};

/** ∫ p by quadrature, with about `nodes` nodes along each dimension. */
export const integral = <S extends string>({ flow: { space }, programs, parameters }: Model<S>, nodes: number): number => {
  const { points, weights, count } = measure(unsafe(parseSpace(space))).quadrature(nodes);
  const { logProb } = programs.density()({ point: points, condition: [], parameters }, count);
  return weights.reduce((sum, weight, at) => sum + weight * Math.exp(logProb[at]!), 0);
};

export const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, each) => sum + each, 0) / values.length;

/** The standard error of a mean. */
export const meanError = (values: ArrayLike<number>): number => {
  const center = mean(values);
  return Math.sqrt(mean(Array.from(values, (each) => (each - center) ** 2)) / values.length);
};

/** The largest |a − b|; of what is no number, infinite. */
export const spread = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (each, at) => (Number.isFinite(each - b[at]!) ? Math.abs(each - b[at]!) : Infinity)));
