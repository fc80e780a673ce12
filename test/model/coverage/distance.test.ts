/** What a calibration measures points by: distances, references and numbers to rank. */
import { describe, expect, it } from "vitest";
import { unsafe } from "../../../src/error.ts";
import { batchOf, type Batch } from "../../../src/manifold/batch.ts";
import { placed } from "../../../src/manifold/point.ts";
import { parseSpace } from "../../../src/manifold/space.ts";
import { distanceIn } from "../../../src/model/coverage/distance.ts";
import { rankFunctions } from "../../../src/model/coverage/rank-functions.ts";
import { references } from "../../../src/model/coverage/reference.ts";
import { random } from "../../../src/random.ts";

describe("the distance of two points", () => {
  const spread = (spec: string, numbers: readonly number[]): Batch<string> => unsafe(batchOf(spec, numbers));
  const between = (points: Batch<string>, from = 0, to = 1): number => Math.sqrt(distanceIn(points)(points.rows, from * points.ambient, points.rows, to * points.ambient));

  it.each([
    ["s1", [1, 0, 0, 1, -1, 0], [Math.PI / 2, Math.PI / 2, Math.PI]],
    ["s2", [0, 0, 1, 0, 0, -1, 0, 1, 0], [Math.PI, Math.PI / 2, Math.PI / 2]],
    ["i_0_10", [2, 5, 9], [3, 4, 7]],
    ["i_1_inf", [2, 1 + Math.E, 4], [1, Math.log(3) - 1, Math.log(3)]],
    ["a2", [1, 0, 0, 0, 1, 0, 0.5, 0, 0.5], [Math.SQRT2, Math.sqrt(1.5), Math.SQRT1_2]],
    ["c3", [1, 0, 0, 0, 1, 0, 0, 0, 1], [1, 1, 1]],
  ] as const)("on %s, around the triangle %j, is %j in units of the median", (spec, numbers, raw) => {
    const points = spread(spec, numbers);
    const [, median] = [...raw].sort((a, b) => a - b);
    [[0, 1], [1, 2], [2, 0]].forEach(([from, to], side) => expect(between(points, from, to)).toBeCloseTo(raw[side]! / median!, 12));
  });

  it("has coordinates of R^n and blocks in units of their own", () => {
    const rows = (scale: number) => spread("e2+e1", [0, 0, 5, 3, 4 * scale, 6, 1, 7 * scale, 9]);
    expect(between(rows(1000))).toBeCloseTo(between(rows(1)), 12);
  });

  it("has digits for near points of a sphere", () => {
    const points = spread("s2", [0, 0, 1, 1e-9, 0, 1, 2e-9, 0, 1]);
    expect(between(points)).toBeCloseTo(1, 6);
  });

  it("takes 1 for a unit where points do not differ", () => {
    expect(between(spread("e1", [1, 1, 1]))).toBe(0);
  });
});

describe("references", () => {
  const source = (): ReturnType<typeof random> => random(1, "references");
  const drawn = random(2, "conditions");
  const c = Float64Array.from({ length: 800 }, () => drawn.normal());
  const conditions = unsafe(batchOf("e1", c));

  it.each([["without a condition", undefined], ["with one", conditions]])("are rows before the own one in some order, so that they never lead in a circle: %s", (_, given) => {
    const found = references(800, given, source());
    expect(found.filter((each) => each === -1)).toHaveLength(1);
    found.forEach((_each, row) => {
      let [at, steps] = [row, 0];
      for (; at >= 0 && steps <= 800; steps++) at = found[at]!;
      expect(steps).toBeLessThanOrEqual(800);
    });
  });

  it("are as near in their condition as the rows before allow", () => {
    const found = references(800, conditions, source());
    const gaps = Array.from(found, (of, row) => (of < 0 ? 0 : Math.abs(c[row]! - c[of]!))).sort((a, b) => a - b);
    expect(gaps[400]).toBeLessThan(0.01);
    const anyRow = Array.from(references(800, undefined, source()), (of, row) => (of < 0 ? 0 : Math.abs(c[row]! - c[of]!))).sort((a, b) => a - b);
    expect(anyRow[400]).toBeGreaterThan(0.5);
  });
});

describe("numbers to rank by", () => {
  const functionsOf = (spec: string) => placed(unsafe(parseSpace(spec))).map(rankFunctions);
  it.each([
    ["e1", ["coordinate"]], ["e3", ["coordinate 1", "coordinate 2", "coordinate 3"]], ["i", ["number"]], ["i_0_inf", ["number"]], ["a2", ["fraction 1", "fraction 2", "fraction 3"]],
    ["c2", ["class 1", "class 2"]], ["s1", ["angle from mean"]], ["s3", ["tangent 1", "tangent 2", "tangent 3"]],
  ])("of %s are %j", (spec, names) => expect(functionsOf(spec)[0]!.names).toEqual(names));

  it("read their block of a joint point", () => {
    const [, second] = functionsOf("s2+e2");
    expect(second!.of([0, 0, 1, 5, 6, 1, 0, 0, 7, 8], Int32Array.of(0, 5)).map((each) => [...each])).toEqual([[5, 7], [6, 8]]);
  });

  it.each([0, 1, 2, 3, 4, 5, 6])("on the circle are angles anticlockwise from the mean, wherever it is: at %f", (turn) => {
    const angles = [-1.2, -0.3, 0.1, 1.4];
    const [found] = functionsOf("s1")[0]!.of(angles.flatMap((each) => [Math.cos(turn + each), Math.sin(turn + each)]), Int32Array.of(0, 2, 4, 6));
    angles.forEach((each, at) => expect(found![at]! - found![0]!).toBeCloseTo(each + 1.2, 12));
  });

  it("on the sphere are as long as the arcs to the mean", () => {
    const points = [[0.3, 0], [-0.3, 0], [0, 2.5], [0, -2.5]].flatMap(([x, y]) => {
      const arc = Math.hypot(x!, y!);
      return [(Math.sin(arc) * x!) / arc, (Math.sin(arc) * y!) / arc, Math.cos(arc)];
    });
    // The mean of these is on the axis: cos 0.3 > −cos 2.5.
    const [a, b] = functionsOf("s2")[0]!.of(points, Int32Array.of(0, 3, 6, 9));
    [0.3, 0.3, 2.5, 2.5].forEach((arc, at) => expect(Math.hypot(a![at]!, b![at]!)).toBeCloseTo(arc, 12));
    expect([a![0]! + a![1]!, b![2]! + b![3]!].every((sum) => Math.abs(sum) < 1e-12)).toBe(true);
  });
});
