/** The laws of spaces and charts, as claims. */
import fc from "fast-check";
import { angleDegrees, bounded, colatitudeAzimuth, dayOfYear, hourOfDay, longitudeLatitude, longitudeLatitudeRadians, above, below, period, plain, type Chart } from "../../src/manifold/chart.ts";
import { claim, type AnyClaim } from "../claim.ts";
import { told, type LawOptions } from "../options.ts";
import { thereAndBack, volume, type ChartCase } from "./chart.ts";
import { integrable, measureOf, retraction, tangents, uniformity, wholeness, type PlaceCase } from "./measure.ts";

/** Spaces that differ in what can go wrong. */
const members = ["e1", "e2", "s1", "s2", "s3", "s4", "i", "i_-3_5", "i_2_inf", "i_-inf_0", "a1", "a2", "a3", "c4", "s1+i_-3_5", "a1+c3"];

const places = (ambient: number): fc.Arbitrary<PlaceCase> =>
  fc.record({
    numbers: fc.array(fc.oneof({ weight: 4, arbitrary: fc.double({ min: -3, max: 3, noNaN: true }) }, { weight: 1, arbitrary: fc.constantFrom(0, -0, 1, -1, 0.5, 1e-30, 1e8) }), { minLength: ambient, maxLength: ambient }),
    seed: fc.nat(),
  }, { noNullPrototype: true });

/**
 * The laws of spaces: the retraction goes to the nearest point, tangents are orthonormal, the rule of quadrature and the uniform
 * sampler are of one measure. By default on manifolds of all kinds.
 */
export const manifoldLaws = (on: string | readonly string[] = members, asked: LawOptions = {}): readonly AnyClaim[] =>
  told([on].flat().flatMap((spec) => {
    const own = measureOf(spec);
    const cases = places(own.ambient);
    const says = (each: (of: typeof own) => ReturnType<typeof retraction>, share: number): AnyClaim => claim(spec, each(own), cases, JSON.stringify, share);
    return [says(retraction, 1), says(tangents, 0.5), ...(integrable(own) ? [says(wholeness, 0.05), says(uniformity, 0.05)] : [])];
  }), asked);

const charts: readonly Chart[] = [longitudeLatitude, longitudeLatitudeRadians, colatitudeAzimuth, angleDegrees, hourOfDay, dayOfYear, period(7), bounded(-3, 5), above(0), below(2), plain(2)];

const seeds: fc.Arbitrary<ChartCase> = fc.record({ seed: fc.nat() }, { noNullPrototype: true });

/** The laws of charts that have as many values as their manifold has dimensions: the library's, or your own. */
export const chartLaws = (of: Chart | readonly Chart[] = charts, asked: LawOptions = {}): readonly AnyClaim[] =>
  told([of].flat().flatMap((chart) => [claim(chart.name, thereAndBack(chart), seeds, JSON.stringify, 1), claim(chart.name, volume(chart), seeds, JSON.stringify, 1)]), asked);
