/**
 * Rotations of the sphere.
 *
 * Space: s<n>. Parameters: `rotation`, read according to the option `by`:
 *   householder  axes [k, n + 1] of k reflections, each up to its length (`orthogonal/householder.ts`). An even k gives
 *                rotations, an odd one mirror images. By default k is the largest even number up to n + 1, with which
 *                every rotation is reached (Cartan & Dieudonné).
 *   angles       [n (n + 1) / 2], turns in the coordinate planes.
 *   cayley       [n (n + 1) / 2], entries of a skew matrix; all rotations without eigenvalue −1.
 *   axis         [n + 1], up to its length: the smallest rotation that takes the north pole (0, …, 0, 1) to it. It
 *                reaches every image of the poles, and jumps where that is the opposite one (`orthogonal/axis.ts`).
 *   quaternion   [4] on s2, [8] on s3: v ↦ q v q⁻¹ and v ↦ p v q⁻¹.
 * log-det: 0. A fresh rotation is close to the identity.
 */
import { zero } from "../expr/index.ts";
import { bijector } from "./bijector.ts";
import type { VolumeKeeping } from "./orthogonal.ts";
import { rotationMap } from "./rotation/map.ts";
import { fields, type RotationOptions } from "./rotation/options.ts";
import { turning } from "./rotation/turning.ts";

const map = (ambient: number, options: RotationOptions): VolumeKeeping => rotationMap(ambient, options, "Option by of rotation");

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
