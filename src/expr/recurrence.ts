/**
 * Nodes of `scan`: lists of tensors in, lists of tensors out. One node computes all of them, in one flat tensor that is
 * cut apart by slices, so that the tables know of no operation with several values.
 *
 * A node keeps the carries before every step, which is what its reverse derivative starts from; where nobody reads them,
 * `prune` takes them out of the program.
 */
import { input, node, size, type Attributes, type Expr, type ScanBody, type Shape } from "./expr.ts";
import { close, split } from "./binder.ts";
import { merge } from "./merge.ts";
import { sameShape } from "./shape.ts";
import { reshape, slice, zeros } from "./tensor.ts";
import { substitute, topological } from "./graph.ts";

export interface Recurrence {
  readonly starts: readonly Expr[];
  /** [length, ...shape] each. */
  readonly rows: readonly Expr[];
  readonly length: number;
  readonly reverse: boolean;
}

export interface Step {
  readonly next: readonly Expr[];
  readonly recorded: readonly Expr[];
}

export interface Run {
  readonly last: readonly Expr[];
  /** [length, ...shape] each. */
  readonly recorded: readonly Expr[];
}

export const recurrence = (
  { starts, rows, length, reverse }: Recurrence,
  advance: (carries: readonly Expr[], step: Expr, rows: readonly Expr[]) => Step,
): Run => {
  const carries = starts.map(({ shape }, index) => input(`carry${index}`, shape));
  const step = input("step", []);
  const formalRows = rows.map(({ shape }, index) => input(`row${index}`, shape.slice(1)));
  const { next, recorded } = advance(carries, step, formalRows);
  next.forEach(({ shape }, index) => {
    if (!sameShape(shape, starts[index]!.shape)) {
      throw new RangeError(`A step of a scan makes a carry of shape [${shape}] from one of shape [${starts[index]!.shape}].`);
    }
  });
  if (length === 0) return { last: starts, recorded: recorded.map(({ shape }) => zeros([0, ...shape])) };

  // A carry that every step leaves as it is, is its start.
  const moving = carries.map((each, index) => next[index] !== each);
  const still = new Map(carries.flatMap((each, index) => (moving[index] ? [] : [[each, starts[index]!] as const])));
  const isMoving = (_: Expr, index: number): boolean => moving[index]!;
  const [own, after] = [carries.filter(isMoving), next.filter(isMoving)];
  const [then, records] = split(substitute([...after, ...recorded], still), after.length);

  const kept = [...new Set([...records!, ...own])];
  const { outputs, captured, outer } = close([...own, step, ...formalRows], [...then!, ...kept], (exprs) => merge(exprs, "by identity"));
  const used = new Set(topological(outputs));
  const isUsed = (_: Expr, index: number): boolean => used.has(formalRows[index]!);
  const body: ScanBody = {
    carries: own,
    step,
    rows: formalRows.filter(isUsed),
    captured,
    next: outputs.slice(0, own.length),
    recorded: outputs.slice(own.length),
  };
  const all = parts(scanNode([...starts.filter(isMoving), ...rows.filter(isUsed), ...outer], { body, length, reverse }));
  return {
    last: carries.map((each) => still.get(each) ?? all[own.indexOf(each)]!),
    recorded: records!.map((each) => all[own.length + kept.indexOf(each)]!),
  };
};

/** Which carries, by position, take part in making some carries and records, and every node that does. */
export const contributing = ({ carries, next }: ScanBody, wanted: Iterable<number>, records: readonly Expr[]) => {
  const positions = new Set(wanted);
  let nodes: ReadonlySet<Expr> = new Set();
  for (let before = -1; before !== positions.size;) {
    before = positions.size;
    nodes = new Set(topological([...Array.from(positions, (index) => next[index]!), ...records]));
    carries.forEach((each, index) => void (nodes.has(each) && positions.add(index)));
  }
  return { positions: [...carries.keys()].filter((index) => positions.has(index)), nodes };
};

/** Where each value of a scan lies in its flat tensor: the last carries, then the records. */
export const places = ({ body, length }: Attributes["scan"]): readonly { readonly start: number; readonly shape: Shape }[] => {
  const shapes = [...body.next.map(({ shape }) => shape), ...body.recorded.map(({ shape }) => [length, ...shape])];
  let end = 0;
  return shapes.map((shape) => {
    const start = end;
    end += size(shape);
    return { start, shape };
  });
};

export const scanNode = (args: readonly Expr[], attributes: Attributes["scan"], uniform?: boolean): Expr<"scan"> =>
  node("scan", args, attributes, [places(attributes).reduce((sum, { shape }) => sum + size(shape), 0)], uniform);

/** The values of a scan, or what lies at their places in another tensor of its shape. */
export const parts = (scan: Expr<"scan">, flat: Expr = scan): readonly Expr[] =>
  places(scan.attributes).map(({ start, shape }) => reshape(slice(flat, 0, start, size(shape)), shape));

/** The carries before every step, [length, ...shape] each: of the node itself, or of one that keeps them. */
export const trajectory = (scan: Expr<"scan">): readonly Expr[] => {
  const { args, attributes, uniform } = scan;
  const { body } = attributes;
  const missing = body.carries.filter((each) => !body.recorded.includes(each));
  const recorded = [...body.recorded, ...missing];
  const keeping = missing.length === 0 ? scan : scanNode(args, { ...attributes, body: { ...body, recorded } }, uniform);
  const all = parts(keeping);
  return body.carries.map((each) => all[body.next.length + recorded.indexOf(each)]!);
};
