/**
 * Starts a flow from data. Frames get the location and scale of each block that has one; then, block by block, each layer
 * from the data side to the base is fitted to the sample as the layers before it have left it (an identity start, made
 * better where the layer knows how). So the first log-likelihood is already that of a decent simple model. Predicted
 * parameters get these values as the bias of their network, or of their hyper-network: what they would be without a
 * condition.
 */
import { fitted, inverse, part } from "../bijectors/layer.ts";
import type { Sample } from "../bijectors/bijector.ts";
import { mean } from "../bijectors/moments.ts";
import { input, parameter, reshape, size, slice, zeros, type Expr } from "../expr/index.ts";
import { homeOf, type Frame, type Plan, type PlannedBlock, type PlannedLayer, type PlannedRate } from "../flow/plan.ts";
import { program, type Interpreter } from "../interpret/program.ts";
import type { Geometry } from "../manifold/manifold.ts";
import { permutation, random } from "../random.ts";
import type { Rows, SetColumns } from "./rows.ts";

/** Rows that are enough to start from. */
const enough = 4000;

/** The parameters with frames, rate (where they are to standardize) and layers set from data; the given ones are left as they are. */
export const initialize = (plan: Plan, parameters: Float64Array, data: Rows, interpreter: Interpreter, seed: number, standardize = true): Float64Array => {
  const values = parameters.slice();
  // Every set counts once for the condition, and for the density those rows alone that are events.
  const { sets, weight } = data;
  const [perSet, perEvent] = (sets ? [weight.map((each, row) => each * sets.share[row]!), weight.map((each, row) => each * sets.event[row]!)] : [weight, weight]).map((weights) => ({ weights, chosen: some(weights, seed) }));

  if (standardize) setConditionFrames(plan, values, (start, length) => pick(data.condition, plan.conditionAmbient, start, length, perSet!), interpreter);
  let start = 0;
  for (const block of plan.blocks) {
    const sample = carried(block.geometry, pick(data.point, plan.ambient, start, block.geometry.ambient, perEvent!), interpreter);
    start += block.geometry.ambient;
    if (block.frame && standardize) setFrame(values, block.frame, sample);
    fitLayers(block, values, homeOf(plan, block.predictedBy), block.frame ? standardized(sample, block.frame, values) : sample, interpreter);
  }
  if (plan.rate && sets) setRate(values, plan.rate, weight, sets);
  return values;
};

/** The parameters with the frames of conditions alone set from data, for a flow that has no points to start from. */
export const standardizeConditions = (plan: Plan, parameters: Float64Array, { rows, count }: { readonly rows: Float64Array; readonly count: number }, interpreter: Interpreter, seed: number): Float64Array => {
  const values = parameters.slice();
  const weights = new Float64Array(count).fill(1);
  setConditionFrames(plan, values, (start, length) => pick(rows, plan.conditionAmbient, start, length, { weights, chosen: some(weights, seed) }), interpreter);
  return values;
};

const setConditionFrames = ({ conditions }: Plan, values: Float64Array, columns: (start: number, length: number) => Sample, interpreter: Interpreter): void => {
  let start = 0;
  for (const { geometry, frame } of conditions) {
    if (frame) setFrame(values, frame, carried(geometry, columns(start, geometry.ambient), interpreter));
    start += geometry.ambient;
  }
};

/** log of the mean number of events per exposure. */
const setRate = (values: Float64Array, rate: PlannedRate, weight: Float64Array, { event, exposure }: SetColumns): void => {
  const [events, watched] = [event, exposure].map((column) => column.reduce((sum, each, row) => sum + weight[row]! * each, 0));
  const { offset } = "free" in rate ? rate.free : rate.predictor.entries["bias"]!;
  values[offset] = Math.log(events! / watched!);
};

/** Rows that count, enough of them. */
const some = (weights: Float64Array, seed: number): Int32Array => {
  const counting = Int32Array.from(weights.keys()).filter((row) => weights[row]! > 0);
  if (counting.length <= enough) return counting;
  return permutation(counting.length, random(seed, "initialize")).subarray(0, enough).map((at) => counting[at]!);
};

