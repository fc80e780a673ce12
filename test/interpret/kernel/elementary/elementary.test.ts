/**
 * Every elementary function in both precisions: distance to golden values in 50 digits, agreement with the meanings on
 * dense points and at the places where a formula changes, special values, and the interface.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { unaryMeaning } from "../../../../src/expr/meaning.ts";
import { type Formula, type Precision } from "../../../../src/interpret/kernel/elementary/index.ts";
import { golden, table, unit, worst } from "./golden.ts";
import { names, runner, type Runner } from "./run.ts";

const precisions = ["float32", "float64"] as const;

/** Units in the last place, of golden values. `formulas.ts` has what many more points gave. */
const bound = (name: Formula): number => (/^(exp|log|log1p|sin|cos|asin|acos|atan2)$/.test(name) ? 1 : 2);

/** Distance to a meaning that itself is rounded. */
const near = (name: Formula, precision: Precision): number => (precision === "float32" ? 2 : /normal/i.test(name) ? 7 : 3);

const circular = ["sin", "cos", "tan"] as const;

const runners = {} as Record<Precision, Runner>;
beforeAll(() => {
  for (const precision of precisions) runners[precision] = runner(precision);
});

const meaning = (name: Formula): ((x: number) => number) => (name === "atan2" ? (y) => Math.atan2(y, -0.75) : unaryMeaning[name]);

describe.each(precisions)("%s", (precision) => {
  const rounded = (x: number): number => (precision === "float32" ? Math.fround(x) : x);
  const [smallest, least, largest] =
    precision === "float32" ? [2 ** -149, 2 ** -126, 2 ** 127 * (2 - 2 ** -23)] : [2 ** -1074, 2 ** -1022, Number.MAX_VALUE];

  it.each(names)("%s lies next to its golden values", (name) => {
    const { units, x } = worst(runners[precision], precision, name, table(golden(), precision, name));
    expect(units, `at ${x}`).toBeLessThanOrEqual(bound(name));
  });

  const agrees = (name: Formula, points: readonly number[], units: number): void => {
    const x = points.map(rounded);
    const found = runners[precision].map(name, x, x.map(() => -0.75));
    x.forEach((each, index) => {
      const exact = rounded(meaning(name)(each));
      const value = found[index]!;
      if (Object.is(exact, value)) return;
      if (exact === 0 && value === 0) expect(value, `${name}(${each})`).toBe(exact);
      expect(Math.abs(value - exact) / unit(exact, precision), `${name}(${each}) = ${value}, should be ${exact}`).toBeLessThanOrEqual(units);
    });
  };

  it.each(names)("%s agrees with its meaning at special values", (name) => {
    const magnitudes = [0, smallest, 3 * smallest, least, 0.5, 1, 2, largest, Infinity];
    agrees(name, [NaN, ...magnitudes.flatMap((each) => [each, -each])], near(name, precision));
  });

  it.each(names)("%s agrees with its meaning on dense points", (name) => {
    agrees(name, Array.from({ length: 20_000 }, (_, index) => 6 * ((index * 0.6180339887498949) % 1) - 3), near(name, precision));
  });

  it.each(names)("%s has no step where its formula changes", (name) => {
    const switches = [
      0.5, 1, Math.LN2, 0.5 * Math.LN2, 1.5 * Math.LN2, Math.SQRT1_2, Math.SQRT2 - 1, Math.PI / 4, 0.22, 1.6221118787, Math.E ** 2, Math.E ** 2.3, Math.E ** 5,
      15, 39, 88.8, 89.3, 709.8, 710.2, 1.6e6,
    ];
    const points = switches.flatMap((each) => [each, -each]).flatMap((each) =>
      Array.from({ length: 41 }, (_, index) => each + (index - 20) * unit(each, precision)));
    agrees(name, points, near(name, precision));
  });

  it.each(circular)("%s is right for angles of every size, in whatever lanes they are", (name) => {
    const scales = Array.from({ length: 2000 }, (_, index) => largest ** ((index * 0.6180339887498949) % 1) * (index % 2 === 0 ? 1 : -1));
    agrees(name, scales.flatMap((each, index) => (index % 3 === 0 ? [each, each / largest, NaN, 1] : [each])), near(name, precision));
  });

  it("atan2 knows all quadrants and axes", () => {
    const values = [0, -0, 1, -1, 0.3, -0.3, smallest, -smallest, largest, -largest, Infinity, -Infinity, NaN];
    const pairs = values.flatMap((y) => values.map((x) => [rounded(y), rounded(x)] as const));
    const found = runners[precision].map("atan2", pairs.map(([y]) => y), pairs.map(([, x]) => x));
    pairs.forEach(([y, x], index) => {
      const exact = rounded(Math.atan2(y, x));
      if (Object.is(exact, found[index])) return;
      expect(Math.abs(found[index]! - exact) / unit(exact, precision), `atan2(${y}, ${x}) = ${found[index]}`).toBeLessThanOrEqual(2);
    });
  });
});
