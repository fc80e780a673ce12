/** Audits of models that are right, of models that are wrong in one way each, and what an audit says of itself. */
import { describe, expect, it } from "vitest";
import { bijector, filled, type Image } from "../../src/bijectors/bijector.ts";
import { unsafe } from "../../src/error.ts";
import { add, mul, scalar, stopGradient, sub, type Expr } from "../../src/expr/index.ts";
import { given, oplus, type AnyFlow } from "../../src/flow/flow.ts";
import { circle, euclid, sphere } from "../../src/flow/manifolds.ts";
import { decode } from "../../src/flow/parse.ts";
import { withRate } from "../../src/flow/rate.ts";
import { kernel } from "../../src/interpret/kernel/kernel.ts";
import { batchOf } from "../../src/manifold/batch.ts";
import { model, Model } from "../../src/model/model.ts";
import { moved } from "../flow/view.ts";
import { audit, showAudit, type Audit } from "./index.ts";

/** Fewer samples see less sharply, and soon. */
const quick = { samples: 1000 } as const;

/** A flow away from its start, so that every layer and network has its say. */
const scattered = (flow: AnyFlow, scatter = 0.2, seed = 1): Model<string, string> => model(flow, { parameters: moved({ flow, seed, scatter }) });
const flow = (space: string, layers: string): AnyFlow => unsafe(decode(space, layers));

const failing = ({ lines }: Audit): readonly string[] => lines.filter(({ holds }) => !holds).map(({ name }) => name);
const names = ({ lines }: Audit): readonly string[] => lines.map(({ name }) => name);

describe("a right model holds", () => {
  const right: readonly (readonly [name: string, flow: AnyFlow, samples: number])[] = [
    ["s2+s1+e2", flow("s2+s1+e2", "n+o+g"), 1000],
    ["e4", flow("e4", "gt"), 1000],
    ["s3", flow("s3", "n"), 1000],
    // Splines of sticks are rough in log-ratios.
    ["a3+c4", flow("a3+c4", "w+l"), 3000],
    ["i_0_inf", flow("i_0_inf", "gg"), 1000],
    ["c3", flow("c3", "l"), 1000],
    ["i_-1_2", flow("i_-1_2", "r"), 1000],
    ["a2", flow("a2", "u"), 1000],
    ["e0", flow("e0", ""), 1000],
    ["e1+i given s2+e1", given("s2+e1")(flow("e1+i", "g+r")), 1000],
    ["s1 given i_2_inf, in everything", given("i_2_inf", { everything: true, rank: 2 })(flow("s1", "m")), 1000],
    ["e2 with a rate", withRate(flow("e2", "t")), 1000],
    ["s1 given e1 with a rate", withRate(given("e1")(flow("s1", "m"))), 1000],
  ];

  it.each(right)("%s", (_, of, samples) => {
    const found = audit(scattered(of), { samples });
    expect(failing(found)).toEqual([]);
    expect(found.holds).toBe(true);
    expect(found.lines.filter(({ decided }) => !decided)).toEqual([]);
  });

  it("also in float32, and in units of its own", () => {
    const of = oplus(euclid(1).gauss(), circle().moebius());
    const { parameters, plan } = model(of);
    const [location, logScale] = ["location", "logScale"].map((name) => plan.entries.find(({ path }) => path.at(-1) === name)!.offset);
    const far = parameters.map((each, at) => (at === location ? 990 : at === logScale ? Math.log(12) : each));
    const found = audit(model(of, { parameters: far, interpreter: kernel({ precision: "float32", threads: 1 }) }), quick);
    expect(failing(found)).toEqual([]);
    expect(names(found)).toContain("gradient (float32)");
  });
});

/** A layer x = 2z + shift, wrong in one way. */
const doubled = (wrong: { readonly forwardBy?: number; readonly inverseBy?: number; readonly off?: number; readonly blind?: boolean }) => {
  const { forwardBy = 0, inverseBy = 0, off = 0, blind = false } = wrong;
  const volume = (x: Expr): number => x.shape[0]! * Math.log(2);
  return bijector({
    name: "doubled",
    on: "e",
    options: {},
    parameters: ({ dim }) => ({ shift: filled([dim], 0.3) }),
    forward: (z, { shift }): Image => ({ point: add(mul(2, z), shift), logDet: scalar(volume(z) + forwardBy) }),
    inverse: (x, { shift }): Image => ({ point: add(off, mul(0.5, sub(x, blind ? stopGradient(shift) : shift))), logDet: scalar(-volume(x) + inverseBy) }),
  });
};

