/** An aspect cut into a few parts that colours can tell apart: thirds of a number, quarters of an angle, classes. */
import { hueClass, toneClass } from "../theme.ts";
import type { Aspect } from "./aspects.ts";
import { quarterNames } from "./turns.ts";

export interface Parts {
  /** By what the points are coloured. */
  readonly label: string;
  readonly names: readonly string[];
  /** Classes of the style sheet, part by part. */
  readonly looks: readonly string[];
  /** The part of each of the values [count, width]. */
  readonly of: (values: ArrayLike<number>) => Int32Array;
}

const short = (value: number, scale: number): string => {
  const digits = Math.max(0, 1 - Math.floor(Math.log10(scale)));
  return value.toFixed(Math.min(digits, 6)).replace("-", "\u2212");
};

/** Thirds have equally many of the samples. Places on the sphere go by longitude, fractions by which is the largest. */
export const partsOf = (aspect: Aspect, samples: Float64Array): Parts => {
  const hues = (names: readonly string[]) => ({ names, looks: names.map((_, at) => hueClass(at)) });
  switch (aspect.kind) {
    case "number": {
      const sorted = samples.slice().sort();
      const [a, b] = [sorted[Math.floor(sorted.length / 3)]!, sorted[Math.floor((2 * sorted.length) / 3)]!];
      const scale = Math.max(b - a, 1e-6);
      return {
        label: aspect.label,
        names: [`below ${short(a, scale)}`, `to ${short(b, scale)}`, "above"],
        looks: [0, 1, 2].map(toneClass),
        of: (values) => Int32Array.from(values, (value) => (value < a ? 0 : value < b ? 1 : 2)),
      };
    }
    case "angle":
      return { label: aspect.label, ...hues(quarterNames(aspect)), of: (values) => Int32Array.from(values, (value) => Math.min(3, Math.floor((4 * value) / aspect.period))) };
    case "class":
      return { label: aspect.label, ...hues(aspect.classes), of: (values) => Int32Array.from(values) };
    case "sphere":
      return {
        label: `longitude of ${aspect.label}`, ...hues(["180°–90°W", "90°W–0°", "0°–90°E", "90°–180°E"]),
        of: (values) => Int32Array.from({ length: values.length / 3 }, (_, at) => Math.min(3, Math.floor((2 * (Math.atan2(values[3 * at + 1]!, values[3 * at]!) + Math.PI)) / Math.PI))),
      };
    case "triangle":
      return {
        label: "largest fraction", ...hues(aspect.corners),
        of: (values) => Int32Array.from({ length: values.length / 3 }, (_, at) => [0, 1, 2].reduce((best, own) => (values[3 * at + own]! > values[3 * at + best]! ? own : best), 0)),
      };
  }
};
