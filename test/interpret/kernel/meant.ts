/** What the trial means, by the reference, and how far numbers are from that. */
import { input, vjp } from "../../../src/expr/index.ts";
import { evaluate, variables } from "../../../src/flow/elaborate.ts";
import { plan } from "../../../src/flow/plan.ts";
import { program } from "../../../src/interpret/program.ts";
import { reference } from "../../../src/interpret/reference/reference.ts";
import { flow, points, type Numbers } from "./trial.ts";

const own = plan(flow.tree);
const reads = variables(own);

export const meant = (parameters: Float64Array, count: number): Numbers => {
  const { logProb } = evaluate(own, reads);
  const [byParameters, byPoints] = vjp([logProb], [input("weight", [])], [reads.parameters, reads.point]);
  const run = reference.compile(program({ logProb, parameters: byParameters!, points: byPoints! }));
  return run({ parameters, point: points(count), weight: new Float64Array(count).fill(1 / count) }, count);
};

/** The largest |got − want| / (|want| + mean |want|) of all numbers. */
export const errorOf = (got: Numbers, want: Numbers): number =>
  Math.max(...(["logProb", "parameters", "points"] as const).map((name) => {
    const right = want[name];
    if (got[name].length !== right.length) return Infinity;
    const mean = right.reduce((sum, each) => sum + Math.abs(each), 0) / right.length;
    return got[name].reduce((worst, each, at) => {
      const error = Math.abs(each - right[at]!) / (Math.abs(right[at]!) + mean);
      return error <= worst ? worst : Number.isNaN(error) ? Infinity : error;
    }, 0);
  }));