describe("a wrong layer is seen by its law", () => {
  it.each([
    ["none", doubled({}), []],
    ["a volume that is off both ways", doubled({ forwardBy: 0.01, inverseBy: -0.01 }), ["mass, block 2 (e1)"]],
    ["a volume that is off one way", doubled({ inverseBy: -0.001 }), ["one density", "mass, block 2 (e1)", "log-determinants (float64)", "log-determinants (float32)"]],
    ["an inverse that is off", doubled({ off: 1e-4 }), ["one density", "round trips (float64)"]],
    ["a gradient that forgets a parameter", doubled({ blind: true }), ["gradient (float64)"]],
  ] as const)("%s", (_, layer, caught) => {
    const found = audit(model(oplus(circle().moebius(), euclid(1).through(layer))), quick);
    expect(failing(found)).toEqual(caught);
  });

  it("in four dimensions, by samples of another density", () => {
    const found = audit(model(euclid(4).through(doubled({ forwardBy: 0.1, inverseBy: -0.1 }))), { samples: 3000 });
    expect(failing(found)).toEqual(["mass, block 1 (e4)"]);
    expect(found.lines.find(({ name }) => name.startsWith("mass"))!.detail).toMatch(/^0\.9[01]\d+ ± 0\.0\d+ by importance sampling/);
  });

  it("where it is, in the budget", () => {
    const { budget } = audit(model(euclid(2).gauss().through(doubled({ off: 1e-4 }))), quick);
    expect(budget.map(({ layer }) => layer)).toEqual(["layer 2 (doubled)", "layer 1 (gauss)", "base"]);
    const [wrong, right] = budget;
    expect(wrong!.float64.worst).toBeGreaterThan(1e-5);
    expect(wrong!.float64.point).toHaveLength(2);
    expect(right!.float64.worst).toBeLessThan(1e-14);
    expect(right!.float32.worst).toBeGreaterThan(right!.float64.worst);
  });
});

describe("a model that lies is seen by its law", () => {
  const honest = scattered(oplus(sphere(2).moebius(), euclid(1).affine()), 0.05);
  const lying = (programs: Partial<Model["programs"]>): Model<string, string> =>
    new Model(honest.flow, honest.plan, honest.parameters, honest.interpreter, { ...honest.programs, ...programs });
  const others = honest.parameters.map((each, at) => each + 0.3 * Math.cos(at));

  it("by samples of other parameters", () => {
    const found = failing(audit(lying({ generate: () => (inputs, count) => honest.programs.generate()({ ...inputs, parameters: others }, count) }), quick));
    for (const name of ["one density", "samples, block 1 (s2)", "samples, block 2 (e1)", "the model's kernel float64 = reference"]) expect(found).toContain(name);
    expect(found.filter((name) => name.startsWith("mass"))).toEqual([]);
  });

  it("by a joint density that is not that of its blocks", () => {
    const found = failing(audit(lying({ density: () => (inputs, count) => ((own) => ({ ...own, logProb: own.logProb.map((each) => each + 1e-6) }))(honest.programs.density()(inputs, count)) }), quick));
    expect(found).toEqual(["one density", "blocks add up", "the model's kernel float64 = reference"]);
  });

  it("by a gradient of another model", () => {
    const found = failing(audit(lying({ gradient: () => (inputs, count) => honest.programs.gradient()({ ...inputs, parameters: others }, count) }), quick));
    expect(found).toEqual(["gradient (float64)", "the model's kernel float64 = reference"]);
  });

  it("by samples that leave the manifold", () => {
    const found = audit(lying({ generate: () => (inputs, count) => ((own) => ({ ...own, point: own.point.map((each, at) => (at % 4 === 2 ? 1.01 * each : each)) }))(honest.programs.generate()(inputs, count)) }), quick);
    expect(failing(found)).toContain("samples are points");
  });

  it("by a density that is infinite at a pole, or not a number far out", () => {
    const found = audit(lying({
      block: (index) => (inputs, count) => ((own) => ({ logProb: own.logProb.map((each, row) => (index === 0 && inputs["point"]![4 * row + 2] === 1 ? Infinity : Math.abs(inputs["point"]![4 * row + 3]!) > 1e3 ? NaN : each)) }))(honest.programs.block(index)(inputs, count)),
    }), quick);
    expect(failing(found)).toContain("corners (float64)");
    expect(failing(found)).toContain("far out (float64)");
    expect(found.lines.find(({ name }) => name === "corners (float64)")!.detail).toContain("Infinity in block 1 (s2), at (0, 0, 1)");
  });
});

