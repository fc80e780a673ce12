/**
 * The vector instructions of one precision under common names, so that a formula is written once for f32x4 and f64x2.
 * What differs, the layout of the bits and the coefficients, is data of `Lanes` or is chosen by `lanes.pick`.
 */
import { floatLanes, type vector } from "../wasm/opcodes.ts";
import { term, type Term } from "./term.ts";

export type Precision = "float32" | "float64";

type Unary = (x: Term) => Term;
type Binary = (a: Term, b: Term) => Term;

export interface Lanes {
  readonly precision: Precision;
  /** Bits after the binary point, and what is added to the exponent. */
  readonly mantissa: number;
  readonly bias: number;
  /** The value for this precision. */
  readonly pick: <A>(float32: A, float64: A) => A;
  /** The same number in every lane, rounded to the precision. */
  readonly number: (value: number) => Term;
  /** The same bits in every lane. */
  readonly bits: (pattern: bigint) => Term;
  /** One number for each lane, rounded to the precision. */
  readonly row: (values: readonly number[]) => Term;
  readonly add: Binary;
  readonly sub: Binary;
  readonly mul: Binary;
  readonly div: Binary;
  /** a·b + c; one rounding where relaxed SIMD is asked for, else two. */
  readonly madd: (a: Term, b: Term, c: Term) => Term;
  /** c − a·b. */
  readonly nmadd: (a: Term, b: Term, c: Term) => Term;
  /** The bound where x is beyond it, else x; NaN stays NaN. */
  readonly atMost: (x: Term, bound: Term) => Term;
  readonly atLeast: (x: Term, bound: Term) => Term;
  /** NaN where either is. */
  readonly min: Binary;
  readonly max: Binary;
  readonly sqrt: Unary;
  readonly abs: Unary;
  readonly neg: Unary;
  readonly nearest: Unary;
  readonly floor: Unary;
  /** Masks of all ones or zeros. */
  readonly less: Binary;
  readonly lessEqual: Binary;
  readonly equal: Binary;
  readonly and: Binary;
  readonly or: Binary;
  readonly xor: Binary;
  readonly not: Unary;
  /** a and not b. */
  readonly without: Binary;
  /** `yes` where the mask is set, else `no`. */
  readonly where: (mask: Term, yes: Term, no: Term) => Term;
  /** Integer arithmetic on the bits. */
  readonly bitAdd: Binary;
  readonly bitSub: Binary;
  readonly bitMul: Binary;
  /** The bytes of a `table` in the order of the `places`, and 0 for a place that it has not. */
  readonly swizzle: (table: Term, places: Term) => Term;
  readonly shiftLeft: (x: Term, count: number) => Term;
  readonly shiftRight: (x: Term, count: number) => Term;
}

/** 16 bytes. */
export const constant = (bytes: ArrayBuffer): Term => {
  const [low, high] = new BigUint64Array(bytes) as unknown as readonly [bigint, bigint]; // two words of 8 bytes
  return term((code) => code.constant(low, high));
};

const unary = (instruction: keyof typeof vector | number): Unary => (x) => term((code) => code.lanes(instruction), x);
const binary = (instruction: keyof typeof vector | number): Binary => (a, b) => term((code) => code.lanes(instruction), a, b);

const shared = {
  and: binary("and"),
  or: binary("or"),
  xor: binary("xor"),
  not: unary("not"),
  without: binary("andNot"),
  swizzle: binary("swizzle"),
  where: (mask: Term, yes: Term, no: Term): Term => term((code) => code.lanes("bitSelect"), yes, no, mask),
};

/** `pmin(x, b)` is b where b < x, else x: unlike `min` one machine instruction, and NaN stays NaN in this order only. */
const arithmetic = (precision: Precision, fused: boolean) => {
  const f = floatLanes[precision];
  const [mul, add, sub] = [binary(f.mul), binary(f.add), binary(f.sub)];
  return {
    add,
    mul,
    sub,
    div: binary(f.div),
    madd: (a: Term, b: Term, c: Term): Term => (fused ? term((code) => code.lanes(f.madd), a, b, c) : add(mul(a, b), c)),
    nmadd: (a: Term, b: Term, c: Term): Term => (fused ? term((code) => code.lanes(f.nmadd), a, b, c) : sub(c, mul(a, b))),
    atMost: binary(f.pmin),
    atLeast: binary(f.pmax),
    min: binary(f.min),
    max: binary(f.max),
    sqrt: unary(f.sqrt),
    abs: unary(f.abs),
    neg: unary(f.neg),
    nearest: unary(f.nearest),
    floor: unary(f.floor),
    less: binary(f.lt),
    lessEqual: binary(f.le),
    equal: binary(f.eq),
  };
};

const integers = (i: "i32" | "i64") => ({
  bitAdd: binary(`${i}Add`),
  bitSub: binary(`${i}Sub`),
  bitMul: binary(`${i}Mul`),
  shiftLeft: (x: Term, count: number): Term => term((code) => (code.integer(count), code.lanes(`${i}Shl`)), x),
  shiftRight: (x: Term, count: number): Term => term((code) => (code.integer(count), code.lanes(`${i}ShrU`)), x),
});

/** `fused` asks for relaxed SIMD, which the engine must have. */
export const lanes = (precision: Precision, fused: boolean = false): Lanes =>
  precision === "float32"
    ? {
        precision,
        mantissa: 23,
        bias: 127,
        pick: (float32) => float32,
        number: (value) => term((code) => code.constant32(value)),
        bits: (pattern) => {
          const word = BigInt.asUintN(32, pattern);
          const pair = (word << 32n) | word;
          return term((code) => code.constant(pair, pair));
        },
        row: (values) => constant(new Float32Array(values).buffer),
        ...shared,
        ...arithmetic(precision, fused),
        ...integers("i32"),
      }
    : {
        precision,
        mantissa: 52,
        bias: 1023,
        pick: (_, float64) => float64,
        number: (value) => term((code) => code.constant64(value)),
        bits: (pattern) => {
          const word = BigInt.asUintN(64, pattern);
          return term((code) => code.constant(word, word));
        },
        row: (values) => constant(new Float64Array(values).buffer),
        ...shared,
        ...arithmetic(precision, fused),
        ...integers("i64"),
      };

/** c₀ + c₁x + c₂x² + … by Horner's rule. */
export const polynomial = (l: Lanes, x: Term, coefficients: readonly number[]): Term =>
  coefficients.slice(0, -1).reduceRight((sum, coefficient) => l.madd(sum, x, l.number(coefficient)), l.number(coefficients.at(-1)!));

/** The sign of `sign` on the magnitude of `x`, where x ≥ 0. */
export const withSign = (l: Lanes, x: Term, sign: Term): Term => l.or(x, l.and(sign, l.number(-0)));
