import { describe, expect, it } from "vitest";
import { density1, density2, regions2 } from "../../src/plot/corner/kernel-density.ts";
import { random } from "../../src/random.ts";

const drawn = (count: number, draw: (source: ReturnType<typeof random>) => number, purpose: string): Float64Array => {
  const source = random(3, purpose);
  return Float64Array.from({ length: count }, () => draw(source));
};
const open = [undefined, undefined] as const;

/** Whether a point lies inside rings, outer ones and holes alike. */
const inside = (rings: readonly (readonly (readonly [number, number])[])[], x: number, y: number): boolean =>
  rings.reduce((odd, ring) => ring.reduce((own, [x0, y0], at) => {
    const [x1, y1] = ring[(at + 1) % ring.length]!;
    return y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0) ? !own : own;
  }, odd), false);

describe("density1", () => {
  it.each([["bounds", [0, 1] as const], ["a circle", "wrap" as const]])("of uniform values between %s is flat up to the ends", (_, ends) => {
    const found = density1(drawn(40_000, (source) => source.uniform(), "flat"), { span: [0, 1], ends, cells: 50 });
    for (const each of found) expect(Math.abs(each - 1)).toBeLessThan(0.15);
    expect(found.reduce((sum, each) => sum + each / 50, 0)).toBeCloseTo(1, 2);
  });
  it("of a Gaussian is its density", () => {
    const found = density1(drawn(40_000, (source) => source.normal(), "normal"), { span: [-4, 4], ends: open, cells: 160 });
    found.forEach((each, cell) => {
      const x = -4 + (8 * (cell + 0.5)) / 160;
      expect(Math.abs(each - Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI))).toBeLessThan(0.02);
    });
  });
  it("of no values is nothing", () => {
    expect([...density1([], { span: [0, 1], ends: open, cells: 4 })]).toEqual([0, 0, 0, 0]);
  });
});

describe("regions2", () => {
  it("hold their share of fresh samples", () => {
    const pair = (purpose: string): readonly [Float64Array, Float64Array] => {
      const x = drawn(20_000, (source) => source.normal(), `${purpose} x`);
      return [x, drawn(20_000, (source) => source.normal(), `${purpose} y`).map((each, at) => 0.8 * x[at]! + 0.6 * each)];
    };
    const axis = { span: [-3.5, 3.5], ends: open, cells: 64 } as const;
    const masses = [0.5, 0.9];
    const found = regions2(density2(...pair("seen"), axis, axis), masses);
    const [x, y] = pair("fresh");
    found.forEach((rings, at) => {
      const share = x.reduce((sum, each, row) => sum + (inside(rings, each, y[row]!) ? 1 : 0), 0) / x.length;
      expect(Math.abs(share - masses[at]!)).toBeLessThan(0.025);
    });
  });
  it("leave a circle on one side and come back on the other", () => {
    const angle = drawn(5000, (source) => (24 + source.normal()) % 24, "seam");
    const other = drawn(5000, (source) => source.normal(), "beside");
    const [rings] = regions2(density2(angle, other, { span: [0, 24], ends: "wrap", cells: 60 }, { span: [-4, 4], ends: open, cells: 60 }), [0.5]);
    const xs = rings!.map((ring) => ring.map(([x]) => x));
    expect(xs.some((each) => Math.min(...each) < 0 && Math.max(...each) > 0.5 && Math.max(...each) < 4)).toBe(true);
    expect(xs.some((each) => Math.max(...each) > 24 && Math.min(...each) < 23.5 && Math.min(...each) > 20)).toBe(true);
    expect(inside(rings!, 12, 0)).toBe(false);
  });
  it("run on beyond a bound, so that the frame cuts them", () => {
    const x = drawn(5000, (source) => Math.abs(source.normal()), "bound");
    const y = drawn(5000, (source) => source.normal(), "along");
    const [rings] = regions2(density2(x, y, { span: [0, 4], ends: [0, undefined], cells: 60 }, { span: [-4, 4], ends: open, cells: 60 }), [0.5]);
    expect(Math.min(...rings!.flat().map(([each]) => each))).toBeLessThan(-0.05);
    expect(inside(rings!, 0.01, 0)).toBe(true);
  });
});
