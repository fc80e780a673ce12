import { describe, expect, expectTypeOf, it } from "vitest";
import { affine } from "../../src/bijectors/affine.ts";
import { bijector } from "../../src/bijectors/bijector.ts";
import { unsafe } from "../../src/error.ts";
import { add, div, root, stack, sub, take, type Expr } from "../../src/expr/index.ts";
import { oplus, otimes, type AnyFlow } from "../../src/flow/flow.ts";
import { circle, euclid, interval, sphere } from "../../src/flow/manifolds.ts";
import { reference32 } from "../../src/interpret/reference/reference.ts";
import { batchOf, between, row, select, type Batch } from "../../src/manifold/batch.ts";
import { point, type Point } from "../../src/manifold/point.ts";
import { model, type Condition, type Model } from "../../src/model/model.ts";
import { random } from "../../src/random.ts";
import { scattered } from "./scattered.ts";

const of = <S extends string>(spec: S, numbers: readonly number[], count?: number): Batch<S> => unsafe(batchOf<string>(spec, numbers, count)) as Batch<S>;
const at = <S extends string>(spec: S, ...numbers: readonly number[]): Point<S> => unsafe(point<string>(spec, numbers)) as unknown as Point<S>;

const logNormal = (x: number, mean = 0, deviation = 1): number => -0.5 * ((x - mean) / deviation) ** 2 - Math.log(deviation) - 0.5 * Math.log(2 * Math.PI);

const near = (got: ArrayLike<number>, want: ArrayLike<number>, digits = 10): void => {
  expect(got.length).toBe(want.length);
  Array.from(got).forEach((value, index) => expect(value).toBeCloseTo(want[index]!, digits));
};

/** Any flow as a model of wide type, which may or may not be given something. */
const wide = (flow: AnyFlow, seed = 1): Model<string, string> => {
  const fresh = model(flow as AnyFlow<string, string>, { seed });
  return fresh.withParameters(scattered(fresh.plan, fresh.parameters, seed));
};

const flows: Readonly<Record<string, AnyFlow>> = {
  "e0": oplus(),
  "e2": euclid(2).gauss(2).affine(1, { matrix: "full" }),
  "s1": circle().moebius(),
  "s2": sphere(2).nsphere(),
  "s3": sphere(3).nsphere(),
  "interval": interval(-2, 3).spline(),
  "without layers": otimes(euclid(1), circle(), sphere(2), interval()),
  "⊗ in ⊕": oplus(euclid(1).affine(), otimes(circle().moebius(), interval().spline()), sphere(2).nsphere()),
  "given e2": euclid(1).gauss().given("e2"),
  "given i": circle().moebius().given("i"),
  "given s2": oplus(euclid(1).affine(), circle().moebius()).given("s2"),
  "given s1+e1": otimes(sphere(2).nsphere(), euclid(1).affine()).given("s1+e1"),
  "given e2, then s1": oplus(euclid(1).affine(), circle().moebius()).given("e2").given("s1"),
  "given inside of ⊕": oplus(euclid(1).affine(), circle().moebius().given("e1"), euclid(1).gauss()),
  "e0, given e2": oplus().given("e2"),
};

/** Conditions of a flow, drawn from its own kind of base. */
const conditions = (condition: string, count: number): Batch<string> | undefined =>
  condition === "e0" ? undefined : wide(unitFlow(condition)).sample(count, { seed: 9 }).points;

const unitFlow = (spec: string): AnyFlow => otimes(...(spec.split("+").map((each) => (each.startsWith("e") ? euclid(Number(each.slice(1))) : each === "i" ? interval() : sphere(Number(each.slice(1))))) as never[])) as AnyFlow;

