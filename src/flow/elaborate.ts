/**
 * The meaning of a flow: its plan turned into expressions for both directions.
 *
 * Evaluation sees all blocks at once, for conditions are data-side values; sampling goes block by block. The density of
 * the base is taken where the last layer's image lies on its manifold, as the image of the Gaussian, and not through the
 * Gaussian itself: so it stays exact at the ends of intervals and at the antipode of a sphere.
 */
import { abs, add, concat, constant, div, input, log, mul, parameter, reshape, size, slice, sub, sum, stopGradient, take, total, zero, type Expr, type Shape } from "../expr/index.ts";
import { after, forward as forwardLayer, inverse as inverseLayer, unmoved, type Setting } from "../bijectors/layer.ts";
import type { Image } from "../bijectors/bijector.ts";
import { logNormal } from "../manifold/euclidean.ts";
import type { Geometry } from "../manifold/manifold.ts";
import type { Frame, PlacedNetwork, Plan, PlannedBlock, Source } from "./plan.ts";

/** The inputs of all programs of a flow. */
export const variables = (plan: Plan): { readonly parameters: Expr; readonly point: Expr; readonly base: Expr; readonly condition: Expr } => ({
  parameters: parameter("parameters", [plan.parameterCount]),
  point: input("point", [plan.ambient]),
  base: input("base", [plan.dim]),
  condition: input("condition", [plan.conditionAmbient]),
});

/** One direction of a flow. All but the coordinates are scalars per sample. */
export interface Elaborated {
  /** Data side [ambient]. */
  readonly point: Expr;
  /** Gaussian side [dim]. */
  readonly base: Expr;
  readonly logProb: Expr;
  /** The terms of `logProb`: each block's log-density given its condition and the blocks before. */
  readonly logProbs: readonly Expr[];
  readonly logProbBase: Expr;
  /** Sum of the sizes of all residuals of equations solved on the way; 0 where none was. */
  readonly residual: Expr;
}

/** A place in a vector, as a tensor of its shape. */
const view = (vector: Expr, place: { readonly offset: number; readonly shape: Shape }): Expr =>
  reshape(slice(vector, 0, place.offset, size(place.shape)), place.shape);

const split = (vector: Expr, lengths: readonly number[]): readonly Expr[] => {
  let start = 0;
  return lengths.map((length) => slice(vector, 0, (start += length) - length, length));
};

/** The parameters of a network or layer, by name. */
const views = (vector: Expr, places: { readonly [name: string]: { readonly offset: number; readonly shape: Shape } }) =>
  Object.fromEntries(Object.entries(places).map(([name, place]) => [name, view(vector, place)]));

const answer = ({ network, entries }: PlacedNetwork, features: Expr, parameters: Expr): Expr =>
  network.apply(features, views(parameters, entries));

/** Into and out of standard units. Frames are set from data and not trained. */
const framed = (frame: Frame | undefined, parameters: Expr) => {
  if (!frame) return { enter: (x: Expr) => x, leave: (y: Expr) => y, logScale: zero };
  const [location, scale] = [frame.location, frame.scale].map((entry) => stopGradient(view(parameters, entry)));
  return {
    enter: (x: Expr) => div(sub(x, location!), scale!),
    leave: (y: Expr) => add(mul(y, scale!), location!),
    logScale: sum(log(scale!)),
  };
};

/** What the flow is conditioned on, block by block, as network features. */
const conditionFeatures = (plan: Plan, condition: Expr, parameters: Expr): readonly Expr[] =>
  split(condition, plan.conditions.map(({ geometry }) => geometry.ambient)).map((part, index) => {
    const { geometry, frame } = plan.conditions[index]!;
    return geometry.embed(framed(frame, parameters).enter(geometry.carry(part)));
  });

type Features = (source: Source) => Expr;

/** What the layers of a block read: free parameters or predicted ones, and networks that see the block's context. */
const settings = ({ geometry, layers, predictor, sources }: PlannedBlock, parameters: Expr, featuresOf: Features): readonly Setting[] => {
  const context = sources.map(featuresOf);
  const vector = predictor ? answer(predictor, concat(context), parameters) : parameters;
  return layers.map((planned) => ({
    geometry,
    parameters: views(vector, planned.parameters),
    networks: Object.fromEntries(
      Object.entries(planned.networks).map(([name, placed]) => [name, (features: Expr) => answer(placed, concat([features, ...context]), parameters)]),
    ),
  }));
};

