/** Audits on data: coverage, contents and log-densities of rows. */
import { describe, expect, it } from "vitest";
import { unsafe } from "../../src/error.ts";
import { given, oplus, type AnyFlow } from "../../src/flow/flow.ts";
import { euclid } from "../../src/flow/manifolds.ts";
import { decode } from "../../src/flow/parse.ts";
import { batchOf, type Batch } from "../../src/manifold/batch.ts";
import { model, type Model } from "../../src/model/model.ts";
import { random } from "../../src/random.ts";
import { moved } from "../flow/view.ts";
import { audit, type Audit } from "./index.ts";

const quick = { samples: 1000 } as const;
const scattered = (flow: AnyFlow, scatter: number): Model<string, string> => model(flow, { parameters: moved({ flow, seed: 1, scatter }) });
const flow = (space: string, layers: string): AnyFlow => unsafe(decode(space, layers));
const failing = ({ lines }: Audit): readonly string[] => lines.filter(({ holds }) => !holds).map(({ name }) => name);

describe("on data", () => {
  const normal = random(1, "data");
  const rows = Float64Array.from({ length: 2000 }, () => normal.normal());
  const scaled = (by: number): Batch<"e1"> => unsafe(batchOf("e1", rows.map((each) => by * each)));
  const own = model(euclid(1).affine());

  it("that the model fits, coverage is right and rows are as likely as samples", () => {
    const found = audit(own, { ...quick, data: scaled(1) });
    expect(failing(found)).toEqual([]);
    expect(found.coverage!.map(({ of, nominal }) => [of, nominal])).toEqual([0.5, 0.68, 0.9, 0.95].map((nominal) => ["joint", nominal]));
    for (const { observed, lower, upper } of found.coverage!) expect(observed >= lower && observed <= upper).toBe(true);
  });

  it("of a wider spread, an overconfident model fails", () => {
    expect(failing(audit(own, { ...quick, data: scaled(2) }))).toEqual(["coverage of data", "contents of data"]);
  });

  it("one block of which is wrong, the block is named", () => {
    const both = unsafe(batchOf("e1+e1", Float64Array.from(Array.from(rows.keys()).flatMap((row) => [rows[row]!, 2 * rows[(row + 1) % rows.length]!]))));
    const found = audit(model(oplus(euclid(1).affine(), euclid(1).affine())), { ...quick, data: both });
    expect(found.lines.find(({ name }) => name === "coverage of data")!.detail).toMatch(/^block 2 \(e1\): [56]\d\.\d % of 2,000 rows where 9\d\.0 % belong/);
  });

  it("of classes, contents are uniform too", () => {
    const classes = scattered(flow("c3+e1", "l+t"), 0.5);
    const data = classes.sample(2000, { seed: 5 }).points;
    const found = audit(classes, { ...quick, data });
    expect(failing(found)).toEqual([]);
    for (const { observed, lower, upper } of found.coverage!) expect(observed >= lower && observed <= upper).toBe(true);
  });

  it("of a conditional model, its own conditions are given", () => {
    const conditional = scattered(given("e1")(flow("e1", "t")), 0.3);
    const given1 = scaled(3);
    const data = conditional.sample(1, { given: given1, seed: 2 }).points;
    expect(failing(audit(conditional, { ...quick, data, given: given1 }))).toEqual([]);
    expect(() => audit(conditional, { data })).toThrow("In the condition: received nothing, expected a point or batch of e1, as { given }.");
  });

  it("with rows that have no density, they are counted", () => {
    const found = audit(scattered(flow("e1", "t"), 0), { ...quick, data: unsafe(batchOf<string>("e1", [0.1, 1e200, -0.3])) });
    expect(failing(found)).toContain("log-density of data");
    expect(found.lines.find(({ name }) => name === "log-density of data")!.detail).toMatch(/^1 of 3 rows are not finite; mean /);
  });

  it("of another space, or of no rows, it is refused", () => {
    expect(() => audit(own, { data: unsafe(batchOf<string>("e2", [1, 2])) as never })).toThrow("In the data: received 1 points of e2, expected at least one point of e1.");
    expect(() => audit(own, { data: unsafe(batchOf("e1", [])) })).toThrow("In the data: received 0 points of e1");
  });
});
