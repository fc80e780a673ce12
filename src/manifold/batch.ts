/**
 * Many points of one space as one block of numbers, row by row: what tables become, what programs read and write. Parts
 * of a batch share its memory. A batch is read, never written.
 */
import { either } from "fp-ts";
import { DiffeoFault, guarded, unsafe, type DiffeoError } from "../error.ts";
import { described, isListLike, printable } from "../foreign.ts";
import { misfit, moveOnto, standing } from "./membership.ts";
import { ambient, placed, settled, type Point } from "./point.ts";
import { parseSpace, specOf, type Concat, type ManifoldSpec, type Space } from "./space.ts";

/** `count` points of the space S. */
export interface Batch<S extends string> {
  /** Canonical. */
  readonly spec: S;
  readonly count: number;
  /** Numbers in a point. */
  readonly ambient: number;
  /** Embedding coordinates [count, ambient], row-major. */
  readonly rows: Float64Array;
}

/**
 * A batch of the points with these embedding coordinates, each checked as `point` does. An error names row and block,
 * both counted from 1: `In row 17, block 2 (s2): received …`.
 */
export const batch = <const S extends string>(
  spec: Space<S>,
  points: readonly ArrayLike<number>[],
): either.Either<DiffeoError, Batch<S>> => {
  const parsed = parseSpace(spec);
  if (either.isLeft(parsed)) return parsed;
  const width = ambient(parsed.right);
  return guarded(() => {
    if (!Array.isArray(points)) return refused(described(points), `a list of points of ${printable(specOf(parsed.right))}`);
    const rows = new Float64Array(points.length * width);
    for (const [index, each] of points.entries()) {
      const numbers = settled(parsed.right, each, [`row ${index + 1}`]);
      if (either.isLeft(numbers)) return numbers;
      rows.set(numbers.right, index * width);
    }
    return either.right(over<S>(parsed.right, rows, points.length));
  });
};

/**
 * A batch over numbers [count, ambient] that are there already, row-major. A `Float64Array` is not copied unless a unit
 * vector has to be replaced by the nearest point. `count` is needed for the one-point space e0 alone.
 */
export const batchOf = <const S extends string>(
  spec: Space<S>,
  numbers: Float64Array | Float32Array | readonly number[],
  count?: number,
): either.Either<DiffeoError, Batch<S>> => {
  const parsed = parseSpace(spec);
  if (either.isLeft(parsed)) return parsed;
  return guarded(() => overNumbers<S>(parsed.right, numbers, count));
};

const overNumbers = <S extends string>(blocks: readonly ManifoldSpec[], numbers: Float64Array | Float32Array | readonly number[], count?: number): either.Either<DiffeoError, Batch<S>> => {
  if (!isListLike(numbers)) return refused(described(numbers), `rows of numbers (${printable(specOf(blocks))})`);
  const width = ambient(blocks);
  const rowCount = count ?? (width === 0 ? 0 : numbers.length / width);
  if (numbers.length !== rowCount * width || !Number.isInteger(rowCount)) {
    const whole = count === undefined ? `rows of ${width} numbers` : `${count} rows of ${width} numbers`;
    return refused(`${numbers.length} numbers`, `${whole} (${printable(specOf(blocks))})`);
  }
  // A typed array holds numbers; what else is a list may hold anything, which would be turned into numbers in silence.
  const odd = ArrayBuffer.isView(numbers) ? -1 : Array.prototype.findIndex.call(numbers, (each: unknown) => typeof each !== "number");
  if (odd >= 0) return refused(`${described(numbers[odd])} as number ${odd + 1}`, "numbers alone");
  let rows = numbers instanceof Float64Array ? numbers : Float64Array.from(numbers);
  for (const { block, start, name } of placed(blocks)) {
    for (let index = 0, at = start; index < rowCount; index++, at += width) {
      const found = standing(block, rows, at);
      if (found === "off") return either.left({ tag: "NotOnManifold", path: [`row ${index + 1}`, name], ...misfit(block, rows, at) });
      if (found === "near") {
        // The caller's numbers stay as they are.
        if (rows === numbers) rows = rows.slice();
        moveOnto(block, rows, at);
      }
    }
  }
  return either.right(over<S>(blocks, rows, rowCount));
};

const refused = (received: string, expected: string): either.Either<DiffeoError, never> => either.left({ tag: "NotOnManifold", path: [], received, expected });

