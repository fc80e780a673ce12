/**
 * The solution of a monotone equation, as a value with a derivative.
 *
 * `root(equation, bracket)` is the y at which `equation(y)` is zero, element by element; each element of the equation
 * depends on the same element of y alone and increases in it. What the equation uses from outside and does not depend
 * on y becomes an argument of the node, so interpreters compute it once and not in every iteration. The derivative is
 * that of the implicit function theorem (see `derivative.ts`); nothing of the iteration is differentiated.
 *
 * A bracket that does not hold the root gives NaN in that element, which the model reports as `RootNotBracketed`.
 */
import { input, lift, node, type Expr, type Operand } from "./expr.ts";
import { broadcast, sameShape } from "./shape.ts";
import { expand } from "./tensor.ts";
import { close, instantiate } from "./binder.ts";
import { jvp } from "./derivative.ts";
import { one } from "./elementwise.ts";

export interface Bracket {
  readonly lower: Operand;
  readonly upper: Operand;
}

export interface Solution {
  readonly value: Expr;
  /** The equation at the value: how far from zero the solver ended, in the units of the equation. */
  readonly residual: Expr;
}

export const root = (equation: (unknown: Expr) => Expr, bracket: Bracket): Solution => {
  const [lower, upper] = [lift(bracket.lower), lift(bracket.upper)];
  const shape = broadcast(lower.shape, upper.shape);
  const unknown = input("unknown", shape);
  const residual = equation(unknown);
  if (!sameShape(residual.shape, shape)) {
    throw new RangeError(`An equation of shape [${residual.shape}] has no root of shape [${shape}].`);
  }
  const [slope] = jvp([residual], new Map([[unknown, expand(one, shape)]]));
  const { outputs, captured, outer } = close([unknown], [residual, slope!]);
  const body = { unknown, captured, residual: outputs[0]!, slope: outputs[1]! };
  const value = node("root", [expand(lower, shape), expand(upper, shape), ...outer], { body }, shape);
  return { value, residual: instantiate(value, [body.residual])[0]! };
};
