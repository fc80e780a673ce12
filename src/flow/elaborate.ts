/**
 * The meaning of a flow: its plan turned into expressions for both directions.
 *
 * Evaluation sees all blocks at once, for conditions are data-side values; sampling goes block by block. The density of
 * the base is taken where the last layer's image lies on its manifold, as the image of the Gaussian, and not through the
 * Gaussian itself: so it stays exact at the ends of intervals and at the antipode of a sphere.
 */
import { abs, add, concat, constant, exp, input, less, mul, node, parameter, sub, take, total, zero, type Expr } from "../expr/index.ts";
import { after, forward as forwardLayer, inverse as inverseLayer, unmoved, type Setting } from "../bijectors/layer.ts";
import type { Image } from "../bijectors/bijector.ts";
import { logNormal } from "../manifold/euclidean.ts";
import type { Source } from "./dependencies.ts";
import type { Plan, PlannedBlock } from "./plan.ts";
import { conditionFeatures, logRateOf, readings, split, unitsOf, vectors, type Readings } from "./readings.ts";

/** The inputs of all programs of a flow. */
export interface Variables {
  readonly parameters: Expr;
  readonly point: Expr;
  readonly base: Expr;
  readonly condition: Expr;
}

export const variables = (plan: Plan): Variables => ({
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

/** One block on its way to the base. */
export interface Passage {
  readonly readings: Readings;
  /** Where the block's own point lies, in standard units. */
  readonly carrier: Expr;
  /** log (measure of points / measure of carriers in standard units). */
  readonly logVolume: Expr;
  /** What each layer does to it, from the data to the base. */
  readonly images: readonly Image[];
}

/** data → base, layer by layer. */
export const passages = (plan: Plan, { point, condition, parameters }: Omit<Variables, "base">): readonly Passage[] => {
  const given = conditionFeatures(plan, condition, parameters);
  const entered = split(point, plan.blocks.map(({ geometry }) => geometry.ambient)).map((part, index) => {
    const { geometry, frame } = plan.blocks[index]!;
    const { enter, logScale } = unitsOf(frame, parameters);
    const carrier = geometry.carry(part);
    return { carrier: enter(carrier), logVolume: add(logScale, geometry.logStretch?.(carrier) ?? zero) };
  });
  const featuresOf = ({ from, index }: Source): Expr => (from === "condition" ? given[index]! : plan.blocks[index]!.geometry.embed(entered[index]!.carrier));
  const vector = vectors(plan, parameters, given);
  return plan.blocks.map((block, index) => {
    const reads = readings(block, vector(block.predictedBy), featuresOf);
    return { ...entered[index]!, readings: reads, images: inverseImages(block, entered[index]!.carrier, reads.settings) };
  });
};

const inverseImages = ({ layers }: PlannedBlock, carrier: Expr, settings: readonly Setting[]): readonly Image[] => {
  const images: Image[] = [];
  for (const at of layers.keys()) {
    const own = layers.length - 1 - at;
    images.push(inverseLayer(layers[own]!.layer, images.at(-1)?.point ?? carrier, settings[own]!));
  }
  return images;
};

/** Everything about given points: where they come from in the base, and their log-density. */
export const evaluate = (plan: Plan, inputs: Omit<Variables, "base">): Elaborated => {
  const ends = passages(plan, inputs).map(({ carrier, logVolume, images }, index) => {
    const { geometry } = plan.blocks[index]!;
    const { point, logDet, residuals = [] } = images.reduce(after, unmoved(carrier));
    return { base: geometry.toBase(point), logProb: sub(add(geometry.logReference(point), logDet), logVolume), residuals };
  });
  const base = joined(ends.map((end) => end.base));
  return perSample(inputs.point, {
    point: inputs.point,
    base,
    logProb: addUp(ends.map((end) => end.logProb)),
    logProbs: ends.map((end) => end.logProb),
    logProbBase: logNormal(base),
    residual: sizeOf(ends.flatMap((end) => end.residuals)),
  });
};

/** The log-density of the blocks *shown* given the others, which stand at one place: `others` [ambient] and `condition` are uniform. */
export const evaluateGiven = (plan: Plan, shown: readonly number[], { point, others, condition, parameters }: Omit<Variables, "base"> & { readonly others: Expr }): Expr => {
  const lengths = plan.blocks.map(({ geometry }) => geometry.ambient);
  const fixed = split(others, lengths);
  const parts = split(point, lengths).map((part, index) => (shown.includes(index) ? part : fixed[index]!));
  const { logProbs } = evaluate(plan, { point: joined(parts), condition, parameters });
  return spreadOver(point)(addUp(shown.map((index) => logProbs[index]!)));
};

/** One block on its way to the data. */
export interface Journey {
  /** Where the base point lies in standard units, and where after each layer. */
  readonly start: Expr;
  readonly images: readonly Image[];
  /** Any of these places as a point of the block. */
  readonly release: (place: Expr) => Expr;
  /** log (measure of points / measure of carriers in standard units), at the last of these places. */
  readonly logVolume: Expr;
}

/** base → data, layer by layer. */
export const journeys = (plan: Plan, { base, condition, parameters }: Omit<Variables, "point">): readonly Journey[] => {
  const given = conditionFeatures(plan, condition, parameters);
  const vector = vectors(plan, parameters, given);
  const made: Journey[] = [];
  const endOf = ({ start, images }: Journey): Expr => images.at(-1)?.point ?? start;
  const featuresOf = ({ from, index }: Source): Expr => (from === "condition" ? given[index]! : plan.blocks[index]!.geometry.embed(endOf(made[index]!)));
  split(base, plan.blocks.map(({ geometry }) => geometry.dim)).forEach((part, index) => {
    const block = plan.blocks[index]!;
    made.push(journeyOf(block, part, readings(block, vector(block.predictedBy), featuresOf), parameters));
  });
  return made;
};

const journeyOf = ({ frame, geometry, layers }: PlannedBlock, base: Expr, { settings }: Readings, parameters: Expr): Journey => {
  const start = geometry.fromBase(base);
  const images = layers.reduce<readonly Image[]>((before, { layer }, at) => [...before, forwardLayer(layer, before.at(-1)?.point ?? start, settings[at]!)], []);
  const { leave, logScale } = unitsOf(frame, parameters);
  const carrier = leave(images.at(-1)?.point ?? start);
  return { start, images, release: (place) => geometry.release(leave(place)), logVolume: add(logScale, geometry.logStretch?.(carrier) ?? zero) };
};

/** Where a block arrives, and how likely that is. */
const arrivalOf = ({ geometry }: PlannedBlock, { start, images, release, logVolume }: Journey): { readonly point: Expr; readonly logProb: Expr; readonly residuals: readonly Expr[] } => {
  const { point, logDet, residuals = [] } = images.reduce(after, unmoved(start));
  return { point: release(point), logProb: sub(sub(geometry.logReference(start), logDet), logVolume), residuals };
};

/** Everything about points made from given base points. */
export const generate = (plan: Plan, inputs: Omit<Variables, "point">): Elaborated => {
  const { base } = inputs;
  const made = journeys(plan, inputs).map((journey, index) => arrivalOf(plan.blocks[index]!, journey));
  return perSample(base, {
    point: joined(made.map((each) => each.point)),
    base,
    logProb: addUp(made.map((each) => each.logProb)),
    logProbs: made.map((each) => each.logProb),
    logProbBase: logNormal(base),
    residual: sizeOf(made.flatMap((each) => each.residuals)),
  });
};

/**
 * One block made from its part [dim] of the base, given the blocks before at a whole point, of which the block itself and
 * those after are not read: its own point and its log-density.
 */
export const generateBlock = (plan: Plan, index: number, { point, base, condition, parameters }: Variables): Pick<Elaborated, "point" | "logProb" | "residual"> => {
  const given = conditionFeatures(plan, condition, parameters);
  const parts = split(point, plan.blocks.map(({ geometry }) => geometry.ambient));
  const featuresOf = ({ from, index: at }: Source): Expr => {
    if (from === "condition") return given[at]!;
    const { geometry, frame } = plan.blocks[at]!;
    return geometry.embed(unitsOf(frame, parameters).enter(geometry.carry(parts[at]!)));
  };
  const block = plan.blocks[index]!;
  const image = arrivalOf(block, journeyOf(block, base, readings(block, vectors(plan, parameters, given)(block.predictedBy), featuresOf), parameters));
  const spread = spreadOver(base);
  return { point: spread(image.point), logProb: spread(image.logProb), residual: spread(sizeOf(image.residuals)) };
};

/** Of one block, the point [ambient] that its base point becomes after each layer, the one before all layers first. */
export const steps = (plan: Plan, index: number, inputs: Omit<Variables, "point">): readonly Expr[] => {
  const { start, images, release } = journeys(plan, inputs)[index]!;
  return [start, ...images.map(({ point }) => point)].map(release).map(spreadOver(inputs.base));
};

/** The logarithm of the rate of a flow that has one: a scalar, uniform without a condition. */
export const logRate = (plan: Plan, { condition, parameters }: Pick<Variables, "condition" | "parameters">): Expr => {
  if (!plan.rate) throw new RangeError("This flow has no rate: give it one by withRate.");
  return logRateOf(plan.rate, parameters, conditionFeatures(plan, condition, parameters));
};

/**
 * What a row of event sets adds to their log-likelihood: event · (log p + log λ) − exposure · λ, a scalar per sample.
 * `event` is 1 for an event, and 0 where a row has exposure alone.
 */
export const eventLogProb = (plan: Plan, inputs: Omit<Variables, "base">, event: Expr, exposure: Expr): Expr => {
  const rate = logRate(plan, inputs);
  return sub(mul(event, add(evaluate(plan, inputs).logProb, rate)), mul(exposure, exp(rate)));
};

const joined = (parts: readonly Expr[]): Expr => (parts.length === 0 ? constant([]) : concat(parts));

const addUp = (terms: readonly Expr[]): Expr => terms.reduce((sum, term) => add(sum, term), zero);

const sizeOf = (residuals: readonly Expr[]): Expr => addUp(residuals.map((residual) => total(abs(residual))));

/** A density that is the same everywhere is still one number per sample, and so is every other column. */
const perSample = (coordinates: Expr, columns: Elaborated): Elaborated => {
  const spread = spreadOver(coordinates);
  return {
    point: spread(columns.point),
    base: spread(columns.base),
    logProb: spread(columns.logProb),
    logProbs: columns.logProbs.map(spread),
    logProbBase: spread(columns.logProbBase),
    residual: spread(columns.residual),
  };
};

/** Makes a number that is the same for all samples one number for each, given anything [n] that samples have. */
export const spreadOver = (coordinates: Expr): ((column: Expr) => Expr) => {
  // Any number of the sample will do; on the one-point space that of an empty sum, whose constructor would forget the samples.
  const some = coordinates.shape[0] === 0 ? node("sum", [coordinates], { axis: 0 }, []) : take(coordinates, 0);
  // Nothing is less than itself, be it infinite: a zero for every sample.
  const nothing = less(some, some);
  return (column) => (column.uniform ? add(column, nothing) : column);
};
