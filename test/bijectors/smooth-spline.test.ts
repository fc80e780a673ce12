/** Splines with a continuous second derivative: the slopes against closed forms, and both sides of every knot. */
import { describe, expect, it } from "vitest";
import { circularSpline } from "../../src/bijectors/circular-spline.ts";
import { binShapes } from "../../src/bijectors/spline/bins.ts";
import { spline as splineOf } from "../../src/bijectors/spline/knots.ts";
import { smoothSlopes } from "../../src/bijectors/spline/smooth.ts";
import { spline } from "../../src/bijectors/spline/spline.ts";
import { through } from "../../src/bijectors/spline/unit-spline.ts";
import { constant, expand, input, jvp, one, parameter, sub, vjp, type Expr } from "../../src/expr/index.ts";
import { program } from "../../src/interpret/program.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";
import { interval } from "../../src/manifold/interval.ts";
import { sphere } from "../../src/manifold/sphere.ts";
import { random } from "../../src/random.ts";
import { onCircle, probe, worst, worstOf, type Rows, type Values } from "./probe.ts";

type Ending = "given" | "joined" | "straight";

const slopes = (widths: readonly number[], heights: readonly number[], ends: readonly number[] | "joined" | "straight", by = reference): readonly number[] => {
  const expr = smoothSlopes(constant(widths), constant(heights), typeof ends === "string" ? ends : constant(ends));
  return Array.from(by.compile(program({ expr }))({}, 1).expr);
};

/** Portions of 1, of ordinary size or at the corners of raw parameters. */
const portions = (source: ReturnType<typeof random>, bins: number, corners: boolean): readonly number[] => {
  const least = corners ? 1e-6 : 1e-3;
  const powers = Array.from({ length: bins }, () => Math.exp(corners ? 20 * (source.below(3) - 1) : source.normal()));
  const whole = powers.reduce((a, b) => a + b, 0);
  return powers.map((each) => least + ((1 - bins * least) * each) / whole);
};