interface Weighing {
  readonly weights: Float64Array;
  readonly chosen: Int32Array;
}

const pick = (rows: Float64Array, width: number, start: number, length: number, { weights, chosen }: Weighing): Sample => {
  const count = chosen.length;
  const own = Float64Array.from(chosen, (row) => weights[row]!);
  const sum = own.reduce((total, each) => total + each, 0);
  return {
    count,
    rows: Float64Array.from({ length: count * length }, (_, index) => rows[chosen[Math.floor(index / length)]! * width + start + (index % length)]!),
    weights: own.map((weight) => weight / sum),
  };
};

/** Mean and standard deviation of each column; a constant column keeps the scale 1. */
const setFrame = (values: Float64Array, { location, logScale }: Frame, sample: Sample): void => {
  const dim = size(location.shape);
  const center = mean(sample, dim);
  const variance = mean({ ...sample, rows: sample.rows.map((value, index) => (value - center[index % dim]!) ** 2) }, dim);
  values.set(center, location.offset);
  // The rounding of the mean alone makes a constant column vary by some units in the last place.
  const varies = (each: number, i: number): boolean => Math.sqrt(each) > 1e-12 * Math.abs(center[i]!);
  values.set(variance.map((each, i) => (varies(each, i) ? 0.5 * Math.log(each) : 0)), logScale.offset);
};

/** Points as carriers. */
const carried = (geometry: Geometry, points: Sample, interpreter: Interpreter): Sample => {
  const { rows } = interpreter.compile(program({ rows: geometry.carry(input("point", [geometry.ambient])) }))({ point: points.rows }, points.count);
  return { ...points, rows };
};

/** Carriers in the standard units of a frame. */
const standardized = (sample: Sample, { location, logScale }: Frame, values: Float64Array): Sample => {
  const dim = size(location.shape);
  return { ...sample, rows: sample.rows.map((value, index) => (value - values[location.offset + (index % dim)]!) / Math.exp(values[logScale.offset + (index % dim)]!)) };
};

/** `home` is where the vector begins that the block's own numbers lie in. */
const fitLayers = ({ geometry, layers, predictor }: PlannedBlock, values: Float64Array, home: number, data: Sample, interpreter: Interpreter): void => {
  const offset = home + (predictor ? predictor.entries["bias"]!.offset : 0);
  layers.flatMap(pieces).reduceRight((sample, planned) => {
    for (const [name, found] of Object.entries(fitted(planned.layer, sample, geometry))) {
      values.set(found, offset + planned.parameters[name]!.offset);
    }
    return { ...sample, rows: pulledBack(planned, geometry, values.subarray(offset), sample, interpreter) };
  }, data);
};

/** The layers of a composition, from the base to the data. */
const pieces = (planned: PlannedLayer): readonly PlannedLayer[] => {
  const { layer, parameters, networks } = planned;
  if (layer.tag !== "compose") return [planned];
  return layer.layers.flatMap((each, index) => pieces({ layer: each, parameters: part(index, parameters), networks: part(index, networks) }));
};

/** The sample on the layer's base side; the layer's networks answer zeros, as they do at the start. */
const pulledBack = ({ layer, parameters, networks }: PlannedLayer, geometry: Geometry, values: Float64Array, sample: Sample, interpreter: Interpreter): Float64Array => {
  const vector = parameter("parameters", [values.length]);
  const places = Object.entries(parameters).map(([name, { offset, shape }]): [string, Expr] => [name, reshape(slice(vector, 0, offset, size(shape)), shape)]);
  const silent = Object.entries(networks).map(([name, { network }]) => [name, () => zeros(network.parameters["bias"]!.shape)] as const);
  const { point } = inverse(layer, input("carrier", [geometry.carried]), {
    geometry,
    parameters: Object.fromEntries(places),
    networks: Object.fromEntries(silent),
  });
  const { rows } = interpreter.compile(program({ rows: point }))({ parameters: values, carrier: sample.rows }, sample.count);
  return rows;
};