/** data → base. */
const inverseBlock = (block: PlannedBlock, carrier: Expr, reads: readonly Setting[]): Image =>
  block.layers.reduceRight<Image>((image, { layer }, at) => after(image, inverseLayer(layer, image.point, reads[at]!)), unmoved(carrier));

/** base → data. */
const forwardBlock = (block: PlannedBlock, carrier: Expr, reads: readonly Setting[]): Image =>
  block.layers.reduce<Image>((image, { layer }, at) => after(image, forwardLayer(layer, image.point, reads[at]!)), unmoved(carrier));

/** Everything about given points: where they come from in the base, and their log-density. */
export const evaluate = (plan: Plan, { point, condition, parameters }: { readonly point: Expr; readonly condition: Expr; readonly parameters: Expr }): Elaborated => {
  const given = conditionFeatures(plan, condition, parameters);
  const parts = split(point, plan.blocks.map(({ geometry }) => geometry.ambient)).map((part, index) => {
    const { geometry, frame } = plan.blocks[index]!;
    const units = framed(frame, parameters);
    return { carrier: units.enter(geometry.carry(part)), logScale: units.logScale };
  });
  const featuresOf: Features = ({ from, index }) => (from === "condition" ? given[index]! : plan.blocks[index]!.geometry.embed(parts[index]!.carrier));

  const images = plan.blocks.map((block, index) => {
    const { carrier, logScale } = parts[index]!;
    const image = inverseBlock(block, carrier, settings(block, parameters, featuresOf));
    const logProb = sub(add(block.geometry.logReference(image.point), image.logDet), logScale);
    return { base: block.geometry.toBase(image.point), logProb, residuals: image.residuals ?? [] };
  });
  const base = joined(images.map((image) => image.base));
  return perSample(point, {
    point,
    base,
    logProb: addUp(images.map((image) => image.logProb)),
    logProbs: images.map((image) => image.logProb),
    logProbBase: logNormal(base),
    residual: sizeOf(images.flatMap((image) => image.residuals)),
  });
};

/** Everything about points made from given base points. */
export const generate = (plan: Plan, { base, condition, parameters }: { readonly base: Expr; readonly condition: Expr; readonly parameters: Expr }): Elaborated => {
  const given = conditionFeatures(plan, condition, parameters);
  const made: { readonly geometry: Geometry; readonly carrier: Expr; readonly point: Expr; readonly logProb: Expr; readonly residuals: readonly Expr[] }[] = [];
  const featuresOf: Features = ({ from, index }) => (from === "condition" ? given[index]! : made[index]!.geometry.embed(made[index]!.carrier));
  split(base, plan.blocks.map(({ geometry }) => geometry.dim)).forEach((part, index) => {
    const block = plan.blocks[index]!;
    const { geometry } = block;
    const start = geometry.fromBase(part);
    const image = forwardBlock(block, start, settings(block, parameters, featuresOf));
    const units = framed(block.frame, parameters);
    made.push({
      geometry,
      carrier: image.point,
      point: geometry.release(units.leave(image.point)),
      logProb: sub(sub(geometry.logReference(start), image.logDet), units.logScale),
      residuals: image.residuals ?? [],
    });
  });
  return perSample(base, {
    point: joined(made.map((each) => each.point)),
    base,
    logProb: addUp(made.map((each) => each.logProb)),
    logProbs: made.map((each) => each.logProb),
    logProbBase: logNormal(base),
    residual: sizeOf(made.flatMap((each) => each.residuals)),
  });
};

const joined = (parts: readonly Expr[]): Expr => (parts.length === 0 ? constant([]) : concat(parts));

const addUp = (terms: readonly Expr[]): Expr => terms.reduce((sum, term) => add(sum, term), zero);

const sizeOf = (residuals: readonly Expr[]): Expr => addUp(residuals.map((residual) => total(abs(residual))));

/** A density that is the same everywhere is still one number per sample, and so is every other column. */
const perSample = (coordinates: Expr, columns: Elaborated): Elaborated => {
  if (coordinates.shape[0] === 0) return columns;
  const nothing = mul(0, take(coordinates, 0));
  const spread = (column: Expr): Expr => (column.uniform ? add(column, nothing) : column);
  return {
    point: spread(columns.point),
    base: spread(columns.base),
    logProb: spread(columns.logProb),
    logProbs: columns.logProbs.map(spread),
    logProbBase: spread(columns.logProbBase),
    residual: spread(columns.residual),
  };
};
