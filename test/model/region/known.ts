/** Densities in closed form, with samplers of their own, as regions read them. */
import { unsafe } from "../../../src/error.ts";
import { ambient } from "../../../src/manifold/point.ts";
import { parseSpace } from "../../../src/manifold/space.ts";
import type { Density } from "../../../src/model/region/density.ts";
import { random, type Random } from "../../../src/random.ts";

/** A log-density of one point and how a sample of it is drawn. */
export interface Known {
  readonly logDensity: (x: Float64Array) => number;
  readonly draw: (random: Random) => readonly number[];
}

export const densityOn = (spec: string, { logDensity, draw }: Known): Density => {
  const blocks = unsafe(parseSpace(spec));
  const width = ambient(blocks);
  return {
    blocks, spec, ambient: width,
    logDensity: (rows, count) => Float64Array.from({ length: count }, (_, row) => logDensity(rows.subarray(row * width, (row + 1) * width))),
    draw: (count, purpose) => {
      const source = random(1, purpose);
      return Float64Array.from(Array.from({ length: count }, () => draw(source)).flat());
    },
  };
};

export const mixture = (parts: readonly (readonly [weight: number, part: Known])[]): Known => ({
  logDensity: (x) => Math.log(parts.reduce((sum, [weight, { logDensity }]) => sum + weight * Math.exp(logDensity(x)), 0)),
  draw: (source) => {
    let left = source.uniform();
    const [, part] = parts.find(([weight]) => (left -= weight) < 0) ?? parts.at(-1)!;
    return part.draw(source);
  },
});

/** Normal numbers about a middle, by the rows of a matrix L with covariance L Lᵀ (lower triangular). */
export const normal = (middle: readonly number[], lower: readonly (readonly number[])[]): Known => ({
  logDensity: (x) => {
    const z: number[] = [];
    lower.forEach((row, i) => z.push((x[i]! - middle[i]! - z.reduce((sum, each, j) => sum + row[j]! * each, 0)) / row[i]!));
    return z.reduce((sum, each, i) => sum - 0.5 * each * each - 0.5 * Math.log(2 * Math.PI) - Math.log(lower[i]![i]!), 0);
  },
  draw: ({ normal: draw }) => {
    const z = middle.map(draw);
    return middle.map((m, i) => m + lower[i]!.reduce((sum, each, j) => sum + each * z[j]!, 0));
  },
});

/** e^−κ I₀(κ), by the integral of exp(κ (cos θ − 1)): equal steps converge geometrically on a circle. */
const scaledBessel = (kappa: number): number => Array.from({ length: 4000 }, (_, k) => Math.exp(kappa * (Math.cos((2 * Math.PI * k) / 4000) - 1)) / 4000).reduce((sum, each) => sum + each, 0);

export const vonMises = (mean: number, kappa: number): Known => {
  const logScale = Math.log(2 * Math.PI * scaledBessel(kappa));
  const logDensity = (angle: number): number => kappa * (Math.cos(angle - mean) - 1) - logScale;
  return {
    logDensity: (x) => logDensity(Math.atan2(x[1]!, x[0]!)),
    draw: (source) => {
      for (;;) {
        const angle = 2 * Math.PI * source.uniform();
        if (Math.log(source.uniform()) < kappa * (Math.cos(angle - mean) - 1)) return [Math.cos(angle), Math.sin(angle)];
      }
    },
  };
};

/** Half the width of the arc that holds a share of a von Mises density, by summing it up from the middle. */
export const vonMisesHalfWidth = (kappa: number, share: number): number => {
  const steps = 200_000;
  const scale = 2 * Math.PI * scaledBessel(kappa);
  let held = 0;
  for (let k = 0; k < steps; k++) {
    held += (2 * Math.PI / steps) * Math.exp(kappa * (Math.cos(((k + 0.5) * Math.PI) / steps) - 1)) / scale;
    if (held >= share) return ((k + 1 - (held - share) / ((2 * Math.PI / steps) * Math.exp(kappa * (Math.cos(((k + 0.5) * Math.PI) / steps) - 1)) / scale)) * Math.PI) / steps;
  }
  return Math.PI;
};