describe("damaged parameters", () => {
  const of = oplus(circle().moebius(), euclid(2).gauss());
  const { parameters } = model(of);

  it.each([1e30, 1e300])("of size %s fail, and nothing is thrown", (size) => {
    const found = audit(model(of, { parameters: parameters.map(() => size) }), { samples: 500 });
    expect(failing(found)).toContain("mass, block 2 (e2)");
    expect(failing(found)).toContain("samples are points");
    expect(found.lines.every(({ error, tolerance }) => !Number.isNaN(error) && tolerance < Infinity)).toBe(true);
  });

  it("that are none are refused", () => {
    expect(() => model(of, { parameters: parameters.map(() => Infinity) })).toThrow("received Infinity, expected finite numbers.");
  });
});

describe("an audit", () => {
  const own = scattered(flow("s1", "m"));

  it("is the same for one seed, another for another", () => {
    const [a, b, c] = [1, 1, 2].map((seed) => ({ ...audit(own, { ...quick, seed }), seconds: 0 }));
    expect(b).toEqual(a);
    expect(c).not.toEqual(a);
  });

  it("has a threshold, which multiplies tolerances", () => {
    const off = model(euclid(1).through(doubled({ forwardBy: 0.01, inverseBy: -0.01 })));
    expect(failing(audit(off, quick))).toEqual(["mass, block 1 (e1)"]);
    const found = audit(off, { ...quick, threshold: 200 });
    expect(found.holds).toBe(true);
    expect(found.lines.find(({ name }) => name.startsWith("mass"))!.tolerance).toBeCloseTo(0.02, 6);
    expect(failing(audit(scattered(flow("e1", "g")), { ...quick, threshold: 1e-12 })).length).toBeGreaterThan(5);
  });

  it("takes tolerances for lines by their names", () => {
    const off = model(euclid(1).through(doubled({ forwardBy: 0.01, inverseBy: -0.01 })));
    const found = audit(off, { ...quick, tolerances: { mass: 0.02, "gradient (float64)": 1e-12 } });
    expect(failing(found)).toEqual(["gradient (float64)"]);
    expect(found.lines.find(({ name }) => name.startsWith("mass"))!.tolerance).toBe(0.02);
    expect(() => audit(off, { ...quick, tolerances: { masses: 1 } })).toThrow(/^In tolerances: There is no line masses; the lines are samples are points; one density; mass, block 1 \(e1\); /);
  });

  it("says what it does", () => {
    const told: string[] = [];
    audit(own, { ...quick, onProgress: ({ doing, done, steps }) => told.push(`${done}/${steps} ${doing}`) });
    expect(told).toEqual(["0/6 samples", "1/6 block 1 (s1)", "2/6 round trips", "3/6 gradients", "4/6 interpreters", "5/6 corners"]);
  });

  it("compares the interpreters it is given", () => {
    expect(names(audit(own, { ...quick, interpreters: [] })).filter((name) => name.endsWith("= reference"))).toEqual(["the model's kernel float64 = reference"]);
  });

  it("refuses options that mean nothing", () => {
    expect(() => audit(own, { samples: 3 })).toThrow("Option samples of audit takes a whole number from 100 to 10000000, but 3 was given.");
    expect(() => audit(own, { threshold: 0 })).toThrow("Option threshold of audit takes a number between 0 and 1000000, but 0 was given.");
  });

  it("is open where it cannot see, and then proves nothing", () => {
    const found = audit(model(euclid(40).affine()), { samples: 200 });
    const mass = found.lines.find(({ name }) => name.startsWith("mass"))!;
    expect([mass.holds, mass.decided]).toEqual([true, false]);
    expect(showAudit(found)).toMatch(/^\? {2}mass, block 1 \(e40\) +open /m);
    expect(showAudit(found)).toMatch(/laws hold, none fails, \d are open; [\d.]+ s\.$/);
  });

  it("is a table", () => {
    const text = showAudit(audit(model(euclid(1).through(doubled({ forwardBy: 0.01, inverseBy: -0.01 }))), { ...quick, data: unsafe(batchOf("e1", [0.3, 1, -1])) }));
    expect(text).toMatch(/^e1 : ⟨doubled⟩, 3 parameters\n/);
    expect(text).toMatch(/^✗ {2}mass, block 1 \(e1\) +fails +0\.00995 +1\.0e-4 +0\.990\d+ ± /m);
    expect(text).toMatch(/^✓ {2}one density +holds /m);
    expect(text).toMatch(/^block 1 \(e1\) +layer 1 \(doubled\) /m);
    expect(text).toMatch(/^joint +50\.0 % +[\d.]+ % /m);
    expect(text).toMatch(/laws hold, 1 fails; [\d.]+ s\.$/);
  });
});
