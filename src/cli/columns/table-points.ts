/** A table as points, and as the conditions of its rows where the model has one. */
import { either } from "fp-ts";
import type { Batch } from "../../manifold/batch.ts";
import type { Result } from "../failure.ts";
import type { Table } from "../table/table.ts";
import { readNumbers, readPoints, type Numbers } from "./mapping.ts";
import type { Mapping } from "./stored.ts";
import type { ColumnBlock } from "./syntax.ts";

export interface TablePoints {
  readonly points: Batch<string>;
  readonly given?: Batch<string>;
  /** Of the columns of the points. */
  readonly numbers: Numbers;
}

export const pointsIn = (table: Table, { columns, given }: Mapping): Result<TablePoints> =>
  either.chain(({ points, numbers }: TablePoints) =>
    given.length === 0 ? either.right({ points, numbers }) : either.map((own: TablePoints) => ({ points, numbers, given: own.points }))(part(table, given)))(part(table, columns));

const part = (table: Table, blocks: readonly ColumnBlock[]): Result<TablePoints> =>
  either.chain((numbers: Numbers) => either.map((points: Batch<string>) => ({ points, numbers }))(readPoints(table, blocks, numbers)))(readNumbers(table, blocks));
