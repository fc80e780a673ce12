/** The options and the table of `npm run laws`. */
import { either } from "fp-ts";
import { expect, it } from "vitest";
import type { Proof } from "../../laws/claim.ts";
import { options } from "./options.ts";
import { lines, table } from "./table.ts";

const proof: Proof = { subject: "affine on e1", law: "volume, forward", holds: true, cases: 10, error: 5, tolerance: 1e4, seconds: 0.1 };

it("adds up what came of a law, and names whose error is worst", () => {
  const broken: Proof = { ...proof, subject: "gauss on e1", holds: false, error: 2e4, report: "gauss on e1 breaks the law" };
  const all = lines([proof, broken, { ...proof, subject: "gauss on e1" }, { ...proof, law: "finite", error: 0, tolerance: 0 }]);
  expect(all[0]).toMatchObject({ law: "volume, forward", subjects: 2, cases: 30, worst: 2, at: "gauss on e1", refuted: 1 });
  expect(all[1]).toMatchObject({ law: "finite", worst: 0 });
  expect(table(all)).toContain("200 %  gauss on e1; refuted 1 ×");
});

it("refuses options in one sentence", () => {
  expect(options(["--cases", "1000", "--only", "gauss"])).toEqual(either.right({ cases: 1000, minutes: 2, seed: 1, only: ["gauss"], json: false }));
  for (const wrong of [["--cases", "many"], ["--cases", "1.5"], ["--minutes", "-1"], ["--case", "3"], ["--seed", ""]]) {
    expect(options(wrong)).toMatchObject({ _tag: "Left", left: expect.stringMatching(/^[^\n]+; the options are [^\n]+\.$/) });
  }
});
