/**
 * What the formulas of a block read beside its point: parameters, free ones or a network's answer; networks inside its
 * layers; the frame that puts its numbers into standard units; and all of it given the condition and the blocks before.
 */
import { add, concat, constant, div, exp, mul, reshape, size, slice, stopGradient, sub, sum, zero, type Expr, type Shape } from "../expr/index.ts";
import type { Setting } from "../bijectors/layer.ts";
import type { Source } from "./dependencies.ts";
import type { Frame, PlacedNetwork, Plan, PlannedBlock, PlannedRate } from "./plan.ts";

type Places = { readonly [name: string]: { readonly offset: number; readonly shape: Shape } };

/** A place in a vector, as a tensor of its shape. */
const view = (vector: Expr, { offset, shape }: Places[string]): Expr => reshape(slice(vector, 0, offset, size(shape)), shape);

/** The parameters of a network or layer, by name. */
const views = (vector: Expr, places: Places): { readonly [name: string]: Expr } =>
  Object.fromEntries(Object.entries(places).map(([name, place]) => [name, view(vector, place)]));

const answer = ({ network, entries }: PlacedNetwork, features: Expr, parameters: Expr): Expr =>
  network.apply(features, views(parameters, entries));

/** Parts of a vector, one after the other. */
export const split = (vector: Expr, lengths: readonly number[]): readonly Expr[] => {
  let start = 0;
  return lengths.map((length) => slice(vector, 0, (start += length) - length, length));
};

export interface Units {
  /** Carriers into standard units, and back. */
  readonly enter: (x: Expr) => Expr;
  readonly leave: (y: Expr) => Expr;
  /** log |det| of leaving. */
  readonly logScale: Expr;
}

/** The units of a frame; of none, the numbers as they are. Frames are set from data and not trained. */
export const unitsOf = (frame: Frame | undefined, parameters: Expr): Units => {
  if (!frame) return { enter: (x) => x, leave: (y) => y, logScale: zero };
  const [location, logScale] = [frame.location, frame.logScale].map((entry) => stopGradient(view(parameters, entry)));
  const scale = exp(logScale!);
  return {
    enter: (x) => div(sub(x, location!), scale),
    leave: (y) => add(mul(y, scale), location!),
    logScale: sum(logScale!),
  };
};

/** What the flow is conditioned on, block by block, as network features. */
export const conditionFeatures = (plan: Plan, condition: Expr, parameters: Expr): readonly Expr[] =>
  split(condition, plan.conditions.map(({ geometry }) => geometry.ambient)).map((part, index) => {
    const { geometry, frame } = plan.conditions[index]!;
    return geometry.embed(unitsOf(frame, parameters).enter(geometry.carry(part)));
  });

/**
 * The vectors that parameters lie in, by what predicts them: the flat one, and the answer of each hyper-network. `given`
 * are the features of the condition.
 */
export const vectors = ({ hypernetworks }: Plan, parameters: Expr, given: readonly Expr[]): ((predictedBy: number | undefined) => Expr) => {
  const answers: Expr[] = [];
  const vector = (predictedBy: number | undefined): Expr => (predictedBy === undefined ? parameters : answers[predictedBy]!);
  for (const { placed, predictedBy, sources } of hypernetworks) {
    answers.push(placed ? answer(placed, concat(sources.map(({ index }) => given[index]!)), vector(predictedBy)) : constant([]));
  }
  return vector;
};

/** The logarithm of a rate: a scalar. */
export const logRateOf = (rate: PlannedRate, parameters: Expr, given: readonly Expr[]): Expr =>
  reshape("free" in rate ? view(parameters, rate.free) : answer(rate.predictor, concat(rate.sources.map(({ index }) => given[index]!)), parameters), []);

export interface Readings {
  /** For each layer. */
  readonly settings: readonly Setting[];
  /** All parameters of all layers, where a network predicts them. */
  readonly predicted?: Expr;
}

/** `parameters` is the vector that the block's own lie in. */
export const readings = ({ geometry, layers, predictor, sources }: PlannedBlock, parameters: Expr, featuresOf: (source: Source) => Expr): Readings => {
  const context = sources.map(featuresOf);
  const predicted = predictor && answer(predictor, concat(context), parameters);
  const settings = layers.map((planned) => ({
    geometry,
    parameters: views(predicted ?? parameters, planned.parameters),
    networks: Object.fromEntries(
      Object.entries(planned.networks).map(([name, placed]) => [name, (features: Expr) => answer(placed, concat([features, ...context]), parameters)]),
    ),
  }));
  return { settings, ...(predicted && { predicted }) };
};
