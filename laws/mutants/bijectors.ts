/**
 * Planted faults: layers of the library with one formula made wrong, as an author would get it wrong. Each names the law
 * that must refute it. A law that no mutant can break is not a law.
 */
import { affine } from "../../src/bijectors/affine.ts";
import { Bijector, type AnyDefinition, type Defined, type Image } from "../../src/bijectors/bijector.ts";
import type { Domain } from "../../src/bijectors/letters.ts";
import { moebius } from "../../src/bijectors/moebius.ts";
import type { Fields } from "../../src/bijectors/options.ts";
import { rotation } from "../../src/bijectors/rotation.ts";
import { spline } from "../../src/bijectors/spline/spline.ts";
import { add, less, log, mul, neg, sqrt, stopGradient, sub, sum, take, type Expr } from "../../src/expr/index.ts";
import type { ManifoldSpec } from "../../src/manifold/space.ts";

export interface Mutant {
  readonly fault: string;
  readonly layer: Defined;
  readonly on: ManifoldSpec;
  /** Laws, by the beginning of their names, that must catch it. */
  readonly caught: readonly string[];
}

const mutated = (layer: Defined, change: (own: AnyDefinition) => Partial<AnyDefinition>): Defined =>
  new Bijector<Domain, string, Fields>({ ...layer.definition, ...change(layer.definition) }, layer.options);

type Change = (image: Image, point: Expr) => Image;

/** One direction, or both, followed by a change of its image. */
const then = (layer: Defined, directions: readonly ("forward" | "inverse")[], change: Change): Defined =>
  mutated(layer, (own) =>
    Object.fromEntries(directions.map((direction): [string, AnyDefinition["forward"]] => [direction, (point, ...rest) => change(own[direction](point, ...rest), point)])));

const logDet = (change: (logDet: Expr) => Expr): Change => (image) => ({ ...image, logDet: change(image.logDet) });
const point = (change: (point: Expr) => Expr): Change => (image) => ({ ...image, point: change(image.point) });

const plane: ManifoldSpec = { kind: "e", dim: 2, spec: "e2" };
const circle: ManifoldSpec = { kind: "s", dim: 1, spec: "s1" };
const sphere: ManifoldSpec = { kind: "s", dim: 2, spec: "s2" };
const interval: ManifoldSpec = { kind: "i", dim: 1, lower: 2, upper: 5, spec: "i_2_5" };
const both = ["forward", "inverse"] as const;

export const mutants: readonly Mutant[] = [
  { fault: "a log-determinant of the wrong sign", layer: then(affine, ["inverse"], logDet(neg)), on: plane, caught: ["volume, inverse", "log-determinants cancel"] },
  { fault: "half a log-determinant, both ways alike", layer: then(affine, both, logDet((own) => mul(0.5, own))), on: plane, caught: ["volume, forward", "volume, inverse"] },
  { fault: "the Jacobian of the chart added", layer: then(spline, ["forward"], logDet((own) => add(own, Math.log(3)))), on: interval, caught: ["volume, forward", "log-determinants cancel"] },
  { fault: "an inverse that shifts too far", layer: then(affine, ["inverse"], point((own) => sub(own, 1e-6))), on: plane, caught: ["round trip"] },
  { fault: "a rotation that is not transposed on its way back", layer: mutated(rotation, (own) => ({ inverse: own.forward })), on: sphere, caught: ["round trip"] },
  { fault: "a rotation that stretches", layer: then(rotation, ["forward"], point((own) => mul(1 + 1e-6, own))), on: sphere, caught: ["stays on the manifold, forward"] },
  { fault: "heights of the bins in reverse order on the way back", layer: mutated(spline, (own) => ({ inverse: (x, { heights, ...rest }, context) => own.inverse(x, { ...rest, heights: neg(heights!) }, context) })), on: interval, caught: ["round trip"] },
  { fault: "a gradient that ignores the point", layer: mutated(affine, (own) => ({ forward: (z, ...rest) => own.forward(stopGradient(z), ...rest) })), on: plane, caught: ["derivative, forward"] },
  { fault: "a gradient that ignores a parameter", layer: mutated(affine, (own) => ({ forward: (z, { shift, ...rest }, context) => own.forward(z, { ...rest, shift: stopGradient(shift!) }, context) })), on: plane, caught: ["gradient, forward: forward = differences"] },
  { fault: "a root of zero that vanishes", layer: then(affine, both, (image, x) => ({ ...image, logDet: add(image.logDet, mul(0, sum(sqrt(mul(x, x))))) })), on: plane, caught: ["gradient, forward: finite", "gradient, inverse: finite"] },
  { fault: "a seam", layer: then(moebius, ["inverse"], (image, x) => ({ ...image, logDet: add(image.logDet, mul(0.1, less(take(x, 1), 0))) })), on: circle, caught: ["continuity, inverse"] },
  { fault: "a density that jumps at the poles", layer: then(rotation, both, (image, x) => ({ ...image, logDet: add(image.logDet, mul(0.1, less(take(x, 0), 0))) })), on: sphere, caught: ["continuity, forward", "continuity, inverse"] },
  { fault: "digits lost to a large number on the way", layer: then(affine, ["forward"], point((own) => sub(add(own, 1e5), 1e5))), on: plane, caught: ["reference float32 = reference, forward", "round trip, forward first (float32)"] },
  { fault: "a weight dropped from the density of a mixture", layer: then(moebius, ["inverse"], logDet((own) => add(own, log(0.9)))), on: circle, caught: ["volume, inverse", "log-determinants cancel"] },
];