/** A batch over rows that are points by construction, such as a flow's own samples: no row is checked. */
export const trusted = <S extends string>(spec: S, rows: Float64Array, count: number): Batch<S> => {
  const blocks = unsafe(parseSpace(spec));
  if (rows.length !== count * ambient(blocks)) throw new RangeError(`${rows.length} numbers are not ${count} points of ${spec}.`);
  return over<S>(blocks, rows, count);
};

const over = <S extends string>(blocks: readonly ManifoldSpec[], rows: Float64Array, count: number): Batch<S> => ({
  // A literal S is canonical, which `Space<S>` has checked, and a wide one is `string`.
  spec: specOf(blocks) as S,
  count,
  ambient: ambient(blocks),
  rows,
});

/** The point in row `index`, counted from 0. */
export const row = <S extends string>({ rows, ambient: width, count }: Batch<S>, index: number): Point<S> => {
  if (!(index >= 0 && index < count && Number.isInteger(index))) throw new RangeError(`A batch of ${count} rows has no row ${index}.`);
  // The numbers were checked when the batch was made.
  return Array.from(rows.subarray(index * width, (index + 1) * width)) as readonly number[] as Point<S>;
};

/** Rows `start` to `end`, `end` excluded, over the same memory. */
export const between = <S extends string>(of: Batch<S>, start: number, end: number = of.count): Batch<S> => {
  const [from, to] = [Math.max(0, start), Math.max(0, start, Math.min(end, of.count))];
  return { ...of, count: to - from, rows: of.rows.subarray(from * of.ambient, to * of.ambient) };
};

/** The rows with these indices, in their order. */
export const select = <S extends string>(of: Batch<S>, indices: ArrayLike<number>): Batch<S> => {
  const { ambient: width, count } = of;
  const rows = new Float64Array(indices.length * width);
  for (let to = 0; to < indices.length; to++) {
    const index = indices[to]!;
    if (!(index >= 0 && index < count)) throw new RangeError(`A batch of ${count} rows has no row ${index}.`);
    const from = index * width;
    for (let column = 0; column < width; column++) rows[to * width + column] = of.rows[from + column]!;
  }
  return { ...of, count: indices.length, rows };
};

/** The rows of all batches, one after the other. */
export const concat = <S extends string>(first: Batch<S>, ...rest: readonly Batch<NoInfer<S>>[]): Batch<S> => {
  if (rest.length === 0) return first;
  const all = [first, ...rest];
  // The compiler has checked literal specs; wide ones are checked here.
  const other = rest.find((each) => each.spec !== first.spec);
  if (other) throw new DiffeoFault({ tag: "NotOnManifold", path: [], received: `a batch of ${other.spec}`, expected: `batches of ${first.spec} alone` });
  const rows = new Float64Array(all.reduce((sum, each) => sum + each.rows.length, 0));
  let at = 0;
  for (const each of all) {
    rows.set(each.rows, at);
    at += each.rows.length;
  }
  return { ...first, count: all.reduce((sum, each) => sum + each.count, 0), rows };
};

/** Row by row the pairs of points of two batches: points of the product space. Both must have as many rows. */
export const product = <A extends string, B extends string>(a: Batch<A>, b: Batch<B>): either.Either<DiffeoError, Batch<Concat<A, B>>> => {
  if (a.count !== b.count) {
    return either.left({ tag: "NotOnManifold", path: [], received: `batches of ${a.count} and ${b.count} rows`, expected: "two batches of as many rows" });
  }
  const width = a.ambient + b.ambient;
  const joined = (spec: string, rows: Float64Array): Batch<Concat<A, B>> =>
    // `Concat` computes in the compiler what the two lines below compute here.
    ({ spec: spec as Concat<A, B>, count: a.count, ambient: width, rows });
  if (b.spec === "e0") return either.right(joined(a.spec, a.rows));
  if (a.spec === "e0") return either.right(joined(b.spec, b.rows));
  const rows = new Float64Array(a.count * width);
  for (let index = 0; index < a.count; index++) {
    rows.set(a.rows.subarray(index * a.ambient, (index + 1) * a.ambient), index * width);
    rows.set(b.rows.subarray(index * b.ambient, (index + 1) * b.ambient), index * width + a.ambient);
  }
  return either.right(joined(`${a.spec}+${b.spec}`, rows));
};
