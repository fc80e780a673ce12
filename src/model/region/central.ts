/**
 * Central regions: the image of the ball that holds a share of the Gaussian base. Their content is exact, in any dimension,
 * and a point belongs to one by the length of its base point, ‖z‖² ≤ χ². They are not the smallest regions, but those that
 * `coverage` speaks of.
 */
import { DiffeoFault } from "../../error.ts";
import { trusted, type Batch } from "../../manifold/batch.ts";
import type { Point } from "../../manifold/point.ts";
import { random } from "../../random.ts";
import type { Model } from "../model.ts";
import { chiSquareQuantile } from "./chi-square.ts";
import { densityOf, type Base, type DensityOptions } from "./density.ts";
import type { BlockOptions, RegionOptions } from "./highest-density.ts";
import { membership } from "./membership.ts";
import type { Estimate } from "./region.ts";

export interface Central<S extends string = string> {
  readonly kind: "central";
  /** The share of the mass inside: exact. */
  readonly level: number;
  /** The radius of the ball in the base. */
  readonly radius: number;
  /** The image of the middle of the base. */
  readonly center: Batch<S>;
  /** In one dimension the two ends, in two a closed curve around the region; none in more. */
  readonly boundary?: Batch<S>;
  /** Volume in the measure of the space: the mean of |∂x/∂z| over the ball, with its standard error. */
  readonly measure: Estimate;
  contains(point: Point<S>): boolean;
  contains(points: Batch<S>): readonly boolean[];
}

/** Points of a closed boundary; 360 by default. */
interface Nodes { readonly nodes?: number }

type Options<C extends string> = C extends "e0" ? readonly [options?: RegionOptions<C> & Nodes]
  : string extends C ? readonly [options?: RegionOptions<C> & Nodes]
  : readonly [options: RegionOptions<C> & Nodes];

/**
 * The central region of a model, or of a block given a point of those before it.
 *
 * Domain: 0 < level < 1; no classes, of which the base knows the middles alone.
 *
 *     central(model(euclid(1)), 0.95).boundary  // −1.96 and 1.96
 */
export function central<S extends string, C extends string>(model: Model<S, C>, level: number, options: Omit<BlockOptions<NoInfer<C>>, "contexts"> & Nodes): Central;
export function central<S extends string, C extends string>(model: Model<S, C>, level: number, ...options: Options<NoInfer<C>>): Central<S>;
export function central<S extends string, C extends string>(model: Model<S, C>, level: number, ...[options]: Options<NoInfer<C>> | readonly [BlockOptions<NoInfer<C>> & Nodes]): Central | Central<S> {
  // Typed above; inside, spaces are strings.
  const { samples = 20_000, nodes = 360, ...which } = (options ?? {}) as DensityOptions & Nodes & { readonly samples?: number };
  if (!(level > 0 && level < 1)) throw fault(`A region holds a share of the mass between 0 and 1, but ${level} was asked for.`);
  if (!(Number.isSafeInteger(nodes) && nodes >= 3)) throw fault(`A boundary has a whole number of nodes, at least 3, but ${nodes} were asked for.`);
  if (!(Number.isSafeInteger(samples) && samples >= 2)) throw fault(`A volume takes a whole number of samples, at least 2, but ${samples} were asked for.`);
  const { spec, blocks, base, logDensity } = densityOf(model as unknown as Model<string, string>, which);
  if (!base) throw fault("A later block has one base for each point of the blocks before; give such a point, as in { block: 1, before }.");
  if (blocks.some(({ kind }) => kind === "c")) throw fault(`A class has the middle of its part of the base for a base point, so ${spec} has no central regions; ask for the highest-density region.`);
  if (base.dim === 0) throw fault(`The one point of ${spec} is all of it, whatever the share; regions are of spaces of one dimension and more.`);
  const radius = Math.sqrt(chiSquareQuantile(level, base.dim));
  const image = (rows: Float64Array): Batch<string> => trusted(spec, base.forward(rows, rows.length / base.dim), rows.length / base.dim);
  const outline = outlineOf(base.dim, radius, nodes);
  return {
    kind: "central", level, radius,
    center: image(new Float64Array(base.dim)),
    ...(outline && { boundary: image(outline) }),
    measure: volumeOf(base, logDensity, radius, samples, which.seed ?? 0),
    contains: membership(spec, (rows, count) => {
      const found = base.inverse(rows, count);
      return Array.from({ length: count }, (_, at) => square(found, at, base.dim) <= radius * radius);
    }),
  };
}

const square = (rows: Float64Array, at: number, dim: number): number => rows.subarray(at * dim, (at + 1) * dim).reduce((sum, each) => sum + each * each, 0);

/** The border of the ball, in one or two dimensions. */
const outlineOf = (dim: number, radius: number, nodes: number): Float64Array | undefined => {
  if (dim === 1) return Float64Array.of(-radius, radius);
  if (dim !== 2) return undefined;
  // Whole turns count as none, so that the curve ends exactly where it begins.
  return Float64Array.from(Array.from({ length: nodes + 1 }, (_, at) => (2 * Math.PI * (at % nodes)) / nodes).flatMap((turn) => [radius * Math.cos(turn), radius * Math.sin(turn)]));
};

/** ∫ |∂x/∂z| over the ball, as its volume times a mean over points that are uniform in it; |∂x/∂z| is the ratio of both densities. */
const volumeOf = ({ dim, forward }: Base, logDensity: (rows: Float64Array, count: number) => Float64Array, radius: number, count: number, seed: number): Estimate => {
  const source = random(seed, "central region");
  const points = Array.from({ length: count }, () => {
    const direction = Array.from({ length: dim }, source.normal);
    const length = Math.hypot(...direction);
    const distance = radius * source.uniform() ** (1 / dim);
    return direction.map((each) => (distance * each) / length);
  });
  const base = Float64Array.from(points.flat());
  const terms = logDensity(forward(base, count), count).map((each, at) => Math.exp(-0.5 * square(base, at, dim) - 0.5 * dim * Math.log(2 * Math.PI) - each));
  const mean = terms.reduce((sum, each) => sum + each, 0) / count;
  const variance = terms.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (count - 1);
  const ball = ballVolume(dim) * radius ** dim;
  return { value: ball * mean, error: ball * Math.sqrt(variance / count) };
};

/** Of the unit ball: 2, π, and by 2π/n from two dimensions below. */
const ballVolume = (dim: number): number => (dim === 0 ? 1 : dim === 1 ? 2 : ((2 * Math.PI) / dim) * ballVolume(dim - 2));

const fault = (sentence: string): DiffeoFault => new DiffeoFault({ tag: "OptionError", path: ["the region"], sentence });
