/** `given` with everything: one network of the condition predicts all parameters, the weights of inner networks included. */
import { describe, expect, it } from "vitest";
import { unsafe } from "../../src/error.ts";
import { size } from "../../src/expr/index.ts";
import { given, oplus, type AnyFlow } from "../../src/flow/flow.ts";
import { circle, euclid, sphere } from "../../src/flow/manifolds.ts";
import { plan } from "../../src/flow/plan.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { batchOf, type Batch } from "../../src/manifold/batch.ts";
import { model, type Model } from "../../src/model/model.ts";
import { random } from "../../src/random.ts";
import { fit } from "../../src/train/fit.ts";
import { fromData } from "../../src/train/from-data.ts";
import { scattered } from "../model/scattered.ts";

const of = <S extends string>(spec: S, rows: readonly number[]): Batch<S> => unsafe(batchOf<string>(spec, rows)) as Batch<S>;
const body = oplus(euclid(1).gauss(1, { kernels: 3 }), circle().moebius(1, { kernels: 2 }), sphere(2).nsphere(1, { bins: 3 }));
const flow = body.given("e2", { everything: true, hidden: [8], rank: 3 });

describe("the plan", () => {
  it("has one network of the condition, which answers all that the body would have in its vector but the frames", () => {
    const [whole, inner] = [plan(flow.tree), plan(body.tree)];
    const trained = inner.entries.filter(({ frozen }) => !frozen);
    const [hyper] = whole.hypernetworks;
    expect(hyper!.answer.map(({ path, shape }) => [path, shape])).toEqual(trained.map(({ path, shape }) => [path, shape]));
    const count = trained.reduce((sum, { shape }) => sum + size(shape), 0);
    // 2 → 8 → (3) → count, the frames of the condition and of e1.
    expect(whole.parameterCount).toBe(2 * 8 + 8 + 8 * 3 + 3 * count + count + 4 + 2);
    expect(whole.blocks.map(({ sources }) => sources.filter(({ from }) => from === "condition"))).toEqual([[], [], []]);
  });

  it("may be inside of a join, of a condition, and of another one", () => {
    const part = euclid(1).affine().given("e1", { everything: true });
    const joined = plan(oplus(circle().moebius(), part).tree);
    // The block before speaks to the block's own network, whose weights the condition predicts.
    expect(joined.blocks[1]!.sources).toEqual([{ from: "block", index: 0 }]);
    expect(joined.hypernetworks[0]!.answer[0]!.path).toEqual(["block 2", "network", "weights1"]);
    const nested = plan(oplus(circle().moebius(), part).given("s2", { everything: true }).tree);
    expect(nested.hypernetworks.map(({ predictedBy }) => predictedBy)).toEqual([undefined, 0]);
    expect(nested.hypernetworks[0]!.answer.map(({ path }) => path[0])).toContain("hyper-network 2");
    expect(plan(part.given("s2").tree).blocks[0]!.sources).toEqual([{ from: "condition", index: 0 }]);
  });

  it("predicts nothing where there is nothing to predict", () => {
    const own = plan(sphere(2).given("e1", { everything: true }).tree);
    expect(own.parameterCount).toBe(2);
    expect(model(sphere(2).given("e1", { everything: true })).logProb(of("s2", [0, 0, 1]), { given: of("e1", [1]) })[0]).toBeCloseTo(-Math.log(4 * Math.PI), 12);
  });
});

const flows: Readonly<Record<string, AnyFlow<string, string>>> = {
  "given everything": flow,
  "a rank for every matrix": body.given("e2", { everything: true, hidden: [6, 5], rank: [1, 2, 3, 2], highway: "linear" }) as AnyFlow<string, string>,
  "in a join": oplus(circle().moebius(1, { kernels: 2 }), euclid(2).affine().given("e2", { everything: true, hidden: [5] })) as AnyFlow<string, string>,
  "twice": given("s1", { everything: true, hidden: [3] })(oplus(circle().moebius(1, { kernels: 1 }), euclid(1).affine()).given("e2", { everything: true, hidden: [4] })) as AnyFlow<string, string>,
  "of a condition inside": euclid(2).affine(1, { matrix: "full" }).given("e1", { hidden: [4] }).given("s1", { everything: true, hidden: [4], rank: 2 }) as AnyFlow<string, string>,
};

const scatter = (whole: AnyFlow<string, string>, by = reference): Model<string, string> => {
  const fresh = model(whole, { interpreter: by });
  return fresh.withParameters(scattered(fresh.plan, fresh.parameters, 3, 0.2));
};

const conditions = <C extends string>(condition: C, count: number, seed = 4): Batch<C> => {
  const source = random(seed, condition);
  return of(condition, Array.from({ length: count }, () => condition.split("+").flatMap((each) => {
    if (each.startsWith("e")) return Array.from({ length: Number(each.slice(1)) }, () => source.normal());
    const angle = source.normal();
    return [Math.cos(angle), Math.sin(angle)];
  })).flat());
};

