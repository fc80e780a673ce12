/**
 * A flow as the laws see it: both directions and the gradients on numbers, with parameters moved away from the start so
 * that every layer and network has its say. Mutants are views that lie.
 */
import type { AnyFlow } from "../../src/flow/flow.ts";
import { plan, startParameters } from "../../src/flow/plan.ts";
import { size } from "../../src/expr/index.ts";
import { signatureOf } from "../../src/flow/amortize.ts";
import { formulasOf } from "../../src/interpret/flow-formulas.ts";
import { program, type Executable, type Interpreter } from "../../src/interpret/program.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { lazy } from "../../src/lazy.ts";
import { model, type Model } from "../../src/model/model.ts";
import { measure } from "../../src/manifold/measure.ts";
import { parseSpace } from "../../src/manifold/space.ts";
import { unsafe } from "../../src/error.ts";
import { random } from "../../src/random.ts";

/** A flow, the seed of its parameters and points, and how far its parameters are from the start. */
export interface FlowCase {
  readonly flow: AnyFlow;
  readonly seed: number;
  readonly scatter: number;
  /** Points; 5 by default. */
  readonly count?: number;
}

export interface Side {
  readonly points: Float64Array;
  readonly base: Float64Array;
  readonly logProb: Float64Array;
}

/** What a density is given beside points. */
export interface Given {
  /** [parameterCount] */
  readonly parameters: Float64Array;
  /** [count, conditionAmbient]; empty of a flow without a condition. */
  readonly condition: Float64Array;
}

export interface View extends Given {
  readonly count: number;
  readonly ambient: number;
  readonly dim: number;
  /** Standard normal numbers [count, dim]. */
  readonly base: Float64Array;
  readonly forward: (base: Float64Array, other?: Partial<Given>) => Side;
  readonly inverse: (points: Float64Array, other?: Partial<Given>) => Side;
  /** Gradients of Σ logProb. */
  readonly gradient: (points: Float64Array) => Given & { readonly points: Float64Array };
}

/** Parameters of a flow at a distance from its start; frames too. */
export const moved = ({ flow, seed, scatter }: FlowCase): Float64Array => {
  const own = plan(flow.tree);
  const values = startParameters(own, seed);
  const source = random(seed, "moved");
  for (const { offset, shape } of own.entries) for (let at = offset; at < offset + size(shape); at++) values[at]! += scatter * source.normal();
  return values;
};

interface Compiled extends Pick<Model<string, string>, "plan" | "programs"> {
  readonly slopes: () => Executable<"parameters" | "points" | "condition">;
}

/** Compiled once for all cases of a flow: the laws of one flow draw many. */
const compiled = new WeakMap<AnyFlow, Map<Interpreter, Compiled>>();

export const compiledOf = (flow: AnyFlow, interpreter: Interpreter): Compiled => {
  const own = compiled.get(flow) ?? new Map<Interpreter, Compiled>();
  compiled.set(flow, own);
  const known = own.get(interpreter) ?? {
    ...model(flow, { interpreter }),
    slopes: lazy(() => interpreter.compile(program(formulasOf(signatureOf(flow)).gradient(["parameters", "points", "condition"])))),
  };
  own.set(interpreter, known);
  return known;
};

/** How a case is looked at. */
export type Look = (of: FlowCase, interpreter?: Interpreter) => View;

/** Random conditions [count, …] of a flow. */
export const conditions = ({ flow, seed }: FlowCase, count: number): Float64Array => {
  if (flow.condition === "e0") return new Float64Array(0);
  const { uniform } = measure(unsafe(parseSpace(flow.condition)));
  const source = random(seed, "conditions");
  return Float64Array.from(Array.from({ length: count }, () => uniform(source)).flat());
};

export const viewOf = (of: FlowCase, interpreter: Interpreter = reference, { parameters = moved(of), condition = conditions(of, of.count ?? 5) }: Partial<Given> = {}): View => {
  const { flow, seed, count = 5 } = of;
  const given: Given = { parameters, condition };
  const { programs, plan: { ambient, dim }, slopes } = compiledOf(flow, interpreter);
  const source = random(seed, "points");
  return {
    ...given,
    count,
    ambient,
    dim,
    base: Float64Array.from({ length: count * dim }, source.normal),
    forward: (base, other) => {
      const { point: points, logProb } = programs.generate()({ base, ...given, ...other }, count);
      return { points, base, logProb };
    },
    inverse: (points, other) => {
      const { base, logProb } = programs.evaluate()({ point: points, ...given, ...other }, count);
      return { points, base, logProb };
    },
    gradient: (points) => slopes()({ point: points, ...given, weight: new Float64Array(count).fill(1) }, count),
  };
};
