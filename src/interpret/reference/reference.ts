/**
 * The reference interpreter: the meaning of a program, in plain TypeScript. All other interpreters are tested against
 * it. It computes uniform nodes once per call and per-sample nodes in blocks of lanes; sums over samples run across the
 * blocks. In float32 the numbers of every node are rounded to float32; sums within one
 * operation run in float64.
 */
import { is, size, type Expr } from "../../expr/expr.ts";
import { topological } from "../../expr/graph.ts";
import { checkInputs, type Executable, type Inputs, type Interpreter, type Outputs, type Program } from "../program.ts";
import type { Cell, Step } from "./cell.ts";
import type { Numbers } from "./lanes.ts";
import { layOut, type NumbersOf } from "./memory.ts";
import { addProduct } from "./products.ts";
import { sizesOf } from "./steps.ts";

const float64: NumbersOf = (length) => new Float64Array(length);
const float32: NumbersOf = (length) => new Float32Array(length);

const interpreter = (precision: Interpreter["precision"], numbers: NumbersOf): Interpreter => ({
  name: `reference ${precision}`,
  precision,
  compile: <Output extends string>(program: Program<Output>): Executable<Output> => {
    const byLanes = new Map<number, Executable<Output>>();
    return (inputs, count) => {
      const lanes = count < 4 ? 1 : count < 48 ? 8 : 64;
      const known = byLanes.get(lanes) ?? prepare(program, lanes, numbers);
      byLanes.set(lanes, known);
      return known(inputs, count);
    };
  },
});

/** Float64: the meaning of every expression. */
export const reference: Interpreter = interpreter("float64", float64);

/** The same with all numbers stored as float32. */
export const reference32: Interpreter = interpreter("float32", float32);

const prepare = <Output extends string>(program: Program<Output>, lanes: number, numbers: NumbersOf): Executable<Output> => {
  const { order, stage } = program;
  const uniform = order.filter((node) => node.uniform);
  const { cells, steps } = layOutUniform(uniform, stage, numbers);
  const last = Math.max(0, ...stage.values());
  const passes = Array.from({ length: last + 1 }, (_, at) => ({
    prologue: steps[at] ?? [],
    ...samplePass(program, at, cells, lanes, numbers),
  }));

  return (inputs, count) => {
    const results = Object.fromEntries(
      Object.entries<Expr>(program.outputs).map(([name, node]) => [name, new Float64Array(size(node.shape) * (node.uniform ? 1 : count))]),
    ) as Record<Output, Float64Array>;
    checkInputs(program, inputs, count);
    for (const node of program.variables) if (node.uniform) cells.get(node)!.data.set(inputs[node.attributes.name]!);
    for (const { prologue, run } of passes) {
      for (const step of prologue) step();
      run(inputs, count, results);
    }
    for (const [name, node] of Object.entries<Expr>(program.outputs)) {
      if (node.uniform) results[name as Output].set(cells.get(node)!.data);
    }
    return results satisfies Outputs<Output>;
  };
};

/** Cells of all uniform nodes, and their steps by stage. */
const layOutUniform = (uniform: readonly Expr[], stage: ReadonlyMap<Expr, number>, numbers: NumbersOf) => {
  const stages = [...new Set(uniform.map((node) => stage.get(node)!))].sort((a, b) => a - b);
  const steps: (readonly Step[])[] = [];
  let cells: Map<Expr, Cell> = new Map();
  for (const each of stages) {
    const sums = uniform.filter((node) => stage.get(node) === each && is(node, "batchSum"));
    for (const node of sums) cells.set(node, { data: numbers(size(node.shape)), lanes: 1 });
    const layout = layOut(uniform.filter((node) => stage.get(node) === each), [], cells, 1, numbers);
    cells = layout.cells;
    steps[each] = layout.steps;
  }
  return { cells, steps };
};

type Run = (inputs: Inputs, count: number, results: Readonly<Record<string, Float64Array>>) => void;

/** Everything per-sample that the outputs and sums of one stage need, run over all blocks of lanes. */
const samplePass = (program: Program, at: number, uniform: ReadonlyMap<Expr, Cell>, lanes: number, numbers: NumbersOf): { readonly run: Run } => {
  const { order, stage } = program;
  const sums = order.filter((node) => is(node, "batchSum") && stage.get(node) === at + 1);
  const outputs = Object.entries(program.outputs).filter(([, node]) => !node.uniform && stage.get(node) === at);
  const plans = sums.map((node) => summing(node.args[0]!));
  const targets = [...plans.flatMap((plan) => plan.needs), ...outputs.map(([, node]) => node)];
  const own = topological(targets).filter((node) => !node.uniform);
  const { cells, steps } = layOut(own, targets, uniform, lanes, numbers);
  const fills = own.filter((node) => is(node, "variable")).map((node) => ({ node, cell: cells.get(node)! }));
  const adds = sums.map((node, index) => plans[index]!.add(uniform.get(node)!.data, (each) => cells.get(each)!));

  const run: Run = (inputs, count, results) => {
    for (const node of sums) uniform.get(node)!.data.fill(0);
    if (targets.length === 0) return;
    for (let start = 0; start < count; start += lanes) {
      const active = Math.min(lanes, count - start);
      for (const { node, cell } of fills) fill(cell, inputs[node.attributes.name]!, start, active);
      for (const step of steps) step();
      for (const add of adds) add(active);
      for (const [name, node] of outputs) emit(cells.get(node)!, results[name]!, start, active);
    }
  };
  return { run };
};

/** How the argument of a sum over samples is added up: a product of matrices is never laid out per sample. */
const summing = (argument: Expr) => {
  const fused = is(argument, "matmul") && !argument.uniform;
  return {
    needs: fused ? argument.args : [argument],
    add: (sum: Numbers, cellOf: (node: Expr) => Cell) => {
      const cells = (fused ? argument.args : [argument]).map(cellOf);
      return fused ? addProduct(sum, cells[0]!, cells[1]!, sizesOf(argument)) : addLanes(sum, cells[0]!);
    },
  };
};

const addLanes = (sum: Numbers, { data, lanes }: Cell) => (active: number): void => {
  for (let e = 0; e < sum.length; e++) {
    let own = 0;
    for (let l = 0; l < active; l++) own += data[lanes === 1 ? e : e * lanes + l]!;
    sum[e]! += own;
  }
};

/** Copies rows into lanes; the lanes that are left over repeat the last row, so that they compute nothing odd. */
const fill = ({ data, lanes }: Cell, rows: ArrayLike<number>, start: number, active: number): void => {
  const width = data.length / lanes;
  for (let l = 0; l < lanes; l++) {
    const row = (start + Math.min(l, active - 1)) * width;
    for (let e = 0; e < width; e++) data[e * lanes + l] = rows[row + e]!;
  }
};

const emit = ({ data, lanes }: Cell, rows: Float64Array, start: number, active: number): void => {
  const width = data.length / lanes;
  for (let l = 0; l < active; l++) {
    for (let e = 0; e < width; e++) rows[(start + l) * width + e] = data[e * lanes + l]!;
  }
};