describe.each(Object.entries(flows))("%s", (_, whole) => {
  const own = scatter(whole);
  const conditioned = conditions(whole.condition, 5);
  const { points, logProb, base } = own.sample(1, { seed: 2, given: conditioned });

  it("samples what it evaluates, under conditions that matter", () => {
    own.logProb(points, { given: conditioned }).forEach((value, row) => expect(value).toBeCloseTo(logProb[row]!, 8));
    own.inverse(points, { given: conditioned }).base.rows.forEach((value, at) => expect(value).toBeCloseTo(base.rows[at]!, 7));
    const moved = own.logProb(points, { given: conditions(whole.condition, 5, 8) });
    expect(moved.some((value, row) => Math.abs(value - logProb[row]!) > 1e-3)).toBe(true);
  });

  it("kernels agree with the reference, gradients with differences", () => {
    const fast = model(whole, { parameters: own.parameters });
    fast.logProb(points, { given: conditioned }).forEach((value, row) => expect(value).toBeCloseTo(logProb[row]!, 8));
    const inputs = { point: points.rows, condition: conditioned.rows, weight: new Float64Array(5).fill(1) };
    const { gradient } = fast.programs.gradient()({ ...inputs, parameters: own.parameters }, 5);
    own.programs.gradient()({ ...inputs, parameters: own.parameters }, 5).gradient.forEach((value, at) => expect(gradient[at]!).toBeCloseTo(value, 6));
    const frozen = own.plan.entries.flatMap((entry) => (entry.frozen ? Array.from({ length: size(entry.shape) }, (_each, at) => entry.offset + at) : []));
    const source = random(5, "direction");
    for (let trial = 0; trial < 4; trial++) {
      const direction = own.parameters.map((_each, at) => (frozen.includes(at) ? 0 : source.normal()));
      const total = (step: number): number => own.withParameters(own.parameters.map((value, at) => value + step * direction[at]!)).logProb(points, { given: conditioned }).reduce((sum, each) => sum + each, 0);
      const slope = (total(1e-6) - total(-1e-6)) / 2e-6;
      const found = direction.reduce((sum, each, at) => sum + each * gradient[at]!, 0);
      expect(Math.abs(found - slope) / (1 + Math.abs(slope))).toBeLessThan(1e-5);
    }
  });
});

describe("the start", () => {
  it("is that of the body, whatever the condition", () => {
    const fresh = model(flow, { seed: 3 });
    const { answer, placed } = fresh.plan.hypernetworks[0]!;
    const bias = fresh.parameters.subarray(placed!.entries["bias"]!.offset).subarray(0, answer.reduce((sum, { shape }) => sum + size(shape), 0));
    const frames = plan(body.tree).entries.flatMap(({ frozen, shape }) => (frozen ? Array<number>(size(shape)).fill(0) : []));
    const inner = model(body, { parameters: [...frames, ...bias] });
    const { points } = inner.sample(20, { seed: 1 });
    fresh.logProb(points, { given: conditions("e2", 20) }).forEach((value, row) => expect(value).toBeCloseTo(inner.logProb(points)[row]!, 10));
  });

  it("knows the data", () => {
    const source = random(6, "data");
    const points = of("e1", Array.from({ length: 400 }, () => 100 + 20 * source.normal() ** 3));
    const condition = conditions("e2", 400);
    const plain = fromData(euclid(1).gauss(), points);
    const fitted = fromData(euclid(1).gauss().given("e2", { everything: true }), points, { given: condition });
    fitted.logProb(points, { given: condition }).forEach((value, row) => expect(value).toBeCloseTo(plain.logProb(points)[row]!, 9));
  });
});

it("is fitted: the weights of an inner network change with the condition", async () => {
  // y = c x + noise: the network from x to y is another one for every c.
  const source = random(7, "slopes");
  const count = 1500;
  const [rows, slopes]: [number[], number[]] = [[], []];
  for (let at = 0; at < count; at++) {
    const [c, x] = [source.normal(), source.normal()];
    rows.push(x, c * x + 0.3 * source.normal());
    slopes.push(c);
  }
  const hyper = oplus(euclid(1).affine(), euclid(1).affine()).given("e1", { everything: true, rank: 4, hidden: [16] });
  const points = { ...of("e2", rows), spec: "e1+e1" } as const;
  const { heldOut, ending } = unsafe(await fit(hyper, points, { given: of("e1", slopes), epochs: 40, seed: 1 })());
  // −½ log 2πe for x, and the same plus log 0.3 for y: what the truth reaches.
  const truth = -(Math.log(2 * Math.PI * Math.E) + Math.log(0.3));
  expect(["epochs", "patience"]).toContain(ending);
  expect(heldOut).toBeGreaterThan(truth - 0.15);
  expect(heldOut).toBeLessThan(truth + 0.2);
});
