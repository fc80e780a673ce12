/**
 * Highest-density regions of a model: the smallest region that holds a share of the mass, for the whole space or for one
 * block. On manifolds of one and two dimensions the threshold comes from quadrature and the border from roots of the
 * density; elsewhere the region is known by its threshold, from samples.
 */
import type { Condition, Model } from "../model.ts";
import { densityOf, type DensityOptions } from "./density.ts";
import type { Region, RegionOf } from "./region.ts";
import { regionOf } from "./region-of.ts";
import { detail } from "./fineness.ts";

/** Of the whole space. */
export type RegionOptions<C extends string = "e0"> = {
  /** Samples that explore the density, and as many fresh ones that check the content; 20,000 by default, 2,000 of means over contexts. */
  readonly samples?: number;
  readonly seed?: number;
  /** How closely a surface is looked at: `"drawn"` as closely as a picture shows, in a fraction of the time, the default of means over contexts; else `"full"`. */
  readonly detail?: keyof typeof detail;
} & (C extends "e0" ? object : string extends C ? { readonly given?: Condition<C> } : { readonly given: Condition<C> });

/** Of one block. */
export type BlockOptions<C extends string = "e0"> = RegionOptions<C> & Pick<DensityOptions, "before" | "contexts"> & {
  /** Counted from 0. */
  readonly block: number;
};

type Options<C extends string> = C extends "e0" ? readonly [options?: RegionOptions<C>]
  : string extends C ? readonly [options?: RegionOptions<C>]
  : readonly [options: RegionOptions<C>];

/**
 * The region that holds `level` of a model's mass and is as small as can be. Where a density is flat at the threshold, all
 * of the flat part is inside.
 *
 * Domain: 0 < level < 1. With `block` the region is that of a block: the first, exactly; a later one given a point of the
 * blocks before (`before`), or alone, by the mean of its densities over `contexts` samples of them.
 *
 *     const { intervals } = highestDensity(model(euclid(1)), 0.95);  // [[-1.96, 1.96]]
 */
export function highestDensity<S extends string, C extends string>(model: Model<S, C>, level: number, options: BlockOptions<NoInfer<C>>): Region;
export function highestDensity<S extends string, C extends string>(model: Model<S, C>, level: number, ...options: Options<NoInfer<C>>): RegionOf<S>;
export function highestDensity<S extends string, C extends string>(model: Model<S, C>, level: number, ...[options]: Options<NoInfer<C>> | readonly [BlockOptions<NoInfer<C>>]): Region | RegionOf<S> {
  // Typed above; inside, spaces are strings.
  const { samples, detail: asked, ...which } = (options ?? {}) as DensityOptions & Pick<RegionOptions, "samples" | "detail">;
  const density = densityOf(model as unknown as Model<string, string>, which);
  return regionOf(density, level, samples ?? (density.averaged ? 2000 : 20_000), detail[asked ?? (density.averaged ? "drawn" : "full")]);
}