describe("slopes of smooth splines", () => {
  // The inner slope of two bins is the positive root of D² + pD + q, and that of three symmetric bins likewise
  // (arXiv:2604.19846, as in its authors' program); on the circle of two bins D = (B + √(B² + 8AC)) / 4A.
  it("are the roots in closed form for two bins", () => {
    for (const [w1, h1, d0, d1] of [[0.3, 0.6, 0.5, 2], [0.9, 0.1, 3, 0.01], [0.001, 0.999, 20, 1e-3]] as const) {
      const [w2, h2] = [1 - w1, 1 - h1];
      const [s1, s2] = [h1 / w1, h2 / w2];
      const p = (h2 * (d0 - s1) + h1 * (d1 - s2)) / (h1 + h2);
      const q = (-h1 * h2 * (h1 / w1 ** 2 + h2 / w2 ** 2)) / (h1 + h2);
      const root = -p / 2 + Math.sqrt(p ** 2 / 4 - q);
      expect(slopes([w1, w2], [h1, h2], [d0, d1])[1]! / root).toBeCloseTo(1, 13);
    }
  });

  it("are the roots in closed form for three symmetric bins", () => {
    for (const [w1, h1, d0] of [[0.2, 0.4, 0.7], [0.45, 0.05, 5], [0.01, 0.3, 0.02]] as const) {
      const [w2, h2] = [1 - 2 * w1, 1 - 2 * h1];
      const p = (h2 * (d0 * w1 * w2 - h1 * (w1 + w2))) / ((2 * h1 + h2) * w1 * w2);
      const q = (-h1 * h2 * (h1 * w2 ** 2 + h2 * w1 ** 2)) / ((2 * h1 + h2) * w1 ** 2 * w2 ** 2);
      const root = -p / 2 + Math.sqrt(p ** 2 / 4 - q);
      const own = slopes([w1, w2, w1], [h1, h2, h1], [d0, d0]);
      expect(own[1]! / root).toBeCloseTo(1, 13);
      expect(own[2]! / root).toBeCloseTo(1, 13);
    }
  });

  it("are the root in closed form for two bins of the circle", () => {
    for (const [w1, h1] of [[0.3, 0.6], [0.5, 0.5], [0.001, 0.98]] as const) {
      const [a, b, c] = [1 / h1 + 1 / (1 - h1), 1 / w1 + 1 / (1 - w1), h1 / w1 ** 2 + (1 - h1) / (1 - w1) ** 2];
      const root = (b + Math.sqrt(b ** 2 + 8 * a * c)) / (4 * a);
      for (const own of slopes([w1, 1 - w1], [h1, 1 - h1], "joined")) expect(own / root).toBeCloseTo(1, 13);
    }
  });

  it("are those of the line itself", () => {
    for (const ends of [[1, 1], "joined", "straight"] as const) {
      for (const own of slopes([0.1, 0.2, 0.05, 0.65], [0.1, 0.2, 0.05, 0.65], ends)) expect(own).toBeCloseTo(1, 14);
    }
    expect(slopes([1], [1], "straight")).toEqual([1, 1]);
  });

  /** y″ at both ends of every bin, Gregory & Delbourgo's formulas, with the sizes of what they add up. */
  const bends = (widths: readonly number[], heights: readonly number[], own: readonly number[]) =>
    widths.map((width, bin) => {
      const [s, left, right] = [heights[bin]! / width, own[bin]!, own[bin + 1]!];
      const bend = (here: number): readonly [number, number] => [((2 / width) * (s + here - (here * (left + right)) / s)), (2 / width) * (s + here + (here * (left + right)) / s)];
      const [[low, lowSize], [high, highSize]] = [bend(left), bend(right)];
      return { low, lowSize, high: -high, highSize };
    });

  const binCounts = [...Array.from({ length: 16 }, (_, index) => index + 2), 31, 32, 33, 63, 64];

  it.each(["given", "joined", "straight"] as const)("solve the equations of every knot to the last digits, %s ends", (ending: Ending) => {
    for (const bins of binCounts) {
      for (const [seed, corners] of [[1, false], [2, true], [3, true], [4, false], [5, true]] as const) {
        const source = random(seed, "slopes", `${bins}`);
        const [widths, heights] = [portions(source, bins, corners), portions(source, bins, corners)];
        for (const [by, digits] of [[reference, 2e-15], [reference32, 2e-6]] as const) {
          const own = slopes(widths, heights, ending === "given" ? [Math.exp(3 * source.normal()), Math.exp(3 * source.normal())] : ending, by);
          expect(own.every((each) => each > 0)).toBe(true);
          const all = bends(widths, heights, own);
          const pairs = all.map((right, bin) => [all[bin - 1], right] as const).slice(1);
          for (const [left, right] of ending === "joined" ? [...pairs, [all.at(-1)!, all[0]!] as const] : pairs) {
            expect(Math.abs(left!.high - right.low) / (left!.highSize + right.lowSize)).toBeLessThan(digits);
          }
          if (ending === "straight") {
            expect(Math.abs(all[0]!.low) / all[0]!.lowSize).toBeLessThan(digits);
            expect(Math.abs(all.at(-1)!.high) / all.at(-1)!.highSize).toBeLessThan(digits);
          }
        }
      }
    }
  });

  it("have the first derivatives of differences, and finite second ones", () => {
    const source = random(7, "derivatives");
    for (const [bins, ending] of [[2, "given"], [3, "given"], [9, "joined"], [12, "given"], [6, "straight"]] as const) {
      const of = { w: parameter("w", [bins]), h: parameter("h", [bins]), ...(ending === "given" ? { e: parameter("e", [2]) } : {}) };
      const weights = Array.from({ length: bins + 1 }, () => source.normal());
      const own = smoothSlopes(of.w, of.h, of.e ?? (ending as "joined" | "straight"));
      const names = Object.keys(of) as (keyof typeof of)[];
      const gradients = vjp([own], [constant(weights)], names.map((name) => of[name]!));
      const curved = jvp(gradients, new Map(names.map((name) => [of[name]!, expand(one, of[name]!.shape)])));
      const outputs = { own, ...Object.fromEntries(names.flatMap((name, at) => [[name, gradients[at]!], [`second ${name}`, curved[at]!]])) };
      const run = reference.compile(program<string>(outputs));
      const start = { w: portions(source, bins, false), h: portions(source, bins, false), e: [0.4, 2.5] };
      const value = (inputs: typeof start): number => run(inputs, 1)["own"]!.reduce((sum, each, knot) => sum + each * weights[knot]!, 0);
      const out = run(start, 1);
      for (const name of names) {
        const largest = Math.max(1, ...out[name]!.map(Math.abs));
        out[name]!.forEach((each, entry) => {
          const step = 1e-6 * start[name][entry]!;
          const moved = (by: number): number => value({ ...start, [name]: start[name].map((x, i) => (i === entry ? x + by : x)) });
          expect(Math.abs((moved(step) - moved(-step)) / (2 * step) - each) / largest).toBeLessThan(1e-7);
        });
        expect(out[`second ${name}`]!.every(Number.isFinite)).toBe(true);
      }
    }
  });
});

