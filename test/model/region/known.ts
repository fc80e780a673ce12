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
