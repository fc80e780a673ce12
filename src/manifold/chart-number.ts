/** Charts that write points as they are: numbers, numbers within bounds, unit vectors and fractions; and classes by number. */
import { either } from "fp-ts";
import { clamp, outside, reading, type Chart } from "./chart-reading.ts";
import { misfit, moveOnto, standing } from "./membership.ts";
import type { ManifoldSpec } from "./space.ts";

/** The spec of the interval [A, B]. */
export type IntervalSpec<A extends number, B extends number> = [A, B] extends [0, 1] ? "i" : `i_${A}_${B}`;

/** n plain numbers. */
export const plain = <const N extends number>(n: N): Chart<`e${N}`> =>
  asIs(`plain(${n})`, `e${n}`, { kind: "e", dim: n, spec: `e${n}` }, n === 1 ? ["x"] : numbered(n));

/** The n + 1 numbers of a unit vector. They are not a chart of S^n but its embedding, and `logVolume` is 0. */
export const unitVector = <const N extends number>(n: N): Chart<`s${N}`> =>
  asIs(`unitVector(${n})`, `s${n}`, { kind: "s", dim: n, spec: `s${n}` }, numbered(n + 1));

/** The n + 1 fractions of a point of a simplex. They refer to Lebesgue measure on the first n, as densities do. */
export const fractions = <const N extends number>(n: N): Chart<`a${N}`> =>
  asIs(`fractions(${n})`, `a${n}`, { kind: "a", dim: n, spec: `a${n}` }, numbered(n + 1));

/** A number above `end`, or `end` itself. */
export const above = <const A extends number>(end: A): Chart<`i_${A}_inf`, readonly ["value"]> => beyond(end, "above", `above(${end})`, `i_${end}_inf`);

/** A number below `end`, or `end` itself. */
export const below = <const B extends number>(end: B): Chart<`i_-inf_${B}`, readonly ["value"]> => beyond(end, "below", `below(${end})`, `i_-inf_${end}`);

const beyond = <S extends string>(end: number, side: "above" | "below", name: string, on: S): Chart<S, readonly ["value"]> => ({
  ...asIs(name, on, { kind: "h", dim: 1, end: end + 0, side, spec: on }, ["value"]),
  columns: ["value"],
});

/** A class by its number, 0 … k − 1. */
export const classNumber = <const K extends number>(count: K): Chart<`c${K}`, readonly ["class"]> => ({
  name: `classNumber(${count})`,
  on: `c${count}`,
  columns: ["class"],
  units: [""],
  toPoint: reading(["class"], ([value]) =>
    Number.isInteger(value) && value! >= 0 && value! < count
      ? either.right(Array.from({ length: count }, (_, index) => (index === value ? 1 : 0)))
      : either.left(`class ${value} is not a whole number from 0 to ${count - 1}`)),
  fromPoint: (point) => [Array.from(point).indexOf(1)],
  logVolume: () => 0,
});

/** A number from a to b, for a < b. */
export const bounded = <const A extends number, const B extends number>(a: A, b: B): Chart<IntervalSpec<A, B>, readonly ["value"]> => {
  if (!(a < b)) throw new RangeError(`No number lies between ${a} and ${b}.`);
  // Adding 0 turns −0 into 0. The type computes what the next line computes.
  const [lower, upper] = [a + 0, b + 0];
  const on = (lower === 0 && upper === 1 ? "i" : `i_${lower}_${upper}`) as IntervalSpec<A, B>;
  return {
    name: `bounded(${lower},${upper})`,
    on,
    columns: ["value"],
    units: [""],
    toPoint: reading(["value"], ([value]) => {
      const error = outside("value", value!, lower, upper, "");
      return error ? either.left(error) : either.right([clamp(value!, lower, upper)]);
    }),
    fromPoint: ({ 0: value }) => [value!],
    logVolume: () => 0,
  };
};

const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `x${index + 1}`);

const asIs = <S extends string>(name: string, on: S, block: ManifoldSpec, columns: readonly string[]): Chart<S> => ({
  name,
  on,
  columns,
  units: columns.map(() => ""),
  toPoint: reading(columns, (values) => {
    const found = standing(block, values);
    if (found === "on") return either.right(values);
    if (found === "off") {
      const { received, expected } = misfit(block, values);
      return either.left(`${received} is not ${expected}`);
    }
    const moved = [...values];
    moveOnto(block, moved);
    return either.right(moved);
  }),
  fromPoint: (point) => Array.from(point),
  logVolume: () => 0,
});
