/**
 * The spherical Cauchy distribution fitted to points of S^n. Its density ((1 − |w|²) / |x − w|²)^n has its greatest likelihood
 * where the mean of h_w(x) over the points is 0; moving w by that mean increases the likelihood, as on the circle.
 * Source: Kato & McCullagh 2020, arXiv:1510.07679; the iteration is that of Kent & Tyler 1988 in their case n = 1.
 */
import type { Sample } from "../bijector.ts";
import { mean } from "../moments.ts";
import type { FinalOptions } from "../rotation/options.ts";
import { transposedProduct, turnTo, type Vector } from "../rotation/turning.ts";
import { rawBoost } from "./boost.ts";

/** The longest centre: maps do not shrink onto single points. */
const longest = 0.9999;
const rounds = 60;

/** The rotation takes the base's centre to the direction of w, if there is one; the map does the rest. */
export const fitted = (sample: Sample, ambient: number, options: FinalOptions): { readonly [K in "center" | "rotation"]?: Vector } => {
  const w = centerOf(sample, ambient);
  const length = Math.hypot(...w);
  if (options.rotation === "none" || length < 1e-9) return { center: rawBoost(boostOf(w)) };
  const { raw, matrix } = turnTo(w.map((each) => each / length), { by: options.rotation, reflections: options.reflections });
  return { center: rawBoost(boostOf(transposedProduct(matrix, w))), rotation: raw };
};

const dot = (a: Vector, b: Vector): number => a.reduce((sum, each, i) => sum + each * b[i]!, 0);

/** V of a centre w. */
const boostOf = (w: Vector): Vector => w.map((each) => (2 * each) / (1 - dot(w, w)));

/** h_w of a point in the ball. */
const moebiusMap = (z: Vector, w: Vector): Vector => {
  const [w2, z2, inner] = [dot(w, w), dot(z, z), dot(z, w)];
  const apart = z2 - 2 * inner + w2;
  const over = 1 - 2 * inner + w2 * z2;
  return z.map((each, i) => ((1 - w2) * (each - w[i]!) - apart * w[i]!) / over);
};

const centerOf = (sample: Sample, ambient: number): Vector => {
  const { rows, count } = sample;
  const points = Array.from({ length: count }, (_, row) => Array.from(rows.subarray(row * ambient, (row + 1) * ambient)));
  let w = shortened(mean(sample, ambient));
  for (let round = 0; round < rounds; round++) {
    const images = Float64Array.from(points.flatMap((point) => moebiusMap(point, w)));
    // h_{−w}(mean): where a mean of h_w at 0 would have its centre.
    w = shortened(moebiusMap(mean({ ...sample, rows: images }, ambient), w.map((each) => -each)));
  }
  return w;
};

const shortened = (w: Vector): Vector => {
  const factor = Math.min(1, longest / Math.hypot(...w));
  return w.map((each) => each * factor);
};
