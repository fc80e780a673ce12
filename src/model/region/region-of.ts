/** The highest-density region of a density, in the form that its space has. */
import { DiffeoFault } from "../../error.ts";
import { classRegion } from "./class-region.ts";
import type { Density } from "./density.ts";
import { detail, type Fineness } from "./fineness.ts";
import { arcsOf, lineRegion } from "./line-region.ts";
import { membership } from "./membership.ts";
import { isPlane, planeRegion } from "./plane-region.ts";
import type { Region } from "./region.ts";
import { sphereLevels } from "./sphere-region.ts";
import { contentOf, thresholdOf, volumeOf } from "./sublevel.ts";
import { triangleRegion } from "./triangle-region.ts";

const explorers = 5000;

/** With `count` samples to explore the density, and as many fresh ones to check the content. */
export const regionOf = (density: Density, level: number, count: number, fineness: Fineness = detail.full): Region => {
  if (!(level > 0 && level < 1)) throw fault(`A region holds a share of the mass between 0 and 1, but ${level} was asked for.`);
  if (!(Number.isSafeInteger(count) && count >= 100)) throw fault(`A region takes a whole number of samples, at least 100, but ${count} was asked for.`);
  const fresh = density.logDensity(density.draw(count, "check"), count);
  const common = (threshold: number) => ({ level, threshold, content: contentOf(fresh, threshold, level), contains: membership(density.spec, (rows, many) => Array.from(density.logDensity(rows, many), (each) => each >= threshold)) });
  // A mesh needs no more than to be told where the mass is.
  const samples = (): Float64Array => density.draw(Math.min(count, explorers), "explore");
  const [block, ...others] = density.blocks;
  const kind = others.length === 0 ? block!.kind : undefined;
  if (kind === "c") {
    const { threshold, classes } = classRegion(density, level);
    return { kind: "classes", ...common(threshold), classes, measure: { value: classes.length, error: 0 } };
  }
  if (kind && block!.dim === 1) {
    const { threshold, stretches, length } = lineRegion(density, level, samples(), fineness);
    return kind === "s" ? { kind: "arcs", ...common(threshold), arcs: arcsOf(stretches), measure: length }
      : { kind: "intervals", ...common(threshold), intervals: stretches, measure: length };
  }
  if (isPlane(density.blocks)) {
    const { threshold, polygons, area } = planeRegion(density, level, samples(), fineness);
    return { kind: "polygons", ...common(threshold), polygons, measure: area };
  }
  if (kind === "a" && block!.dim === 2) {
    const { threshold, polygons, area } = triangleRegion(density, level, samples(), fineness);
    return { kind: "triangle", ...common(threshold), polygons, measure: area };
  }
  if (kind === "s" && block!.dim === 2) {
    const { threshold, rfc7946, d3, area } = sphereLevels(density, [level], samples(), fineness)[0]!;
    return { kind: "sphere", ...common(threshold), rfc7946, d3, measure: area };
  }
  const { threshold, thresholdError } = thresholdOf(density.logDensity(density.draw(count, "explore"), count), level);
  return { kind: "sublevel", ...common(threshold), thresholdError, measure: volumeOf(fresh, threshold) };
};

const fault = (sentence: string): DiffeoFault => new DiffeoFault({ tag: "OptionError", path: ["the region"], sentence });
