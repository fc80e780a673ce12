import fc from "fast-check";
import { either } from "fp-ts";
import { describe, expect, expectTypeOf, it } from "vitest";
import { unsafe } from "../../src/error.ts";
import {
  above, angleDegrees, angleRadians, bounded, chartNamed, classNumber, colatitudeAzimuth, dayOfYear, hourOfDay, longitudeLatitude, longitudeLatitudeRadians,
  fractions, period, plain, unitVector, usualChart, type Chart,
} from "../../src/manifold/chart.ts";
import { measure } from "../../src/manifold/measure.ts";
import { parseSpace } from "../../src/manifold/space.ts";
import { random } from "../../src/random.ts";
import { logDet } from "./log-det.ts";

const right = (made: either.Either<string, readonly number[]>): readonly number[] => {
  if (either.isLeft(made)) throw new Error(made.left);
  return made.right;
};
const left = (made: either.Either<string, unknown>): string => (either.isLeft(made) ? made.left : "accepted");

const charts: readonly Chart[] = [
  longitudeLatitude, longitudeLatitudeRadians, colatitudeAzimuth, angleDegrees, angleRadians, hourOfDay, dayOfYear, period(7), period(0.1),
  bounded(0, 1), bounded(-3, 5), plain(1), plain(3), unitVector(1), unitVector(3),
];

describe.each(charts.map((chart) => [chart.name, chart] as const))("the chart %s", (name, chart) => {
  const own = measure(unsafe(parseSpace(chart.on)));
  const source = random(3, name);
  const points = Array.from({ length: 50 }, () => own.uniform(source));

  it("goes to points and back", () => {
    for (const point of points) {
      const values = chart.fromPoint(point);
      expect(values.length).toBe(chart.columns.length);
      expect(chart.units.length).toBe(chart.columns.length);
      const again = right(chart.toPoint(values));
      expect(own.contains(again)).toBe(true);
      again.forEach((each, index) => expect(Math.abs(each - point[index]!)).toBeLessThan(1e-14));
      chart.fromPoint(again).forEach((each, index) => expect(Math.abs(each - values[index]!)).toBeLessThan(1e-12 * (1 + Math.abs(values[index]!))));
    }
  });

  it("states its volume: ½ log det JᵀJ by differences", () => {
    if (name.startsWith("unitVector")) return;
    for (const point of points) {
      const values = chart.fromPoint(point);
      const columns = values.map((_, at) => {
        const step = 1e-5;
        const moved = (by: number): readonly number[] => {
          const shifted = values.map((each, index) => (index === at ? each + by : each));
          const made = chart.toPoint(shifted);
          return either.isRight(made) ? made.right : [];
        };
        const [ahead, behind] = [moved(step), moved(-step)];
        return ahead.map((each, index) => (each - behind[index]!) / (2 * step));
      });
      // A difference that leaves the chart at its edge says nothing.
      if (columns.some((column) => column.length === 0 || column.some(Number.isNaN))) continue;
      const gram = columns.map((a) => columns.map((b) => a.reduce((sum, each, index) => sum + each * b[index]!, 0)));
      expect(Math.abs(0.5 * logDet(gram) - chart.logVolume(values))).toBeLessThan(1e-5);
    }
  });

  it("is found by its name, and refuses what is no number", () => {
    const found = chartNamed(name);
    expect(either.isRight(found) && [found.right.name, found.right.on]).toEqual([chart.name, chart.on]);
    expect(left(chart.toPoint(chart.columns.map(() => NaN)))).toMatch(/ is not .*finite number/);
    expect(left(chart.toPoint(chart.columns.map(() => Infinity)))).toMatch(/finite number/);
    expect(left(chart.toPoint([...chart.columns.map(() => 0), 0]))).toMatch(/^received \d+ of the \d+ values /);
  });
});

