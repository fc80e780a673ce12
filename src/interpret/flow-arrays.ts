/**
 * A flow as functions of typed arrays: for programs that hold their own numbers, such as a sampler or another trainer. A
 * `Model` with its typed points stands on the same programs. Of an amortized flow the parameters are rows too.
 */
import { signatureOf, type AmortizedFlow } from "../flow/amortize.ts";
import type { AnyFlow } from "../flow/flow.ts";
import type { RatedFlow } from "../flow/rate.ts";
import type { Expr } from "../expr/index.ts";
import { lazy } from "../lazy.ts";
import { random } from "../random.ts";
import { formulasOf, type Wanted } from "./flow-formulas.ts";
import { program, type Executable, type Interpreter } from "./program.ts";

/** Rows [B, …] of numbers, one after the other. */
export type Rows = Float64Array | Float32Array | readonly number[];

export interface Arguments {
  /** [parameterCount]; `model(flow).parameters` has the start values. Of an amortized flow [B, parameterCount]: each row its own. */
  readonly parameters: Rows;
  /** [B, conditionAmbient], of a flow with a condition. */
  readonly condition?: Rows;
}

export interface FlowArrays {
  readonly parameterCount: number;
  /** Numbers in a point, in a base point and in a condition. */
  readonly ambient: number;
  readonly dim: number;
  readonly conditionAmbient: number;
  /** Points [B, ambient] → log-densities [B]. */
  readonly logProb: (points: Rows, given: Arguments) => Float64Array;
  /**
   * Log-densities [B], and the gradient of Σ weight · logProb: in the parameters one for all, [parameterCount]; in points
   * and conditions, and in parameters that are rows, each row its own, [B, …]. `weight` [B] is 1 unless given, `of` the
   * parameters.
   */
  readonly gradient: <W extends Wanted = "parameters">(
    points: Rows, given: Arguments & { readonly weight?: Rows; readonly of?: readonly W[] },
  ) => { readonly [N in W | "logProb"]: Float64Array };
  /** data → base: base points [B, dim], and the log-densities [B] of the points. */
  readonly inverse: (points: Rows, given: Arguments) => { readonly base: Float64Array; readonly logProb: Float64Array };
  /** base → data: points [B, ambient] and their log-densities [B]. */
  readonly forward: (base: Rows, given: Arguments) => { readonly points: Float64Array; readonly logProb: Float64Array };
  /** Random points and their log-densities; with a condition or with parameters that are rows, one for each row. */
  readonly sample: (count: number, given: Arguments & { readonly seed?: number }) => { readonly points: Float64Array; readonly logProb: Float64Array };
}

/** What a flow with a rate has beside. One number for each row of the condition or of the parameters; one in all where neither has rows. */
export interface RateArrays {
  /** log λ [B]. */
  readonly logRate: (given: Arguments) => Float64Array;
  /** log λ [B], and the gradient of Σ weight · log λ, as `gradient` has it. */
  readonly logRateGradient: <W extends Exclude<Wanted, "points"> = "parameters">(
    given: Arguments & { readonly weight?: Rows; readonly of?: readonly W[] },
  ) => { readonly [N in W | "logRate"]: Float64Array };
}

/** A flow with a rate, plain or amortized. */
export type WithRate = RatedFlow<string, string> | AmortizedFlow<RatedFlow<string, string>>;

/**
 * The functions of a flow by an interpreter. Each is compiled when it is first called; a point outside its manifold is
 * not refused here. `compileKernel` is the same by a kernel of its own.
 *
 *     const { logProb } = flowArrays(amortize(flow), reference);
 */
export function flowArrays(flow: WithRate, by: Interpreter): FlowArrays & RateArrays;
export function flowArrays(flow: AnyFlow | AmortizedFlow, by: Interpreter): FlowArrays;
export function flowArrays(flow: AnyFlow | AmortizedFlow, by: Interpreter): FlowArrays & RateArrays {
  const signature = signatureOf(flow);
  const { plan: { ambient, conditionAmbient, dim }, parameterCount, amortized } = signature;
  const formulas = formulasOf(signature);
  const compiled = <N extends string>(outputs: () => { readonly [O in N]: Expr }) => lazy((): Executable<N> => by.compile(program(outputs())));
  const [density, toBase, fromBase, rate] = [compiled(formulas.logProb), compiled(formulas.inverse), compiled(formulas.forward), compiled(formulas.logRate)];
  const gradient = byWanted((of) => compiled(() => formulas.gradient(of)));
  const rateGradient = byWanted((of) => compiled(() => formulas.logRateGradient(of)));

  const countOf = (rows: Rows, width: number): number => {
    const count = width === 0 ? 0 : rows.length / width;
    if (!Number.isInteger(count)) throw new RangeError(`Rows of ${width} numbers are wanted, but ${rows.length} numbers are no whole number of them.`);
    return count;
  };
  const reads = ({ parameters, condition = [] }: Arguments) => ({ parameters, condition });
  const rates = ({ parameters, condition = [] }: Arguments): number =>
    amortized ? countOf(parameters, parameterCount) : conditionAmbient > 0 ? countOf(condition, conditionAmbient) : 1;
  const ones = (count: number): Rows => new Float64Array(count).fill(1);
  return {
    parameterCount,
    ambient,
    dim,
    conditionAmbient,
    logProb: (points, given) => density()({ point: points, ...reads(given) }, countOf(points, ambient)).logProb,
    gradient: (points, { weight, of = ["parameters"] as never, ...given }) => {
      const count = countOf(points, ambient);
      return gradient(of)()({ point: points, weight: weight ?? ones(count), ...reads(given) }, count);
    },
    inverse: (points, given) => toBase()({ point: points, ...reads(given) }, countOf(points, ambient)),
    forward: (base, given) => fromBase()({ base, ...reads(given) }, countOf(base, dim)),
    sample: (count, { seed = 0, ...given }) => {
      const source = random(seed, "sample");
      const base = Float64Array.from({ length: count * dim }, () => source.normal());
      return fromBase()({ base, ...reads(given) }, count);
    },
    logRate: (given) => rate()(reads(given), rates(given)).logRate,
    logRateGradient: ({ weight, of = ["parameters"] as never, ...given }) => {
      const count = rates(given);
      return rateGradient(of)()({ weight: weight ?? ones(count), ...reads(given) }, count);
    },
  };
}

/** One function for each list of what is wanted. */
const byWanted = <A>(make: (of: readonly Wanted[]) => A): ((of: readonly Wanted[]) => A) => {
  const made = new Map<string, A>();
  return (of) => {
    const known = made.get(`${of}`) ?? make(of);
    made.set(`${of}`, known);
    return known;
  };
};
