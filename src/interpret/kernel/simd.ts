/**
 * How each elementwise operation is written in vector instructions: operands on the stack, result on the stack. The
 * table is total. What has no instruction of its own calls the elementary functions.
 */
import { call, f32, f32x4, f64, f64x2, func, importFunc, local, v128, type Func, type Local } from "wasmati";
import type { BinaryOp, UnaryOp } from "../../expr/expr.ts";
import { binaryMeaning, unaryMeaning } from "../../expr/meaning.ts";
import { elementary, type Functions, type Precision } from "./elementary/index.ts";

export type ElementOp = UnaryOp | BinaryOp | "where";

/** Operands are in locals. Leaves one v128 on the stack. */
export type Lowering = (...args: readonly Local<"v128">[]) => void;

/** Takes one or two vectors and gives one. */
type Callable = Func<["v128"], ["v128"]> | Func<["v128", "v128"], ["v128"]>;

export interface Simd {
  readonly precision: Precision;
  /** Bytes of a number, and numbers of a vector. */
  readonly width: number;
  readonly lanes: number;
  readonly float: typeof f32x4 | typeof f64x2;
  readonly ops: { readonly [O in ElementOp]: Lowering };
  /** One number in all lanes, or the first lane alone; the address is on the stack (and the value above it). */
  readonly loadSplat: (offset: number) => void;
  readonly storeOne: (offset: number) => void;
  /** Builds the function that an operation calls: wasmati cannot build one function inside another. */
  readonly prepare: (op: string) => void;
  /** The same number in every lane, as part of the code. */
  readonly number: (value: number) => void;
}

/** A function of numbers, lane by lane: for what has no vector code. Slow. */
const laneByLane = (precision: Precision, arity: 1 | 2, meaning: (...args: number[]) => number): Callable => {
  const scalar = precision === "float32" ? f32 : f64;
  const float = (precision === "float32" ? f32x4 : f64x2) as typeof f64x2;
  const imported = importFunc({ in: arity === 1 ? [scalar] : [scalar, scalar], out: [scalar] } as never, meaning as never);
  return func({ in: arity === 1 ? [v128] : [v128, v128], locals: [v128], out: [v128] } as never, ((args: Local<"v128">[], [out]: [Local<"v128">]) => {
    const lanes = precision === "float32" ? 4 : 2;
    for (let lane = 0; lane < lanes; lane++) {
      local.get(out);
      for (const each of args) {
        local.get(each);
        float.extract_lane(lane);
      }
      call(imported as never);
      float.replace_lane(lane);
      local.set(out);
    }
    local.get(out);
  }) as never) as Callable;
};

const build = (precision: Precision): Simd => {
  const float = (precision === "float32" ? f32x4 : f64x2) as typeof f64x2;
  const lanes = precision === "float32" ? 4 : 2;
  const written = elementary(precision) as Partial<Functions>;
  const fallbacks = new Map<string, Callable>();
  const functionOf = (op: UnaryOp | "atan2"): Callable => {
    const known = written[op as keyof Functions] ?? fallbacks.get(op);
    if (known) return known as Callable;
    const made = op === "atan2" ? laneByLane(precision, 2, binaryMeaning.atan2 as never) : laneByLane(precision, 1, unaryMeaning[op]);
    fallbacks.set(op, made);
    return made;
  };
  const called = (op: UnaryOp | "atan2"): Lowering => (...args) => {
    for (const each of args) local.get(each);
    call(functionOf(op) as never);
  };
  const direct = (instruction: () => unknown): Lowering => (...args) => {
    for (const each of args) local.get(each);
    instruction();
  };
  const number = (value: number): void =>
    void (precision === "float32" ? v128.const("f32x4", [value, value, value, value]) : v128.const("f64x2", [value, value]));
  /** 1 where a mask is set, else 0. */
  const flag = (compare: () => unknown): Lowering => (a, b) => {
    local.get(a!);
    local.get(b!);
    compare();
    number(1);
    v128.and();
  };
  return {
    precision,
    width: precision === "float32" ? 4 : 8,
    lanes,
    float,
    number,
    prepare: (op) => void (calls.has(op) && functionOf(op as UnaryOp)),
    loadSplat: (offset) => void (precision === "float32" ? v128.load32_splat({ offset }) : v128.load64_splat({ offset })),
    storeOne: (offset) => void (precision === "float32" ? v128.store32_lane({ offset }, 0) : v128.store64_lane({ offset }, 0)),
    ops: {
      neg: direct(() => float.neg()),
      abs: direct(() => float.abs()),
      sign: (x) => {
        number(-1);
        number(1);
        local.get(x!);
        number(0);
        float.lt();
        v128.bitselect();
        // All bits set is a NaN.
        local.get(x!);
        local.get(x!);
        float.ne();
        v128.or();
      },
      floor: direct(() => float.floor()),
      sqrt: direct(() => float.sqrt()),
      exp: called("exp"), log: called("log"), log1p: called("log1p"), expm1: called("expm1"),
      sin: called("sin"), cos: called("cos"), tan: called("tan"), asin: called("asin"), acos: called("acos"), atan: called("atan"),
      sinh: called("sinh"), cosh: called("cosh"), tanh: called("tanh"), asinh: called("asinh"),
      sigmoid: called("sigmoid"), softplus: called("softplus"), logSigmoid: called("logSigmoid"),
      normalCdf: called("normalCdf"), logNormalCdf: called("logNormalCdf"), logNormalQuantile: called("logNormalQuantile"),
      atan2: called("atan2"),
      add: direct(() => float.add()),
      sub: direct(() => float.sub()),
      mul: direct(() => float.mul()),
      div: direct(() => float.div()),
      minimum: direct(() => float.min()),
      maximum: direct(() => float.max()),
      less: flag(() => float.lt()),
      lessEqual: flag(() => float.le()),
      equal: flag(() => float.eq()),
      where: (condition, yes, no) => {
        local.get(yes!);
        local.get(no!);
        local.get(condition!);
        number(0);
        float.ne();
        v128.bitselect();
      },
    },
  };
};

const built = new Map<Precision, Simd>();

export const simd = (precision: Precision): Simd => {
  const known = built.get(precision) ?? build(precision);
  built.set(precision, known);
  return known;
};

const calls: ReadonlySet<string> = new Set<UnaryOp | BinaryOp>([
  "exp", "log", "log1p", "expm1", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh",
  "sigmoid", "softplus", "logSigmoid", "normalCdf", "logNormalCdf", "logNormalQuantile", "atan2",
]);
