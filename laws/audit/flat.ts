/**
 * Flat coordinates: R^n for the manifolds that are R^n up to a smooth map. An interval by log-odds, a half line by the
 * logarithm of the distance to its end, a simplex by isometric log-ratios (Egozcue et al. 2003, "Isometric logratio
 * transformations for compositional data analysis"). Spheres and classes have none.
 */
import { softplus } from "../../src/expr/special.ts";
import type { ManifoldSpec } from "../../src/manifold/space.ts";

export interface Flat {
  readonly dim: number;
  /** A point of the block as coordinates [dim]; infinite at the ends. */
  readonly to: (point: ArrayLike<number>) => readonly number[];
  /** Coordinates as a point of the block [ambient]. */
  readonly from: (coordinates: readonly number[]) => readonly number[];
  /** log (measure of points / volume of coordinates). */
  readonly logVolume: (coordinates: readonly number[]) => number;
}

export const flat = (manifold: ManifoldSpec): Flat | undefined => {
  switch (manifold.kind) {
    case "e":
      return { dim: manifold.dim, to: (point) => Array.from(point), from: (x) => x, logVolume: () => 0 };
    case "h": {
      const { end, side } = manifold;
      const sign = side === "above" ? 1 : -1;
      return { dim: 1, to: (point) => [Math.log(sign * (point[0]! - end))], from: ([y]) => [end + sign * Math.exp(y!)], logVolume: ([y]) => y! };
    }
    case "i": {
      const { lower, upper } = manifold;
      return {
        dim: 1,
        to: (point) => [Math.log((point[0]! - lower) / (upper - point[0]!))],
        // From the nearer end, so that no digits are lost.
        from: ([y]) => [y! < 0 ? lower + (upper - lower) * Math.exp(-softplus(-y!)) : upper - (upper - lower) * Math.exp(-softplus(y!))],
        logVolume: ([y]) => Math.log(upper - lower) - softplus(y!) - softplus(-y!),
      };
    }
    case "a":
      return simplex(manifold.dim);
    case "s":
    case "c":
      return undefined;
  }
};

/** Along the rows of Helmert's matrix: log x_k against the mean of the logarithms before it. */
const simplex = (dim: number): Flat => {
  const axes = Array.from({ length: dim }, (_, k) => {
    const length = Math.sqrt((k + 1) * (k + 2));
    return Array.from({ length: dim + 1 }, (_each, at) => (at <= k ? 1 / length : at === k + 1 ? -(k + 1) / length : 0));
  });
  const logs = (coordinates: readonly number[]): readonly number[] => {
    const raw = Array.from({ length: dim + 1 }, (_, at) => axes.reduce((sum, axis, k) => sum + axis[at]! * coordinates[k]!, 0));
    const top = Math.max(...raw);
    const sum = top + Math.log(raw.reduce((total, each) => total + Math.exp(each - top), 0));
    return raw.map((each) => each - sum);
  };
  return {
    dim,
    to: (point) => axes.map((axis) => axis.reduce((sum, each, at) => (each === 0 ? sum : sum + each * Math.log(Math.max(point[at]!, Number.MIN_VALUE))), 0)),
    from: (coordinates) => logs(coordinates).map(Math.exp),
    // Additive log-ratios have the volume Π x; the isometric ones are a linear map of them with determinant √(n + 1).
    logVolume: (coordinates) => logs(coordinates).reduce((sum, each) => sum + each, 0.5 * Math.log(dim + 1)),
  };
};
