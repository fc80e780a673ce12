/** Flows with parameters of their own for every sample, against one model per sample. */
import { describe, expect, it } from "vitest";
import { unsafe } from "../../src/error.ts";
import { size } from "../../src/expr/index.ts";
import { amortize, type AmortizedFlow } from "../../src/flow/amortize.ts";
import { oplus, type AnyFlow } from "../../src/flow/flow.ts";
import { circle, euclid, interval, sphere } from "../../src/flow/manifolds.ts";
import { withRate, type RatedFlow } from "../../src/flow/rate.ts";
import { flowArrays } from "../../src/interpret/flow-arrays.ts";
import { compileKernel } from "../../src/interpret/kernel/index.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { batchOf } from "../../src/manifold/batch.ts";
import { model } from "../../src/model/model.ts";
import { random } from "../../src/random.ts";
import { fromData } from "../../src/train/from-data.ts";

const data = unsafe(batchOf("e2", ((source) => Array.from({ length: 400 }, (_, at) => 100 * (at % 2) + 5 * source.normal()))(random(1, "data"))));
const small = { kernels: 2 } as const;
const flows: Readonly<Record<string, AmortizedFlow>> = {
  "a fresh flow": amortize(oplus(euclid(1).gauss(1, small), circle().moebius(1, small), sphere(2).nsphere(1, { bins: 3 }))),
  "a model with its frames": amortize(fromData(euclid(2).gauss(1, small).affine(), data)),
  "under a condition": amortize(oplus(interval(-1, 2).spline(), euclid(1).affine()).given("s1+e1", { hidden: [3] })),
  "a hyper-network": amortize(oplus(euclid(1).affine(), circle().moebius(1, small)).given("e1", { everything: true, hidden: [3], rank: 2 })),
  "nothing to emit": amortize(oplus(circle(), sphere(2), euclid(1))),
};

const count = 5;
const noise = (length: number, name: string, size = 1): Float64Array => ((source) => Float64Array.from({ length }, () => size * source.normal()))(random(2, name));

/** Points of the flow's own samples, with parameters about its start and conditions. */
const rows = ({ flow, parameterCount, plan, start }: AmortizedFlow) => {
  const parameters = noise(count * parameterCount, "parameters", 0.3).map((value, at) => value + start[at % parameterCount]!);
  const condition = noise(count * plan.conditionAmbient, "condition");
  if (flow.condition.startsWith("s1")) {
    for (let row = 0; row < count; row++) {
      const at = row * plan.conditionAmbient;
      const length = Math.hypot(condition[at]!, condition[at + 1]!);
      condition[at]! /= length;
      condition[at + 1]! /= length;
    }
  }
  return { parameters, condition };
};

/** The whole vector of one row, as a model has it. */
const whole = ({ plan: { entries }, frames, layout }: AmortizedFlow, emitted: Float64Array): Float64Array => {
  const values = frames.slice();
  const places = new Map(layout.map((entry) => [entry.path.join(), entry.offset]));
  for (const { frozen, offset, path, shape } of entries) {
    if (!frozen) values.set(emitted.subarray(places.get(path.join())!, places.get(path.join())! + size(shape)), offset);
  }
  return values;
};

