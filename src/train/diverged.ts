/**
 * Where the numbers of a run left the finite ones. The failing rows are evaluated once more, station by station, so that
 * the error names the row, the block and the layer; a gradient that alone is not finite is named by its parameter.
 */
import type { DiffeoError, Path } from "../error.ts";
import { variables } from "../flow/elaborate.ts";
import type { Plan } from "../flow/plan.ts";
import { stations } from "../flow/trace.ts";
import { program, type Interpreter } from "../interpret/program.ts";
import { inputs, type Rows } from "./rows.ts";

export interface Failing {
  readonly step: number;
  readonly parameters: Float64Array;
  readonly rows: Rows;
  /** Indices of these rows in the data as they were given. */
  readonly indices: Int32Array;
  readonly gradient?: Float64Array;
}

export const diverged = (plan: Plan, interpreter: Interpreter, failing: Failing): DiffeoError => {
  const { step, gradient } = failing;
  const found = firstStation(plan, interpreter, failing);
  if (found) {
    return { tag: "Diverged", path: [`row ${found.row + 1}`, ...found.path], step, sentence: `At step ${step} the log-density was no finite number; lower the rate, or look whether this row lies far from all others.` };
  }
  const bad = gradient?.findIndex((each) => !Number.isFinite(each)) ?? -1;
  const entry = bad < 0 ? undefined : plan.entries.findLast(({ offset }) => offset <= bad);
  return { tag: "Diverged", path: entry?.path ?? [], step, sentence: `At step ${step} the ${entry ? "gradient" : "log-likelihood"} was no finite number; lower the rate, or look at the data for rows far from all others.` };
};

const firstStation = (plan: Plan, interpreter: Interpreter, { parameters, rows, indices }: Failing): { readonly row: number; readonly path: Path } | undefined => {
  const all = stations(plan, variables(plan));
  const names = all.map(({ numbers }, at) => numbers.map((_, index) => `${at} ${index}`));
  const outputs = Object.fromEntries(all.flatMap(({ numbers }, at) => numbers.map((number, index) => [names[at]![index]!, number])));
  const columns = interpreter.compile(program(outputs))(inputs(rows, parameters), rows.count);
  for (const [at, { path, numbers }] of all.entries()) {
    for (const [index, { uniform }] of numbers.entries()) {
      const column = columns[names[at]![index]!]!;
      const bad = column.findIndex((each) => !Number.isFinite(each));
      // What is the same for all rows is no fault of one of them; the first stands for all.
      if (bad >= 0) return { row: indices[uniform ? 0 : Math.floor(bad / (column.length / rows.count))]!, path };
    }
  }
  return undefined;
};
