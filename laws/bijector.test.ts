/**
 * Every layer under all laws; each law under a mutant that it must catch. `DIFFEO_TABLE=extreme` prints the worst deviation of
 * each layer from each law; with `DIFFEO_TABLE=ordinary`, of parameters of ordinary size.
 */
import { afterAll, describe, expect, it } from "vitest";
import { rules } from "../src/expr/rules.ts";
import { affine } from "../src/bijectors/affine.ts";
import { claims } from "./bijector/laws.ts";
import { subject } from "./bijector/subject.ts";
import { mutants } from "./mutants/bijectors.ts";
import { assert, refuted } from "./claim.ts";
import { registry } from "./registry.ts";

const table = process.env["DIFFEO_TABLE"];

/** The worst deviation by layer and law. */
const worst = new Map<string, Map<string, number>>();

describe("every layer obeys every law", () => {
  it.each(registry.map((row) => [row.name, row] as const))("%s", (name, row) => {
    const own = new Map<string, number>();
    worst.set(name, own);
    for (const claim of claims(subject(row.layer, row.on, name), table === "ordinary" ? { ...row, wildest: table } : row)) {
      assert(claim, { listen: ({ name }, { deviation }) => own.set(name, Math.max(own.get(name) ?? 0, deviation)) });
    }
  });

  afterAll(() => {
    if (table === undefined) return;
    const laws = [...new Set([...worst.values()].flatMap((own) => [...own.keys()]))];
    const rows = [...worst].map(([name, own]) => `| ${[name, ...laws.map((law) => own.get(law)?.toExponential(0) ?? "")].join(" | ")} |`);
    process.stdout.write(`| layer | ${laws.join(" | ")} |\n|${"---|".repeat(laws.length + 1)}\n${rows.join("\n")}\n`);
  });
});

describe("planted faults are caught", () => {
  it.each(mutants.map((mutant) => [mutant.fault, mutant] as const))("%s", (fault, { layer, on, caught }) => {
    const found = claims(subject(layer, on, fault)).filter((claim) => refuted(claim, { cases: 200 }) !== undefined).map(({ name }) => name);
    for (const law of caught) expect(found.filter((name) => name.startsWith(law))).not.toEqual([]);
  });

  it("a derivative rule that is wrong in reverse alone", () => {
    // The table of rules is constant to the library; here one row is exchanged for a while.
    const table = rules as unknown as Record<"exp", (typeof rules)["exp"]>;
    const own = table.exp;
    table.exp = { ...own, pull: (node, cotangent, derive) => own.pull(node, cotangent, derive).map((pull) => pull && (() => cotangent)) };
    try {
      const found = claims(subject(affine, { kind: "e", dim: 2, spec: "e2" })).filter((claim) => refuted(claim, { cases: 200 }) !== undefined).map(({ name }) => name);
      expect(found).toContain("gradient, forward: reverse = forward");
    } finally {
      table.exp = own;
    }
  });

  it("every law catches one", () => {
    const named = mutants.flatMap(({ caught }) => caught);
    const families = new Set(claims(subject(affine, { kind: "e", dim: 1, spec: "e1" })).map(({ name }) => name).filter((name) => name !== "gradient, forward: reverse = forward" && name !== "gradient, inverse: reverse = forward"));
    const kinds = new Set([...families].map((name) => name.split(/[,(:]/)[0]!.trim() + (name.includes("differences") ? ": differences" : name.includes("finite") ? ": finite" : "")));
    for (const kind of kinds) {
      const [start, end] = kind.split(": ");
      expect(named.filter((name) => name.startsWith(start!) && (end === undefined || name.includes(end)))).not.toEqual([]);
    }
  });
});
