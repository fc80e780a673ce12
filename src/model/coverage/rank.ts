/**
 * The rank of one value among samples, as a number in (0, 1): (r + U) / (S + 1), where r of the S samples come first and U
 * is uniform. If the value is one more draw from where the samples come from, this is exactly uniform, for every S. Among
 * ties the order is drawn, which matters where densities or points take few values: uniform densities, classes.
 */
import type { Random } from "../../random.ts";

/** The rank of `value` among `samples`; those within `tolerance` of it are ties. */
export const rankAmong = (value: number, samples: Float64Array, source: Random, tolerance = 0): number => {
  let [before, ties] = [0, 0];
  for (let at = 0; at < samples.length; at++) {
    const sample = samples[at]!;
    if (sample === value || Math.abs(sample - value) <= tolerance) ties++;
    else if (sample < value) before++;
  }
  return (before + (ties + 1) * source.uniform()) / (samples.length + 1);
};