/** Dirichlet of whole numbers: gamma numbers as sums of exponential ones. */
export const dirichlet = (alpha: readonly number[]): Known => {
  const logFactorial = (n: number): number => Array.from({ length: n }, (_, k) => Math.log(k + 1)).reduce((sum, each) => sum + each, 0);
  const logScale = alpha.reduce((sum, each) => sum + logFactorial(each - 1), 0) - logFactorial(alpha.reduce((sum, each) => sum + each, 0) - 1);
  return {
    logDensity: (x) => alpha.reduce((sum, each, k) => (each === 1 ? sum : sum + (each - 1) * Math.log(x[k]!)), -logScale),
    draw: ({ uniform }) => {
      const gammas = alpha.map((each) => Array.from({ length: each }, () => -Math.log(uniform())).reduce((sum, part) => sum + part, 0));
      const total = gammas.reduce((sum, each) => sum + each, 0);
      return gammas.map((each) => each / total);
    },
  };
};

export const levels = [0.1, 0.5, 0.9, 0.99];

/** Unit vector of a longitude and latitude in degrees. */
export const toward = (lonDeg: number, latDeg: number): readonly [number, number, number] => {
  const [lon, lat] = [(lonDeg * Math.PI) / 180, (latDeg * Math.PI) / 180];
  return [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)];
};

/** Points about a unit vector at heights that are drawn: axial symmetry. */
const about = (axis: readonly number[], versine: (source: Random) => number): Known["draw"] => {
  const least = Math.abs(axis[2]!) < 0.9 ? [-axis[1]!, axis[0]!, 0] : [0, -axis[2]!, axis[1]!];
  const first = least.map((each) => each / Math.hypot(...least));
  const second = [0, 1, 2].map((k) => axis[(k + 1) % 3]! * first[(k + 2) % 3]! - axis[(k + 2) % 3]! * first[(k + 1) % 3]!);
  return (source) => {
    const v = versine(source);
    const [across, turn] = [Math.sqrt(v * (2 - v)), 2 * Math.PI * source.uniform()];
    return axis.map((each, k) => (1 - v) * each + across * (Math.cos(turn) * first[k]! + Math.sin(turn) * second[k]!));
  };
};

/** 1 − cos of the angle to an axis, which keeps its digits where the angle is small. */
const versineOf = (x: ArrayLike<number>, axis: readonly number[]): number => 0.5 * axis.reduce((sum, each, k) => sum + (x[k]! - each) ** 2, 0);

/** Von Mises–Fisher; a negative κ gathers points at the antipode. */
export const fisher = (axis: readonly number[], kappa: number): Known => ({
  logDensity: (x) => Math.log(kappa / (2 * Math.PI * -Math.expm1(-2 * kappa))) - kappa * versineOf(x, axis),
  draw: about(axis, ({ uniform }) => -Math.log1p(uniform() * Math.expm1(-2 * kappa)) / kappa),
});

/** 1 − h of the cap h ≤ cos that holds a share of it. */
export const capVersine = (kappa: number, share: number): number => -Math.log1p(share * Math.expm1(-2 * kappa)) / kappa;

/** A girdle p ∝ 1 − (x · axis)², highest around the equator of the axis: F(h) = ¾ (h − h³/3) + ½. */
export const girdle = (axis: readonly number[]): Known => ({
  logDensity: (x) => Math.log(3 / (8 * Math.PI)) + Math.log((2 - versineOf(x, axis)) * versineOf(x, axis)),
  draw: about(axis, ({ uniform }) => {
    for (;;) {
      const height = 2 * uniform() - 1;
      if (uniform() < 1 - height * height) return 1 - height;
    }
  }),
});
