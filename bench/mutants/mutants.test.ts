/**
 * Every planted fault is caught by the laws that it names, and what docs/mutants.md tells is complete: each fault is in it, no
 * fault survives, and each law catches a fault that no other law does, or says why it is there.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { faults } from "./faults.ts";
import type * as Examine from "./examine.ts";
import { ownOf, readMatrix, survivors } from "./matrix.ts";
import { planted } from "./mutant.ts";
import { page } from "./page.ts";
import { reasons } from "./reasons.ts";
import { openSources } from "./sources.ts";

const root = new URL("../../", import.meta.url);
const sources = await openSources(fileURLToPath(root));
afterAll(() => sources.close());

const matrix = readMatrix(readFileSync(new URL("matrix.json", import.meta.url), "utf8"));

describe("planted faults are caught", () => {
  it.each(faults.map((mutant) => [mutant.fault, mutant] as const))("%s", async (_, mutant) => {
    const { on, caught } = mutant;
    const found = await sources.load("bench/mutants/examine.ts", mutant, ({ examine }: typeof Examine) => examine({ on, laws: caught, cases: matrix.cases, seed: matrix.seed }));
    expect(found.filter(({ after }) => after !== undefined).map(({ law }) => law)).toEqual(expect.arrayContaining([...caught]));
  });
});

describe("the matrix", () => {
  it("has every fault, and none that survives", () => {
    expect(Object.keys(matrix.faults)).toEqual(faults.map(({ fault }) => fault));
    expect(survivors(matrix)).toEqual([]);
    expect(faults.filter(({ caught }) => caught.length === 0).map(({ fault }) => fault)).toEqual([]);
  });

  it("has a fault for every law alone, or a reason, and no reason that is not needed", () => {
    const without = matrix.laws.filter((law) => ownOf(matrix, law).length === 0);
    expect(without.filter((law) => !Object.hasOwn(reasons, law))).toEqual([]);
    expect(Object.keys(reasons).filter((law) => !without.includes(law))).toEqual([]);
  });

  it("is what docs/mutants.md tells", () => expect(readFileSync(new URL("docs/mutants.md", root), "utf8")).toBe(page(matrix)));
});

describe("a patch", () => {
  it("that fits nowhere is named", () => {
    const patch = { file: "src/a.ts", find: "x + 1", replace: "x + 2" };
    expect(planted(patch, "y = x + 1;")).toBe("y = x + 2;");
    expect(() => planted(patch, "y = x;")).toThrow("The patch of src/a.ts that looks for “x + 1” fits nowhere: its text is not in the file.");
    expect(() => planted(patch, "x + 1, x + 1")).toThrow("its text is 2 times in the file");
    expect(() => planted({ ...patch, replace: patch.find }, "x + 1")).toThrow("it replaces the text by itself");
  });

  it("in a file that nothing loads is refused", async () => {
    const patch = { file: "src/cli/main.ts", find: "#!/usr/bin/env node", replace: "" };
    await expect(sources.load("bench/mutants/examine.ts", patch, () => [])).rejects.toThrow("The patch of src/cli/main.ts is in a file that bench/mutants/examine.ts does not load.");
  });
});
