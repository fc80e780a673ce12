/** `diffeo info`: what it prints of a model of columns, of one of the library and of a conditional one, and what it refuses. */
import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { circle, encodeModel, entropy, euclid, model, mutualInformation, decodeModel, oplus, random } from "../../src/index.ts";
import { unsafe } from "../../src/error.ts";
import { useProgram } from "./program.ts";

const { folder, run } = useProgram();

beforeAll(async () => {
  const source = random(1, "table");
  const lines = Array.from({ length: 150 }, () => {
    const hour = (12 + 3 * source.normal() + 24) % 24;
    return `${hour.toFixed(2)},${(20 + hour / 2 + 2 * source.normal()).toFixed(2)},${source.uniform() < 0.7 ? "dry" : "wet"}`;
  });
  writeFileSync(`${folder}/days.csv`, ["hour,temperature,kind", ...lines].join("\n").concat("\n"));
  expect(await run(["fit", "days.csv", "--columns", "hourOfDay(hour) + plain(temperature) + classes(dry, wet, kind)", "--layers", "m+t+l", "--options", '{"network": {"hidden": [8]}}', "--epochs", "2", "--quiet", "--out", "days.json"])).toMatchObject({ code: 0, err: "" });
  expect(await run(["fit", "days.csv", "--columns", "plain(temperature)", "--given", "hourOfDay(hour)", "--layers", "t", "--epochs", "1", "--quiet", "--out", "given.json"])).toMatchObject({ code: 0, err: "" });
});

const read = (file: string) => unsafe(decodeModel(readFileSync(`${folder}/${file}`, "utf8"))).model;

describe("info", () => {
  it("tells entropies, information, moments and modes in the units of the columns", async () => {
    const { code, out, err } = await run(["info", "days.json", "--data", "days.csv", "--samples", "512"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^Entropy of s1\+e1\+c2: {2}-?\d\.\d{4}( ± 0\.\d{4})?\nTotal correlation: {2}.*\nCross-entropy on 150 rows: {2}\d\.\d{4} ± 0\.\d{4}\n/);
    expect(out).toMatch(/\nhour +s1 +\d/);
    expect(out).toMatch(/\nhour +temperature +\d\.\d{4}/);
    expect(out).toMatch(/\nhour +mean direction +hour 1[12]\.\d+\n/);
    expect(out).toMatch(/\ntemperature +mean and deviation +2\d(\.\d+)?.* and \d/);
    expect(out).toMatch(/\nkind +probabilities +dry 0\.\d+.*, wet 0\.\d+/);
    expect(out).toMatch(/\nhour 1\d\.\d+, temperature \d+\.?\d*, kind dry +-\d\.\d{4} +peak/);
  });

  it("as JSON says what the library says", async () => {
    const { out } = await run(["info", "days.json", "--json", "--samples", "512", "--seed", "3"]);
    const told = JSON.parse(out) as { entropy: { value: number }; information: { between: number[]; value: { value: number } }[]; crossEntropy?: unknown };
    const own = read("days.json");
    expect(told.entropy.value).toBeCloseTo(entropy(own, { samples: 512, seed: 3 }).value, 10);
    expect(told.information.map(({ between }) => between)).toEqual([[0, 1], [0, 2], [1, 2]]);
    expect(told.information[0]!.value.value).toBeCloseTo(mutualInformation(own, 0, 1, { samples: 512, seed: 3 }).value, 10);
    expect(told.crossEntropy).toBeUndefined();
  });

  it("of a model of the library, in the numbers of points; of a conditional one, at a condition", async () => {
    writeFileSync(`${folder}/plain.json`, encodeModel(model(oplus(circle(), euclid(2)))));
    const { code, out } = await run(["info", "plain.json", "--samples", "200"]);
    expect(code).toBe(0);
    expect(out).toContain("\ns1 (block 1)");
    expect(out).toMatch(/mean and deviation of 1 /);
    expect(await run(["info", "given.json", "--given", "hour=15"])).toMatchObject({ code: 0, err: "", out: expect.stringMatching(/^Entropy of e1: {2}\d\.\d{4}\n\n/) });
  });

  it("says what is wrong in one sentence", async () => {
    expect(await run(["info", "given.json"])).toMatchObject({ code: 2, err: expect.stringContaining("The model is given hour; say them, as in --given") });
    expect(await run(["info", "days.json", "--samples", "3"])).toMatchObject({ code: 2, err: expect.stringContaining("--samples takes") });
    expect(await run(["info", "plain.json", "--data", "days.csv"])).toMatchObject({ code: 2, err: "diffeo: In --data: the model has no columns; say them with --columns.\n" });
    expect(await run(["info", "-", "--data", "-"])).toMatchObject({ code: 2, err: "diffeo: Only one of model and table can be standard input.\n" });
  });
});
