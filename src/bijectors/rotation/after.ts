/** The rotation that a layer of the sphere may have after its own map: `axes` [k, n + 1] of reflections, [0] without it. */
import type { Expr } from "../../expr/index.ts";
import { filled, type ParameterSpec, type Sample } from "../bijector.ts";
import { reflections } from "../orthogonal.ts";
import { turning } from "./turning.ts";

/** An even number of reflections that reaches every rotation of R^(n+1). */
const count = (ambient: number): number => ambient - (ambient % 2);

/** Axes in equal pairs, whose reflections undo each other. */
export const axesSpec = (ambient: number, rotation: boolean): ParameterSpec =>
  rotation
    ? {
        shape: [count(ambient), ambient],
        start: (random) =>
          Array.from({ length: count(ambient) / 2 }, () => Array.from({ length: ambient }, () => random.normal())).flatMap((axis) => [...axis, ...axis]),
      }
    : filled([0], 0);

export const rotatedAfter = (axes: Expr, x: Expr, rotation: boolean): Expr => (rotation ? reflections(x.shape[0]!, count(x.shape[0]!)).apply(axes, x) : x);

export const rotatedBefore = (axes: Expr, x: Expr, rotation: boolean): Expr => (rotation ? reflections(x.shape[0]!, count(x.shape[0]!)).applyInverse(axes, x) : x);

/** Axes of reflections, row by row, whose product takes the base's centre to the mean direction. */
export const meanAxes = (sample: Sample, ambient: number): readonly number[] => turning(sample, ambient, { by: "householder", reflections: 0 });
