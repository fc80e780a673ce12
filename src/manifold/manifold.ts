/**
 * What a manifold is to the library: how its points are carried through a flow, how the standard Gaussian becomes its
 * reference measure, and the numbers that samplers, checks and laws need.
 *
 * A *point* is what a user holds (embedding coordinates: a unit vector, a number between two bounds). A *carrier* is
 * what layers pass on: the same point in coordinates that lose nothing where floats end. On an interval it is the pair
 * of distances to both ends, as fractions, and so it is on classes; on a half line the logarithm of the distance to its
 * end; elsewhere it is the point.
 */
import type { Expr } from "../expr/index.ts";
import type { ManifoldSpec } from "./space.ts";
import { classes } from "./classes.ts";
import { euclidean } from "./euclidean.ts";
import { halfLine } from "./half-line.ts";
import { interval } from "./interval.ts";
import { simplex } from "./simplex.ts";
import { sphere } from "./sphere.ts";

/** The expression side: what a flow is built from. Shapes are per sample. */
export interface Geometry {
  /** Canonical spec of the block, such as `s2`. */
  readonly spec: string;
  readonly kind: ManifoldSpec["kind"];
  /** Intrinsic dimension, which is also that of the Gaussian base. */
  readonly dim: number;
  /** Numbers in a point. */
  readonly ambient: number;
  /** Numbers in a carrier. */
  readonly carried: number;
  /** Numbers that a point contributes when it conditions later blocks. */
  readonly features: number;

  /** point [ambient] → carrier [carried]; reads a point near the manifold as the nearest point on it. */
  readonly carry: (point: Expr) => Expr;
  /** carrier [carried] → point [ambient]. */
  readonly release: (carrier: Expr) => Expr;
  /** Gaussian side [dim] → carrier [carried]. */
  readonly fromBase: (base: Expr) => Expr;
  /** carrier [carried] → Gaussian side [dim]. */
  readonly toBase: (carrier: Expr) => Expr;
  /** log-density, with respect to the manifold's measure, of the image of the standard Gaussian: a scalar. */
  readonly logReference: (carrier: Expr) => Expr;
  /** carrier → what networks see [features]: continuous on the manifold, of size about one. */
  readonly embed: (carrier: Expr) => Expr;
  /** Where carriers are numbers without bounds: log (measure of points / measure of carriers), a scalar. A frame puts such carriers into standard units. */
  readonly logStretch?: (carrier: Expr) => Expr;
}

/** The geometry of one block. */
export const geometry = (spec: ManifoldSpec): Geometry => {
  switch (spec.kind) {
    case "e":
      return euclidean(spec.dim);
    case "s":
      return sphere(spec.dim);
    case "i":
      return interval(spec);
    case "h":
      return halfLine(spec);
    case "a":
      return simplex(spec.dim);
    case "c":
      return classes(spec);
  }
};
