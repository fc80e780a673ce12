/** `diffeo verify` as users call it: what it prints, what it exits with, and that it needs nothing that they do not have. */
import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Audit } from "../../laws/audit/index.ts";
import { random } from "../../src/index.ts";
import { useProgram } from "./program.ts";

const { folder, run, shell } = useProgram();

/** Days and winds; `spread` times as wide as what models are fitted to. */
const table = (spread: number): string => {
  const source = random(1, "table");
  const rows = Array.from({ length: 300 }, () => `${(365 * source.uniform()).toFixed(2)},${(60 + spread * 20 * source.normal()).toFixed(3)}`);
  return ["day,wind", ...rows].join("\n").concat("\n");
};

const fitting = ["fit", "storms.csv", "--epochs", "2", "--quiet"];
const few = ["--samples", "500", "--quiet"];
const found = (out: string): Audit => JSON.parse(out) as Audit; // what the command prints is tested below

beforeAll(async () => {
  writeFileSync(`${folder}/storms.csv`, table(1));
  writeFileSync(`${folder}/wide.csv`, table(3));
  writeFileSync(`${folder}/other.csv`, table(1).replace("day,wind", "x,y"));
  expect(await run([...fitting, "--columns", "dayOfYear(day) + plain(wind)", "--layers", "m+t", "--out", "model.json"])).toMatchObject({ code: 0, err: "" });
  expect(await run([...fitting, "--columns", "plain(wind)", "--given", "dayOfYear(day)", "--layers", "t", "--out", "given.json"])).toMatchObject({ code: 0, err: "" });
  const document = JSON.parse(readFileSync(`${folder}/model.json`, "utf8")) as { readonly parameters: readonly number[] };
  writeFileSync(`${folder}/damaged.json`, JSON.stringify({ ...document, parameters: document.parameters.map(() => 1e300) }));
  writeFileSync(`${folder}/no-table.json`, JSON.stringify({ ...document, table: undefined }));
});

