/** Whether a model's ways of telling a density and a point agree with one another: samples, evaluations and blocks. */
import { measure } from "../../src/manifold/measure.ts";
import { parseSpace } from "../../src/manifold/space.ts";
import { unsafe } from "../../src/error.ts";
import { random } from "../../src/random.ts";
import { float32, float64 } from "../bijector/precision.ts";
import type { Audited, Drawn } from "./audited.ts";
import { brief, worst, type Finding } from "./line.ts";
import { shakenPoints } from "./steps.ts";

/** How often a sample may be moved by hand to see what rounding does, and by how many roundings. */
const trials = 3;
const roundings = 4;

/** Of these samples of the model. */
export const consistency = (of: Audited, { point, condition, count, logProb }: Drawn): readonly Finding[] => {
  const { model: { parameters, programs, flow, interpreter }, plan, seed } = of;
  const manifolds = unsafe(parseSpace(flow.space));
  const { contains } = measure(manifolds);
  const off = Array.from({ length: count }, (_, row) => row).filter((row) => !contains(point.subarray(row * plan.ambient, (row + 1) * plan.ambient)));
  const points: Finding = {
    name: "samples are points",
    statement: `samples lie on ${flow.space}`,
    error: off.length,
    tolerance: 0,
    detail: off[0] === undefined ? `${count.toLocaleString("en")} samples` : `sample ${off[0] + 1} is (${Array.from(point.subarray(off[0] * plan.ambient, (off[0] + 1) * plan.ambient), brief).join(", ")})`,
  };

  const density = (at: Float64Array): Float64Array => programs.density()({ point: at, condition, parameters }, count).logProb;
  const own = density(point);
  const { epsilon } = interpreter.precision === "float32" ? float32 : float64;
  const moved = Array.from({ length: trials }, (_, trial) => density(shakenPoints(manifolds, point, roundings * epsilon, random(seed, "audit", "moved", trial))));
  const sums = of.blocks.map(({ index }) => programs.block(index)({ point, condition, parameters }, count).logProb).reduce((sum, each) => sum.map((value, row) => value + each[row]!), new Float64Array(count));
  const compared = (other: Float64Array, name: string, statement: string): readonly Finding[] => {
    const [first, ...rest] = Array.from(own, (value, row) => {
      const unit = epsilon * (1 + Math.abs(value)) + Math.max(...moved.map((each) => Math.abs(each[row]! - value)));
      const error = Math.abs(value - other[row]!);
      return { error: error === 0 ? 0 : error / unit, tolerance: 1e3, detail: `${brief(error)} at sample ${row + 1}, where log p is ${brief(value)}` };
    });
    return first ? [{ name, statement, ...worst(first, ...rest) }] : [];
  };
  return [
    points,
    ...compared(logProb, "one density", "the log-density of a sample as it was drawn is that of its evaluation, in units of what rounding explains"),
    ...(of.blocks.length > 1 ? compared(sums, "blocks add up", "log p is the sum of the blocks' log-densities, in units of what rounding explains") : []),
  ];
};
