/**
 * Products of matrices over lanes, the one place where the interpreter spends more time on arithmetic than on memory.
 * Blocks of two rows by four lanes, or by four columns, keep eight sums in registers: six loads for eight products.
 */
import type { Cell } from "./cell.ts";
import { dotLanes, multiplyAdd, type Numbers } from "./lanes.ts";

export interface Sizes {
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

/** 0 for an operand that all lanes share. */
const stepOf = (operand: Cell, lanes: number): number => (operand.lanes === lanes ? 1 : 0);

/** out = a · b, [m, k] times [k, n] in every lane. */
export const product = (out: Cell, a: Cell, b: Cell, { m, k, n }: Sizes): (() => void) => {
  const { data, lanes } = out;
  if (a.lanes === 1 && b.lanes === lanes && lanes % 4 === 0) {
    return () => {
      let i = 0;
      for (; i + 1 < m; i += 2) for (let j = 0; j < n; j++) twoRows(data, i, j, a.data, b.data, k, n, lanes);
      for (; i < m; i++) for (let j = 0; j < n; j++) oneRow(data, i, j, a.data, b.data, k, n, lanes);
    };
  }
  const [as, bs] = [stepOf(a, lanes), stepOf(b, lanes)];
  return () => {
    data.fill(0);
    for (let i = 0; i < m; i++) {
      for (let c = 0; c < k; c++) {
        const left = (i * k + c) * a.lanes;
        for (let j = 0; j < n; j++) multiplyAdd(data, (i * n + j) * lanes, a.data, left, as, b.data, (c * n + j) * b.lanes, bs, lanes);
      }
    }
  };
};

/** Rows i and i + 1 of a shared matrix times column j, four lanes at a time. */
const twoRows = (out: Numbers, i: number, j: number, a: Numbers, b: Numbers, k: number, n: number, lanes: number): void => {
  const stride = n * lanes;
  const [first, second] = [(i * n + j) * lanes, ((i + 1) * n + j) * lanes];
  for (let l = 0; l < lanes; l += 4) {
    let p0 = 0, p1 = 0, p2 = 0, p3 = 0;
    let q0 = 0, q1 = 0, q2 = 0, q3 = 0;
    for (let c = 0, at = j * lanes + l, w = i * k; c < k; c++, at += stride, w++) {
      const p = a[w]!;
      const q = a[w + k]!;
      const b0 = b[at]!;
      const b1 = b[at + 1]!;
      const b2 = b[at + 2]!;
      const b3 = b[at + 3]!;
      p0 += p * b0;
      p1 += p * b1;
      p2 += p * b2;
      p3 += p * b3;
      q0 += q * b0;
      q1 += q * b1;
      q2 += q * b2;
      q3 += q * b3;
    }
    out[first + l] = p0;
    out[first + l + 1] = p1;
    out[first + l + 2] = p2;
    out[first + l + 3] = p3;
    out[second + l] = q0;
    out[second + l + 1] = q1;
    out[second + l + 2] = q2;
    out[second + l + 3] = q3;
  }
};

const oneRow = (out: Numbers, i: number, j: number, a: Numbers, b: Numbers, k: number, n: number, lanes: number): void => {
  for (let l = 0; l < lanes; l++) {
    let sum = 0;
    for (let c = 0; c < k; c++) sum += a[i * k + c]! * b[(c * n + j) * lanes + l]!;
    out[(i * n + j) * lanes + l] = sum;
  }
};

/** sum += Σ over the first `active` lanes of a · b: the gradient of a matrix of parameters. */
export const addProduct = (sum: Numbers, a: Cell, b: Cell, { m, k, n }: Sizes): ((active: number) => void) => {
  const lanes = Math.max(a.lanes, b.lanes);
  const [as, bs] = [stepOf(a, lanes), stepOf(b, lanes)];
  const [rows, columns] = a.lanes === b.lanes ? [m - (m % 2), n - (n % 4)] : [0, 0];
  const one = (i: number, j: number, active: number): void => {
    let own = 0;
    for (let c = 0; c < k; c++) own += dotLanes(a.data, (i * k + c) * a.lanes, as, b.data, (c * n + j) * b.lanes, bs, active);
    sum[i * n + j]! += own;
  };
  return (active) => {
    for (let i = 0; i < rows; i += 2) {
      for (let j = 0; j < columns; j += 4) addBlock(sum, i, j, a.data, b.data, k, n, lanes, active);
      for (let j = columns; j < n; j++) {
        one(i, j, active);
        one(i + 1, j, active);
      }
    }
    for (let i = rows; i < m; i++) for (let j = 0; j < n; j++) one(i, j, active);
  };
};

/** Rows i and i + 1 times columns j to j + 3, over all lanes. */
const addBlock = (sum: Numbers, i: number, j: number, a: Numbers, b: Numbers, k: number, n: number, lanes: number, active: number): void => {
  let p0 = 0, p1 = 0, p2 = 0, p3 = 0;
  let q0 = 0, q1 = 0, q2 = 0, q3 = 0;
  for (let c = 0; c < k; c++) {
    const left = (i * k + c) * lanes;
    const right = (c * n + j) * lanes;
    for (let l = 0; l < active; l++) {
      const p = a[left + l]!;
      const q = a[left + k * lanes + l]!;
      const b0 = b[right + l]!;
      const b1 = b[right + lanes + l]!;
      const b2 = b[right + 2 * lanes + l]!;
      const b3 = b[right + 3 * lanes + l]!;
      p0 += p * b0;
      p1 += p * b1;
      p2 += p * b2;
      p3 += p * b3;
      q0 += q * b0;
      q1 += q * b1;
      q2 += q * b2;
      q3 += q * b3;
    }
  }
  const first = i * n + j;
  const second = first + n;
  sum[first]! += p0;
  sum[first + 1]! += p1;
  sum[first + 2]! += p2;
  sum[first + 3]! += p3;
  sum[second]! += q0;
  sum[second + 1]! += q1;
  sum[second + 2]! += q2;
  sum[second + 3]! += q3;
};
