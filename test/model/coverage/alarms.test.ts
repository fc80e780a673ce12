/** What a calibration owes: few false alarms, an eye for models that other checks take for right, and a sentence for what it cannot check. */
import { describe, expect, it } from "vitest";
import { unsafe } from "../../../src/error.ts";
import { given, oplus } from "../../../src/flow/flow.ts";
import { circle, classes, euclid, halfLine, interval, simplex, sphere } from "../../../src/flow/manifolds.ts";
import { batchOf, between, type Batch } from "../../../src/manifold/batch.ts";
import { binomialQuantile } from "../../../src/model/coverage/binomial.ts";
import { calibration, type Calibration } from "../../../src/model/coverage/calibration.ts";
import { sampleRanks } from "../../../src/model/coverage/sample-ranks.ts";
import { settled } from "../../../src/model/coverage/settings.ts";
import { uniformity } from "../../../src/model/coverage/uniformity.ts";
import { model } from "../../../src/model/model.ts";
import { random } from "../../../src/random.ts";
import { scattered } from "../scattered.ts";

const checksOf = ({ joint, blocks }: Calibration) => [...Object.values(joint), ...blocks.flatMap(({ coverage, ranks }) => [coverage, ...ranks])];

describe("a right model of a joint space with a condition", () => {
  const flow = given("e1")(oplus(circle().moebius(), classes(3).logits(), euclid(1).affine(), interval(0, 1).spline(), halfLine(0).affine(), simplex(2).gumbelSoftmax(), sphere(2).rotation()));
  const fresh = model(flow);
  const own = fresh.withParameters(scattered(fresh.plan, fresh.parameters, 3, 0.1));
  const trials = Number(process.env["DIFFEO_RUNS"]);
  const [rows, falseAlarm] = [60, 0.2];
  const reports = Array.from({ length: trials }, (_, seed) => {
    const conditions = model(euclid(1)).sample(rows, { seed: 1000 + seed }).points as Batch<"e1">;
    return unsafe(calibration(own, own.sample(1, { seed, given: conditions }).points, { samples: 19, seed, given: conditions, falseAlarm }));
  });

  it("is called wrong no more often than is said", () => {
    expect(reports.filter(({ verdict }) => verdict !== "calibrated").length).toBeLessThanOrEqual(binomialQuantile(0.9999, trials, falseAlarm));
  });

  it("has uniform contents, ranks and distances: each check's numbers over all trials", () => {
    const names = checksOf(reports[0]!).map(({ name }) => name);
    expect(names).toHaveLength(3 + 7 + 1 + 3 + 1 + 1 + 1 + 3 + 2);
    names.forEach((name, at) => {
      const all = Float64Array.from(reports.flatMap((report) => Array.from(checksOf(report)[at]!.contents)));
      expect(uniformity(all).pValue, name).toBeGreaterThan(1e-5);
    });
  });
});

it("rounding does not order points that are equally likely", () => {
  const own = model(interval(0, 1));
  const { points, logProb } = own.sample(200, { seed: 1 });
  const settings = unsafe(settled(own as never, points, undefined, { samples: 50 })); // of a wide type
  for (const off of [1e-14, -1e-14]) {
    const { density } = sampleRanks(own as never, points, logProb.map((each) => each + off), settings);
    expect(uniformity(density).pValue).toBeGreaterThan(0.01);
  }
});

describe("a model that does not listen to its condition", () => {
  // x given c is N(c, 0.6²) with c ~ N(0, 0.8²): all told a standard normal, which the model says whatever c is.
  const count = 600;
  const source = random(1, "deaf");
  const c = Float64Array.from({ length: count }, () => 0.8 * source.normal());
  const conditions = unsafe(batchOf("e1", c));
  const points = unsafe(batchOf("e1", c.map((each) => each + 0.6 * source.normal())));
  const report = unsafe(calibration(model(given("e1")(euclid(1))), points, { samples: 99, given: conditions }));

  it("has nominal coverage and ranks", () => {
    for (const { name, reads, verdict } of checksOf(report)) if (reads !== "distance") expect([name, verdict]).toEqual([name, "calibrated"]);
  });

  it("is told by distances from rows of like condition", () => {
    expect(report.joint.distance.verdict).toBe("miscalibrated");
    expect(report.joint.distance.pValue).toBeLessThan(1e-10);
    expect(report.verdict).toBe("miscalibrated");
  });

  it("is none to blame where there is nothing to listen to", () => {
    const elsewhere = unsafe(batchOf("e1", c.map(() => source.normal())));
    expect(unsafe(calibration(model(given("e1")(euclid(1))), points, { samples: 99, given: elsewhere })).joint.distance.verdict).toBe("calibrated");
  });
});

