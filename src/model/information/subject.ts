/** What an estimate asks: a model of any space, with the one point of its condition, if it has a condition. */
import { DiffeoFault } from "../../error.ts";
import type { Plan } from "../../flow/plan.ts";
import type { Interpreter } from "../../interpret/program.ts";
import type { Batch } from "../../manifold/batch.ts";
import { random } from "../../random.ts";
import { conditionBatch, conditionRows, type Condition } from "../condition.ts";
import { solved } from "../evaluation.ts";
import type { Programs } from "../programs.ts";

/** What is needed of a model, whatever its type says of its space. */
export interface Asking {
  readonly flow: { readonly space: string; readonly condition: string };
  readonly plan: Plan;
  readonly parameters: Float64Array;
  readonly interpreter: Interpreter;
  readonly programs: Programs;
}

export interface Subject extends Asking {
  /** One row, or nothing. */
  readonly condition: Batch<string> | undefined;
}

export const subjectOf = ({ flow, plan, parameters, interpreter, programs }: Asking, given: Condition<string> | undefined): Subject => {
  const condition = conditionBatch(flow.condition, given);
  if (condition && condition.count !== 1) throw new DiffeoFault({ tag: "NotOnManifold", path: ["the condition"], received: `a batch of ${condition.count}`, expected: "one point" });
  return { flow, plan, parameters, interpreter, programs, condition };
};

/** What all programs read beside points: the parameters, and the condition for each of `count` rows. */
export const reads = ({ condition, parameters }: Subject, count: number): { readonly parameters: Float64Array; readonly condition: Float64Array } =>
  ({ parameters, condition: conditionRows(condition, count) });

export interface Drawn {
  readonly count: number;
  /** Points [count, ambient] and their base points [count, dim]. */
  readonly rows: Float64Array;
  readonly base: Float64Array;
  readonly logProb: Float64Array;
}

/** The points that `model.sample` draws for this seed. */
export const draw = (subject: Subject, count: number, seed: number): Drawn => {
  const source = random(seed, "sample");
  return imagesOf(subject, Float64Array.from({ length: count * subject.plan.dim }, () => source.normal()), count);
};

/** The points that base points become. */
export const imagesOf = (subject: Subject, base: Float64Array, count: number): Drawn => {
  const { point, logProb, residual } = subject.programs.generate()({ base, ...reads(subject, count) }, count);
  solved(residual);
  return { count, rows: point, base, logProb };
};