describe.each(Object.entries(flows))("%s", (_, flow) => {
  const own = wide(flow);
  const count = 12;
  const given = conditions(flow.condition, count);
  const drawn = own.sample(given ? 1 : count, { seed: 3, ...(given && { given }) });
  const options = given ? [{ given }] as const : [];

  it("samples have the density that they say they have, and come back to their base points", () => {
    expect(drawn.count).toBe(count);
    near(own.logProb(drawn.points, ...options), drawn.logProb, 7);
    const back = own.inverse(drawn.points, ...options);
    near(back.base.rows, drawn.base.rows, 6);
    near(back.logProb, drawn.logProb, 7);
    near(back.logProbBase, drawn.logProbBase, 5);
    for (const column of [drawn.logProb, drawn.logProbBase, drawn.residual, back.residual]) expect(column.length).toBe(count);
  });

  it("forward after inverse is the identity, and both say the same", () => {
    const there = own.inverse(drawn.points, ...options);
    const back = own.forward(there.base, ...options);
    near(back.points.rows, drawn.points.rows, 7);
    near(back.logProb, there.logProb, 7);
  });

  it("the base has its own log-density", () => {
    const { base, logProbBase } = drawn;
    near(logProbBase, Array.from({ length: count }, (_, index) => row(base, index).reduce((sum, z) => sum + logNormal(z), 0)));
  });

  it("a point is a batch of one", () => {
    for (const index of [0, count - 1]) {
      const condition = given ? [{ given: row(given, index) as Condition<string> }] as const : [];
      const one = row(drawn.points, index);
      expect(own.logProb(one, ...condition)).toBe(own.logProb(between(drawn.points, index, index + 1), ...(given ? [{ given: between(given, index, index + 1) }] as const : []))[0]);
      const { base, point: same, logProb, residual } = own.inverse(one, ...condition);
      near(same, one);
      near([logProb], [drawn.logProb[index]!], 7);
      expect(residual).toBeLessThan(1e-9);
      near(own.forward(base, ...condition).point, one, 7);
    }
  });

  it("rows do not know of each other", () => {
    const order = Int32Array.from({ length: count }, (_, index) => (5 * index) % count);
    const mixed = own.logProb(select(drawn.points, order), ...(given ? [{ given: select(given, order) }] as const : []));
    near(mixed, order.length ? Array.from(order, (index) => drawn.logProb[index]!) : [], 7);
  });

  it("no rows are no numbers", () => {
    const none = between(drawn.points, 0, 0);
    const empty = given ? [{ given: between(given, 0, 0) }] as const : [];
    expect(own.logProb(none, ...empty)).toEqual(new Float64Array(0));
    expect(own.inverse(none, ...empty)).toMatchObject({ count: 0, base: { count: 0 }, logProb: new Float64Array(0) });
    expect(own.sample(0, { ...(given && { given: between(given, 0, 1) }) })).toMatchObject({ count: 0, points: { spec: flow.space, count: 0 } });
  });

  it("float32 says nearly the same", () => {
    const single = model(flow as AnyFlow<string, string>, { parameters: own.parameters, interpreter: reference32 });
    const got = single.logProb(drawn.points, ...options);
    got.forEach((value, index) => expect(Math.abs(value - drawn.logProb[index]!)).toBeLessThan(2e-3 * (1 + Math.abs(drawn.logProb[index]!))));
  });
});