it("a model of independent blocks is told from rows whose blocks move together", () => {
  const own = model(euclid(1).otimes(euclid(1)));
  const source = random(2, "together");
  const rows = Array.from({ length: 800 }, () => {
    const first = source.normal();
    return [first, 0.9 * first + Math.sqrt(1 - 0.81) * source.normal()];
  });
  const report = unsafe(calibration(own, unsafe(batchOf("e1+e1", rows.flat())), { samples: 99 }));
  expect(report.blocks.map(({ verdict }) => verdict)).toEqual(["calibrated", "calibrated"]);
  expect(report.joint.distance.verdict).toBe("miscalibrated");
});

describe("a report", () => {
  const own = model(oplus(euclid(1).gauss(), sphere(2).zoom()));
  const { points } = own.sample(300, { seed: 0 });

  it("is the same for one seed, another for another", () => {
    const [a, b, c] = [1, 1, 2].map((seed) => unsafe(calibration(own, points, { samples: 20, seed })));
    expect(a).toEqual(b);
    expect(c!.joint.density.contents).not.toEqual(a!.joint.density.contents);
  });

  it("is not fooled by rows that were drawn with its own seed", () => {
    expect(unsafe(calibration(own, points, { samples: 1, seed: 0 })).verdict).toBe("calibrated");
  });

  it("tells how far it is, chunk by chunk, to the end", () => {
    const told: (readonly number[])[] = [];
    unsafe(calibration(own, between(points, 0, 60), { samples: 2000, progress: (...each) => told.push(each) }));
    expect(told.length).toBeGreaterThan(1);
    expect(told.at(-1)).toEqual([60, 60]);
    told.slice(1).forEach(([done], before) => expect(done).toBeGreaterThan(told[before]![0]!));
  });

  it("takes one condition for all rows", () => {
    const conditional = model(given("e1")(euclid(1)));
    const rows = unsafe(batchOf("e1", Array.from({ length: 50 }, (_, at) => (at - 25) / 12)));
    expect(unsafe(calibration(conditional, rows, { given: unsafe(batchOf("e1", [0.5])), samples: 9 })).rows).toBe(50);
  });
});

describe("what cannot be checked is a value", () => {
  const own = model(euclid(1));
  const rows = unsafe(batchOf("e1", [0, 1, 2]));
  const conditional = model(given("e2")(euclid(1)));
  const pair = unsafe(batchOf("e2", [0, 1, 2, 3]));
  it.each([
    ["no rows", () => calibration(own, between(rows, 0, 0)), { tag: "NotOnManifold", path: ["the calibration"], received: "no rows", expected: "at least one row" }],
    ["the one-point space", () => calibration(model(euclid(0)), unsafe(batchOf("e0", [], 3))), { tag: "NotOnManifold", path: ["the calibration"], received: "a flow on e0", expected: "a space of at least one dimension" }],
    ["rows of another space", () => calibration(own, pair as unknown as Batch<"e1">), { tag: "NotOnManifold", path: ["the calibration"], received: "a batch of e2", expected: "a batch of e1" }],
    ["too few conditions", () => calibration(conditional, rows, { given: pair }), { tag: "NotOnManifold", path: ["the condition"], received: "a batch of 2", expected: "one point, or one for each of the 3 rows" }],
    ["no condition", () => calibration(conditional, rows, {} as { given: Batch<"e2"> }), { tag: "NotOnManifold", path: ["the condition"], received: "nothing", expected: "a point or batch of e2, as { given }" }],
    ["no samples", () => calibration(own, rows, { samples: 0 }), { tag: "OptionError", path: ["the calibration"], sentence: "samples takes a whole number from 1, but 0 was given." }],
    ["a level that is no share", () => calibration(own, rows, { levels: [0.5, 50] }), { tag: "OptionError", path: ["the calibration"], sentence: "levels takes shares from 0 to 1, but 50 was given." }],
    ["an impossible false alarm", () => calibration(own, rows, { falseAlarm: 0 }), { tag: "OptionError", path: ["the calibration"], sentence: "falseAlarm takes a probability between 0 and 1, but 0 was given." }],
    ["an impossible confidence", () => calibration(own, rows, { confidence: 95 }), { tag: "OptionError", path: ["the calibration"], sentence: "confidence takes a probability between 0 and 1, but 95 was given." }],
  ])("%s", (_, asked, left) => {
    expect(asked()).toEqual({ _tag: "Left", left });
  });
});
