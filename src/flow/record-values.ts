/**
 * The value of one field in a row, as coordinates and back. What is refused is told as data: what was received, what was
 * expected.
 */
import { either } from "fp-ts";
import type { Chart } from "../manifold/chart.ts";
import { ambient, settled } from "../manifold/point.ts";
import { parseSpace } from "../manifold/space.ts";
import { unsafe, type DiffeoError } from "../error.ts";
import { described } from "../foreign.ts";

/** How the values of a field are read and written. */
export interface FieldCodec {
  /** Numbers in a point of the field's space. */
  readonly ambient: number;
  /** In words, such as `a number` or `a record with lon and lat`. */
  readonly expected: string;
  readonly read: (value: unknown) => either.Either<Refusal, readonly number[]>;
  readonly write: (point: ArrayLike<number>) => unknown;
}

type Refusal = Pick<Extract<DiffeoError, { readonly tag: "NotOnManifold" }>, "received" | "expected">;

const refuse = (received: string, expected: string): either.Either<Refusal, never> => either.left({ received, expected });

export const fieldCodec = (space: string, chart: Chart | undefined): FieldCodec => (chart ? inColumns(space, chart) : inCoordinates(space));

/** The plain number where there is one coordinate, else a list of coordinates. */
const inCoordinates = (space: string): FieldCodec => {
  const blocks = unsafe(parseSpace(space));
  const width = ambient(blocks);
  const expected = width === 1 ? "a number" : `a list of ${width} numbers, a point of ${space}`;
  return {
    ambient: width,
    expected,
    read: (value) => {
      const numbers: readonly unknown[] = width === 1 ? [value] : Array.isArray(value) ? value : [];
      if (numbers.length !== width || !numbers.every((each) => typeof each === "number")) return refuse(describedDeep(value), expected);
      return either.mapLeft(({ received, expected: wanted }: Refusal) => ({ received, expected: wanted }))(settled(blocks, numbers, []));
    },
    write: (point) => (width === 1 ? point[0] : Array.from(point)),
  };
};

/** The plain number where the chart has one column, else a record of its columns. */
const inColumns = (space: string, { columns, toPoint, fromPoint }: Chart): FieldCodec => {
  const single = columns.length === 1;
  const expected = single ? "a number" : `a record with the numbers ${columns.join(", ")}`;
  return {
    ambient: ambient(unsafe(parseSpace(space))),
    expected,
    read: (value) => {
      const numbers = columns.map((column) => (single ? value : own(value, column)));
      const odd = numbers.findIndex((each) => typeof each !== "number");
      if (odd >= 0) return refuse(single || typeof value !== "object" || value === null ? describedDeep(value) : `${describedDeep(numbers[odd])} as ${columns[odd]}`, expected);
      const point = toPoint(numbers as readonly number[]); // all are numbers
      return either.isRight(point) ? point : refuse(single ? `${value}` : `(${numbers.join(", ")})`, `a point of ${space}: ${point.left}`);
    },
    write: (point) => {
      const values = fromPoint(point);
      return single ? values[0] : Object.fromEntries(columns.map((column, index) => [column, values[index]]));
    },
  };
};

const own = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined;

const describedDeep = (value: unknown): string => (value === undefined ? "nothing" : described(value));