describe("smooth splines", () => {
  /** y″(t), forward mode twice. */
  const bending = (widths: Expr, heights: Expr, ends: Expr | "joined") => {
    const t = input("t", []);
    const curve = splineOf(widths, heights, ends, { minWidth: 0, minHeight: 0, minSlope: 0, smooth: true });
    const { pair } = through(curve, { t, complement: sub(1, t) });
    const [slope] = jvp([pair.t], new Map([[t, one]]));
    const [bend] = jvp([slope!], new Map([[t, one]]));
    return reference.compile(program({ bend: bend! }));
  };

  it.each([2, 3, 4, 7, 16, 64])("have one second derivative on both sides of every knot, and across the seam, with %i bins", (bins) => {
    for (const seed of [1, 2, 3]) {
      const source = random(seed, "both sides", `${bins}`);
      const [widths, heights] = [portions(source, bins, false), portions(source, bins, false)];
      const knots = widths.map((_, bin) => widths.slice(0, bin).reduce((a, b) => a + b, 0)).slice(1);
      const raw = (values: readonly number[]): Expr => constant(values.map(Math.log));
      // Unequal slopes at the ends.
      for (const ends of [constant([0.2, 3]), "joined"] as const) {
        const run = bending(raw(widths), raw(heights), ends);
        const at = (t: number): number => run({ t: [t] }, 1).bend[0]!;
        const near = 1e-10;
        const jumps = knots.map((knot) => Math.abs(at(knot + near) - at(knot - near)));
        const seam = ends === "joined" ? [Math.abs(at(near) - at(1 - near))] : [];
        const size = Math.max(...knots.map((knot) => Math.abs(at(knot))));
        expect(size).toBeGreaterThan(1);
        for (const jump of [...jumps, ...seam]) expect(jump / size).toBeLessThan(1e-4);
      }
    }
  });
});

