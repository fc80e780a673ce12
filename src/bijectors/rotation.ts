/**
 * Rotations of the sphere.
 *
 * Space: s<n>. Parameters: `rotation`, read according to the option `by`:
 *   householder  axes [k, n + 1] of k reflections, each up to its length (`orthogonal/householder.ts`). An even k gives
 *                rotations, an odd one mirror images. By default k is the largest even number up to n + 1, with which
 *                every rotation is reached (Cartan & Dieudonné).
 *   angles       [n (n + 1) / 2], turns in the coordinate planes.
 *   cayley       [n (n + 1) / 2], entries of a skew matrix; all rotations without eigenvalue −1.
 *   quaternion   [4] on s2, [8] on s3: v ↦ q v q⁻¹ and v ↦ p v q⁻¹.
 * log-det: 0. A fresh rotation is close to the identity.
 */
import { zero } from "../expr/index.ts";
import { DiffeoFault } from "../error.ts";
import type { Random } from "../random.ts";
import { bijector, type ParameterSpec } from "./bijector.ts";
import { cayleyMap, orthogonalMap, reflections, turns, type VolumeKeeping } from "./orthogonal.ts";
import { quaternion, quaternionPair } from "./orthogonal/quaternion.ts";
import { fields, reflectionCount, type RotationOptions } from "./rotation/options.ts";
import { turning } from "./rotation/turning.ts";

/** How far from the identity a fresh rotation is, in radians. */
const jitter = 0.01;

const startingNear = (values: readonly number[]): ParameterSpec => ({
  shape: [values.length],
  start: (random) => values.map((value) => value + jitter * random.normal()),
});

/** Axes in nearly equal pairs, whose reflections nearly undo each other. */
const pairedAxes = (count: number, dim: number) => (random: Random): readonly number[] => {
  const pairs = Array.from({ length: Math.ceil(count / 2) }, () => Array.from({ length: dim }, () => random.normal()));
  return Array.from({ length: count }, (_, index) => pairs[Math.floor(index / 2)]!.map((each) => each + jitter * random.normal())).flat();
};

const map = (ambient: number, options: RotationOptions): VolumeKeeping => {
  switch (options.by) {
    case "householder": {
      const count = reflectionCount(ambient, options);
      const { parameters: { shape }, ...rest } = reflections(ambient, count);
      return { parameters: { shape, start: pairedAxes(count, ambient) }, ...rest };
    }
    case "angles":
      return turns(ambient, jitter);
    case "cayley":
      return cayleyMap(ambient, jitter);
    case "quaternion":
      if (ambient === 3) return orthogonalMap(startingNear([1, 0, 0, 0]), quaternion);
      if (ambient === 4) return orthogonalMap(startingNear([1, 0, 0, 0, 1, 0, 0, 0]), quaternionPair);
      throw new DiffeoFault({ tag: "OptionError", path: [], sentence: `Option by of rotation takes quaternion on s2 and s3 only, but the sphere is s${ambient - 1}.` });
  }
};

export const rotation = bijector({
  name: "rotation",
  on: "s",
  symbol: "R",
  options: fields,
  parameters: ({ ambient }, options) => ({ rotation: map(ambient, options).parameters }),
  forward: (z, { rotation }, { geometry: { ambient }, options }) => ({ point: map(ambient, options).apply(rotation, z), logDet: zero }),
  inverse: (x, { rotation }, { geometry: { ambient }, options }) => ({ point: map(ambient, options).applyInverse(rotation, x), logDet: zero }),
  /** Turns the centre of the base, where the Gaussian has its maximum, to the mean direction of the points. */
  fit: (sample, { ambient }, options) => ({ rotation: turning(sample, ambient, options) }),
});
