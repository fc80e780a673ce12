/** What `fit` learns from: the points of a table with their conditions, weights and groups, steps spread out. */
import { either, function as fn } from "fp-ts";
import type { Batch } from "../manifold/batch.ts";
import { columnsOf, readNumbers, readPoints } from "./columns/mapping.ts";
import type { Mapping } from "./columns/stored.ts";
import type { Result } from "./failure.ts";
import { jittered, type Steps } from "./jitter.ts";
import { keysOf, numbersIn, type Table } from "./table/table.ts";

export interface TableData {
  readonly points: Batch<string>;
  readonly given?: Batch<string>;
  readonly weights?: Float64Array;
  readonly groups?: readonly string[];
}

export interface DataOptions {
  readonly weight?: string;
  readonly group?: string;
  readonly steps: Steps;
  readonly seed: number;
}

const names = (text: string): readonly string[] => text.split(",").map((name) => name.trim());

export const tableData = (table: Table, { columns, given }: Mapping, { weight, group, steps, seed }: DataOptions): Result<TableData> => {
  const part = (blocks: Mapping["columns"]): Result<Batch<string>> =>
    fn.pipe(
      readNumbers(table, blocks),
      // What the table holds is checked before anything is moved.
      either.chainFirst((numbers) => (steps.size > 0 ? readPoints(table, blocks, numbers) : either.right(undefined))),
      either.chain((numbers) => readPoints(table, blocks, jittered(numbers, blocks, steps, seed))),
    );
  return fn.pipe(
    either.Do,
    either.apS("points", part(columns)),
    either.bind("given", (): Result<Batch<string> | undefined> => (columnsOf(given).length > 0 ? part(given) : either.right(undefined))),
    either.bind("weights", (): Result<Float64Array | undefined> => (weight === undefined ? either.right(undefined) : numbersIn(table, weight.trim(), "a weight, a number that is not negative", (value) => value >= 0))),
    either.bind("groups", (): Result<readonly string[] | undefined> => (group === undefined ? either.right(undefined) : keysOf(table, names(group)))),
    either.map(({ points, given: conditions, weights, groups }) => ({ points, ...(conditions && { given: conditions }), ...(weights && { weights }), ...(groups && { groups }) })),
  );
};
