/** Carriers of every manifold: anywhere, near the corners and exactly on them, or at points of one's own. */
import fc from "fast-check";
import { input } from "../../src/expr/index.ts";
import { program } from "../../src/interpret/program.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import type { Geometry } from "../../src/manifold/manifold.ts";
import { fraction, inner, innerFraction, near, ordinary, real } from "./number.ts";

/** `inner`: no corners. `near`: corners and points of ordinary size. `far`: next to corners as well, and far out. */
export type Reach = "inner" | "near" | "far";

/** How far points reach; or points that are drawn half of the time, in the coordinates in which users hold them, such as unit vectors. */
export type Favor = Reach | readonly (readonly number[])[];

export const carrier = (geometry: Geometry, favor: Favor): fc.Arbitrary<readonly number[]> =>
  typeof favor === "string" ? reaching(geometry, favor) : fc.oneof(fc.constantFrom(...carriersOf(geometry, favor)), reaching(geometry, "near"));

const carriersOf = (geometry: Geometry, points: readonly (readonly number[])[]): readonly (readonly number[])[] => {
  const wrong = points.find(({ length }) => length !== geometry.ambient);
  if (wrong) throw new RangeError(`Points of ${geometry.spec} are ${geometry.ambient} numbers, but [${wrong.join(", ")}] was to be favored.`);
  const { carrier: numbers } = reference.compile(program({ carrier: geometry.carry(input("point", [geometry.ambient])) }))({ point: points.flat() }, points.length);
  return points.map((_, row) => Array.from(numbers.subarray(row * geometry.carried, (row + 1) * geometry.carried)));
};

const reaching = ({ kind, carried }: Geometry, reach: Reach): fc.Arbitrary<readonly number[]> => {
  switch (kind) {
    case "e":
    case "h":
      return fc.array({ inner, near, far: real }[reach], { minLength: carried, maxLength: carried });
    case "i":
    case "c":
      return reach === "inner" ? innerFraction : fraction;
    case "a":
      return fc.array({ inner, near, far: fc.oneof({ weight: 5, arbitrary: near }, { weight: 1, arbitrary: fc.constantFrom(-30, -69) }) }[reach], { minLength: carried, maxLength: carried }).map(addingUp);
    case "s":
      return reach === "inner" ? fc.array(inner, { minLength: carried, maxLength: carried }).map(unit) : onSphere(carried, reach === "near" ? [1e-2] : [1e-2, 1e-5, 1e-8, 1e-12, 1e-20]);
  }
};

/** Poles, antipodes and seams are the ends of the axes; diagonals are where coordinates tie. */
const onSphere = (count: number, distances: readonly number[]): fc.Arbitrary<readonly number[]> => {
  const raw = fc.array(ordinary, { minLength: count, maxLength: count });
  const axis = fc.tuple(fc.nat(count - 1), fc.constantFrom(1, -1)).map(([at, side]) => Array.from({ length: count }, (_, i) => (i === at ? side : 0)));
  const close = fc.tuple(axis, raw, fc.constantFrom(...distances)).map(([end, off, distance]) => end.map((each, i) => each + distance * off[i]!));
  const diagonal = fc.array(fc.constantFrom(1, -1, 0), { minLength: count, maxLength: count });
  return fc.oneof({ weight: 5, arbitrary: raw }, { weight: 2, arbitrary: axis }, { weight: 2, arbitrary: close }, { weight: 1, arbitrary: diagonal }).map(unit);
};

/** Two points of a sphere on either side of a third, 1e-9 apart. */
export const pair = (geometry: Geometry): fc.Arbitrary<readonly [readonly number[], readonly number[]]> => {
  const offset = fc.array(inner, { minLength: geometry.carried, maxLength: geometry.carried });
  return fc.tuple(carrier(geometry, "near"), offset).map(([point, by]) => [1, -1].map((side) => unit(point.map((each, at) => each + 1e-9 * side * by[at]!))) as [number[], number[]]);
};

/** Log-fractions that add up to 1. */
const addingUp = (raw: readonly number[]): readonly number[] => {
  const most = Math.max(...raw);
  const sum = most + Math.log(raw.reduce((total, each) => total + Math.exp(each - most), 0));
  return raw.map((each) => each - sum);
};

const unit = (raw: readonly number[]): number[] => {
  const length = Math.sqrt(raw.reduce((sum, each) => sum + each * each, 0));
  return length > 0 ? raw.map((each) => each / length) : raw.map((_, i) => (i === 0 ? 1 : 0));
};
