/**
 * Which rows of numbers are points of a block. It stands apart from `point.ts` because points, batches, tables and laws
 * all ask, and it works on numbers in place because a batch may have millions of rows.
 *
 * A Euclidean block takes every finite number. A unit vector may be off in length, and fractions in their sum, by
 * `tolerance`, which is what a table with seven digits or a float32 leaves; the nearest point is taken instead. A number on
 * an interval or half line has no tolerance but the rounding of its bounds to float32: what lies outside is data of another
 * kind, and moving it would hide that. A class is one-hot and nothing else.
 */
import type { ManifoldSpec } from "./space.ts";

/** How far the length of a unit vector, or a sum of fractions, may be from 1. */
export const tolerance = 1e-6;

/** The rounding of a number to float32, relative to it. */
const rounding = 2 ** -24;

/** Rows of numbers, in any array. */
export type Numbers = ArrayLike<number>;

/** "on": a point as it stands. "near": within the tolerance of one. "off": no point. */
export type Standing = "on" | "near" | "off";

/** Numbers in a point of the block. */
export const ambientOf = (block: ManifoldSpec): number => {
  switch (block.kind) {
    case "e":
      return block.dim;
    case "s":
    case "a":
      return block.dim + 1;
    case "i":
    case "h":
      return 1;
    case "c":
      return block.classes;
  }
};

/** How the numbers x[at], x[at + 1], … stand to the block. */
export const standing = (block: ManifoldSpec, x: Numbers, at = 0): Standing => {
  switch (block.kind) {
    case "e":
      return allFinite(x, at, block.dim) ? "on" : "off";
    case "s": {
      const length2 = squaredLength(x, at, block.dim + 1);
      // A vector that has just been divided by its length is left alone, so that taking the nearest point twice is taking it once.
      if (Math.abs(length2 - 1) <= (block.dim + 5) * Number.EPSILON) return "on";
      return Math.abs(Math.sqrt(length2) - 1) <= tolerance ? "near" : "off";
    }
    case "i": {
      const value = x[at]!;
      const { lower, upper } = block;
      if (value >= lower && value <= upper) return "on";
      return value >= lower - rounding * Math.abs(lower) && value <= upper + rounding * Math.abs(upper) ? "near" : "off";
    }
    case "h": {
      const beyond = block.side === "above" ? x[at]! - block.end : block.end - x[at]!;
      return !Number.isFinite(beyond) ? "off" : beyond >= 0 ? "on" : beyond >= -rounding * Math.abs(block.end) ? "near" : "off";
    }
    case "a": {
      if (!allFinite(x, at, block.dim + 1)) return "off";
      let [sum, lowest] = [0, Infinity];
      for (let index = at; index <= at + block.dim; index++) [sum, lowest] = [sum + x[index]!, Math.min(lowest, x[index]!)];
      if (lowest >= 0 && Math.abs(sum - 1) <= (block.dim + 5) * Number.EPSILON) return "on";
      return lowest >= -tolerance && Math.abs(sum - 1) <= tolerance ? "near" : "off";
    }
    case "c": {
      let ones = 0;
      for (let index = at; index < at + block.classes; index++) {
        if (x[index] === 1) ones++;
        else if (x[index] !== 0) return "off";
      }
      return ones === 1 ? "on" : "off";
    }
  }
};

/**
 * Replaces x[at], x[at + 1], … by the nearest point of the block. Any finite numbers will do; the zero vector, from which
 * all points of a sphere are equally far, goes to the centre (−1, 0) or (0, …, 0, −1), and of several classes equally near
 * the first is taken.
 */
export const moveOnto = (block: ManifoldSpec, x: { [index: number]: number }, at = 0): void => {
  switch (block.kind) {
    case "e":
      return;
    case "s": {
      const count = block.dim + 1;
      let largest = 0;
      for (let index = at; index < at + count; index++) largest = Math.max(largest, Math.abs(x[index]!));
      if (largest === 0) {
        x[block.dim === 1 ? at : at + block.dim] = -1;
        return;
      }
      // The largest number becomes 1 first, so that no square overflows or vanishes.
      const extreme = largest > 1e150 || largest < 1e-150;
      if (extreme) for (let index = at; index < at + count; index++) x[index]! /= largest;
      const length = Math.sqrt(squaredLength(x as Numbers, at, count));
      for (let index = at; index < at + count; index++) x[index]! /= length;
      return;
    }
    case "i":
      x[at] = Math.min(Math.max(x[at]!, block.lower), block.upper);
      return;
    case "h":
      x[at] = block.side === "above" ? Math.max(x[at]!, block.end) : Math.min(x[at]!, block.end);
      return;
    case "a": {
      const own = Array.from({ length: block.dim + 1 }, (_, index) => x[at + index]!);
      ontoSimplex(own).forEach((each, index) => (x[at + index] = each));
      return;
    }
    case "c": {
      let largest = at;
      for (let index = at; index < at + block.classes; index++) if (x[index]! > x[largest]!) largest = index;
      for (let index = at; index < at + block.classes; index++) x[index] = index === largest ? 1 : 0;
    }
  }
};

/** What was received at x[at], x[at + 1], … and what a point of the block is, as the parts of an error. */
export const misfit = (block: ManifoldSpec, x: Numbers, at = 0): { readonly received: string; readonly expected: string } => {
  const count = ambientOf(block);
  const values = Array.from({ length: count }, (_, index) => x[at + index]!);
  const received = count === 1 ? `${values[0]!}` : tuple(values);
  switch (block.kind) {
    case "e":
      return { received, expected: count === 1 ? "a finite number" : `${count} finite numbers` };
    case "s": {
      const length = Math.hypot(...values);
      return {
        received: Number.isFinite(length) ? `${received} of length ${brief(length)}` : received,
        expected: `a unit vector of ${count} numbers`,
      };
    }
    case "i":
      return { received, expected: `a number from ${block.lower} to ${block.upper}` };
    case "h":
      return { received, expected: `a number ${block.side} ${block.end}` };
    case "a":
      return { received, expected: `${count} fractions that add up to 1` };
    case "c":
      return { received, expected: `${count} numbers, one of them 1 and the others 0` };
  }
};

/** The nearest point of the simplex: a shift of all numbers, below which they end at 0 (Held, Wolfe & Crowder 1974). */
const ontoSimplex = (x: readonly number[]): readonly number[] => {
  const sorted = [...x].sort((a, b) => b - a);
  let [sum, shift] = [0, 0];
  sorted.forEach((each, index) => {
    sum += each;
    const own = (sum - 1) / (index + 1);
    if (each > own) shift = own;
  });
  const moved = x.map((each) => Math.max(each - shift, 0));
  const total = moved.reduce((a, b) => a + b, 0);
  return moved.map((each) => each / total);
};

const allFinite = (x: Numbers, at: number, count: number): boolean => {
  for (let index = at; index < at + count; index++) if (!Number.isFinite(x[index])) return false;
  return true;
};

const squaredLength = (x: Numbers, at: number, count: number): number => {
  let sum = 0;
  for (let index = at; index < at + count; index++) sum += x[index]! * x[index]!;
  return sum;
};

/** A number as a tuple quotes it: four digits, unless they would hide that it is not a whole one. */
const brief = (value: number): string => {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return `${value}`;
  const short = Number(value.toPrecision(4));
  return `${Number.isInteger(short) ? value : short}`;
};

const tuple = (values: readonly number[]): string =>
  values.length <= 6 ? `(${values.map(brief).join(", ")})` : `(${values.slice(0, 5).map(brief).join(", ")}, …)`;
