/**
 * A graph as a list of steps on tensors. Each step runs in a `tidy` of its own, and a tensor is disposed after the last
 * step that reads it: a gradient of a flow has thousands of them, and the memory of the wasm backend never shrinks.
 */
import { is, type Expr, type Op } from "../../expr/expr.ts";
import { topological } from "../../expr/graph.ts";
import type { Tensor } from "./tensorflow.ts";
import { withoutExpand } from "./broadcast.ts";
import { summands } from "./contract.ts";
import { lowering } from "./lowering.ts";
import type { Lowered, Row, Schedule } from "./row.ts";

interface Step {
  readonly slot: number;
  readonly reads: readonly number[];
  readonly compute: Lowered;
  /** Positions among `reads` at which truth values may stay truth values. */
  readonly truth: number;
  /** Slots that no later step reads. */
  readonly done: readonly number[];
}

const reads = (node: Expr): readonly Expr[] => (is(node, "batchSum") ? summands(node) : node.args);

export const schedule: Schedule = (outputs, given) => {
  const known = new Set(given);
  const results = withoutExpand(outputs, given);
  const needed = new Set<Expr>(results);
  const order = topological(results);
  for (const node of [...order].reverse()) {
    if (needed.has(node) && !known.has(node)) for (const each of reads(node)) needed.add(each);
  }
  const slots = new Map(given.map((node, slot) => [node, slot]));
  const own = order.filter((node) => needed.has(node) && !slots.has(node));
  own.forEach((node, index) => slots.set(node, given.length + index));

  const last = new Map<number, number>();
  own.forEach((node, index) => reads(node).forEach((each) => last.set(slots.get(each)!, index)));
  results.forEach((node) => last.set(slots.get(node)!, Infinity));
  const steps = own.map((node, index): Step => {
    const read = reads(node).map((each) => slots.get(each)!);
    return {
      slot: slots.get(node)!,
      reads: read,
      compute: (lowering[node.op as Op] as Row)(node, schedule),
      truth: is(node, "where") ? 1 : 0,
      done: [...new Set(read)].filter((slot) => slot >= given.length && last.get(slot) === index),
    };
  });
  const kept = results.map((node) => slots.get(node)!);

  return (call, tensors) => {
    const { tf } = call;
    const values: Tensor[] = [...tensors];
    const number = (tensor: Tensor): Tensor => (tensor.dtype === "bool" ? tf.cast(tensor, "float32") : tensor);
    for (const { slot, reads, compute, truth, done } of steps) {
      values[slot] = tf.tidy(() => compute(call, reads.map((from, index) => (index < truth ? values[from]! : number(values[from]!)))));
      for (const each of done) values[each]!.dispose();
    }
    const results = tf.tidy(() => kept.map((slot) => (values[slot]!.dtype === "bool" ? number(values[slot]!) : tf.reshape(values[slot]!, values[slot]!.shape))));
    for (const slot of new Set(kept)) if (slot >= tensors.length) values[slot]!.dispose();
    return results;
  };
};
