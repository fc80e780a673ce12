/** Sets of classes: the most probable ones until their masses add up to the level. Exact. */
import { slack } from "./bisection.ts";
import type { Density } from "./density.ts";

export interface ClassRegion {
  readonly threshold: number;
  /** By number, from the most probable on; classes of equal probability come in or stay out together. */
  readonly classes: readonly number[];
}

export const classRegion = (density: Density, level: number): ClassRegion => {
  const count = density.ambient;
  const rows = Float64Array.from({ length: count * count }, (_, at) => (at % (count + 1) === 0 ? 1 : 0));
  const logMass = density.logDensity(rows, count);
  const order = Array.from(logMass.keys()).sort((a, b) => logMass[b]! - logMass[a]!);
  let held = 0;
  // What adds up to the level but for rounding holds it.
  const last = order.find((each) => (held += Math.exp(logMass[each]!)) >= level - slack) ?? order.at(-1)!;
  const threshold = logMass[last]! - slack;
  return { threshold, classes: order.filter((each) => logMass[each]! >= threshold) };
};
