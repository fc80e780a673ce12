/**
 * Sums over samples of products of matrices, at the end of a chunk: entry (i, j) is the sum over the chunk's blocks, over
 * the inner axis and over the lanes of left (i, ·) times right (·, j). Tiles of entries grow in registers while the
 * factors, which the samples have left in memory, pass by once per tile.
 */
import { size } from "../../expr/expr.ts";
import type { Layout, PhaseLayout } from "./layout.ts";
import type { Contraction } from "./schedule.ts";
import type { Simd } from "./simd.ts";
import { writeLaneSum } from "./sums.ts";
import type { Code, Local } from "./wasm/code.ts";

/** Addresses and counts that the code around has put into locals. */
export interface Chunk {
  /** Where the chunk's first kept block begins. */
  readonly kept: Local;
  /** Blocks of the chunk, at least one. */
  readonly blocks: Local;
  /** Where the chunk's partial sums go. */
  readonly partials: Local;
}

/** Rows and columns of the largest tile: its entries and factors fill the vector registers. */
const [mostRows, mostColumns] = [4, 2];

export const writeContraction = (code: Code, simd: Simd, { vectors }: Layout, phase: PhaseLayout, { sum, left, right }: Contraction, chunk: Chunk): void => {
  const [m, n] = right ? [sum.shape[0]!, sum.shape[1]!] : [size(sum.shape), 1];
  const inner = right ? size(left.shape) / m : 1;
  const element = 16 * vectors;
  const [leftAt, rightAt] = [phase.keptAt.get(left)!, right ? phase.keptAt.get(right)! : 0];
  const entries = (row: number, column: number): number => 8 * (phase.sumAt.get(sum)! + row * n + column);
  const [row, column, turns] = Array.from({ length: 3 }, () => code.local("i32")) as [Local, Local, Local];
  const [leftTile, rightTile, target] = Array.from({ length: 3 }, () => code.local("i32")) as [Local, Local, Local];
  const cells = Array.from({ length: mostRows * mostColumns }, () => code.local("v128"));
  const [lefts, rights] = [mostRows, mostColumns].map((length) => Array.from({ length }, () => code.local("v128"))) as [Local[], Local[]];

  /** One tile, from entry (row, column), which are in locals, on. */
  const tile = (rows: number, columns: number): void => {
    const address = (base: number, first: Local, stride: number, into: Local): void => {
      code.get(chunk.kept);
      code.get(first);
      code.integer(stride);
      code.do("i32Mul");
      code.do("i32Add");
      code.integer(base);
      code.do("i32Add");
      code.set(into);
    };
    address(leftAt, row, inner * element, leftTile);
    if (right) address(rightAt, column, element, rightTile);
    for (let cell = 0; cell < rows * columns; cell++) {
      code.constant(0n, 0n);
      code.set(cells[cell]!);
    }
    code.get(chunk.blocks);
    code.set(turns);
    code.countDown(turns, () => {
      for (let k = 0; k < inner; k++) {
        for (let vector = 0; vector < vectors; vector++) {
          const load = (from: Local, offset: number, into: Local): void => {
            code.get(from);
            code.access("load", offset + 16 * vector);
            code.set(into);
          };
          for (let i = 0; i < rows; i++) load(leftTile, (i * inner + k) * element, lefts[i]!);
          if (right) for (let j = 0; j < columns; j++) load(rightTile, (k * n + j) * element, rights[j]!);
          for (let i = 0; i < rows; i++) {
            for (let j = 0; j < columns; j++) multiplyAdd(code, simd, lefts[i]!, right && rights[j]!, cells[i * columns + j]!);
          }
        }
      }
      for (const each of right ? [leftTile, rightTile] : [leftTile]) code.add(each, phase.keptBytes);
    });
    code.get(row);
    code.integer(n);
    code.do("i32Mul");
    code.get(column);
    code.do("i32Add");
    code.integer(8);
    code.do("i32Mul");
    code.get(chunk.partials);
    code.do("i32Add");
    code.set(target);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        code.get(target);
        writeLaneSum(code, simd, cells[i * columns + j]!, lefts[0]!);
        code.access("f64Store", entries(i, j));
      }
    }
  };
  const over = (length: number, most: number, counter: Local, inside: (width: number) => void): void => {
    const whole = Math.floor(length / most);
    code.integer(0);
    code.set(counter);
    if (whole > 0) {
      code.repeat(() => {
        inside(most);
        code.get(counter);
        code.integer(most);
        code.do("i32Add");
        code.tee(counter);
        code.integer(whole * most);
        code.do("i32LtU");
      });
    }
    if (length > whole * most) inside(length - whole * most);
  };
  over(m, mostRows, row, (rows) => over(n, mostColumns, column, (columns) => tile(rows, columns)));
};

/** cell += left · right, or cell += left. */
const multiplyAdd = (code: Code, { float, fused }: Simd, left: Local, right: Local | undefined, cell: Local): void => {
  if (right === undefined || !fused) code.get(cell);
  code.get(left);
  if (right !== undefined) code.get(right);
  if (right !== undefined && fused) {
    code.get(cell);
    code.lanes(float.madd);
  } else {
    if (right !== undefined) code.lanes(float.mul);
    code.lanes(float.add);
  }
  code.set(cell);
};
