/**
 * How a model is asked about itself: with one point of its condition, or a batch of one, where it has one. Every condition has an entropy of
 * its own, and means over conditions are the caller's.
 */
import type { Condition } from "../condition.ts";

/** The last argument: options, to which a conditional model's condition belongs. */
export type Asked<C extends string, Options> = C extends "e0" ? readonly [options?: Options]
  : string extends C ? readonly [options?: Options & { readonly given?: Condition<C> }]
  : readonly [options: Options & { readonly given: Condition<C> }];

/** How much is drawn where nothing is exact. */
export interface Effort {
  /** Points drawn, where no rule of few nodes integrates; 4,096 by default. */
  readonly samples?: number;
  readonly seed?: number;
}

export const defaultSamples = 4096;

/** Options as they are read, whatever the type of the condition. */
export type AnyOptions<Options> = Options & { readonly given?: Condition<string> };

/** Refuses a number of samples that gives no standard error. */
export const checkedSamples = (samples: number, least = 2): number => {
  if (!(Number.isSafeInteger(samples) && samples >= least)) throw new RangeError(`An estimate takes at least ${least} samples, but ${samples} were asked for.`);
  return samples;
};
