/**
 * Regions in the plane: on e2, and on pairs of lines, intervals and half lines. The density is resolved on a rectangle that
 * reaches well beyond all samples on open sides, and further if the region touches one, and to the end where there is one.
 */
import type { ManifoldSpec } from "../../manifold/space.ts";
import type { Density } from "./density.ts";
import type { Fineness } from "./fineness.ts";
import type { Ring } from "./geojson.ts";
import type { Estimate } from "./region.ts";
import { square } from "./surface.ts";
import { surfaceLevels, type SurfaceLevel } from "./surface-level.ts";

export interface PlaneRegion {
  readonly threshold: number;
  /** Per polygon its outer ring, counter-clockwise, and its holes, clockwise; rings end where they begin. */
  readonly polygons: readonly (readonly Ring[])[];
  readonly area: Estimate;
}

/** Whether these blocks are two coordinates of a plane. */
export const isPlane = (blocks: readonly ManifoldSpec[]): boolean =>
  (blocks.length === 1 && blocks[0]!.spec === "e2") || (blocks.length === 2 && blocks.every(({ kind, dim }) => dim === 1 && (kind === "e" || kind === "i" || kind === "h")));

/** Where one coordinate ends, if it does. */
type Ends = readonly [low: number, high: number];

const endsOf = (block: ManifoldSpec): Ends =>
  block.kind === "i" ? [block.lower, block.upper] : block.kind !== "h" ? [-Infinity, Infinity] : block.side === "above" ? [block.end, Infinity] : [-Infinity, block.end];

/** How far beyond the samples, as a share of their span, and how often farther. */
const [beyond, mostWidenings] = [1, 40];

export const planeRegion = (density: Density, level: number, samples: Float64Array, fineness: Fineness): PlaneRegion => {
  const ends = density.blocks.length === 1 ? [endsOf(density.blocks[0]!), endsOf(density.blocks[0]!)] : density.blocks.map(endsOf);
  const spans = [0, 1].map((axis) => {
    const [least, most] = samples.reduce(([low, high], each, at) => (at % 2 === axis ? [Math.min(low, each), Math.max(high, each)] : [low, high]), [Infinity, -Infinity]);
    return [least, most] as const;
  });
  const widened = (times: number): readonly Ends[] => spans.map(([least, most], axis) => {
    const [low, high] = ends[axis]!;
    const margin = beyond * 2 ** times * (most - least || 1);
    return [low === -Infinity ? least - margin : low, high === Infinity ? most + margin : high];
  });
  for (let times = 0; ; times += 2) {
    const box = widened(times);
    const found = levelOn(density, level, samples, box, fineness);
    const open = ({ 0: x, 1: y }: readonly number[]): boolean =>
      (x === 0 && ends[0]![0] === -Infinity) || (x === 1 && ends[0]![1] === Infinity) || (y === 0 && ends[1]![0] === -Infinity) || (y === 1 && ends[1]![1] === Infinity);
    if (found.rim(open) && times < mostWidenings) continue;
    return stated(found, box);
  }
};

const levelOn = (density: Density, level: number, samples: Float64Array, box: readonly Ends[], fineness: Fineness): SurfaceLevel =>
  surfaceLevels({
    surface: square,
    scale: sizeOf(box),
    samples: samples.map((each, at) => (each - box[at % 2]![0]) / (box[at % 2]![1] - box[at % 2]![0])),
    logDensity: (places, count) => density.logDensity(places.map((each, at) => within(box[at % 2]!, each)), count),
  }, [level], fineness)[0]!;

const sizeOf = (box: readonly Ends[]): number => box.reduce((product, [low, high]) => product * (high - low), 1);

/** Exactly the ends at 0 and 1. */
const within = ([low, high]: Ends, share: number): number => low * (1 - share) + high * share;

const stated = ({ threshold, parts, area, massError }: SurfaceLevel, box: readonly Ends[]): PlaneRegion => {
  const polygons = parts.map((rings) => {
    const own = rings.map((ring): Ring => straightened(ring).map(({ 0: x, 1: y }) => [within(box[0]!, x!), within(box[1]!, y!)]));
    // Around a connected part one ring alone runs counter-clockwise.
    return own.sort((a, b) => Number(signedArea(b) > 0) - Number(signedArea(a) > 0));
  });
  return { threshold, polygons, area: { value: area * sizeOf(box), error: massError * Math.exp(-threshold) } };
};

export const signedArea = (ring: readonly (readonly number[])[]): number =>
  0.5 * ring.slice(1).reduce((sum, [x, y], at) => sum + (ring[at]![0]! - ring[0]![0]!) * (y! - ring[0]![1]!) - (x! - ring[0]![0]!) * (ring[at]![1]! - ring[0]![1]!), 0);

/** A ring closed, without the places that lie on the straight way between their neighbours, as along a rim. */
export const straightened = (ring: readonly (readonly number[])[]): readonly (readonly number[])[] => {
  const turning = ring.filter(({ 0: x, 1: y }, at) => {
    const [before, after] = [ring.at(at - 1)!, ring[(at + 1) % ring.length]!];
    return (x! - before[0]!) * (after[1]! - before[1]!) !== (y! - before[1]!) * (after[0]! - before[0]!);
  });
  return [...turning, ...turning.slice(0, 1)];
};