describe("layers of smooth splines", () => {
  const unit = interval({ kind: "i", dim: 1, lower: 0, upper: 1, spec: "i" });
  const pairs: Rows = [0, 1e-30, 1e-12, 0.01, 0.25, 0.31, 0.4999, 0.5, 0.77, 0.99].map((t) => [t, 1 - t]);
  const options = [
    { smooth: true },
    { smooth: true, bins: 3, boundary: "fixed" },
    { smooth: true, bins: 2, pins: "firstTwo", heights: "relative", boundary: "fixed" },
    { bins: 5, pins: "first", maxRatio: 20 },
  ] as const;

  it.each(options)("start as the identity and go there and back, %j", (own) => {
    const layer = probe(spline.with(own), unit);
    for (const direction of ["inverse", "forward"] as const) expect(worst(layer.run(direction, pairs, layer.start).points, pairs)).toBeLessThan(1e-15);
    const values = layer.scattered(3, 1);
    const there = layer.run("inverse", pairs, values);
    expect(worst(layer.run("forward", there.points, values).points, pairs)).toBeLessThan(1e-13);
  });

  it("have as few parameters as the options say", () => {
    const counts = options.map((own) => Object.values(probe(spline.with(own), unit).start).reduce((sum, each) => sum + each.length, 0));
    expect(counts).toEqual([18, 6, 1, 4 + 4 + 6]);
    expect(binShapes(circularSpline.with({ bins: 2, pins: "first" }).options)).toEqual({ widths: [1], heights: [1] });
  });

  it("are the identity with relative heights of zero, whatever the widths", () => {
    for (const own of [{ heights: "relative", smooth: true }, { heights: "relative", maxRatio: 5, smooth: true, boundary: "fixed" }] as const) {
      const layer = probe(spline.with(own), unit);
      const values = { ...layer.start, widths: layer.scattered(4, 2)["widths"]! };
      expect(worst(layer.run("inverse", pairs, values).points, pairs)).toBeLessThan(1e-14);
    }
  });

  it("keep the ratio of widths and of heights", () => {
    const bounds = { minWidth: 1e-9, minHeight: 1e-9, minSlope: 1e-4, maxRatio: 8 };
    const { across, up } = splineOf(constant([100, -100, 0]), constant([-3, 50, -50]), "straight", bounds);
    const out = reference.compile(program({ widths: across.lengths, heights: up.lengths }))({}, 1);
    for (const each of [out.widths, out.heights]) {
      expect(Math.max(...each) / Math.min(...each)).toBeLessThanOrEqual(8);
      expect(Math.max(...each) / Math.min(...each)).toBeGreaterThan(7.9);
    }
  });

  it("start from data near their density", () => {
    const source = random(3, "beta");
    const rows = Float64Array.from({ length: 4000 }, (_, i) => (i % 2 === 0 ? Math.sqrt(source.uniform()) : 0));
    for (let i = 0; i < rows.length; i += 2) rows[i + 1] = 1 - rows[i]!;
    const sample = { rows, count: 2000, weights: new Float64Array(2000).fill(1 / 2000) };
    const points = Array.from({ length: 2000 }, (_, i) => [rows[2 * i]!, rows[2 * i + 1]!]);
    const likelihood = (own: Parameters<typeof spline.with>[0]): number => {
      const layer = spline.with(own);
      const { logDets } = probe(layer, unit).run("inverse", points, layer.definition.fit!(sample, unit, layer.options) as Values);
      return logDets.reduce((a, b) => a + b, 0) / 2000;
    };
    // The entropy of Beta(2, 1) is 1/2 − log 2.
    const entropy = 0.5 - Math.log(2);
    expect(likelihood({ smooth: true })).toBeGreaterThan(-entropy - 0.02);
    expect(likelihood({ smooth: true, heights: "relative", pins: "first" })).toBeGreaterThan(-entropy - 0.02);
    expect(likelihood({ bins: 2, pins: "firstTwo", smooth: true })).toBeGreaterThan(-entropy - 0.03);
    expect(likelihood({ bins: 4, pins: "firstTwo", smooth: true })).toBeGreaterThan(-entropy - 0.03);
    expect(likelihood({ smooth: true, boundary: "fixed" })).toBeGreaterThan(0.1);
    expect(likelihood({ smooth: true, maxRatio: 2 })).toBeGreaterThan(0.1);
  });

  it("have no seam on the circle, in the derivative of their density", () => {
    const circle = probe(circularSpline.with({ smooth: true, rotation: false }), sphere(1));
    const values = circle.scattered(6, 1);
    const step = 1e-4;
    const { logDets } = circle.run("inverse", [-2 * step, -step, 0, step, 2 * step].map(onCircle), values);
    const [left, right] = [(3 * logDets[2]! - 4 * logDets[1]! + logDets[0]!) / (2 * step), (-3 * logDets[2]! + 4 * logDets[3]! - logDets[4]!) / (2 * step)];
    expect(Math.abs(left)).toBeGreaterThan(0.05);
    expect(Math.abs(left - right)).toBeLessThan(1e-4 * (1 + Math.abs(left)));
    const rough = probe(circularSpline.with({ rotation: false }), sphere(1));
    const other = rough.run("inverse", [-2 * step, -step, 0, step, 2 * step].map(onCircle), rough.scattered(6, 1)).logDets;
    expect(worstOf([other[3]! - 2 * other[2]! + other[1]!], [0])).toBeGreaterThan(step * 1e-2);
  });
});
