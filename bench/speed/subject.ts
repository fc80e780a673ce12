/** A flow as the three programs that are timed, and the numbers that they read. */
import { input, is, size, vjp } from "../../src/expr/index.ts";
import { evaluate, generate, variables } from "../../src/flow/elaborate.ts";
import type { AnyFlow } from "../../src/flow/flow.ts";
import { plan, startParameters } from "../../src/flow/plan.ts";
import { kernel } from "../../src/interpret/kernel/index.ts";
import { program, type Inputs, type Program } from "../../src/interpret/program.ts";
import { random } from "../../src/random.ts";

export const works = ["log-density", "training step", "value and gradient", "sampling"] as const;
export type Work = (typeof works)[number];

export interface Subject {
  readonly programs: { readonly [W in Work]: Program };
  /** Near the start of training, but with nothing left at zero. */
  readonly parameters: Float64Array;
  /** What a program reads, for the first `count` samples. */
  readonly inputs: (program: Program, count: number) => Inputs;
}

/** Base points and conditions are Gaussian, and points are what the flow itself makes of base points. */
export const subject = (flow: AnyFlow, most: number): Subject => {
  const own = plan(flow.tree);
  const read = variables(own);
  const { logProb, residual } = evaluate(own, read);
  const [gradient] = vjp([logProb], [input("weight", [])], [read.parameters]);
  const made = generate(own, read);
  const programs = {
    "log-density": program({ logProb, residual }),
    "training step": program({ logProb, gradient: gradient! }),
    // The other way round, or the kernel would have it already.
    "value and gradient": program({ gradient: gradient!, logProb }),
    sampling: program({ point: made.point, logProb: made.logProb }),
  };
  const parameters = startParameters(own, 1).map((value, at) => value + 0.1 * Math.sin(1.3 * at + 1));
  const normals = (purpose: string, width: number): Float64Array => {
    const { normal } = random(1, "speed", purpose);
    return Float64Array.from({ length: most * width }, normal);
  };
  const drawn = { parameters, base: normals("base", own.dim), condition: normals("condition", own.conditionAmbient) };
  // Once they are asked for: they take seconds.
  let points: Float64Array | undefined;
  const numbers: { readonly [name: string]: () => Float64Array } = {
    parameters: () => drawn.parameters,
    base: () => drawn.base,
    condition: () => drawn.condition,
    point: () => (points ??= pointsOf(program({ point: made.point }), drawn, most)),
    weight: () => new Float64Array(most).fill(-1),
  };
  return {
    programs,
    parameters,
    inputs: ({ variables: wanted }, count) => Object.fromEntries(wanted.filter((node) => is(node, "variable")).map(({ attributes: { name }, shape, uniform }) =>
      [name, uniform ? numbers[name]!() : numbers[name]!().subarray(0, count * size(shape))])),
  };
};

const pointsOf = (made: Program<"point">, drawn: Inputs, count: number): Float64Array => {
  const { compile, close } = kernel({ precision: "float64" });
  const { point } = compile(made)(drawn, count);
  close();
  return point;
};
