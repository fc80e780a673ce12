/**
 * How often the equations of a program are evaluated, per element of each root: the mean over some samples, counted while
 * the reference's own solver works. Kernels follow the same rules, but go on until the slowest of their lanes is done.
 */
import { is, type Expr } from "../../src/expr/expr.ts";
import { topological } from "../../src/expr/graph.ts";
import type { Inputs, Program } from "../../src/interpret/program.ts";
import type { Cell, CompileBody } from "../../src/interpret/reference/cell.ts";
import { layOut, type NumbersOf } from "../../src/interpret/reference/memory.ts";
import { rootStep } from "../../src/interpret/reference/root.ts";

export type Iterations = ReadonlyMap<Expr, number>;

export const iterations = (program: Program, inputs: (program: Program, count: number) => Inputs, count: number, precision: "float32" | "float64"): Iterations => {
  const { order, variables } = program;
  if (!order.some((node) => is(node, "root"))) return new Map();
  const numbers: NumbersOf = (length) => (precision === "float32" ? new Float32Array(length) : new Float64Array(length));
  const { cells, steps } = layOut(order, order, new Map(), count, numbers);
  const read = inputs(program, count);
  for (const node of variables) fill(cells.get(node)!, read[node.attributes.name]!);
  for (const step of steps) step();
  return new Map(order.filter((node) => is(node, "root")).map((node) => {
    const solution: Cell = { ...cells.get(node)!, data: cells.get(node)!.data.slice() };
    let evaluations = 0;
    // An element is evaluated at its start and again whenever it has moved.
    const seen = solution.data.slice().fill(NaN);
    const look = (): void => solution.data.forEach((value, at) => {
      if (value !== seen[at]) evaluations++;
      seen[at] = value;
    });
    const counting: CompileBody = (outputs, known) => {
      const body = layOut(topological(outputs), outputs, known, count, numbers);
      return { run: () => [look, ...body.steps].forEach((step) => step()), cellOf: (expr) => body.cells.get(expr) };
    };
    rootStep(node, solution, node.args.map((argument) => cells.get(argument)!), counting)();
    return [node, evaluations / solution.data.length];
  }));
};

/** Rows into lanes. */
const fill = ({ data, lanes }: Cell, rows: ArrayLike<number>): void => {
  const elements = data.length / lanes;
  for (let lane = 0; lane < lanes; lane++) for (let e = 0; e < elements; e++) data[e * lanes + lane] = rows[lane * elements + e]!;
};
