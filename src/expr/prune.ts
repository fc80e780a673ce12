/**
 * Takes out of scans what nobody reads: carries, records, rows and captured values that only serve what is not asked
 * for. Derivative rules may thus ask for everything; the gradient of points costs no gradient of weights.
 */
import { is, size, type Expr, type ScanBody } from "./expr.ts";
import { bodyOf, mapBody } from "./binder.ts";
import { rewrite, topological, withArgs } from "./graph.ts";
import { contributing, places, scanNode } from "./recurrence.ts";
import { concat, slice, zeros } from "./tensor.ts";

export const prune = (outputs: readonly Expr[]): readonly Expr[] => {
  const order = topological(outputs);
  if (!order.some(bodyOf)) return outputs;
  const plans = plan(order, outputs);
  return rewrite(outputs, (each, args) => {
    const kept = is(each, "scan") ? plans.get(each) : undefined;
    if (is(each, "scan") && kept) return cut(each, kept, args);
    const same = args.every((argument, index) => argument === each.args[index]);
    if (is(each, "slice") && !same) return slice(args[0]!, each.attributes.axis, each.attributes.start, each.shape[each.attributes.axis]!);
    return within(withArgs(each, args));
  });
};

/** Bodies have scans of their own. */
const within = (node: Expr): Expr => {
  const body = bodyOf(node);
  if (!body) return node;
  const before = [...body.formals, ...body.outputs];
  const after = new Map(prune(before).map((each, index) => [before[index]!, each]));
  return before.every((each) => after.get(each) === each) ? node : mapBody(node, (exprs) => exprs.map((each) => after.get(each)!));
};

/** Which carries, records, rows and captured values stay, by position. */
interface Kept {
  readonly carries: readonly number[];
  readonly recorded: readonly number[];
  readonly rows: readonly number[];
  readonly captured: readonly number[];
}

/** From users to what they use: the scans that can do with less, and what is left of each. */
const plan = (order: readonly Expr[], outputs: readonly Expr[]): ReadonlyMap<Expr, Kept> => {
  const needed = new Set<Expr>(outputs);
  const whole = new Set<Expr>(outputs);
  /** Positions among the values of a scan. */
  const read = new Map<Expr, Set<number>>();
  const plans = new Map<Expr, Kept>();
  const use = (node: Expr, from?: readonly [start: number, end: number]): void => {
    needed.add(node);
    if (!is(node, "scan")) return;
    if (!from) return void whole.add(node);
    const values = read.get(node) ?? new Set();
    read.set(node, values);
    places(node.attributes).forEach(({ start, shape }, index) => void (start < from[1] && from[0] < start + size(shape) && values.add(index)));
  };
  for (const each of [...order].reverse()) {
    if (!needed.has(each)) continue;
    const kept = is(each, "scan") && !whole.has(each) ? keptOf(each, read.get(each) ?? new Set()) : undefined;
    if (is(each, "scan") && kept) {
      plans.set(each, kept);
      argumentsOf(each, kept).forEach((index) => use(each.args[index]!));
    } else if (is(each, "slice")) {
      const { start } = each.attributes;
      use(each.args[0]!, [start, start + each.shape[0]!]);
    } else {
      for (const argument of each.args) use(argument);
    }
  }
  return plans;
};

const positions = (list: readonly unknown[]): readonly number[] => [...list.keys()];

/** What the values that are read need; undefined if that is everything. */
const keptOf = (scan: Expr<"scan">, read: ReadonlySet<number>): Kept | undefined => {
  const { carries, rows, captured, next, recorded } = scan.attributes.body;
  const records = positions(recorded).filter((index) => read.has(next.length + index));
  const used = contributing(scan.attributes.body, positions(next).filter((index) => read.has(index)), records.map((index) => recorded[index]!));
  const ofUsed = (formals: readonly Expr[]): readonly number[] => positions(formals).filter((index) => used.nodes.has(formals[index]!));
  const kept: Kept = { carries: used.positions, recorded: records, rows: ofUsed(rows), captured: ofUsed(captured) };
  const isAll = kept.carries.length === carries.length && records.length === recorded.length;
  // A node that was made per sample stays so: whoever reads it counts on a value for every sample.
  const turns = !scan.uniform && argumentsOf(scan, kept).every((index) => scan.args[index]!.uniform);
  return isAll || turns ? undefined : kept;
};

const argumentsOf = ({ attributes: { body } }: Expr<"scan">, { carries, rows, captured }: Kept): readonly number[] => [
  ...carries,
  ...rows.map((index) => body.carries.length + index),
  ...captured.map((index) => body.carries.length + body.rows.length + index),
];

/** The node with what is kept; in its flat tensor the places of the rest are zeros, which nobody reads. */
const cut = (scan: Expr<"scan">, kept: Kept, args: readonly Expr[]): Expr => {
  const { attributes } = scan;
  const pick = (list: readonly Expr[], at: readonly number[]): readonly Expr[] => at.map((index) => list[index]!);
  const { carries, step, rows, captured, next, recorded } = attributes.body;
  const body: ScanBody = {
    step,
    carries: pick(carries, kept.carries),
    rows: pick(rows, kept.rows),
    captured: pick(captured, kept.captured),
    next: pick(next, kept.carries),
    recorded: pick(recorded, kept.recorded),
  };
  const smaller = within(scanNode(pick(args, argumentsOf(scan, kept)), { ...attributes, body }, scan.uniform)) as Expr<"scan">; // the same node over another body
  const stays = new Set([...kept.carries, ...kept.recorded.map((index) => next.length + index)]);
  let start = 0;
  return concat(places(attributes).map(({ shape }, index) => {
    if (!stays.has(index)) return zeros([size(shape)]);
    start += size(shape);
    return slice(smaller, 0, start - size(shape), size(shape));
  }));
};
