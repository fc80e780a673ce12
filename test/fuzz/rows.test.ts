/** Rows of records, values of charts, points and batches: whatever a caller without types hands over, they are points or refused with row and field. */
import fc from "fast-check";
import { either } from "fp-ts";
import { describe, expect, it } from "vitest";
import {
  above, angleDegrees, angleRadians, batch, batchOf, below, bounded, circle, classNumber, colatitudeAzimuth, dayOfYear, euclid, fractions, hourOfDay, longitudeLatitude, longitudeLatitudeRadians, period, plain, point, record, render, sphere, unitVector,
  type Chart,
} from "../../src/index.ts";
import { parseSpace } from "../../src/manifold/space.ts";
import { ambient, placed } from "../../src/manifold/point.ts";
import { moveOnto, standing } from "../../src/manifold/membership.ts";
import { unsafe } from "../../src/error.ts";
import { hostile, junk } from "../../laws/codec/hostile.ts";
import { retouched, damaged } from "../../laws/codec/damage.ts";
import { sentenceFlaw } from "../../laws/codec/refusal.ts";
import { accepted, answered, share } from "./owed.ts";

const charts: readonly Chart[] = [longitudeLatitude, longitudeLatitudeRadians, colatitudeAzimuth, angleDegrees, angleRadians, hourOfDay, dayOfYear, period(7), period(5e-324), period(1e308), bounded(-3, 0.5), bounded(0, 5e-324), bounded(-1e20, 1e20), above(2), below(-1e20), plain(3), unitVector(3), fractions(2), classNumber(4)];

const numbers = fc.oneof({ weight: 4, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true, min: -400, max: 400 }) }, { weight: 1, arbitrary: fc.double() }, { weight: 2, arbitrary: fc.constantFrom(0, -0, 1, -1, 360, -180, 90, -90, 24, 366, Math.PI, NaN, Infinity, 1e308, 5e-324) });

/** Every block of the coordinates is a point of it. */
const stands = (spec: string, coordinates: ArrayLike<number>): void => {
  let start = 0;
  for (const block of unsafe(parseSpace(spec))) {
    expect(standing(block, coordinates, start), `${block.spec} at ${start} of ${Array.from(coordinates)}`).not.toBe("off");
    start += ambient([block]);
  }
  expect(coordinates.length).toBe(start);
};

describe("charts", () => {
  it("take values to points of their manifold, or refuse them, and come back finite", () => {
    fc.assert(fc.property(fc.constantFrom(...charts), fc.array(numbers, { maxLength: 5 }).chain((values) => fc.constantFrom(values, values.slice(0, 1), values.slice(0, 2), values.slice(0, 3))), (chart, values) => {
      const made = answered(() => chart.toPoint(values));
      if (either.isRight(made)) {
        stands(chart.on, made.right);
        expect(chart.fromPoint(made.right).every(Number.isFinite)).toBe(true);
        expect(Number.isNaN(chart.logVolume(values))).toBe(false);
      } else expect(sentenceFlaw(`${made.left}.`)).toBeUndefined();
    }), share(5));
  });
});

const weather = record({ where: [sphere(2).nsphere(), longitudeLatitude], hour: [circle().moebius(2), hourOfDay], wind: euclid(1).gauss(2), axes: sphere(2) });
const rows = fc.array(fc.record({ where: fc.record({ lon: fc.integer({ min: -180, max: 180 }), lat: fc.integer({ min: -90, max: 90 }) }), hour: fc.integer({ min: 0, max: 24 }), wind: fc.double({ noNaN: true, noDefaultInfinity: true }), axes: fc.constantFrom([0, 0, 1], [0.6, 0.8, 0]) }, { noNullPrototype: true }), { minLength: 1, maxLength: 3 });

