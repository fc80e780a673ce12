/**
 * Whether interpreters and precisions agree with the reference, at the model's own parameters and samples: in log-densities,
 * in samples and in gradients. What is computed may be off by what a few roundings of all inputs change.
 */
import { size } from "../../src/expr/index.ts";
import type { Interpreter } from "../../src/interpret/program.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { programs, type Programs } from "../../src/model/programs.ts";
import { parseSpace } from "../../src/manifold/space.ts";
import { unsafe } from "../../src/error.ts";
import { random } from "../../src/random.ts";
import { float32, float64 } from "../bijector/precision.ts";
import { size as largestOf } from "../numerics/matrix.ts";
import type { Audited, Drawn } from "./audited.ts";
import { brief, worst, type Finding } from "./line.ts";
import { deviation, shaken, shakenPoints } from "./steps.ts";

/** A way to compute the model. */
export interface Computer {
  readonly name: string;
  readonly precision: Interpreter["precision"];
  readonly programs: Programs;
}

export const computer = (of: Audited, interpreter: Interpreter): Computer =>
  ({ name: interpreter.name, precision: interpreter.precision, programs: programs(of.plan, interpreter) });

/** Roundings of an input that a formula may look like, as in the laws of layers. */
const roundings = 4;
const trials = 4;

type Inputs = { readonly [name in "point" | "base" | "condition" | "parameters"]: Float64Array };

interface Outputs {
  readonly logProb: Float64Array;
  readonly point: Float64Array;
  readonly gradient: Float64Array;
}

export const interpreters = (of: Audited, { point, base, condition, count }: Drawn, others: readonly Computer[]): readonly Finding[] => {
  const { plan, seed, model: { flow, parameters } } = of;
  const [space, conditions] = [flow.space, flow.condition].map((each) => unsafe(parseSpace(each)));
  const weight = new Float64Array(count).fill(1);
  const run = ({ programs: { density, generate, gradient } }: Pick<Computer, "programs">, at: Inputs): Outputs => ({
    logProb: density()(at, count).logProb,
    point: generate()(at, count).point,
    gradient: gradient()({ ...at, weight }, count).gradient,
  });
  const here: Inputs = { point, base, condition, parameters };
  const truth = computer(of, reference);
  const want = run(truth, here);
  const shakes = new Map([float32, float64].map(({ name, epsilon }) => [name, Array.from({ length: trials }, (_, trial) => {
    const source = random(seed, "audit", "shaken", name, trial);
    const by = roundings * epsilon;
    return run(truth, {
      point: shakenPoints(space!, point, by, source),
      base: shaken(base, by, source),
      condition: condition.length === 0 ? condition : shakenPoints(conditions!, condition, by, source),
      parameters: shaken(parameters, by, source),
    });
  })] as const));

  /** What is compared as one: each log-density, each block of each sample, each tensor of the gradient. */
  const parts = [
    ...Array.from({ length: count }, (_, row) => ({ of: "logProb" as const, name: `log-density of sample ${row + 1}`, from: row, to: row + 1 })),
    ...Array.from({ length: count }, (_, row) => of.blocks.map(({ name, start, ambient }) => ({ of: "point" as const, name: `sample ${row + 1}, ${name}`, from: row * plan.ambient + start, to: row * plan.ambient + start + ambient }))).flat(),
    ...plan.entries.filter(({ frozen }) => !frozen).map(({ path, offset, shape }) => ({ of: "gradient" as const, name: `gradient of ${path.join(", ")}`, from: offset, to: offset + size(shape) })),
  ];
  return others.map((other): Finding => {
    const got = run(other, here);
    const { epsilon } = other.precision === "float32" ? float32 : float64;
    const found = parts.map(({ of: kind, name, from, to }) => {
      const error = deviation(got[kind], want[kind], from, to);
      const unit = epsilon * (1 + largestOf(want[kind].subarray(from, to))) + Math.max(...shakes.get(other.precision)!.map((each) => deviation(each[kind], want[kind], from, to)));
      return { error: error === 0 ? 0 : error / unit, tolerance: 1e3, detail: `${name}, off by ${brief(error)}` };
    });
    const [first, ...rest] = found;
    return {
      name: `${other.name} = reference`,
      statement: "log-densities, samples and gradients agree, in units of what a rounding of all inputs explains",
      ...(first ? worst(first, ...rest) : { error: 0, tolerance: 1e3, detail: "nothing to compare" }),
    };
  });
};
