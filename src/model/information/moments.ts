/**
 * What a block is like on the whole, in the terms of its manifold: a mean of angles is no mean direction, and a mean of
 * fractions no mean of ratios. Each block alone, the others integrated out; each number with its error.
 */
import type { PlannedBlock } from "../../flow/plan.ts";
import type { Blocks, ManifoldSpec } from "../../manifold/space.ts";
import type { Model } from "../model.ts";
import { checkedSamples, defaultSamples, type AnyOptions, type Asked, type Effort } from "./asked.ts";
import { closure, places } from "./closure.ts";
import { ensembleOf, logProbOf, statisticOf, type Ensemble } from "./ensemble.ts";
import type { Measured, Method } from "./estimate.ts";
import { frechetMean, frechetNear } from "./frechet.ts";
import { asMatrix, blockRows, covarianceOfRows, dotOf, mapped, meanOfRows, type BlockRows } from "./statistics.ts";
import { subjectOf, type Asking, type Subject } from "./subject.ts";

interface Known {
  /** The spec of the block. */
  readonly space: string;
  readonly method: Method;
  readonly samples: number;
}

type Vector = readonly number[];
type Square = readonly Vector[];

export interface EuclideanMoments extends Known {
  readonly kind: "euclidean";
  readonly mean: Measured<Vector>;
  readonly covariance: Measured<Square>;
}

/** Of the mean vector on the circle: its angle, and its length R, 1 for a point and 0 for a uniform density. */
export interface CircleMoments extends Known {
  readonly kind: "circle";
  /** In radians, in (−π, π]; means nothing where R is within its error of 0. */
  readonly direction: Measured<number>;
  readonly resultantLength: Measured<number>;
  /** 1 − R. */
  readonly variance: Measured<number>;
  /** √(−2 ln R), in radians: that of the wrapped normal of this R. */
  readonly deviation: Measured<number>;
}

export interface SphereMoments extends Known {
  readonly kind: "sphere";
  /** The mean vector by its length; its error is an angle in radians. */
  readonly direction: { readonly value: Vector; readonly error: number };
  readonly resultantLength: Measured<number>;
  /** The point of the least mean squared distance; its error is an angle in radians. */
  readonly frechet: {
    readonly mean: { readonly value: Vector; readonly error: number };
    /** Mean squared great-circle distance, in radians². */
    readonly variance: Measured<number>;
    readonly converged: boolean;
    /** Whether no other point is as good. */
    readonly unique: boolean;
  };
}

export interface IntervalMoments extends Known {
  readonly kind: "interval";
  readonly mean: Measured<number>;
  readonly variance: Measured<number>;
}

export interface HalfLineMoments extends Known {
  readonly kind: "half line";
  readonly mean: Measured<number>;
  readonly variance: Measured<number>;
  /** The number whose distance from the end is exp E ln distance. */
  readonly geometricMean: Measured<number>;
  /** Variance of ln distance. */
  readonly logVariance: Measured<number>;
}

export interface SimplexMoments extends Known {
  readonly kind: "simplex";
  /** Of the fractions. */
  readonly mean: Measured<Vector>;
  /** exp E ln of the fractions, brought to the sum 1: the mean of Aitchison's geometry. */
  readonly geometricMean: Measured<Vector>;
  /** Of the centred log-ratios ln x_i − mean ln x: rows add up to 0. */
  readonly logRatioCovariance: Measured<Square>;
}

export interface ClassMoments extends Known {
  readonly kind: "classes";
  readonly probabilities: Measured<Vector>;
}

export type BlockMoments = EuclideanMoments | CircleMoments | SphereMoments | IntervalMoments | HalfLineMoments | SimplexMoments | ClassMoments;

