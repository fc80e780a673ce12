/** Typed arrays into flows: lengths that do not fit are refused in a sentence and leave nothing behind, and a row of no numbers spoils no other row. */
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { DiffeoFault } from "../../src/error.ts";
import { amortize } from "../../src/flow/amortize.ts";
import { oplus } from "../../src/flow/flow.ts";
import { circle, euclid, interval, simplex, sphere } from "../../src/flow/manifolds.ts";
import { flowArrays, type FlowArrays, type Rows } from "../../src/interpret/flow-arrays.ts";
import { kernel } from "../../src/interpret/kernel/kernel.ts";
import type { Interpreter } from "../../src/interpret/program.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";
import { trusted, type Batch } from "../../src/manifold/batch.ts";
import { model } from "../../src/model/model.ts";
import { sentenceFlaw } from "../../laws/codec/refusal.ts";
import { answered, share } from "./owed.ts";

const kernels = [kernel({ precision: "float64" }), kernel({ precision: "float32" })];
afterAll(() => kernels.forEach((each) => each.close()));
const interpreters: readonly Interpreter[] = [reference, reference32, ...kernels];

const flow = oplus(euclid(1).gauss(1, { kernels: 2 }), circle().moebius(1, { kernels: 1 }), sphere(2).nsphere(1, { hidden: [1], bins: 2, kernels: 1 }), interval(0, 2).spline(1, { bins: 2 }), simplex(1).simplexSpline(1, { bins: 2 })).given("e1");
const amortized = amortize(flow);
const start = model(flow, { seed: 1 });

interface Case {
  readonly name: string;
  readonly arrays: FlowArrays;
  /** Numbers of parameters for one row, and whether each row has its own. */
  readonly own: readonly number[];
  readonly perRow: boolean;
}

const cases: readonly Case[] = interpreters.flatMap((by): readonly Case[] => [
  { name: `${by.name} ${by.precision}`, arrays: flowArrays(flow, by), own: [...start.parameters], perRow: false },
  { name: `${by.name} ${by.precision}, amortized`, arrays: flowArrays(amortized, by), own: [...amortized.start], perRow: true },
]);

const points = [[0.5, 1, 0, 0, 0, 1, 0.5, 0.25, 0.75], [-3, 0, 1, 0.6, 0.8, 0, 0, 0, 1], [1e3, -1, 0, 0, 0, -1, 2, 1, 0]];
const { ambient } = cases[0]!.arrays;

const given = ({ own, perRow }: Case, count: number): { readonly parameters: readonly number[]; readonly condition: readonly number[] } =>
  ({ parameters: perRow ? Array.from({ length: count }, () => own).flat() : own, condition: Array.from({ length: count }, (_, row) => row / 2) });

/** Throws a sentence, if it throws. */
const refuses = (run: () => unknown): boolean => {
  try {
    answered(run);
    return false;
  } catch (thrown) {
    if (!(thrown instanceof RangeError || thrown instanceof DiffeoFault)) throw thrown;
    expect(sentenceFlaw(thrown.message.replace(/[^.]$/, "$&."))).toBeUndefined(); // the engine's own have no full stop
    return true;
  }
};

const odd: fc.Arbitrary<number> = fc.constantFrom(NaN, Infinity, -Infinity, 1e308, -1e308, 5e-324, -0, 1e30);
const as = fc.constantFrom((rows: readonly number[]): Rows => rows, (rows: readonly number[]): Rows => Float64Array.from(rows), (rows: readonly number[]): Rows => Float32Array.from(rows));

