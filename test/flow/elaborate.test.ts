/** The meaning of flows beyond what the laws of layers say: stations, terms, and numbers per sample. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate, generate, variables } from "../../src/flow/elaborate.ts";
import { oplus, type AnyFlow } from "../../src/flow/flow.ts";
import { circle, euclid, interval } from "../../src/flow/manifolds.ts";
import { plan } from "../../src/flow/plan.ts";
import { stations } from "../../src/flow/trace.ts";
import { program } from "../../src/interpret/program.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { model } from "../../src/model/model.ts";
import { flows } from "../../laws/arbitrary/flow.ts";

const elaborated = ({ tree }: AnyFlow) => {
  const own = plan(tree);
  const inputs = variables(own);
  return { own, inputs, evaluated: evaluate(own, inputs), generated: generate(own, inputs) };
};

it("every column of both directions has a number per sample and the shape it says", () => {
  fc.assert(fc.property(flows({ layers: 1, parts: 2 }), (flow) => {
    const { own, evaluated, generated } = elaborated(flow);
    for (const { point, base, logProb, logProbs, logProbBase, residual } of [evaluated, generated]) {
      expect([point.shape, base.shape]).toEqual([[own.ambient], [own.dim]]);
      expect(logProbs).toHaveLength(own.blocks.length);
      for (const scalar of [logProb, logProbBase, residual, ...logProbs]) expect([scalar.shape, scalar.uniform]).toEqual([[], false]);
    }
  }), { numRuns: 40 });
});

describe("the stations of an evaluation", () => {
  const flow = oplus(euclid(1).affine().gauss(), circle().moebius(2), interval());

  it("come in the order of computation, with the paths of the parameters", () => {
    const { own, inputs } = elaborated(flow);
    expect(stations(own, inputs).map(({ path }) => path.join(", "))).toEqual([
      "block 1", "block 1, layer 2 (gauss)", "block 1, layer 1 (affine)", "block 1, base",
      "block 2", "block 2, network", "block 2, layer 2 (moebius)", "block 2, layer 1 (moebius)", "block 2, base",
      "block 3", "block 3, base",
    ]);
  });

  it("add up to the log-density", () => {
    const { own, inputs } = elaborated(flow);
    const fresh = model(flow);
    const { points, logProb } = fresh.sample(5, { seed: 1 });
    const all = stations(own, inputs);
    // The last number of a station is its log-determinant or log-density; frames count negative.
    const terms = all.filter(({ path }) => path.at(-1) !== "network").map(({ path, numbers }) => ({ sign: path.length === 1 ? -1 : 1, term: numbers.at(-1)! }));
    const columns = reference.compile(program<string>(Object.fromEntries(terms.map(({ term }, at) => [`${at}`, term]))))({ point: points.rows, condition: [], parameters: fresh.parameters }, 5);
    const sum = (row: number): number => terms.reduce((total, { sign }, at) => total + sign * (columns[`${at}`]![row] ?? columns[`${at}`]![0]!), 0);
    logProb.forEach((value, row) => expect(sum(row)).toBeCloseTo(value, 8));
  });
});
