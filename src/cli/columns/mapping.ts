/**
 * Tables as points and back: the columns of a mapping, block by block, through their charts. A cell that is no number and
 * a row off its manifold are refused with file, row and column.
 */
import { either } from "fp-ts";
import { trusted, type Batch } from "../../manifold/batch.ts";
import { ambient } from "../../manifold/point.ts";
import { canonical, parseSpace } from "../../manifold/space.ts";
import { unsafe } from "../../error.ts";
import { printable } from "../../foreign.ts";
import { badData, type Result } from "../failure.ts";
import { labelled, labelsIn, numbersIn, type Table } from "../table/table.ts";
import type { ColumnBlock } from "./syntax.ts";

/** The spec of the space that the columns make. */
export const spaceOf = (blocks: readonly ColumnBlock[]): string => unsafe(canonical(blocks.map(({ chart }) => chart.on).join("+")));

export const columnsOf = (blocks: readonly ColumnBlock[]): readonly string[] => blocks.flatMap(({ columns }) => columns);

/** The numbers of all mapped columns, by name. */
export type Numbers = ReadonlyMap<string, Float64Array>;

export const readNumbers = (table: Table, blocks: readonly ColumnBlock[]): Result<Numbers> => {
  if (table.rows.length === 0) return badData([table.name], "the table has no rows.");
  const cells = blocks.flatMap(({ columns, labels }) => columns.map((column) => ({ column, labels })));
  const pairs = either.traverseArray(({ column, labels }: (typeof cells)[number]) =>
    either.map((values: Float64Array) => [column, values] as const)(labels ? labelsIn(table, column, labels) : numbersIn(table, column)))(cells);
  return either.map((all: readonly (readonly [string, Float64Array])[]) => new Map(all))(pairs);
};

/** The rows as points of the space. */
export const readPoints = (table: Table, blocks: readonly ColumnBlock[], numbers: Numbers): Result<Batch<string>> => {
  const spec = spaceOf(blocks);
  const width = ambient(unsafe(parseSpace(spec)));
  const count = table.rows.length;
  const rows = new Float64Array(count * width);
  let start = 0;
  for (const { chart, columns } of blocks) {
    const values = columns.map((column) => numbers.get(column)!);
    let own = 0;
    for (let row = 0; row < count; row++) {
      const point = chart.toPoint(values.map((each) => each[row]!));
      if (either.isLeft(point)) {
        const names = [...columns.slice(0, 12).map((column) => printable(column)), ...(columns.length > 12 ? ["…"] : [])].join(", ");
        return badData([table.name, table.rows[row]!.place, `${columns.length === 1 ? "column" : "columns"} ${names}`], `${point.left}.`);
      }
      own = point.right.length;
      rows.set(point.right, row * width + start);
    }
    start += own;
  }
  return either.right(trusted(spec, rows, count));
};

/** The points in the columns' numbers: one array per column. */
export const writePoints = ({ rows, count, ambient: width }: Batch<string>, blocks: readonly ColumnBlock[]): Numbers => {
  const numbers = new Map(columnsOf(blocks).map((column) => [column, new Float64Array(count)]));
  let start = 0;
  for (const { chart, columns } of blocks) {
    const own = ambient(unsafe(parseSpace(chart.on)));
    for (let row = 0; row < count; row++) {
      const values = chart.fromPoint(rows.subarray(row * width + start, row * width + start + own));
      columns.forEach((column, index) => (numbers.get(column)![row] = values[index]!));
    }
    start += own;
  }
  return numbers;
};

/** A table of such numbers with labels for classes. */
export const withLabels = (table: Table, blocks: readonly ColumnBlock[]): Table =>
  blocks.reduce((own, { columns: [column], labels }) => (labels && column !== undefined && own.columns.includes(column) ? labelled(own, column, labels) : own), table);

/** log of the measure of the space per unit of the columns, in every row: what turns a log-density into one per column. */
export const logVolumes = (count: number, blocks: readonly ColumnBlock[], numbers: Numbers): Float64Array => {
  const sums = new Float64Array(count);
  for (const { chart, columns } of blocks) {
    const values = columns.map((column) => numbers.get(column)!);
    for (let row = 0; row < count; row++) sums[row]! += chart.logVolume(values.map((each) => each[row]!));
  }
  return sums;
};