describe("records", () => {
  const read = (value: unknown) => weather.batch(value as Parameters<typeof weather.batch>[0]); // what no compiler has seen
  const sound = (value: unknown): void => {
    const points = accepted(() => read(value));
    if (points === undefined) return;
    for (let row = 0; row < points.count; row++) stands(points.spec, points.rows.subarray(row * points.ambient, (row + 1) * points.ambient));
    expect(accepted(() => read(weather.rows(points)))?.count).toBe(points.count);
  };

  it("make points of rows near right ones, or say which row and field is wrong", () => {
    fc.assert(fc.property(rows.chain((good) => fc.oneof(retouched(good), damaged(good))), ({ document }) => {
      const result = read(document);
      if (either.isLeft(result) && Array.isArray(document)) expect(render(result.left)).toMatch(/^In row \d+/);
      sound(document);
    }));
  });

  it("answer to anything", () => {
    fc.assert(fc.property(fc.oneof(junk.map((value) => () => value), hostile), fc.constantFrom("row", "rows", "where", "lon", "wind", "axes"), (make, place) => {
      const row = { where: { lon: 1, lat: 2 }, hour: 3, wind: 4, axes: [0, 0, 1] };
      const placed = { row: () => [make()], rows: make, where: () => [{ ...row, where: make() }], lon: () => [{ ...row, where: { lon: make(), lat: 1 } }], wind: () => [{ ...row, wind: make() }], axes: () => [{ ...row, axes: make() }] }[place]!;
      sound(placed());
      const decoded = answered(() => weather.codec.decode(make()));
      if (either.isLeft(decoded)) expect(sentenceFlaw(decoded.left[0]!.message!)).toBeUndefined();
    }));
  });
});

describe("points and batches", () => {
  const spaces = fc.constantFrom("e2", "s1", "s2+e1", "i", "i_-3_0.5", "i_0_inf+i_-inf_-2", "a2", "c3", "e0");
  const coordinate = fc.oneof({ weight: 6, arbitrary: numbers }, { weight: 1, arbitrary: fc.constantFrom<unknown>(null, undefined, "0.5", true, [1], 1n, { valueOf: () => 0 }) });
  const as = fc.constantFrom((list: unknown[]): unknown => list, (list: unknown[]): unknown => ({ ...list, length: list.length }), (list: unknown[]): unknown => Float32Array.from(list.map((each) => (typeof each === "number" ? each : NaN))));
  /** A list as long as a point, mostly. */
  const lists = spaces.chain((spec) => {
    const count = ambient(unsafe(parseSpace(spec)));
    return fc.tuple(fc.constant(spec), fc.oneof({ weight: 6, arbitrary: fc.array(coordinate, { minLength: count, maxLength: count }) }, { weight: 1, arbitrary: fc.array(coordinate, { maxLength: 8 }) }), as);
  });

  it("hold numbers alone, which are on the manifold", () => {
    fc.assert(fc.property(lists, ([spec, list, as]) => {
      const given = as(list) as readonly number[]; // what no compiler has seen
      const made = accepted(() => point<string>(spec, given));
      if (made) stands(spec, made);
      const many = accepted(() => batch<string>(spec, [given, given]));
      if (many) stands(spec, many.rows.subarray(0, many.ambient));
      const flat = accepted(() => batchOf<string>(spec, given));
      for (const each of [made ?? [], many?.rows ?? [], flat?.rows ?? []]) expect(Array.from(each as ArrayLike<unknown>).every((one) => Number.isFinite(one))).toBe(true);
      if (made) expect(list.every((each) => typeof each === "number")).toBe(true);
    }), share(5));
  });

  it("with one coordinate that is no number are refused", () => {
    const odd = fc.constantFrom<unknown>(NaN, Infinity, -Infinity, null, undefined, "0.5", "0", true, [1], 1n, { valueOf: () => 0 });
    const good = spaces.filter((spec) => spec !== "e0").chain((spec) => {
      const blocks = unsafe(parseSpace(spec));
      return fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: ambient(blocks), maxLength: ambient(blocks) }).map((row) => {
        for (const { block, start } of placed(blocks)) moveOnto(block, row, start);
        return { spec, row };
      });
    });
    fc.assert(fc.property(good, fc.nat(), odd, ({ spec, row }, at, value) => {
      expect(accepted(() => point<string>(spec, row))).toBeDefined();
      const given = row.with(at % row.length, value as number); // what no compiler has seen
      expect(accepted(() => point<string>(spec, given))).toBeUndefined();
      expect(accepted(() => batch<string>(spec, [row, given]))).toBeUndefined();
      expect(accepted(() => batchOf<string>(spec, [...row, ...given]))).toBeUndefined();
    }), share(5));
  });
});
