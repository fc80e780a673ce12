/**
 * Gives every node of an order its cell and its step. Per-sample nodes share buffers: one is free again after the last
 * step that reads it, so that a block of lanes stays in the cache. Reshaped and leading slices are views, not copies.
 */
import { is, size, type Expr } from "../../expr/expr.ts";
import { topological } from "../../expr/graph.ts";
import type { Cell, CompileBody, Step } from "./cell.ts";
import type { Numbers } from "./lanes.ts";
import { rows, type Row } from "./steps.ts";

export type NumbersOf = (length: number) => Numbers;

export interface Layout {
  readonly cells: Map<Expr, Cell>;
  readonly steps: readonly Step[];
}

/**
 * Lays out `order`. `cells` already holds the cells of what is computed elsewhere; the nodes of `keep` are read after
 * the last step. `lanes` is the width of per-sample nodes; uniform nodes have one lane and a buffer of their own.
 */
export const layOut = (order: readonly Expr[], keep: Iterable<Expr>, known: ReadonlyMap<Expr, Cell>, lanes: number, numbers: NumbersOf): Layout => {
  const cells = new Map(known);
  const owners = new Map<Expr, Expr>();
  const ownerOf = (node: Expr): Expr => owners.get(node) ?? node;
  const own = order.filter((node) => !cells.has(node));
  for (const node of own) if (isView(node)) owners.set(node, ownerOf(node.args[0]!));

  const lastUse = new Map<Expr, number>();
  own.forEach((node, at) => node.args.forEach((argument) => lastUse.set(ownerOf(argument), at)));
  for (const node of keep) lastUse.set(ownerOf(node), Infinity);

  const free = new Map<number, Numbers[]>();
  const compileBody: CompileBody = (outputs, formals) => {
    const layout = layOut(topological(outputs), outputs, formals, lanes, numbers);
    return { run: () => layout.steps.forEach((step) => step()), cellOf: (expr) => layout.cells.get(expr) };
  };
  const steps: Step[] = [];
  own.forEach((node, at) => {
    const args = node.args.map((argument) => cells.get(argument)!);
    const cell = isView(node) ? view(node, args[0]!) : fresh(node, lanes, numbers, free);
    cells.set(node, cell);
    if (is(node, "constant")) cell.data.set(node.attributes.values);
    else if (!isView(node) && !is(node, "variable")) steps.push((rows[node.op] as Row)(node, cell, args, compileBody));
    for (const owner of new Set(node.args.map(ownerOf))) {
      if (lastUse.get(owner) === at && !owner.uniform && !known.has(owner) && !is(owner, "variable")) {
        const { data } = cells.get(owner)!;
        free.set(data.length, [...(free.get(data.length) ?? []), data]);
      }
    }
  });
  return { cells, steps };
};

const isView = (node: Expr): boolean =>
  is(node, "reshape") || is(node, "stopGradient") || (is(node, "slice") && size(node.shape.slice(0, node.attributes.axis)) === 1);

const view = (node: Expr, { data, lanes }: Cell): Cell => {
  if (!is(node, "slice")) return { data, lanes };
  const start = node.attributes.start * size(node.shape.slice(node.attributes.axis + 1)) * lanes;
  return { data: data.subarray(start, start + size(node.shape) * lanes), lanes };
};

const fresh = (node: Expr, lanes: number, numbers: NumbersOf, free: Map<number, Numbers[]>): Cell => {
  if (node.uniform) return { data: numbers(size(node.shape)), lanes: 1 };
  const length = size(node.shape) * lanes;
  // Variables are filled before the first step, so no earlier step may have used their buffer.
  if (is(node, "variable")) return { data: numbers(length), lanes };
  return { data: free.get(length)?.pop() ?? numbers(length), lanes };
};
