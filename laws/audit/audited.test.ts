/** The contexts that models are judged in. */
import { describe, expect, it } from "vitest";
import { unsafe } from "../../src/error.ts";
import { given, type AnyFlow } from "../../src/flow/flow.ts";
import { decode } from "../../src/flow/parse.ts";
import { batchOf } from "../../src/manifold/batch.ts";
import { model, type Model } from "../../src/model/model.ts";
import { audited } from "./audited.ts";

const flow = (space: string, layers: string): AnyFlow => unsafe(decode(space, layers));

describe("random conditions", () => {
  const of = given("e1+i_2_inf+s1")(flow("e1", "t"));
  const { parameters, plan } = model(of);
  const offsets = plan.conditions.slice(0, 2).map(({ frame }) => [frame!.location.offset, frame!.logScale.offset] as const);
  const framed = parameters.slice();
  offsets.forEach(([location, logScale], index) => {
    framed[location] = [990, 5][index]!;
    framed[logScale] = Math.log([12, 0.1][index]!);
  });

  it("are in the units of the flow's frames", () => {
    const { condition } = audited(model(of, { parameters: framed }), { seed: 1 }).draw(1000, "test");
    const column = (at: number): Float64Array => Float64Array.from({ length: 1000 }, (_, row) => condition[4 * row + at]!);
    const moments = (values: Float64Array): readonly number[] => {
      const mean = values.reduce((a, b) => a + b, 0) / 1000;
      return [mean, Math.sqrt(values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 1000)];
    };
    expect(moments(column(0))[0]).toBeCloseTo(990, -0.5);
    expect(moments(column(0))[1]).toBeCloseTo(12, -0.3);
    const logs = column(1).map((each) => Math.log(each - 2));
    expect(moments(logs)[0]).toBeCloseTo(5, 1);
    expect(moments(logs)[1]).toBeCloseTo(0.1, 1);
    for (let row = 0; row < 1000; row++) expect(Math.hypot(column(2)[row]!, column(3)[row]!)).toBeCloseTo(1, 12);
  });

  it("are those that are given, where they are", () => {
    const conditions = unsafe(batchOf<string>("e1", [7, 8]));
    const { condition } = audited(model(given("e1")(flow("e1", "t"))) as Model<string, string>, { seed: 1, given: conditions }).draw(100, "test");
    expect(new Set(condition)).toEqual(new Set([7, 8]));
  });
});

describe("a block in a context", () => {
  const of = audited(model(unsafe(decode("s1+e1+e1", "m+t+t"))) as Model<string, string>, { seed: 1 });
  const contexts = of.draw(3, "test");

  it("is drawn with what is before it as it was", () => {
    const block = of.blocks[2]!;
    expect(block).toMatchObject({ name: "block 3 (e1)", start: 3, baseStart: 2, ambient: 1, depends: true });
    const drawn = of.drawBlock(block, contexts, 50);
    expect(drawn.map((each) => new Set(each).size)).toEqual([50, 50, 50]);
  });

  it("has the density that the joint one has less that of the others", () => {
    const { programs, parameters, plan } = of.model;
    const last = Float64Array.of(0.3, -1);
    const point = Float64Array.from([0, 1].flatMap((at) => [...contexts.point.subarray(plan.ambient, plan.ambient + 3), last[at]!]));
    const joint = programs.density()({ point, condition: [], parameters }, 2).logProb;
    const own = of.logProb(of.blocks[2]!, contexts, 1, last);
    expect(own[0]! - own[1]!).toBeCloseTo(joint[0]! - joint[1]!, 12);
  });
});