describe.each(Object.entries(flows))("%s", (_, own) => {
  const { parameterCount, plan, flow } = own;
  const { parameters, condition } = rows(own);
  const { sample } = flowArrays(own, reference);
  const { points, logProb } = sample(count, { parameters, condition, seed: 3 });

  it("has a table of what is emitted, without frames, gaps or overlaps", () => {
    const end = own.layout.reduce((at, { offset, shape, start }) => {
      expect(offset).toBe(at);
      expect(start.length).toBe(size(shape));
      return at + size(shape);
    }, 0);
    expect([end, own.start.length]).toEqual([parameterCount, parameterCount]);
    expect(own.layout.map(({ path }) => path)).toEqual(plan.entries.filter(({ frozen }) => !frozen).map(({ path }) => path));
  });

  it("computes for every row what a model with its parameters computes", () => {
    for (let row = 0; row < count; row++) {
      const single = flowArrays(flow, reference);
      const given = {
        parameters: whole(own, parameters.subarray(row * parameterCount, (row + 1) * parameterCount)),
        condition: condition.subarray(row * plan.conditionAmbient, (row + 1) * plan.conditionAmbient),
      };
      const point = points.subarray(row * plan.ambient, (row + 1) * plan.ambient);
      expect(single.logProb(point, given)[0]).toBeCloseTo(logProb[row]!, 8);
      expect(single.inverse(point, given).base.length).toBe(plan.dim);
    }
  });

  it.each(["float64", "float32"] as const)("kernels in %s agree with the reference, both ways and in gradients of every row", (precision) => {
    const kernel = compileKernel(own, { precision, threads: 1 });
    const plain = flowArrays(own, reference);
    const of = plan.conditionAmbient > 0 ? (["parameters", "points", "condition"] as const) : (["parameters", "points"] as const);
    const weight = [1, -2, 0.5, 0, 3];
    const [want, got] = [plain, kernel].map(({ gradient, inverse, forward }) => ({
      ...gradient(points, { parameters, condition, weight, of }), ...inverse(points, { parameters, condition }), ...forward(noise(count * plan.dim, "base"), { parameters, condition }),
    })) as unknown as readonly Readonly<Record<string, Float64Array>>[];
    expect(got!["parameters"]!.length).toBe(count * parameterCount);
    for (const [name, values] of Object.entries(want!)) {
      values.forEach((value, at) => expect(Math.abs(got![name]![at]! - value) / (1 + Math.abs(value)), name).toBeLessThan(precision === "float64" ? 1e-9 : 2e-3));
    }
  });

  it("has the gradient of every row that differences have", () => {
    const { gradient, logProb: density } = compileKernel(own, { precision: "float64", threads: 1 });
    const { parameters: found } = gradient(points, { parameters, condition });
    for (let trial = 0; trial < 3; trial++) {
      const direction = noise(count * parameterCount, `direction ${trial}`);
      const at = (step: number): Float64Array => density(points, { parameters: parameters.map((value, index) => value + step * direction[index]!), condition });
      const [up, down] = [at(1e-6), at(-1e-6)];
      for (let row = 0; row < count; row++) {
        const slope = (up[row]! - down[row]!) / 2e-6;
        let along = 0;
        for (let index = row * parameterCount; index < (row + 1) * parameterCount; index++) along += found[index]! * direction[index]!;
        expect(Math.abs(along - slope) / (1 + Math.abs(slope))).toBeLessThan(1e-5);
      }
    }
  });
});

it("keeps the frames of a model, and starts from what it has learned", () => {
  const learned = fromData(euclid(2).affine(), data);
  const own = amortize(learned);
  const { logProb } = flowArrays(own, reference);
  const parameters = Float64Array.from({ length: data.count * own.parameterCount }, (_, at) => own.start[at % own.parameterCount]!);
  const want = learned.logProb(data);
  logProb(data.rows, { parameters }).forEach((value, row) => expect(value).toBeCloseTo(want[row]!, 10));
  // Without the frames of the data, points about 100 are far away.
  expect(flowArrays(amortize(euclid(2).affine()), reference).logProb([100, 100], { parameters: own.start })[0]!).toBeLessThan(-100);
});

describe("with a rate", () => {
  const free: AmortizedFlow<RatedFlow<"e1">> = amortize(withRate(euclid(1).affine()));
  const conditional = amortize(withRate(circle().moebius(1, small).given("e1", { hidden: [3] }), { hidden: [4] }));

  it("emits the rate too, with its own gradient", () => {
    expect(free.layout.at(-1)).toMatchObject({ path: ["rate", "logRate"], shape: [1] });
    const parameters = noise(count * free.parameterCount, "rated");
    const last = Array.from({ length: count }, (_, row) => parameters[(row + 1) * free.parameterCount - 1]!);
    for (const { logRate, logRateGradient } of [flowArrays(free, reference), compileKernel(free, { precision: "float64", threads: 1 })]) {
      expect(Array.from(logRate({ parameters }))).toEqual(last);
      const { parameters: slopes } = logRateGradient({ parameters, weight: [1, 2, 3, 4, 5] });
      expect(Array.from(slopes)).toEqual(Array.from({ length: parameters.length }, (_, at) => (at % free.parameterCount === free.parameterCount - 1 ? 1 + Math.floor(at / free.parameterCount) : 0)));
    }
  });

  it("under a condition, by the emitted weights of its network", () => {
    const { parameters, condition } = rows(conditional);
    const arrays = compileKernel(conditional, { precision: "float64", threads: 1 });
    const { condition: found } = arrays.logRateGradient({ parameters, condition, of: ["condition"] });
    const at = (step: number): Float64Array => arrays.logRate({ parameters, condition: condition.map((value) => value + step) });
    const [up, down] = [at(1e-6), at(-1e-6)];
    up.forEach((value, row) => expect((value - down[row]!) / 2e-6).toBeCloseTo(found[row]!, 6));
    expect(found.every((value) => value !== 0)).toBe(true);
  });
});

it("refuses parameters of another length", () => {
  const { logProb } = compileKernel(amortize(euclid(1).affine()), { precision: "float64", threads: 1 });
  expect(() => logProb([1, 2, 3], { parameters: [0, 0] })).toThrow("The input parameters takes 6 numbers for 3 samples, but 2 were given.");
});

it("is of any flow", () => {
  const wide: AnyFlow = euclid(2).affine();
  expect(amortize(wide).parameterCount).toBe(4);
  expect(model(wide).parameters.length).toBe(8);
});
