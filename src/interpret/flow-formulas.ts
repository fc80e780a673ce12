/** The functions of a flow as named outputs, which any interpreter compiles. */
import { input, reshape, vjp, type Expr } from "../expr/index.ts";
import { evaluate, generate, logRate } from "../flow/elaborate.ts";
import type { Signature } from "../flow/amortize.ts";
import { lazy } from "../lazy.ts";

/** What a gradient is taken in. */
export type Wanted = "parameters" | "points" | "condition";

type Named<N extends string> = { readonly [O in N]: Expr };

export interface FlowFormulas {
  readonly logProb: () => Named<"logProb">;
  /** Of Σ weight · logProb. */
  readonly gradient: (of: readonly Wanted[]) => Named<Wanted | "logProb">;
  readonly inverse: () => Named<"base" | "logProb">;
  readonly forward: () => Named<"points" | "logProb">;
  readonly logRate: () => Named<"logRate">;
  /** Of Σ weight · logRate. */
  readonly logRateGradient: (of: readonly Wanted[]) => Named<Wanted | "logRate">;
}

export const formulasOf = ({ plan, inputs, given }: Signature): FlowFormulas => {
  const evaluated = lazy(() => evaluate(plan, inputs));
  const rate = lazy(() => logRate(plan, inputs));
  const variableOf: { readonly [W in Wanted]: Expr } = { parameters: given, points: inputs.point, condition: inputs.condition };
  const gradientOf = (of: readonly Wanted[], value: Expr): Named<Wanted> => {
    const parts = vjp([value], [input("weight", [])], of.map((each) => variableOf[each]));
    return Object.fromEntries(of.map((each, at) => [each, parts[at]!])) as Named<Wanted>; // those that were asked for
  };
  return {
    logProb: () => ({ logProb: evaluated().logProb }),
    gradient: (of) => ({ logProb: evaluated().logProb, ...gradientOf(of, evaluated().logProb) }),
    inverse: () => ({ base: evaluated().base, logProb: evaluated().logProb }),
    forward: () => {
      const { point: points, logProb } = generate(plan, inputs);
      return { points, logProb };
    },
    logRate: () => ({ logRate: reshape(rate(), [1]) }),
    logRateGradient: (of) => ({ logRate: reshape(rate(), [1]), ...gradientOf(of, rate()) }),
  };
};