describe("arrays", () => {
  it("of wrong lengths are refused, and the next call is as good as ever", () => {
    const lengths = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(-9, 9, 100));
    fc.assert(fc.property(fc.constantFrom(...cases), fc.constantFrom("points", "parameters", "condition", "weight"), lengths.filter((by) => by !== 0), as, (one, which, by, make) => {
      const changed = (rows: readonly number[], name: string): Rows => make(name === which ? (by < 0 ? rows.slice(0, by) : [...rows, ...Array.from({ length: by }, () => 0)]) : rows);
      const { parameters, condition } = given(one, points.length);
      const before = one.arrays.logProb(points.flat(), { parameters, condition });
      const call = () => one.arrays.gradient(changed(points.flat(), "points"), { parameters: changed(parameters, "parameters"), condition: changed(condition, "condition"), weight: changed([1, 1, 1], "weight") });
      // One row more or less is another batch, whose parameters, condition and weight are then of a wrong length.
      expect(refuses(call)).toBe(true);
      expect(one.arrays.logProb(points.flat(), { parameters, condition })).toEqual(before);
    }), share(0.5));
  });

  it("that hold no numbers, or numbers of any size, spoil no other row", () => {
    fc.assert(fc.property(fc.constantFrom(...cases), fc.nat(2), fc.array(fc.tuple(fc.nat(8), odd), { minLength: 1, maxLength: 4 }), odd, fc.boolean(), (one, row, strokes, condition, both) => {
      const all = given(one, points.length);
      const before = one.arrays.logProb(points.flat(), all);
      const rows = points.map((point, index) => (index === row ? strokes.reduce((own, [at, value]) => own.with(at, value), point) : point));
      const after = answered(() => one.arrays.logProb(rows.flat(), both ? { ...all, condition: all.condition.with(row, condition) } : all));
      for (let index = 0; index < points.length; index++) if (index !== row) expect(after[index]).toBe(before[index]);
      answered(() => one.arrays.inverse(rows.flat(), all));
      answered(() => one.arrays.gradient(rows.flat(), all));
    }), share(0.5));
  });

  it("of base points and parameters of any size come to an end", () => {
    fc.assert(fc.property(fc.constantFrom(...cases), fc.array(odd, { minLength: 7, maxLength: 7 }), fc.array(fc.tuple(fc.nat(1000), odd), { maxLength: 5 }), (one, base, strokes) => {
      const own = strokes.reduce((values, [at, value]) => values.with(at % values.length, value), one.own);
      const { points: made } = answered(() => one.arrays.forward(base.slice(0, one.arrays.dim), { parameters: own, condition: [0] }));
      expect(made.length).toBe(ambient);
    }), share(0.5));
  });

  it("are drawn in whole numbers", () => {
    const counts = fc.constantFrom(-1, 1.5, NaN, Infinity, 1e300, 2 ** 53, "3", null, undefined);
    fc.assert(fc.property(fc.constantFrom(...cases), counts, (one, count) => {
      expect(refuses(() => one.arrays.sample(count as number, given(one, 1)))).toBe(true); // whatever it is
      expect(refuses(() => start.sample(count as number, { given: trusted("e1", Float64Array.of(0), 1) }))).toBe(true);
    }));
  });
});

describe("models", () => {
  it("take as many finite parameters as they have", () => {
    const count = start.parameters.length;
    fc.assert(fc.property(fc.constantFrom(0, 1, count - 1, count, count + 1), fc.option(odd), (length, value) => {
      const parameters = Float64Array.from({ length }, (_, index) => (index === 0 ? (value ?? 0) : 0));
      expect(refuses(() => model(flow, { parameters }))).toBe(length !== count || !Number.isFinite(parameters[0]));
    }));
  });

  it("take batches of their space and condition alone", () => {
    const batches: readonly Batch<string>[] = [trusted("e1", Float64Array.of(0), 1), trusted("e2", Float64Array.of(0, 0), 1), trusted("e0", new Float64Array(0), 3), trusted(flow.space, Float64Array.from(points[0]!), 1), trusted(flow.space, Float64Array.from(points.flat()), 3)];
    fc.assert(fc.property(fc.constantFrom(...batches), fc.constantFrom(...batches, undefined), (own, condition) => {
      const fits = own.spec === flow.space && condition?.spec === "e1";
      expect(refuses(() => start.logProb(own as never, { given: condition } as never))).toBe(!fits); // of any space
    }));
  });
});
