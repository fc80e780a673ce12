/** What all cells of a corner plot draw from: the values of the observations and of samples, axes, and the densities of single aspects. */
import { numberTicks, type Axis, type Interval } from "../axis.ts";
import type { Coastlines } from "../coastlines.ts";
import { trusted, type Batch } from "../../manifold/batch.ts";
import type { Point } from "../../manifold/point.ts";
import { marginal } from "../../model/information/marginal.ts";
import type { Model } from "../../model/model.ts";
import { isLinear, logUnit, valuesOf, widthOf, type Aspect, type ClassAspect, type LinearAspect } from "./aspects.ts";
import { density1, type GridAxis } from "./kernel-density.ts";
import { turnTicks } from "./turns.ts";

export interface Scene {
  readonly side: number;
  /** From the innermost region out. */
  readonly masses: readonly number[];
  /** Values of all observations, and of those that are drawn as dots; of samples where there are no observations. */
  readonly observed: ((aspect: Aspect) => Float64Array) | undefined;
  readonly dots: (aspect: Aspect) => Float64Array;
  readonly samples: (aspect: Aspect) => Float64Array;
  readonly axis: (aspect: LinearAspect | ClassAspect) => Axis;
  readonly grid: (aspect: LinearAspect, cells: number) => GridAxis;
  /** log-density of an aspect that is a whole block, per unit of the aspect. */
  readonly logDensity: (aspect: Aspect) => (values: ArrayLike<number>) => Float64Array;
  /** The density along an axis, at its own places. */
  readonly curve: (aspect: LinearAspect) => { readonly at: Float64Array; readonly density: Float64Array };
  /** How the density of a single aspect was found. */
  readonly found: (aspect: Aspect) => string;
  readonly coastlines: Coastlines;
}

export interface SceneOptions {
  readonly side: number;
  readonly masses: readonly number[];
  readonly data: Batch<string> | undefined;
  readonly given: Point<string> | undefined;
  /** Samples that densities are smoothed from, dots at most, and samples of the blocks before that a density is averaged over. */
  readonly samples: number;
  readonly dots: number;
  readonly contexts: number;
  readonly seed: number;
  readonly coastlines: Coastlines;
}

const once = <A extends object, B>(make: (key: A) => B): ((key: A) => B) => {
  const made = new Map<A, B>();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key)!;
  };
};

const quantile = (sorted: Float64Array, share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;

/** Bounds, or where nearly all of the values lie and a little more. */
const spanOfNumbers = ([low, high]: readonly [number | undefined, number | undefined], all: readonly Float64Array[]): Interval => {
  if (low !== undefined && high !== undefined) return [low, high];
  const sorted = all.filter((values) => values.length > 0).map((values) => Float64Array.from(values).sort());
  const [from, to] = [Math.min(...sorted.map((each) => quantile(each, 0.002))), Math.max(...sorted.map((each) => quantile(each, low === undefined ? 0.998 : 0.99)))];
  const room = from < to ? 0.05 * (to - from) : 0.5;
  return [low ?? from - room, high ?? to + room];
};

const curveCells = 240;

export const scene = (model: Model<string, string>, options: SceneOptions): Scene => {
  const { side, masses, data, given, seed, contexts, coastlines } = options;
  const drawn = model.sample(options.samples, given ? { seed, given } : { seed }).points;
  const samples = once((aspect: Aspect) => valuesOf(aspect, drawn));
  const observed = data && once((aspect: Aspect) => valuesOf(aspect, data));
  const stride = Math.max(1, Math.ceil((data?.count ?? drawn.count) / options.dots));
  const dots = once((aspect: Aspect): Float64Array => {
    const width = widthOf(aspect);
    const all = (observed ?? samples)(aspect);
    const count = data ? all.length : Math.min(all.length, width * options.dots);
    return all.slice(0, count).filter((_, at) => !data || Math.floor(at / width) % stride === 0);
  });
  const span = once((aspect: LinearAspect): Interval =>
    aspect.kind === "angle" ? [0, aspect.period] : spanOfNumbers(aspect.ends, [samples(aspect), ...(observed ? [observed(aspect)] : [])]));
  const grid = (aspect: LinearAspect, cells: number): GridAxis => ({ span: span(aspect), ends: aspect.ends, cells });
  const logDensity = once((aspect: Aspect) => {
    const own = marginal(model, aspect.block, { samples: contexts, even: true, seed, ...(given && { given }) }).logProb;
    const width = widthOf(aspect);
    return (values: ArrayLike<number>): Float64Array => {
      const count = values.length / width;
      const rows = Array.from({ length: count }, (_, row) => aspect.pointAt(Array.from({ length: width }, (__, at) => values[row * width + at]!))).flat();
      return own(trusted(aspect.spec, Float64Array.from(rows), count)).map((each) => each + logUnit(aspect));
    };
  });
  const exact = ({ block }: Aspect): boolean => !model.plan.blocks[block]!.sources.some(({ from }) => from === "block");
  return {
    side, masses, observed, dots, samples, grid, logDensity, coastlines,
    axis: once((aspect: LinearAspect | ClassAspect): Axis => {
      if (!isLinear(aspect)) return { span: [-0.5, aspect.classes.length - 0.5], label: aspect.label, ticks: aspect.classes.map((text, at) => ({ at, text })) };
      const own = span(aspect);
      return { span: own, label: aspect.label, ticks: aspect.kind === "angle" ? turnTicks(aspect, side) : numberTicks(own, side, 58) };
    }),
    curve: once((aspect: LinearAspect) => {
      const own = grid(aspect, curveCells);
      const [low, high] = own.span;
      // Middles of cells, so that no end is asked where a density may be infinite.
      const at = Float64Array.from({ length: curveCells }, (_, cell) => low + ((high - low) * (cell + 0.5)) / curveCells);
      return { at, density: aspect.whole ? logDensity(aspect)(at).map(Math.exp) : density1(samples(aspect), own) };
    }),
    found: (aspect) =>
      !aspect.whole ? `smoothed from ${options.samples.toLocaleString("en")} samples` : exact(aspect) ? "exact" : `averaged over ${contexts} samples of the blocks before`,
  };
};
