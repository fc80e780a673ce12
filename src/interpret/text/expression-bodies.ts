/**
 * Takes the bodies of a graph out into the open, to be read: a root gets its equation, and a scan becomes the variables
 * of a recurrence.
 */
import { is, node, size, type Expr } from "../../expr/expr.ts";
import { instantiate, split } from "../../expr/binder.ts";
import { substitute, topological, withArgs } from "../../expr/graph.ts";
import { places } from "../../expr/recurrence.ts";
import { share } from "../../expr/share.ts";
import { concat, reshape, slice } from "../../expr/tensor.ts";

/** The variables of a recurrence. Its own node has these arguments: starts, tensors of rows, what the carries become, what is kept. */
export interface Recurrence {
  readonly length: number;
  readonly reverse: boolean;
  readonly step: Expr;
  readonly rows: readonly Expr[];
  /** The carries before a step, and after the last. */
  readonly now: readonly Expr[];
  readonly last: readonly Expr[];
  /** What was kept, all rows. */
  readonly records: readonly Expr[];
}

export interface Opened {
  readonly outputs: readonly Expr[];
  /** The equation of a root, over the root itself and what it captured. */
  readonly equations: ReadonlyMap<Expr, Expr>;
  readonly recurrences: ReadonlyMap<Expr, Recurrence>;
}

/** All bodies, those within bodies too, over one graph with the outputs. */
export const opened = (outputs: readonly Expr[]): Opened => {
  const image = new Map<Expr, Expr>();
  const equations = new Map<Expr, Expr>();
  const recurrences = new Map<Expr, Recurrence>();
  let count = 0;
  const visit = (exprs: readonly Expr[]): readonly Expr[] => {
    for (const each of topological(exprs)) {
      if (image.has(each)) continue;
      const own = again(each, each.args.map((argument) => image.get(argument)!));
      const made = is(own, "scan") ? recur(own) : own;
      image.set(each, made).set(made, made);
      if (is(made, "root")) equations.set(made, visit(instantiate(made, [made.attributes.body.residual]))[0]!);
    }
    return exprs.map((each) => image.get(each)!);
  };

  /** The flat value of a scan, as the variables of a recurrence side by side. */
  const recur = (scan: Expr<"scan">): Expr => {
    const { body, length, reverse } = scan.attributes;
    const prefix = `scan ${count++}`;
    const variable = (name: string, { shape }: Pick<Expr, "shape">, args: readonly Expr[] = []): Expr => node("variable", args, { name: `${prefix} ${name}` }, shape, scan.uniform);
    const step = variable("step", body.step);
    const rows = body.rows.map((each, index) => variable(`row ${index}`, each));
    const now = body.carries.map((each, index) => variable(`carry ${index}`, each));
    const [given, outer] = split(scan.args, now.length + rows.length);
    const formals = [...body.carries, body.step, ...body.rows, ...body.captured];
    const real = [...now, step, ...rows, ...outer!];
    const steps = visit(substitute([...body.next, ...body.recorded], new Map(formals.map((each, index) => [each, real[index]!]))));
    // The arguments are all that matters of this node: it stands where the recurrence is to be read.
    const all = node("concat", [...given!, ...steps], { axis: 0 }, []);
    const values = places(scan.attributes).map((place, index) => variable(`value ${index}`, place, [all]));
    const [last, records] = split(values, now.length);
    recurrences.set(all, { length, reverse, step, rows, now, last: last!, records: records! });
    return concat(values.map((each) => reshape(each, [size(each.shape)])));
  };

  return shared(visit(outputs), equations, recurrences);
};

/** Views of what has been taken apart are simpler. */
const again = (each: Expr, args: readonly Expr[]): Expr => {
  if (args.every((argument, index) => argument === each.args[index])) return each;
  if (is(each, "slice")) return slice(args[0]!, each.attributes.axis, each.attributes.start, each.shape[each.attributes.axis]!);
  return is(each, "reshape") ? reshape(args[0]!, each.shape) : withArgs(each, args);
};

const shared = (outputs: readonly Expr[], equations: ReadonlyMap<Expr, Expr>, recurrences: ReadonlyMap<Expr, Recurrence>): Opened => {
  const variables = [...recurrences.values()].flatMap(({ step, rows, now, last, records }) => [step, ...rows, ...now, ...last, ...records]);
  const before = [...outputs, ...equations.keys(), ...equations.values(), ...recurrences.keys(), ...variables];
  const after = new Map(share(before).map((each, index) => [before[index]!, each]));
  const of = (exprs: readonly Expr[]): readonly Expr[] => exprs.map((each) => after.get(each)!);
  return {
    outputs: of(outputs),
    equations: new Map([...equations].map(([root, equation]) => [after.get(root)!, after.get(equation)!])),
    recurrences: new Map([...recurrences].map(([all, { step, rows, now, last, records, ...rest }]) =>
      [after.get(all)!, { ...rest, step: after.get(step)!, rows: of(rows), now: of(now), last: of(last), records: of(records) }])),
  };
};
