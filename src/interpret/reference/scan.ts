/**
 * Steps of a recurrence, one after the other. The carries lie where the node's own numbers do, in front; the records
 * follow, row by row.
 */
import { size, type Expr, type Shape } from "../../expr/expr.ts";
import { openScan, split } from "../../expr/binder.ts";
import { places } from "../../expr/recurrence.ts";
import type { Cell, CompileBody, Step } from "./cell.ts";

export const scanStep = (node: Expr<"scan">, out: Cell, args: readonly Cell[], compileBody: CompileBody): Step => {
  const { length, reverse } = node.attributes;
  const body = openScan(node);
  const [starts, rows, outer] = split(args, body.carries.length, body.rows.length);
  const values = places(node.attributes).map(({ start, shape }) => part(out, start, shape));
  const [carries, records] = split(values, body.carries.length);
  const compiled = compileBody([...body.next, ...body.recorded], new Map([
    ...body.carries.map((each, index) => [each, carries![index]!] as const),
    ...body.captured.map((each, index) => [each, outer![index]!] as const),
  ]));
  const number = compiled.cellOf(body.step);
  const reads = body.rows.map((each, index) => ({ to: compiled.cellOf(each)!, from: rows![index]!, shape: each.shape }));
  const keeps = body.recorded.map((each, index) => ({ to: records![index]!, from: compiled.cellOf(each)!, shape: each.shape }));
  // What is a view of a carry is copied before any carry moves.
  const next = body.next.map((each) => compiled.cellOf(each)!);
  const copies = next.map((cell) => (cell.data.buffer === out.data.buffer ? { ...cell, data: cell.data.slice() } : undefined));

  return () => {
    carries!.forEach((to, index) => copy(to, starts![index]!));
    for (let turn = 0; turn < length; turn++) {
      const at = reverse ? length - 1 - turn : turn;
      number?.data.fill(at);
      for (const { to, from, shape } of reads) copy(to, part(from, at * size(shape), shape));
      compiled.run();
      for (const { to, from, shape } of keeps) copy(part(to, at * size(shape), shape), from);
      copies.forEach((own, index) => own && copy(own, next[index]!));
      carries!.forEach((to, index) => copy(to, copies[index] ?? next[index]!));
    }
  };
};

/** A tensor within a flat one, from an element on. */
const part = ({ data, lanes }: Cell, start: number, shape: Shape): Cell => ({ data: data.subarray(start * lanes, (start + size(shape)) * lanes), lanes });

/** The same numbers; those that all lanes share are repeated. */
const copy = (to: Cell, from: Cell): void => {
  if (from.lanes === to.lanes) return to.data.set(from.data);
  for (let e = 0; e < from.data.length; e++) to.data.fill(from.data[e]!, e * to.lanes, (e + 1) * to.lanes);
};
