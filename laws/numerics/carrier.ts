/**
 * Carriers as places: their tangent bases, steps along them and distances. On an interval all lengths are relative to the
 * nearer end, where carriers have their digits: a pair (1e-25, 1) that becomes (2e-25, 1) is wrong by 1, not by 1e-25.
 * On a simplex carriers are logarithms, a surface in R^(n+1) whose own area is not the measure of fractions.
 */
import type { Geometry } from "../../src/manifold/manifold.ts";
import { measure } from "../../src/manifold/measure.ts";
import { parseSpace, type ManifoldSpec } from "../../src/manifold/space.ts";
import { unsafe } from "../../src/error.ts";
import { inner, size, type Rows } from "./matrix.ts";

export interface Places {
  /** An orthonormal basis of the tangent space at a carrier: `dim` rows of `carried` numbers. */
  readonly basis: (carrier: readonly number[]) => Rows;
  /** The length of a unit of the basis in the metric of `distance`: 1, but for intervals. */
  readonly unit: (carrier: readonly number[]) => number;
  /** Whether no step may be taken both ways: the ends of intervals. */
  readonly edge: (carrier: readonly number[]) => boolean;
  /** Where b lies as seen from a nearby: along the basis at a. */
  readonly coordinates: (a: readonly number[], b: readonly number[]) => readonly number[];
  /** A step along a tangent, on the manifold. */
  readonly moved: (carrier: readonly number[], tangent: readonly number[], step: number) => readonly number[];
  readonly distance: (a: readonly number[], b: readonly number[]) => number;
  /** log (measure of the manifold / volume of the basis) at a carrier, up to a constant. */
  readonly logVolume: (carrier: readonly number[]) => number;
  /** 1 + |x| in R^n and of logarithms; elsewhere 1: rounding moves a carrier by so many ε. */
  readonly scale: (carrier: readonly number[]) => number;
  /** How far numbers are from being a carrier, relative to their size: 0 on the manifold, infinite for what is no number. */
  readonly off: (numbers: readonly number[]) => number;
}

export const places = ({ kind, spec, dim }: Geometry): Places => {
  switch (kind) {
    case "e":
    case "h":
    case "s": {
      const { tangentBasis } = measure(unsafe(parseSpace(spec)));
      const along = (x: readonly number[], v: readonly number[], step: number): readonly number[] => x.map((each, at) => each + step * v[at]!);
      const straight = {
        unit: () => 1,
        edge: () => false,
        coordinates: (a: readonly number[], b: readonly number[]) => {
          const offset = b.map((each, at) => each - a[at]!);
          return tangentBasis(a).map((axis) => inner(axis, offset));
        },
        distance: (a: readonly number[], b: readonly number[]) => size(a.map((each, at) => each - b[at]!)),
        logVolume: () => 0,
      };
      return kind !== "s"
        ? { ...straight, basis: tangentBasis, moved: along, scale: (x) => 1 + size(x), off: (x) => (size(x) < Infinity ? 0 : Infinity) }
        : { ...straight, basis: tangentBasis, moved: (x, v, step) => unit(along(x, v, step)), scale: () => 1, off: (x) => Math.abs(Math.sqrt(inner(x, x)) - 1) };
    }
    case "a": {
      const across = measure(sphereAround(dim)).tangentBasis;
      // Tangents are what leaves Σ e^x = 1 alone.
      const basis = (x: readonly number[]): Rows => across(unit(x.map(Math.exp)));
      return {
        basis,
        unit: () => 1,
        edge: () => false,
        coordinates: (a, b) => basis(a).map((axis) => inner(axis, b.map((each, at) => each - a[at]!))),
        moved: (x, v, step) => {
          const raw = x.map((each, at) => each + step * v[at]!);
          const sum = logSum(raw);
          return raw.map((each) => each - sum);
        },
        distance: (a, b) => size(a.map((each, at) => each - b[at]!)),
        logVolume: (x) => x.reduce((sum, each) => sum + each, 0) - 0.5 * logSum(x.map((each) => 2 * each)),
        scale: (x) => 1 + size(x),
        off: (x) => Math.abs(logSum(x)) / (1 + size(x)),
      };
    }
    case "i":
    case "c":
      return {
        logVolume: () => 0,
        basis: () => [[Math.SQRT1_2, -Math.SQRT1_2]],
        unit: (pair) => Math.SQRT1_2 / nearer(pair),
        edge: (pair) => nearer(pair) < 1e-290,
        coordinates: (a, b) => [Math.SQRT2 * (a[0]! < a[1]! ? b[0]! - a[0]! : a[1]! - b[1]!)],
        moved: ([t, c], [v], step) => [t! + step * v!, c! - step * v!],
        // The farther half is only as good as its own last digit, which may be much to the nearer end.
        distance: ([t, c], [u, d]) => Math.abs(t! < c! ? t! - u! : c! - d!) / nearer([t!, c!]),
        scale: () => 1,
        off: ([t, c]) => (t! >= 0 && c! >= 0 ? Math.abs(t! + c! - 1) : Infinity),
      };
  }
};

/** The ends themselves count as 1e-300 away, so that they have a metric too. */
const nearer = (pair: readonly number[]): number => Math.max(Math.min(pair[0]!, pair[1]!), 1e-300);

const sphereAround = (dim: number): readonly ManifoldSpec[] => [{ kind: "s", dim, spec: `s${dim}` }];

const logSum = (x: readonly number[]): number => {
  const most = Math.max(...x);
  return most + Math.log(x.reduce((sum, each) => sum + Math.exp(each - most), 0));
};

const unit = (x: readonly number[]): readonly number[] => {
  const length = Math.sqrt(inner(x, x));
  return x.map((each) => each / length);
};