/** Which moments a block has, by its spec. */
export type MomentsOf<B extends string> = string extends B ? BlockMoments
  : B extends "s1" ? CircleMoments
  : B extends `e${string}` ? EuclideanMoments
  : B extends `s${string}` ? SphereMoments
  : B extends `i_-inf_${string}` | `i_${string}_inf` ? HalfLineMoments
  : B extends `i${string}` ? IntervalMoments
  : B extends `a${string}` ? SimplexMoments
  : B extends `c${string}` ? ClassMoments
  : BlockMoments;

export type Moments<S extends string> = EachOf<Blocks<S>>;

type EachOf<Specs extends readonly string[]> = { readonly [K in keyof Specs]: MomentsOf<Specs[K]> };

/**
 * The moments of each block: `const [where, when] = moments(model)` of a `Model<"s2+s1">` are those of a sphere and of a
 * circle.
 */
export const moments = <S extends string, C extends string>(model: Model<S, C>, ...[options]: Asked<C, Effort>): Moments<S> =>
  momentsOf(model, options) as unknown as Moments<S>; // block by block what the spec says

const momentsOf = (model: Asking, { samples = defaultSamples, seed = 0, given }: AnyOptions<Effort> = {}): readonly BlockMoments[] => {
  const subject = subjectOf(model, given);
  return model.plan.blocks.map((_, index) => momentsOfBlock(subject, index, checkedSamples(samples), seed));
};

export const momentsOfBlock = (subject: Subject, index: number, samples: number, seed: number): BlockMoments => {
  const block = subject.plan.blocks[index]!;
  const classes = block.geometry.kind === "c";
  // The masses of classes are known at every point of what they depend on, so only that is integrated over.
  const before = closure(subject.plan, [index]).filter((each) => !classes || each !== index);
  return ofBlock(subject, block, index, ensembleOf(subject, before, { samples, seed }));
};

const ofBlock = (subject: Subject, { block: { manifold }, geometry }: PlannedBlock, index: number, ensemble: Ensemble): BlockMoments => {
  const { spec: space, kind, dim, ambient: width } = geometry;
  const known = { space, method: ensemble.method, samples: ensemble.count };
  const { start } = places(subject.plan)[index]!;
  const own = blockRows(ensemble.rows, ensemble.count, subject.plan.ambient, start, width);
  switch (kind) {
    case "e":
      return { ...known, kind: "euclidean", mean: vector(ensemble, own), covariance: square(ensemble, own) };
    case "s":
      return dim === 1 ? { ...known, kind: "circle", ...circle(ensemble, own) } : { ...known, kind: "sphere", ...sphere(ensemble, own) };
    case "i":
      return { ...known, kind: "interval", mean: only(vector(ensemble, own)), variance: only(flat(ensemble, own)) };
    case "h": {
      const { end, side } = manifold as Extract<ManifoldSpec, { readonly kind: "h" }>; // as its geometry says
      const logs = mapped(own, (x) => Math.log(Math.max(Math.abs(x - end), leastDistance)));
      return {
        ...known, kind: "half line", mean: only(vector(ensemble, own)), variance: only(flat(ensemble, own)),
        geometricMean: only(statisticOf(ensemble, (weights) => [end + (side === "above" ? 1 : -1) * Math.exp(meanOfRows(logs, weights)[0]!)])), logVariance: only(flat(ensemble, logs)),
      };
    }
    case "a": {
      const logs = mapped(own, (x) => Math.log(Math.max(x, leastFraction)));
      const centred = blockRows(Float64Array.from(logs.rows, (each, at) => each - rowMean(logs, Math.floor(at / width))), own.count, width, 0, width);
      return { ...known, kind: "simplex", mean: vector(ensemble, own), geometricMean: statisticOf(ensemble, (weights) => shares(meanOfRows(logs, weights))), logRatioCovariance: square(ensemble, centred) };
    }
    case "c": {
      const rows = new Float64Array(ensemble.count * width);
      for (let each = 0; each < width; each++) {
        const points = ensemble.rows.slice();
        for (let row = 0; row < ensemble.count; row++) for (let column = 0; column < width; column++) points[row * subject.plan.ambient + start + column] = column === each ? 1 : 0;
        logProbOf(subject, index, { rows: points, count: ensemble.count }).forEach((log, row) => (rows[row * width + each] = Math.exp(log)));
      }
      return { ...known, kind: "classes", probabilities: vector(ensemble, { rows, count: ensemble.count, width }) };
    }
  }
};