describe("longitude and latitude", () => {
  it("are exact at the poles, the equator and the seam", () => {
    for (const [chart, quarter] of [[longitudeLatitude, 90], [longitudeLatitudeRadians, Math.PI / 2]] as const) {
      const at = (lon: number, lat: number): readonly number[] => right(chart.toPoint([lon * quarter, lat * quarter]));
      expect(at(0, 0)).toEqual([1, 0, 0]);
      expect(at(1, 0)).toEqual([0, 1, 0]);
      expect(at(-1, -0)).toEqual([0, -1, 0]);
      expect(at(2, 0)).toEqual([-1, 0, 0]);
      expect(at(-2, 0)).toEqual([-1, 0, 0]);
      expect(at(4, 0)).toEqual([1, 0, 0]);
      expect(at(3, 0)).toEqual([0, -1, 0]);
      for (const lon of [-2, -0.3, 0, 1, 1.7]) {
        expect(at(lon, 1)).toEqual([0, 0, 1]);
        expect(at(lon, -1)).toEqual([0, 0, -1]);
      }
      expect(chart.fromPoint([0, 0, 1])).toEqual([0, quarter]);
      expect(chart.fromPoint([0, -0, -1])).toEqual([0, -quarter]);
      expect(chart.fromPoint([-1, 0, 0])).toEqual([2 * quarter, 0]);
      expect(chart.fromPoint([-1, -0, 0])).toEqual([2 * quarter, 0]);
      expect(chart.fromPoint([-1, -1e-300, 0])).toEqual([2 * quarter, 0]);
      expect(chart.logVolume([0, quarter])).toBe(-Infinity);
      expect(chart.logVolume([0, -quarter])).toBe(-Infinity);
    }
    expect(longitudeLatitude.logVolume([0, 60])).toBeCloseTo(Math.log(0.5 * (Math.PI / 180) ** 2), 14);
  });

  it("keep their digits close to a pole", () => {
    const [, lat] = longitudeLatitude.fromPoint(right(longitudeLatitude.toPoint([30, 90 - 1e-7])));
    expect(Math.abs(lat! - (90 - 1e-7))).toBeLessThan(2e-14);
    const [lon] = longitudeLatitude.fromPoint(right(longitudeLatitude.toPoint([30, 90 - 1e-7])));
    expect(lon).toBeCloseTo(30, 6);
    expect(colatitudeAzimuth.fromPoint(right(colatitudeAzimuth.toPoint([1e-12, 2])))[0]).toBe(1e-12);
  });

  it("refuse what is outside in one sentence", () => {
    expect(left(longitudeLatitude.toPoint([0, 95]))).toBe("latitude 95 is outside -90 to 90 degrees");
    expect(left(longitudeLatitude.toPoint([-181, 0]))).toBe("longitude -181 is outside -180 to 360 degrees");
    expect(left(longitudeLatitudeRadians.toPoint([0, 2]))).toBe("latitude 2 is outside -1.5708 to 1.5708 radians");
    expect(left(colatitudeAzimuth.toPoint([-0.1, 0]))).toBe("colatitude -0.1 is outside 0 to 3.14159 radians");
    expect(left(longitudeLatitude.toPoint([0, NaN]))).toBe("latitude NaN is not a finite number");
    expect(left(longitudeLatitude.toPoint([0]))).toBe("received 1 of the 2 values longitude, latitude");
  });

  it("take π as float32 has it", () => {
    expect(right(colatitudeAzimuth.toPoint([Math.fround(Math.PI), 0]))).toEqual([0, 0, -1]);
    expect(colatitudeAzimuth.logVolume([Math.fround(Math.PI), 0])).toBe(-Infinity);
    expect(right(longitudeLatitudeRadians.toPoint([0, Math.fround(Math.PI / 2)]))).toEqual([0, 0, 1]);
    expect(longitudeLatitudeRadians.logVolume([0, Math.fround(Math.PI / 2)])).toBe(-Infinity);
  });
});

describe("charts of the circle", () => {
  it("have no seam: one period is none", () => {
    for (const [chart, length] of [[angleDegrees, 360], [hourOfDay, 24], [dayOfYear, 365.25], [period(7), 7], [angleRadians, 2 * Math.PI]] as const) {
      expect(right(chart.toPoint([0]))).toEqual([1, 0]);
      expect(right(chart.toPoint([-0]))).toEqual([1, 0]);
      expect(right(chart.toPoint([length]))).toEqual([1, 0]);
      expect(right(chart.toPoint([length / 4]))).toEqual([0, 1]);
      expect(right(chart.toPoint([length / 2]))).toEqual([-1, 0]);
      expect(right(chart.toPoint([0.75 * length]))).toEqual([0, -1]);
      expect(chart.fromPoint([1, 0])).toEqual([0]);
      expect(chart.fromPoint([1, -0])).toEqual([0]);
      expect(chart.fromPoint([1, -1e-300])).toEqual([0]);
      expect(chart.fromPoint([-1, -0])).toEqual([length / 2]);
      expect(chart.fromPoint([0, -1])).toEqual([0.75 * length]);
    }
  });

  it("give values in [0, period) whatever is read, and points that agree with cos and sin", () => {
    fc.assert(fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (value) => {
      const point = right(angleDegrees.toPoint([value]));
      const [again] = angleDegrees.fromPoint(point);
      expect(again! >= 0 && again! < 360).toBe(true);
      expect(Math.abs(point[0]! - Math.cos((value % 360) * (Math.PI / 180)))).toBeLessThan(1e-15);
      expect(Math.abs(point[1]! - Math.sin((value % 360) * (Math.PI / 180)))).toBeLessThan(2e-15);
    }), { examples: [[1e6], [-5e-324], [-1e-15], [359.99999999999994]] });
  });

  it("refuse hours and days that no clock shows", () => {
    expect(left(hourOfDay.toPoint([25]))).toBe("hour 25 is outside 0 to 24 hours");
    expect(left(dayOfYear.toPoint([-1]))).toBe("day -1 is outside 0 to 366 days");
    expect(right(dayOfYear.toPoint([366]))[1]).toBeGreaterThan(0);
    expect(() => period(0)).toThrow("A period is a positive number, but 0 was given.");
  });
});