describe("a right model", () => {
  it("holds: a table, progress beside it, and no failure", async () => {
    const { code, out, err } = await run(["verify", "model.json", "--samples", "500"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^s1\+e1 : m ⊕ t, [\d,]+ parameters\n\n +law +error +tolerance +found\n✓ {2}samples are points +holds /);
    for (const name of ["mass, block 1 (s1)", "samples, block 2 (e1)", "round trips (float32)", "gradient (float64)", "kernel float32 = reference", "corners (float64)"]) expect(out).toContain(`\n✓  ${name} `);
    expect(out).toMatch(/\nblock 2 \(e1\) +layer 1 \(affine\) /);
    expect(out).toMatch(/\n\d+ laws hold, none fails; [\d.]+ s\.\n$/);
    expect(out).not.toContain("coverage");
    expect(err).toBe("1/7: samples\n2/7: block 1 (s1)\n3/7: block 2 (e1)\n4/7: round trips\n5/7: gradients\n6/7: interpreters\n7/7: corners\n");
  });

  it("is calibrated on its data", async () => {
    const { code, out, err } = await run(["verify", "model.json", "--data", "storms.csv", ...few]);
    expect([code, err]).toEqual([0, ""]);
    for (const name of ["coverage of data", "contents of data", "log-density of data"]) expect(out).toContain(`\n✓  ${name} `);
    expect(out).toMatch(/\njoint +50\.0 % +[\d.]+ % +[\d.]+ % to [\d.]+ %\n/);
  });

  it("is JSON for machines, equal for equal seeds", async () => {
    const [a, b, c] = await Promise.all(["1", "1", "2"].map(async (seed) => found((await run(["verify", "model.json", "--data", "storms.csv", "--json", "--seed", seed, ...few])).out)));
    expect(Object.keys(a!)).toEqual(["model", "lines", "budget", "coverage", "seconds", "holds"]);
    expect(Object.keys(a!.lines[0]!)).toEqual(["name", "statement", "error", "tolerance", "holds", "decided", "detail"]);
    expect(a!.budget[0]!.float64.point).toHaveLength(3);
    expect({ ...b, seconds: 0 }).toEqual({ ...a, seconds: 0 });
    expect({ ...c, seconds: 0 }).not.toEqual({ ...a, seconds: 0 });
  });

  it("may come through a pipe, and its table too, with columns of other names", async () => {
    expect((await run(["verify", "-", ...few], readFileSync(`${folder}/model.json`, "utf8"))).code).toBe(0);
    const { code, out } = await run(["verify", "model.json", "--data", "-", "--columns", "dayOfYear(x) + plain(y)", ...few], readFileSync(`${folder}/other.csv`, "utf8"));
    expect([code, out.includes("coverage of data")]).toEqual([0, true]);
  });

  it("may have a condition, of random points or of the table's", async () => {
    const [alone, on] = await Promise.all([run(["verify", "given.json", ...few]), run(["verify", "given.json", "--data", "storms.csv", ...few])]);
    expect([alone.code, on.code]).toEqual([0, 0]);
    expect(alone.out).toMatch(/✓ {2}mass, block 1 \(e1\) +holds .* given sample \d of 8\n/);
  });
});

describe("a model that fails", () => {
  it("says which laws, and exits with 1", async () => {
    const { code, out, err } = await run(["verify", "model.json", "--data", "wide.csv", ...few]);
    expect(code).toBe(1);
    expect(out).toMatch(/\n✗ {2}coverage of data +fails /);
    expect(out).toMatch(/\n\d+ laws hold, 2 fail; [\d.]+ s\.\n$/);
    expect(err).toMatch(/^diffeo: 2 of \d+ laws fail: coverage of data; contents of data\.\n$/);
  });

  it("may be let pass by a threshold", async () => {
    expect((await run(["verify", "model.json", "--data", "wide.csv", "--threshold", "10", ...few])).code).toBe(0);
  });

  it("has null for what is no number in JSON", async () => {
    const { code, out, err } = await run(["verify", "damaged.json", "--json", ...few]);
    expect(code).toBe(1);
    expect(err).toMatch(/^diffeo: \d+ of \d+ laws fail: /);
    expect(found(out).holds).toBe(false);
    expect(found(out).lines.find(({ holds }) => !holds)).toMatchObject({ decided: true });
    expect(found(out).lines.some(({ error }) => (error as number | null) === null)).toBe(true);
  });
});

it("needs neither fast-check nor decimal.js, which users of the command line do not have", async () => {
  const hook = `import { register } from "node:module"; register("data:text/javascript," + encodeURIComponent('export const resolve = (name, context, next) => { if (/^(fast-check|decimal)/.test(name)) throw new Error("there is no " + name); return next(name, context); }'));`;
  const without = `NODE_OPTIONS='--import data:text/javascript;base64,${Buffer.from(hook).toString("base64")}'`;
  expect(await shell(`export ${without}; diffeo verify model.json ${few.join(" ")} > audit.txt`)).toMatchObject({ code: 0, err: "" });
  // The hook does hide packages.
  expect((await shell(`export ${without}; "$NODE" -e 'import("fast-check")'`)).err).toContain("there is no fast-check");
});

describe("one sentence each", () => {
  const cases: readonly (readonly [code: number, words: readonly string[], sentence: string])[] = [
    [2, ["model.json", "--samples", "3"], "--samples takes a whole number from 100 to 10000000, but 3 was given."],
    [2, ["model.json", "--seed", "one"], "--seed takes a whole number from -2147483648 to 2147483647, but one was given."],
    [2, ["model.json", "--threshold", "0"], "--threshold takes a number between 0 and 1000000, but 0 was given."],
    [2, ["model.json", "--columns", "plain(wind)"], "Columns are those of a table: say which one with --data."],
    [2, ["-", "--data", "-"], "Only one of model and table can be standard input."],
    [2, ["given.json", "--data", "storms.csv", "--columns", "plain(wind)"], "Say both --columns and --given-columns, or neither."],
    [2, ["model.json", "more"], "Too many arguments for 'verify'. Expected 1 argument but got 2."],
    [2, [], "Missing required argument 'model'."],
    [1, ["nowhere.json"], "nowhere.json: There is no such file."],
    [1, ["storms.csv"], "In storms.csv: received a text that is not JSON, or not all of it, expected a diffeo model."],
    [1, ["model.json", "--data", "nowhere.csv"], "nowhere.csv: There is no such file."],
    [1, ["model.json", "--data", "other.csv"], "In other.csv: there is no column day; the columns are x and y."],
    [1, ["no-table.json", "--data", "storms.csv"], "In no-table.json: the model has no columns; it was not made by diffeo fit, so say them with --columns."],
  ];

  it.concurrent.each(cases.map(([code, words, sentence]) => ({ code, words, sentence })))("$code $words", async ({ code, words, sentence }) => {
    expect(await run(["verify", ...words])).toEqual({ code, out: "", err: `diffeo: ${sentence}\n` });
  });

  it("and a model without columns is verified without a table", async () => expect((await run(["verify", "no-table.json", ...few])).code).toBe(0));
});