describe("densities by hand", () => {
  it("the base densities: Gaussian, and uniform on what is bounded", () => {
    near([model(euclid(2)).logProb(at("e2", 0.5, -2))], [logNormal(0.5) + logNormal(-2)]);
    near([model(circle()).logProb(at("s1", 0, -1))], [-Math.log(2 * Math.PI)]);
    near(model(sphere(2)).logProb(of("s2", [0, 0, 1, 0, 0, -1, 0.6, 0.8, 0])), [-Math.log(4 * Math.PI), -Math.log(4 * Math.PI), -Math.log(4 * Math.PI)]);
    near([model(sphere(3)).logProb(at("s3", 0, 0, 0, 1))], [-Math.log(2 * Math.PI ** 2)]);
    near(model(interval(-2, 3)).logProb(of("i_-2_3", [-2, 0, 3])), [-Math.log(5), -Math.log(5), -Math.log(5)]);
    near([model(oplus()).logProb(at("e0"))], [0]);
    near(model(oplus()).logProb(of("e0", [], 3)), [0, 0, 0]);
  });

  it("a full affine map is the multivariate normal", () => {
    const [shift, deviations, correlation] = [[1, -2], [0.5, 3], 0.8] as const;
    const raw = (scale: number): number => 30 * Math.atanh(Math.log(scale) / 30);
    // L = [[σ₁, 0], [ρ σ₂, σ₂ √(1 − ρ²)]]; entries below the diagonal in units of their row's.
    const rest = Math.sqrt(1 - correlation ** 2);
    const own = model(euclid(2).affine(1, { matrix: "full" }), { parameters: [0, 0, 0, 0, ...shift, raw(deviations[0]), raw(deviations[1] * rest), correlation / rest] });
    for (const [x, y] of [[1, -2], [0, 0], [2, 5]] as const) {
      const [a, b] = [(x - shift[0]) / deviations[0], (y - shift[1]) / deviations[1]];
      const quadratic = (a * a - 2 * correlation * a * b + b * b) / rest ** 2;
      near([own.logProb(at("e2", x, y))], [-0.5 * quadratic - Math.log(2 * Math.PI * deviations[0] * deviations[1] * rest)]);
    }
  });

  it("a frame is a change of variables", () => {
    const own = model(euclid(1), { parameters: [990, Math.log(12)] });
    near([own.logProb(at("e1", 1000))], [logNormal(1000, 990, 12)]);
    near(own.forward(at("e1", 0.5)).point, [996]);
  });

  it("a conditional Gaussian whose mean is linear in the standardized condition", () => {
    const flow = euclid(1).affine(1, { matrix: "identity" }).given("e2", { hidden: [] });
    const { plan } = model(flow);
    const parameters = new Float64Array(plan.parameterCount);
    const put = (name: string, ...values: readonly number[]): void => parameters.set(values, plan.entries.find(({ path }) => path.join(", ") === name)!.offset);
    put("condition 1, location", 10, 20);
    put("condition 1, logScale", Math.log(2), Math.log(4));
    put("block 1, network, last", 0.5, -3);
    put("block 1, network, bias", 7);
    const own = model(flow, { parameters });
    near([own.logProb(at("e1", 1), { given: at("e2", 12, 22) })], [logNormal(1, 7 + 0.5 * 1 - 3 * 0.5)]);
    near(own.logProb(of("e1", [1, 2]), { given: of("e2", [10, 20, 14, 20]) }), [logNormal(1, 7), logNormal(2, 8)]);
    near(own.logProb(of("e1", [1, 2]), { given: at("e2", 14, 20) }), [logNormal(1, 8), logNormal(2, 8)]);
    near(own.forward(of("e1", [0, 0]), { given: of("e2", [10, 20, 14, 20]) }).points.rows, [7, 8]);
  });

  it("⊗ adds log-densities", () => {
    const [a, b] = [model(circle().moebius(), { seed: 4 }), model(interval().spline(), { seed: 5 })];
    const both = model(otimes(a.flow as never, b.flow as never) as AnyFlow as AnyFlow<"s1+i">, { parameters: [...a.parameters, ...b.parameters] }) as Model<"s1+i", never>;
    near([both.logProb(at("s1+i", 0.6, 0.8, 0.3) as never, ...([] as never))], [a.logProb(at("s1", 0.6, 0.8)) + b.logProb(at("i", 0.3))]);
  });
});

describe("samples", () => {
  const fresh = model(oplus(euclid(1).affine(), circle().moebius()).given("s2"));
  const own = fresh.withParameters(scattered(fresh.plan, fresh.parameters, 2));

  it("of one seed are equal, of two are not; more of them begin with the same", () => {
    const plain = model(oplus(euclid(1), sphere(2)));
    expect(plain.sample(5, { seed: 7 })).toEqual(plain.sample(5, { seed: 7 }));
    expect(plain.sample(5, { seed: 7 }).points.rows).not.toEqual(plain.sample(5, { seed: 8 }).points.rows);
    expect(plain.sample(5)).toEqual(plain.sample(5, { seed: 0 }));
    expect(between(plain.sample(8, { seed: 7 }).points, 0, 5)).toEqual(plain.sample(5, { seed: 7 }).points);
  });

  it("come condition by condition", () => {
    const given = of("s2", [0, 0, 1, 1, 0, 0]);
    const drawn = own.sample(3, { seed: 1, given });
    expect(drawn.count).toBe(6);
    const apart = [0, 1].flatMap((index) => Array.from(own.forward(between(drawn.base, 3 * index, 3 * index + 3), { given: row(given, index) }).points.rows));
    near(drawn.points.rows, apart);
  });

  it("are standard normal in the base", () => {
    const { base: { rows } } = model(euclid(2)).sample(20_000, { seed: 1 });
    const mean = rows.reduce((sum, z) => sum + z, 0) / rows.length;
    const square = rows.reduce((sum, z) => sum + z * z, 0) / rows.length;
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(rows.length));
    expect(Math.abs(square - 1)).toBeLessThan(5 * Math.sqrt(2 / rows.length));
  });

  it("of spaces wider than any one manifold", () => {
    expect(model(otimes(euclid(9999), euclid(2))).sample(1).base.spec).toBe("e10001");
  });
});

