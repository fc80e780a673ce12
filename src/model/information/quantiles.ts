/**
 * Quantiles of blocks of one dimension. A flow of one dimension is monotone, so they are images of the base's: exact where
 * the block depends on no other. Else the distribution function is a mean over what the block depends on,
 *
 *     F(x) = E_c F(x | c),
 *
 * by a rule or over samples, and a quantile is its root, which lies between the least and the greatest of the F(· | c).
 * On the circle, distribution functions begin at the antipode of the mean direction and go counterclockwise.
 */
import { normalCdf, normalQuantile } from "../../expr/special.ts";
import type { Model } from "../model.ts";
import { checkedSamples, type AnyOptions, type Asked, type Effort } from "./asked.ts";
import { checkedBlocks, closure, places } from "./closure.ts";
import { ensembleOf, imageInto, logProbOf, type Ensemble } from "./ensemble.ts";
import type { Estimate } from "./estimate.ts";
import { momentsOfBlock } from "./moments.ts";
import { reads, subjectOf, type Asking, type Subject } from "./subject.ts";

export interface QuantileOptions extends Effort {
  /** Counted from 0; the first by default. */
  readonly block?: number;
}

export interface Quantile extends Estimate {
  readonly level: number;
}

/**
 * The numbers below which a block has these shares of its mass, in their order; on the circle angles in radians, in
 * (−π, π]. `samples` is 1,000 by default.
 *
 *     quantiles(model, [0.05, 0.5, 0.95], { block: 1 });
 */
export const quantiles = <S extends string, C extends string>(model: Model<S, C>, levels: readonly number[], ...[options]: Asked<C, QuantileOptions>): readonly Quantile[] =>
  quantilesOf(model, levels, options);

const quantilesOf = (model: Asking, levels: readonly number[], { block: asked = 0, samples = 1000, seed = 0, given }: AnyOptions<QuantileOptions> = {}): readonly Quantile[] => {
  const [index] = checkedBlocks(model.plan, [asked]) as [number]; // one was asked for
  const { kind, dim, spec } = model.plan.blocks[index]!.geometry;
  if (dim !== 1 || kind === "c") throw new RangeError(`Quantiles are of blocks of one dimension, but block ${index} is ${spec}; take a marginal of it, or moments.`);
  const odd = levels.find((level) => !(level > 0 && level < 1));
  if (odd !== undefined) throw new RangeError(`A quantile has a level between 0 and 1, but ${odd} was asked for.`);
  const subject = subjectOf(model, given);
  const before = closure(model.plan, [index]).filter((each) => each !== index);
  const ensemble = ensembleOf(subject, before, { samples: checkedSamples(samples), seed, most: 1, nodesOf: [0, 512, 0] });
  const known = momentsOfBlock(subject, index, samples, seed);
  const on = lineOf(subject, index, ensemble, known.kind === "circle" ? known.direction.value : undefined);
  return levels.map((level) => ({ level, ...quantile(on, ensemble, level) }));
};

/** A block as a line, seen from every point of what it depends on. */
interface Line {
  /** Share below x, row by row. */
  readonly below: (x: number) => Float64Array;
  /** Density at x, row by row. */
  readonly density: (x: number) => Float64Array;
  /** Quantile of each row. */
  readonly image: (level: number) => Float64Array;
  /** The line's number as it is told. */
  readonly told: (x: number) => number;
}

const lineOf = (subject: Subject, index: number, { count, rows: from }: Ensemble, center: number | undefined): Line => {
  const { ambient, dim } = subject.plan;
  const place = places(subject.plan)[index]!;
  const rows = from.slice();
  const write = (x: number): void => {
    for (let row = 0; row < count; row++) {
      const at = row * ambient + place.start;
      if (center === undefined) rows[at] = x;
      else [rows[at], rows[at + 1]] = [Math.cos(center + x), Math.sin(center + x)];
    }
  };
  /** Share of the base below the block's own base point. */
  const shareAt = (x: number): Float64Array => {
    write(x);
    const { base } = subject.programs.evaluate()({ point: rows, ...reads(subject, count) }, count);
    return Float64Array.from({ length: count }, (_, row) => normalCdf(base[row * dim + place.base]!));
  };
  const imageAt = (shares: Float64Array): Float64Array => {
    const base = new Float64Array(count * dim);
    shares.forEach((share, row) => (base[row * dim + place.base] = normalQuantile(share)));
    imageInto(subject, index, place, rows, base, count);
    return Float64Array.from({ length: count }, (_, row) => {
      const at = row * ambient + place.start;
      return center === undefined ? rows[at]! : wrapped(Math.atan2(rows[at + 1]!, rows[at]!) - center);
    });
  };
  const density = (x: number): Float64Array => {
    write(x);
    return logProbOf(subject, index, { rows, count }).map(Math.exp);
  };
  const half = new Float64Array(count).fill(0.5);
  const [low, high] = [imageAt(half.map(() => 0.499)), imageAt(half.map(() => 0.501))];
  // A layer may turn the line round, in some rows and not in others.
  const rising = low.map((each, row) => ((center === undefined ? high[row]! - each : wrapped(high[row]! - each)) > 0 ? 1 : -1));
  const begin = center === undefined ? rising.map((sign) => (sign > 0 ? 0 : 1)) : shareAt(-Math.PI);
  const turned = (share: number, row: number): number => {
    const level = rising[row]! * (share - begin[row]!);
    return center === undefined ? level : level - Math.floor(level);
  };
  return {
    below: (x) => shareAt(x).map(turned),
    density,
    image: (level) => imageAt(half.map((_, row) => {
      const share = begin[row]! + rising[row]! * level;
      return center === undefined ? share : share - Math.floor(share);
    })),
    told: (x) => (center === undefined ? x : wrapped(center + x)),
  };
};

const quantile = (on: Line, { method, count, weights, replicas }: Ensemble, level: number): Estimate => {
  const images = on.image(level);
  if (count === 1) return { value: on.told(images[0]!), error: 0, method: "exact", samples: 1 };
  const mean = (values: Float64Array, by: Float64Array): number => values.reduce((sum, each, row) => sum + by[row]! * each, 0);
  let [low, high] = [images.reduce((a, b) => Math.min(a, b)), images.reduce((a, b) => Math.max(a, b))];
  for (let step = 0; step < 60 && high - low > 1e-14 * Math.max(1, Math.abs(low), Math.abs(high)); step++) {
    const middle = 0.5 * (low + high);
    if (mean(on.below(middle), weights) < level) low = middle;
    else high = middle;
  }
  const value = 0.5 * (low + high);
  const shares = on.below(value);
  const spread = method === "sampling"
    ? Math.sqrt(shares.reduce((sum, each) => sum + (each - level) ** 2, 0) / (count * (count - 1)))
    : replicas.reduce((sum, replica) => sum + Math.abs(mean(shares, replica) - level), 0);
  const density = mean(on.density(value), weights);
  return { value: on.told(value), error: spread === 0 ? 0 : spread / density, method, samples: count };
};

/** In (−π, π]. */
const wrapped = (angle: number): number => {
  const turned = angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
  return turned <= -Math.PI ? turned + 2 * Math.PI : turned;
};
