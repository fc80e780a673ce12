/** Steps of a recurrence: a loop of the host, which reads no number back. What one step makes is gone after the next. */
import { size, type Expr } from "../../expr/expr.ts";
import { openScan, split } from "../../expr/binder.ts";
import type { Call, Tensor } from "./tensorflow.ts";
import { repeated } from "./body.ts";
import { fullShape, stretched } from "./broadcast.ts";
import type { Lowered, Schedule } from "./row.ts";

export const scan = (node: Expr<"scan">, schedule: Schedule): Lowered => {
  const { length, reverse } = node.attributes;
  const { carries, step, rows, captured, next, recorded } = openScan(node);
  const { before, loop } = repeated([...next, ...recorded], [...carries, step, ...rows], captured, schedule);
  const full = (value: Expr) => stretched({ ...value, uniform: node.uniform }, value);
  const starts = carries.map((_, index) => full(node.args[index]!));
  const results = [...next, ...recorded].map(full);

  /** Row `at` of a tensor of rows. */
  const rowOf = ({ tf, count }: Call, row: Expr, tensor: Tensor, at: number): Tensor => {
    const begin = [at, ...row.shape.map(() => 0)];
    return tf.reshape(tf.slice(tensor, row.uniform ? begin : [0, ...begin], fullShape({ ...row, shape: [1, ...row.shape] }, count)), fullShape(row, count));
  };

  return (call, args) => {
    const { tf, count } = call;
    const [first, along, outer] = split(args, carries.length, rows.length);
    const still = before(call, outer!);
    const own = (tensor: Tensor): Tensor => tf.reshape(tensor, tensor.shape);
    const advance = (state: readonly Tensor[], at: number): Tensor[] => {
      const row = rows.map((each, index) => rowOf(call, each, along![index]!, at));
      return loop(call, [...state, tf.fill([], at), ...row, ...still]).map((tensor, index) => results[index]!(call, tensor));
    };

    let state: readonly Tensor[] = first!.map((tensor, index) => own(starts[index]!(call, tensor)));
    const kept: (readonly Tensor[])[] = [];
    for (let turn = 0; turn < length; turn++) {
      const [old, at] = [state, reverse ? length - 1 - turn : turn];
      const [moved, records] = split(tf.tidy(() => advance(old, at)), carries.length);
      for (const each of old) each.dispose();
      state = moved!;
      kept[at] = records!;
    }
    const flat = ({ shape }: Expr, tensor: Tensor): Tensor => tf.reshape(tensor, node.uniform ? [size(shape)] : [count, size(shape)]);
    const last = carries.map((each, index) => flat(each, state[index]!));
    const records = recorded.flatMap((each, index) => kept.map((records) => flat(each, records[index]!)));
    return tf.concat([...last, ...records], node.uniform ? 0 : 1);
  };
};
