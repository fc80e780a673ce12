/**
 * A flow as the laws see it: both directions and the gradient on numbers, with parameters moved away from the start so
 * that every layer and network has its say. Mutants are views that lie.
 */
import type { AnyFlow } from "../../src/flow/flow.ts";
import { plan } from "../../src/flow/plan.ts";
import { size } from "../../src/expr/index.ts";
import type { Interpreter } from "../../src/interpret/program.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { model } from "../../src/model/model.ts";
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

export interface View {
  readonly count: number;
  readonly ambient: number;
  readonly dim: number;
  readonly parameters: Float64Array;
  /** Standard normal numbers [count, dim]. */
  readonly base: Float64Array;
  readonly forward: (base: Float64Array, parameters?: Float64Array) => Side;
  readonly inverse: (points: Float64Array, parameters?: Float64Array) => Side;
  /** Gradient of Σ logProb in the parameters. */
  readonly gradient: (points: Float64Array) => Float64Array;
}

/** Parameters of a flow at a distance from its start; frames too. */
export const moved = ({ flow, seed, scatter }: FlowCase): Float64Array => {
  const { entries } = plan(flow.tree);
  const values = model(flow, { seed }).parameters.slice();
  const source = random(seed, "moved");
  for (const { offset, shape } of entries) for (let at = offset; at < offset + size(shape); at++) values[at]! += scatter * source.normal();
  return values;
};

export const viewOf = (of: FlowCase, interpreter: Interpreter = reference): View => {
  const { count = 5 } = of;
  const own = model(of.flow, { parameters: moved(of), interpreter });
  const { plan: { ambient, dim }, parameters: start } = own;
  const source = random(of.seed, "points");
  const measured = of.flow.condition === "e0" ? undefined : measure(unsafe(parseSpace(of.flow.condition)));
  const condition = Float64Array.from(measured ? Array.from({ length: count }, () => [...measured.uniform(source)]).flat() : []);
  const side = ({ point, base, logProb }: { readonly point: Float64Array; readonly base: Float64Array; readonly logProb: Float64Array }): Side => ({ points: point, base, logProb });
  return {
    count,
    ambient,
    dim,
    parameters: start,
    base: Float64Array.from({ length: count * dim }, () => source.normal()),
    forward: (base, parameters = start) => side(own.programs.generate()({ base, condition, parameters }, count)),
    inverse: (points, parameters = start) => side(own.programs.evaluate()({ point: points, condition, parameters }, count)),
    gradient: (points) => own.programs.gradient()({ point: points, condition, parameters: start, weight: new Float64Array(count).fill(1) }, count).gradient,
  };
};
