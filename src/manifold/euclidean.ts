/** Euclidean space R^n with Lebesgue measure: its base map is the identity. */
import { mul, scalar, square, sub, total, zero, type Expr } from "../expr/index.ts";
import type { Geometry } from "./manifold.ts";

const same = (x: Expr): Expr => x;

/** log-density of the standard normal distribution at z [n]: a scalar. */
export const logNormal = (z: Expr): Expr =>
  z.shape[0] === 0 ? scalar(0) : sub(mul(-0.5, total(square(z))), 0.5 * z.shape[0]! * Math.log(2 * Math.PI));

export const euclidean = (dim: number): Geometry => ({
  spec: `e${dim}`,
  kind: "e",
  dim,
  ambient: dim,
  carried: dim,
  features: dim,
  carry: same,
  release: same,
  fromBase: same,
  toBase: same,
  logReference: logNormal,
  embed: same,
  logStretch: () => zero,
});