describe("charts that write numbers as they are", () => {
  it("keep to their bounds", () => {
    expect(left(bounded(0, 1).toPoint([1.2]))).toBe("value 1.2 is outside 0 to 1");
    expect(left(bounded(0, 1).toPoint([-1e-300]))).toBe("value -1e-300 is outside 0 to 1");
    expect(right(bounded(0, 0.1).toPoint([Math.fround(0.1)]))).toEqual([0.1]);
    expect(left(unitVector(2).toPoint([1, 1, 0]))).toBe("(1, 1, 0) of length 1.414 is not a unit vector of 3 numbers");
    expect(right(unitVector(1).toPoint([0, 1 + 5e-7]))).toEqual([0, 1]);
    expect(() => bounded(1, 1)).toThrow("No number lies between 1 and 1.");
  });

  it("name their spaces, in the type too", () => {
    expectTypeOf(bounded(0, 1).on).toEqualTypeOf<"i">();
    expectTypeOf(bounded(-3, 0.5).on).toEqualTypeOf<"i_-3_0.5">();
    expectTypeOf(plain(2).on).toEqualTypeOf<"e2">();
    expectTypeOf(unitVector(3).on).toEqualTypeOf<"s3">();
    expect([bounded(-0, 1).on, bounded(-3, 0.5).on, plain(2).on]).toEqual(["i", "i_-3_0.5", "e2"]);
    // @ts-expect-error a chart of the circle is no chart of the sphere
    const sphere: Chart<"s2"> = angleDegrees;
    expect(sphere.on).toBe("s1");
  });
});

describe("charts by name", () => {
  it("lists the names when it knows none", () => {
    expect(left(chartNamed("moon"))).toBe(
      "Unknown chart moon; the charts are longitudeLatitude, longitudeLatitudeRadians, colatitudeAzimuth, angleDegrees, angleRadians, hourOfDay, dayOfYear, period(p), bounded(a,b), above(a), below(b), plain(n), unitVector(n), fractions(n) and classNumber(k).",
    );
    for (const odd of ["period(0)", "period()", "period(1,2)", "bounded(1,0)", "plain(1.5)", "unitVector(0)", "fractions(0)", "classNumber(1)", "above()", "constructor(1)", "period(NaN)"]) {
      expect(left(chartNamed(odd))).toMatch(/^Unknown chart /);
    }
  });

  it("has one for every block", () => {
    const blocks = unsafe(parseSpace("e2+s1+s2+s5+i_-3_5+i+i_0_inf+i_-inf_2.5+a3+c4"));
    expect(blocks.map((block) => usualChart(block).name)).toEqual(["plain(2)", "angleDegrees", "longitudeLatitude", "unitVector(5)", "bounded(-3,5)", "bounded(0,1)", "above(0)", "below(2.5)", "fractions(3)", "classNumber(4)"]);
    for (const block of blocks) {
      const chart = usualChart(block);
      expect(chart.on).toBe(block.spec);
      expect(either.toUnion(chartNamed(chart.name))).toMatchObject({ name: chart.name, on: block.spec });
    }
  });

  it("writes classes by number and refuse what is none", () => {
    expect(classNumber(3).toPoint([2])).toEqual(either.right([0, 0, 1]));
    expect(classNumber(3).fromPoint([0, 1, 0])).toEqual([1]);
    expect(left(classNumber(3).toPoint([3]))).toBe("class 3 is not a whole number from 0 to 2");
    expect(left(above(0).toPoint([-1]))).toBe("-1 is not a number above 0");
    expect(left(fractions(2).toPoint([0.5, 0.6, 0.2]))).toBe("(0.5, 0.6, 0.2) is not 3 fractions that add up to 1");
  });
});

it("takes periods of any length round the circle", () => {
  for (const length of [1e308, Number.MAX_VALUE, 1e-308, 5e-324]) {
    const [c, s] = right(period(length).toPoint([length / 4]));
    expect(Math.hypot(c!, s!), `${length}`).toBeCloseTo(1, 12);
  }
  expect(right(period(1e308).toPoint([7.5e307]))).toEqual([0, -1]);
});

it("does not repeat what would garble a terminal", () => expect(left(chartNamed("\u001b[31m\n"))).toMatch(/^Unknown chart \uFFFD\[31m\uFFFD; the charts are /));
