/**
 * The sphere S^n of unit vectors in R^(n+1) with surface area; s1 is the circle with arc length. The Gaussian becomes
 * uniform in polar coordinates around a centre: the angle on the circle by the distribution function, the colatitude on
 * S^n so that caps have the Gaussian mass of discs. Smooth but for the antipode of the centre.
 *
 * The centre of s1 is (−1, 0), that of s<n> the south pole (0, …, 0, −1).
 */
import { div, scalar, sqrt, square, sum, type Expr } from "../expr/index.ts";
import type { Geometry } from "./manifold.ts";
import { circleFromBase, circleToBase } from "./circle-base.ts";
import { radial } from "./radial.ts";
import { sphereFromBase, sphereToBase } from "./sphere-base.ts";

/** log of the area of S^n: log(2 π^((n+1)/2) / Γ((n+1)/2)). */
export const logArea = (dim: number): number => {
  // Area(n) = Area(n − 2) · 2π / (n − 1), from circle and sphere.
  if (dim === 1) return Math.log(2 * Math.PI);
  if (dim === 2) return Math.log(4 * Math.PI);
  return logArea(dim - 2) + Math.log((2 * Math.PI) / (dim - 1));
};

/** The unit vector along x [n+1]; x must not be zero. */
const normalized = (x: Expr): Expr => div(x, sqrt(sum(square(x))));

const same = (x: Expr): Expr => x;

export const sphere = (dim: number): Geometry => ({
  spec: `s${dim}`,
  kind: "s",
  dim,
  ambient: dim + 1,
  carried: dim + 1,
  features: dim + 1,
  carry: normalized,
  release: same,
  ...baseMap(dim),
  logReference: () => scalar(-logArea(dim)),
  embed: same,
});

const baseMap = (dim: number): Pick<Geometry, "fromBase" | "toBase"> => {
  if (dim === 1) return { fromBase: circleFromBase, toBase: circleToBase };
  if (dim === 2) return { fromBase: sphereFromBase, toBase: sphereToBase };
  const { fromBase, toBase } = radial(dim);
  return { fromBase, toBase };
};

