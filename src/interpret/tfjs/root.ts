/**
 * The solution of a monotone equation, for all samples at once and without reading a number back: a Newton step where
 * it stays in the bracket and at least halves the last move, or is already tiny; a bisection otherwise.
 *
 * It takes `iterations` steps. Where the numbers lie in this machine's memory (cpu, wasm) it looks after each step
 * whether all have settled, and stops one step later; the results differ by rounding at most. A bracket that holds no
 * root gives NaN: there the last Newton step is no small one.
 */
import type { Expr } from "../../expr/expr.ts";
import { openRoot } from "../../expr/binder.ts";
import type { Call, Tensor } from "./tensorflow.ts";
import { repeated } from "./body.ts";
import { fullShape, stretched } from "./broadcast.ts";
import type { Lowered, Schedule } from "./row.ts";

/** 24 bisections exhaust float32, and at most every second step is a Newton step that was no help. */
const iterations = 48;

/** √ε of float32: a Newton step of this relative size ends within ε. */
const tiny = Math.sqrt(2 ** -23);

/** 0 at a solution, and NaN, which no comparison accepts, where the equation is too steep to tell. */
const newtonStep = ({ tf }: Call, residual: Tensor, slope: Tensor): Tensor => {
  const finite = tf.add(slope, tf.mul(slope, 0));
  return tf.where(tf.equal(residual, 0), tf.fill(residual.shape, 0), tf.div(tf.neg(residual), finite));
};

export const root = (node: Expr<"root">, schedule: Schedule): Lowered => {
  const { unknown, captured, residual, slope } = openRoot(node);
  const { before, loop } = repeated([residual, slope], [unknown], captured, schedule);
  const bracket = [stretched(node, node.args[0]!), stretched(node, node.args[1]!)] as const;
  return (call, [lower, upper, ...outer]) => {
    const { tf, count, backend } = call;
    const still = before(call, outer);
    const newton = (x: Tensor): Tensor => {
      const [residual, slope] = loop(call, [x, ...still]);
      return newtonStep(call, residual!, slope!);
    };
    const scale = (x: Tensor): Tensor => tf.mul(tf.add(tf.abs(x), 1), tiny);

    /** From [x, low, high, last move] to the next, and which were already close. */
    const advance = ([x, low, high, last]: readonly Tensor[]): Tensor[] => {
      const [residual, slope] = loop(call, [x!, ...still]);
      const below = tf.less(residual!, 0);
      const [left, right] = [tf.where(below, x!, low!), tf.where(below, high!, x!)];
      const step = newtonStep(call, residual!, slope!);
      const target = tf.add(x!, step);
      const length = tf.abs(step);
      const close = tf.lessEqual(length, scale(x!));
      const inside = tf.logicalAnd(tf.lessEqual(left, target), tf.lessEqual(target, right));
      const take = tf.logicalOr(close, tf.logicalAnd(inside, tf.lessEqual(length, tf.mul(last!, 0.5))));
      const next = tf.where(take, tf.minimum(tf.maximum(target, left), right), tf.add(tf.mul(left, 0.5), tf.mul(right, 0.5)));
      return [next, left, right, tf.abs(tf.sub(next, x!)), close];
    };

    const low = bracket[0](call, lower!);
    const high = bracket[1](call, upper!);
    const width = tf.sub(high, low);
    let state: readonly Tensor[] = [tf.add(tf.mul(low, 0.5), tf.mul(high, 0.5)), tf.add(low, 0), tf.add(high, 0), width];
    let settled = false;
    for (let step = 0; step < iterations; step++) {
      const old = state;
      state = tf.tidy(() => advance(old));
      for (const each of old) each.dispose();
      if (settled) break;
      settled = backend.readable && tf.tidy(() => tf.min(tf.cast(state[4]!, "float32")).dataSync()[0] === 1);
    }
    const x = state[0]!;
    const found = tf.lessEqual(tf.abs(newton(x)), scale(x));
    return tf.where(found, x, tf.fill(fullShape(node, count), NaN));
  };
};
