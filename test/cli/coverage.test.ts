/** `diffeo coverage`: the report of the library, on the terminal, as JSON and as a picture. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { unsafe } from "../../src/error.ts";
import { batchOf, calibration, encodeModel, euclid, given, model, random, showCalibration } from "../../src/index.ts";
import { useProgram } from "./program.ts";

const { folder, run } = useProgram();

const own = model(given("e1")(euclid(1)));
const source = random(1, "table");
const x = Float64Array.from({ length: 400 }, () => 1.6 * source.normal());
const c = Float64Array.from({ length: 400 }, () => source.normal());

beforeAll(() => {
  writeFileSync(`${folder}/model.json`, encodeModel(own, { table: { columns: "plain(x)", given: "plain(c)" } }));
  writeFileSync(`${folder}/unseen.csv`, ["x,c", ...Array.from(x, (each, row) => `${each},${c[row]}`)].join("\n").concat("\n"));
});

describe("coverage", () => {
  const report = unsafe(calibration(own, unsafe(batchOf("e1", x)), { given: unsafe(batchOf("e1", c)), samples: 40, seed: 3 }));
  const asked = ["coverage", "model.json", "unseen.csv", "--samples", "40", "--seed", "3"];

  it("prints the report of the library", async () => {
    expect(report.verdict).toBe("overconfident");
    expect(await run(asked)).toEqual({ code: 0, out: `${showCalibration(report)}\n`, err: "" });
  });

  it("writes it as JSON, without the numbers of each row, and as a picture", async () => {
    const { code, out } = await run([...asked, "--json", "--out", "picture.svg"]);
    expect(code).toBe(0);
    const told = JSON.parse(out) as { readonly joint: { readonly base: object } };
    expect(told).toMatchObject({ space: "e1", condition: "e1", rows: 400, samples: 40, verdict: "overconfident", joint: { base: { curve: report.joint.base.curve, pValue: report.joint.base.pValue } } });
    expect(told.joint.base).not.toHaveProperty("contents");
    expect(readFileSync(`${folder}/picture.svg`, "utf8")).toMatch(/^<\?xml[\s\S]*Calibration of e1[\s\S]*<\/svg>\n$/);
  });

  it.each([
    [2, ["coverage", "-", "-"], "Only one of model and table can be standard input."],
    [2, [...asked, "--out", "-"], "In --out: standard output holds the report; name a file for the picture."],
    [2, ["coverage", "model.json", "unseen.csv", "--samples", "0"], "--samples takes a whole number from 1 to 1000000, but 0 was given."],
    [1, [...asked, "--out", "nowhere/picture.svg"], "nowhere/picture.svg: there is no folder nowhere to write it to."],
    [1, ["coverage", "model.json", "nowhere.csv"], "nowhere.csv: There is no such file."],
  ] as const)("ends with code %i: %j", async (code, words, sentence) => {
    expect(await run([...words])).toEqual({ code, out: "", err: `diffeo: ${sentence}\n` });
    expect(existsSync(`${folder}/nowhere`)).toBe(false);
  });
});
