/**
 * What a model is to resemble where nothing can be drawn from it: a density known up to a factor, p̃ = Z p. As a formula,
 * it is compiled with the flow into one program, exact gradients included; as code, it is asked for numbers.
 */
import { either } from "fp-ts";
import type { DiffeoError } from "../error.ts";
import { input, type Expr } from "../expr/index.ts";
import { spreadOver } from "../flow/elaborate.ts";
import type { AnyFlow } from "../flow/flow.ts";
import type { Plan } from "../flow/plan.ts";
import { program, type Interpreter } from "../interpret/program.ts";
import { trusted, type Batch } from "../manifold/batch.ts";

/** ln p̃ of a point [ambient], in embedding coordinates, as an expression of one number; given a condition, where the flow is. */
export type FormulaTarget = (point: Expr, condition: Expr) => Expr;

/** ln p̃ [count] of points, as code; with the conditions of these points, row by row, where the flow has any. */
export interface CodedTarget<S extends string, C extends string> {
  readonly evaluate: (points: Batch<S>, given: Batch<C>) => { readonly logDensity: ArrayLike<number> };
}

/** The same with the gradient of ln p̃ in the embedding coordinates [count, ambient], of which only the tangent part counts. */
export interface DifferentiableTarget<S extends string, C extends string> {
  readonly evaluate: (points: Batch<S>, given: Batch<C>) => { readonly logDensity: ArrayLike<number>; readonly gradient: ArrayLike<number> };
}

/** A log-density in nats with respect to the measure of the space, up to a constant. */
export type Target<S extends string, C extends string> = FormulaTarget | CodedTarget<S, C>;

/** The points at which a target is asked, row by row. */
export interface Asked {
  readonly point: Float64Array;
  /** [count, conditionAmbient] */
  readonly condition: Float64Array;
  readonly count: number;
}

/** The formula at an expression of a point, as one number per sample. */
export const formulaAt = (formula: FormulaTarget, point: Expr, condition: Expr): Expr => {
  const value = formula(point, condition);
  if (value.shape.length > 0) throw new RangeError(`A log-density is one number, but this formula gives a tensor of shape [${value.shape.join(", ")}].`);
  return spreadOver(point)(value);
};

/** Asks code, and checks that it answered with as many numbers as were asked for. */
export const askCode = <T extends CodedTarget<string, string>>(target: T, { space, condition }: AnyFlow, { point, condition: conditions, count }: Asked): either.Either<DiffeoError, ReturnType<T["evaluate"]>> => {
  const points = trusted<string>(space, point, count);
  const answer = target.evaluate(points, trusted<string>(condition, conditions, count)) as ReturnType<T["evaluate"]> & { readonly gradient?: ArrayLike<number> };
  const wrong = (received: string, expected: string): either.Either<DiffeoError, never> => either.left({ tag: "NotOnManifold", path: ["the target's answer"], received, expected });
  if (answer.logDensity.length !== count) return wrong(`${answer.logDensity.length} log-densities`, `one for each of ${count} points`);
  if (answer.gradient && answer.gradient.length !== point.length) return wrong(`a gradient of ${answer.gradient.length} numbers`, `${points.ambient} for each of ${count} points`);
  return either.right(answer);
};

/** A target as a function of numbers, its values alone. */
export const valuesOf = (target: Target<string, string>, flow: AnyFlow, plan: Plan, interpreter: Interpreter): ((asked: Asked) => either.Either<DiffeoError, Float64Array>) => {
  if (typeof target !== "function") return (asked) => either.map(({ logDensity }: { readonly logDensity: ArrayLike<number> }) => Float64Array.from(logDensity))(askCode(target, flow, asked));
  const [point, condition] = [input("point", [plan.ambient]), input("condition", [plan.conditionAmbient])];
  const run = interpreter.compile(program({ logDensity: formulaAt(target, point, condition) }));
  return ({ count, ...columns }) => either.right(run(columns, count).logDensity);
};

/** The error of the first point whose value is refused, if there is one. */
export const firstRefused = (of: "log-density" | "gradient", values: ArrayLike<number>, { point, count }: Asked, accepts: (value: number) => boolean): DiffeoError | undefined => {
  const at = Array.from(values).findIndex((value) => !accepts(value));
  if (at < 0) return undefined;
  const [row, width] = [Math.floor(at / (values.length / count)), point.length / count];
  return { tag: "TargetNotFinite", path: [], point: Array.from(point.subarray(row * width, (row + 1) * width)), of, value: values[at]! };
};
