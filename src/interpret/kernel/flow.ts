/**
 * A flow as functions of typed arrays, compiled to WebAssembly: for programs that hold their own numbers, such as a
 * sampler or another trainer. A `Model` with its typed points stands on the same programs.
 */
import { input, vjp, type Expr } from "../../expr/index.ts";
import { evaluate, generate, variables } from "../../flow/elaborate.ts";
import type { AnyFlow } from "../../flow/flow.ts";
import { plan } from "../../flow/plan.ts";
import { lazy } from "../../lazy.ts";
import { random } from "../../random.ts";
import { program, type Executable } from "../program.ts";
import { compile } from "./compile.ts";
import { hasFused } from "./engine.ts";
import { kernel, type Kernel, type KernelOptions } from "./kernel.ts";
import { printStages } from "./print.ts";

/** Rows [B, …] of numbers, one after the other. */
export type Rows = Float64Array | Float32Array | readonly number[];

export interface Arguments {
  /** [parameterCount]; `model(flow).parameters` has the start values. */
  readonly parameters: Rows;
  /** [B, conditionAmbient], of a flow with a condition. */
  readonly condition?: Rows;
}

/** What a gradient is taken in. */
export type Wanted = "parameters" | "points" | "condition";

export interface FlowKernel {
  readonly parameterCount: number;
  /** Numbers in a point, in a base point and in a condition. */
  readonly ambient: number;
  readonly dim: number;
  readonly conditionAmbient: number;
  /** Points [B, ambient] → log-densities [B]. */
  readonly logProb: (points: Rows, given: Arguments) => Float64Array;
  /**
   * Log-densities [B], and the gradient of Σ weight · logProb: in the parameters one for all, [parameterCount]; in points
   * and conditions each row its own, [B, …]. `weight` [B] is 1 unless given, `of` the parameters.
   */
  readonly gradient: <W extends Wanted = "parameters">(
    points: Rows, given: Arguments & { readonly weight?: Rows; readonly of?: readonly W[] },
  ) => { readonly [N in W | "logProb"]: Float64Array };
  /** data → base: base points [B, dim], and the log-densities [B] of the points. */
  readonly inverse: (points: Rows, given: Arguments) => { readonly base: Float64Array; readonly logProb: Float64Array };
  /** base → data: points [B, ambient] and their log-densities [B]. */
  readonly forward: (base: Rows, given: Arguments) => { readonly points: Float64Array; readonly logProb: Float64Array };
  /** Random points and their log-densities; with a condition, one for each of its rows. */
  readonly sample: (count: number, given: Arguments & { readonly seed?: number }) => { readonly points: Float64Array; readonly logProb: Float64Array };
  /** What the compiler makes of one of these functions, stage by stage, to be read. */
  readonly stages: (of: "logProb" | "gradient" | "inverse" | "forward") => string;
  /** Ends the threads of this compilation. */
  readonly close: () => void;
}

/**
 * Compiles a flow. Each function is compiled when it is first called; a point outside its manifold is not refused here.
 *
 *     const { logProb } = compileKernel(euclid(3).gauss(4), { precision: "float32" });
 */
export const compileKernel = (flow: AnyFlow, options: KernelOptions): FlowKernel => {
  const by: Kernel = kernel(options);
  const own = plan(flow.tree);
  const inputs = variables(own);
  const evaluated = lazy(() => evaluate(own, inputs));
  const compiled = <N extends string>(outputs: () => { readonly [O in N]: Expr }) => ({ outputs, run: lazy((): Executable<N> => by.compile(program(outputs()))) });
  const density = compiled(() => ({ logProb: evaluated().logProb }));
  const toBase = compiled(() => ({ base: evaluated().base, logProb: evaluated().logProb }));
  const fromBase = compiled(() => {
    const { point: points, logProb } = generate(own, inputs);
    return { points, logProb };
  });
  const variableOf: { readonly [W in Wanted]: Expr } = { parameters: inputs.parameters, points: inputs.point, condition: inputs.condition };
  const gradients = new Map<string, ReturnType<typeof compiled<Wanted | "logProb">>>();
  const gradient = (of: readonly Wanted[]) => {
    const known = gradients.get(`${of}`) ?? compiled(() => {
      const { logProb } = evaluated();
      const parts = vjp([logProb], [input("weight", [])], of.map((each) => variableOf[each]));
      return { logProb, ...Object.fromEntries(of.map((each, at) => [each, parts[at]!])) } as { readonly [N in Wanted | "logProb"]: Expr };
    });
    gradients.set(`${of}`, known);
    return known;
  };
  const countOf = (rows: Rows, width: number): number => {
    const count = width === 0 ? 0 : rows.length / width;
    if (!Number.isInteger(count)) throw new RangeError(`Rows of ${width} numbers are wanted, but ${rows.length} numbers are no whole number of them.`);
    return count;
  };
  const reads = ({ parameters, condition = [] }: Arguments) => ({ parameters, condition });
  return {
    parameterCount: own.parameterCount,
    ambient: own.ambient,
    dim: own.dim,
    conditionAmbient: own.conditionAmbient,
    logProb: (points, given) => density.run()({ point: points, ...reads(given) }, countOf(points, own.ambient)).logProb,
    gradient: (points, { weight, of = ["parameters"] as never, ...given }) => {
      const count = countOf(points, own.ambient);
      return gradient(of).run()({ point: points, weight: weight ?? new Float64Array(count).fill(1), ...reads(given) }, count);
    },
    inverse: (points, given) => toBase.run()({ point: points, ...reads(given) }, countOf(points, own.ambient)),
    forward: (base, given) => fromBase.run()({ base, ...reads(given) }, countOf(base, own.dim)),
    sample: (count, { seed = 0, ...given }) => {
      const source = random(seed, "sample");
      const base = Float64Array.from({ length: count * own.dim }, () => source.normal());
      return fromBase.run()({ base, ...reads(given) }, count);
    },
    stages: (of) => {
      const { outputs } = { logProb: density, gradient: gradient(["parameters"]), inverse: toBase, forward: fromBase }[of];
      return printStages(compile(program(outputs()), { ...options, fused: options.fused !== false && hasFused() }));
    },
    close: by.close,
  };
};
