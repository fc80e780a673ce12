/**
 * Steps of a recurrence, as a value with derivatives: solvers of differential equations, products of reflections,
 * whatever is made one after the other. The graph holds one step, however many are taken.
 */
import { lift, type Expr, type Operand } from "./expr.ts";
import { recurrence } from "./recurrence.ts";

/** A tensor, or several: in order, or by name. */
export type Tensors = Operand | readonly Operand[] | { readonly [name: string]: Operand };

/** As many tensors of the same order or names. */
export type TensorsLike<T extends Tensors> = T extends Operand ? Expr : { readonly [K in keyof T]: Expr };

export interface ScanOptions<C extends Tensors, R extends Tensors, K extends Tensors> {
  /** Tensors [length, ...shape], of which a step sees its own row. Default: none. */
  readonly rows?: R;
  /** What is kept of every step; `(carry) => carry` keeps the trajectory. Default: nothing. */
  readonly record?: (carry: TensorsLike<C>, step: Expr, row: TensorsLike<R>) => K;
  /** Takes the last step first: the steps are numbered length − 1 … 0. Default: false. */
  readonly reverse?: boolean;
}

export interface Scanned<C extends Tensors, K extends Tensors> {
  /** The carry after all steps. */
  readonly last: TensorsLike<C>;
  /** What was kept, [length, ...shape] each; row k is that of step k, made before the step is taken. */
  readonly recorded: TensorsLike<K>;
}

/**
 * `length` times carry ← step(carry, k, row k), from `start` on, for k = 0 … length − 1.
 *
 * The carry is a tensor, or some in order or by name, and keeps its shapes; no step at all gives the start. A step may
 * use whatever is around it, but for sums over samples of what it carries. Derivatives of any order, in both modes, are
 * scans again: the reverse one keeps the carries of all steps, and computes anew what lies between them.
 *
 * ```ts
 * const { last } = scan(([a, b]) => [b, add(a, b)], [0, 1], 10); // Fibonacci: last[0] is 55
 * const { last: x, recorded } = scan((x) => add(x, mul(0.1, sin(x))), start, 10, { record: (x) => x });
 * ```
 */
export const scan = <const C extends Tensors, const N extends TensorsLike<C>, const R extends Tensors = readonly [], const K extends Tensors = readonly []>(
  step: (carry: TensorsLike<C>, step: Expr, row: TensorsLike<R>) => N,
  start: C,
  length: number,
  options: ScanOptions<C, R, K> = {},
): Scanned<C, K> => {
  const { rows, record, reverse = false } = options;
  const starts = listed(start);
  const given = rows === undefined ? [] : listed(rows);
  check(length, given);
  let kept: Tensors = [];
  const { last, recorded } = recurrence({ starts, rows: given, length, reverse }, (carries, at, each) => {
    const [carry, row] = [like(start, carries), like((rows ?? []) as R, each)]; // without rows, R is []
    const next = listed(inOrder(start, step(carry, at, row)));
    if (next.length !== starts.length) throw new RangeError(`A step of a scan returns ${next.length} of its ${starts.length} carries.`);
    if (record) kept = record(carry, at, row);
    return { next, recorded: listed(kept) };
  });
  return { last: like(start, last), recorded: like(kept as K, recorded) }; // without `record`, K is []
};

const check = (length: number, rows: readonly Expr[]): void => {
  if (!(Number.isInteger(length) && length >= 0)) throw new RangeError(`A scan takes a whole number of steps, not ${length}.`);
  const odd = rows.find(({ shape }) => shape[0] !== length);
  if (odd) throw new RangeError(`A scan of ${length} steps has no row for each of them in a tensor of shape [${odd.shape}].`);
};

const isOperand = (tensors: Tensors): tensors is Operand => typeof tensors === "number" || typeof tensors["op" as keyof Tensors] === "string";

const listed = (tensors: Tensors): readonly Expr[] => (isOperand(tensors) ? [tensors] : Object.values<Operand>(tensors)).map(lift);

/** Tensors by name, named in the order of the first. */
const inOrder = (first: Tensors, tensors: Tensors): Tensors => {
  if (isOperand(first) || isOperand(tensors) || Array.isArray(first)) return tensors;
  const named = tensors as { readonly [name: string]: Operand }; // neither one tensor nor a list
  return Object.keys(first).flatMap((name) => named[name] ?? []);
};

const like = <T extends Tensors>(tensors: T, exprs: readonly Expr[]): TensorsLike<T> => {
  if (isOperand(tensors)) return exprs[0] as TensorsLike<T>; // TensorsLike<T> is Expr
  if (Array.isArray(tensors)) return exprs as TensorsLike<T>; // TensorsLike<T> is a list as long
  return Object.fromEntries(Object.keys(tensors).map((name, index) => [name, exprs[index]!])) as TensorsLike<T>; // by the same names
};