describe("misuse is said in one sentence", () => {
  const plain = model(oplus(euclid(1).affine(), sphere(2)));
  const given = model(euclid(1).affine().given("s1"));
  it.each<readonly [string, () => unknown]>([
    ["received a batch of e2, expected a batch of e1+s2.", () => plain.logProb(of("e2", [0, 0]) as never)],
    ["received a batch of e1, expected a batch of e3.", () => plain.forward(of("e1", [0]))],
    ["received 2 numbers, expected 4 numbers for a point of e1+s2.", () => plain.logProb([0, 0] as never)],
    ["In block 2 (s2): received (1, 1, 0) of length 1.414", () => plain.logProb([0, 1, 1, 0] as never)],
    ["In the condition: received nothing, expected a point or batch of s1, as { given }.", () => (given as never as Model<"e1">).logProb(at("e1", 0))],
    ["In the condition: received nothing, expected a point or batch of s1, as { given }.", () => (given as never as Model<"e1">).sample(2)],
    ["In the condition: received a batch of e2, expected a batch of s1.", () => given.logProb(at("e1", 0), { given: of("e2", [0, 0]) as never })],
    ["received 3 numbers, expected 2 numbers for a point of s1.", () => given.logProb(at("e1", 0), { given: [1, 0, 0] as never })],
    ["In the condition: received a batch of 2, expected one point, or one for each of the 3 rows.", () => given.logProb(of("e1", [0, 1, 2]), { given: of("s1", [1, 0, 0, 1]) })],
    ["In the condition: received one, expected none, for this flow is unconditional.", () => (plain as never as Model<"e1+s2", "s1">).sample(2, { given: at("s1", 1, 0) })],
    ["received 3 parameters, expected 4 parameters.", () => model(euclid(1).affine(), { parameters: [0, 1, 0] })],
    ["In block 1, layer 1 (affine), shift: received NaN, expected finite numbers.", () => model(euclid(1).affine(), { parameters: [0, 1, NaN, 0] })],
    ["A whole number of points is drawn, but -1 was asked for.", () => plain.sample(-1)],
    ["A whole number of points is drawn, but 1.5 was asked for.", () => plain.sample(1.5)],
  ])("%s", (sentence, act) => {
    expect(act).toThrow(sentence);
  });

  it("an equation without a root names its row", () => {
    // y + y/2 = z is solved in a bracket that holds small roots only.
    const solve = (z: Expr) => root((y) => sub(add(y, div(y, 2)), z), { lower: -1, upper: 1 });
    const narrow = bijector({
      name: "narrow", on: "e", options: {}, parameters: () => ({}),
      forward: (z) => ({ point: add(z, div(z, 2)), logDet: div(take(z, 0), Infinity) }),
      inverse: (x) => {
        const { value, residual } = solve(take(x, 0));
        return { point: stack([value]), logDet: div(value, Infinity), residuals: [residual] };
      },
    });
    const own = model(euclid(1).through(narrow as never));
    expect(own.inverse(at("e1", 0.9)).base[0]).toBeCloseTo(0.6, 9);
    for (const act of [() => own.logProb(of("e1", [0, 0.5, 9])), () => own.inverse(of("e1", [0, 0.5, 9]))]) {
      expect(act).toThrow("In row 3: A layer's equation has no root in its bracket: check the bracket of the layer's formula.");
    }
  });

  it("a far row in float32 is unlikely, and no failure", () => {
    expect(model(euclid(1).affine(), { interpreter: reference32 }).logProb(at("e1", 1e39))).toBe(-Infinity);
    expect(model(otimes(euclid(1), circle()), { interpreter: reference32 }).logProb(at("e1+s1", 1e30, 1, 0))).toBe(-Infinity);
  });
});

it("the types ask for a condition exactly where there is one", () => {
  const [plain, given] = [model(circle().moebius()), model(circle().moebius().given("e2"))];
  expectTypeOf(plain).toEqualTypeOf<Model<"s1">>();
  expectTypeOf(given).toEqualTypeOf<Model<"s1", "e2">>();
  // @ts-expect-error a conditional model is given something
  expect(() => given.logProb(at("s1", 1, 0))).toThrow("nothing");
  // @ts-expect-error an unconditional one is not
  expect(() => plain.logProb(at("s1", 1, 0), { given: at("e2", 0, 0) })).toThrow("unconditional");
  expectTypeOf(given.sample).parameter(1).toEqualTypeOf<{ readonly seed?: number; readonly given: Condition<"e2"> }>();
  expectTypeOf(plain.sample).parameter(1).toEqualTypeOf<{ readonly seed?: number } | undefined>();
});

it("models of one flow share their programs", () => {
  const own = model(euclid(1).affine().through(affine));
  expect(own.withParameters(own.parameters).programs).toBe(own.programs);
  expect(random(0).uniform()).not.toBe(random(1).uniform());
});