/** Where logarithms end: a fraction as in carriers, and a distance that is no number below. */
const [leastFraction, leastDistance] = [1e-30, Number.MIN_VALUE];

const circle = (ensemble: Ensemble, own: BlockRows): Pick<CircleMoments, "direction" | "resultantLength" | "variance" | "deviation"> => {
  const [c, s] = meanOfRows(own, ensemble.weights);
  const angle = Math.atan2(s!, c!);
  // Angles are taken from the mean's own, so that replicas do not jump over the seam.
  const { value, error } = statisticOf(ensemble, (weights) => {
    const [x, y] = meanOfRows(own, weights);
    const length = Math.hypot(x!, y!);
    return [Math.atan2(c! * y! - s! * x!, c! * x! + s! * y!), length, Math.sqrt(-2 * Math.log(Math.min(1, length)))];
  });
  return {
    direction: { value: angle, error: error[0]! },
    resultantLength: { value: value[1]!, error: error[1]! },
    variance: { value: 1 - value[1]!, error: error[1]! },
    deviation: { value: value[2]!, error: error[2]! },
  };
};

const sphere = (ensemble: Ensemble, own: BlockRows): Pick<SphereMoments, "direction" | "resultantLength" | "frechet"> => {
  const mean = meanOfRows(own, ensemble.weights);
  const direction = unit(mean);
  const best = frechetMean(own, ensemble.weights);
  const lengths = statisticOf(ensemble, (weights) => [Math.hypot(...meanOfRows(own, weights))]);
  const directions = statisticOf(ensemble, (weights) => unit(meanOfRows(own, weights)));
  const means = statisticOf(ensemble, (weights) => {
    const near = weights === ensemble.weights ? best : frechetNear(own, weights, best.mean);
    return [...near.mean, near.variance];
  });
  return {
    direction: { value: direction, error: Math.hypot(...directions.error) },
    resultantLength: only(lengths),
    frechet: {
      mean: { value: best.mean, error: Math.hypot(...means.error.slice(0, own.width)) },
      variance: { value: best.variance, error: means.error[own.width]! },
      converged: best.converged,
      unique: best.unique,
    },
  };
};

const unit = (x: readonly number[]): readonly number[] => {
  const length = Math.sqrt(dotOf(x, x));
  return length === 0 ? x.map((_, at) => (at === 0 ? 1 : 0)) : x.map((each) => each / length);
};

const vector = (ensemble: Ensemble, own: BlockRows): Measured<Vector> => statisticOf(ensemble, (weights) => meanOfRows(own, weights));

const flat = (ensemble: Ensemble, own: BlockRows): Measured<Vector> => statisticOf(ensemble, (weights) => covarianceOfRows(own, weights));

const square = (ensemble: Ensemble, own: BlockRows): Measured<Square> => {
  const { value, error } = flat(ensemble, own);
  return { value: asMatrix(value, own.width), error: asMatrix(error, own.width) };
};

const only = ({ value, error }: Measured<Vector>): Measured<number> => ({ value: value[0]!, error: error[0]! });

const rowMean = ({ rows, width }: BlockRows, row: number): number => rows.subarray(row * width, (row + 1) * width).reduce((sum, each) => sum + each, 0) / width;

const shares = (logs: readonly number[]): readonly number[] => {
  const top = Math.max(...logs);
  const parts = logs.map((log) => Math.exp(log - top));
  const sum = parts.reduce((a, b) => a + b, 0);
  return parts.map((each) => each / sum);
};
