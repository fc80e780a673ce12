/**
 * How each elementwise operation is written in vector instructions. The table is total: an operation is an instruction
 * or two, or one of the elementary functions.
 */
import type { BinaryOp, UnaryOp } from "../../expr/expr.ts";
import { lanes as lanesOf, type Lanes, type Precision } from "./elementary/lanes.ts";
import { isFormula, type Formula } from "./elementary/index.ts";
import { emit, read, type Term } from "./elementary/term.ts";
import type { Code, Local } from "./wasm/code.ts";
import { floatLanes } from "./wasm/opcodes.ts";

export type ElementOp = UnaryOp | BinaryOp | "where";

export interface Simd {
  readonly precision: Precision;
  /** Whether a product that is only added becomes one instruction; the engine must have relaxed SIMD. */
  readonly fused: boolean;
  /** Bytes of a number, and numbers of a vector. */
  readonly width: 4 | 8;
  readonly lanes: 4 | 2;
  readonly terms: Lanes;
  readonly float: (typeof floatLanes)[Precision];
}

export const simd = (precision: Precision, fused: boolean): Simd => ({
  precision,
  fused,
  width: precision === "float32" ? 4 : 8,
  lanes: precision === "float32" ? 4 : 2,
  terms: lanesOf(precision, fused),
  float: floatLanes[precision],
});

/** Operations that are one instruction. */
const instructions = {
  neg: "neg", abs: "abs", floor: "floor", sqrt: "sqrt", add: "add", sub: "sub", mul: "mul", div: "div",
} as const satisfies { readonly [O in ElementOp]?: keyof Simd["float"] };

type Composed = { readonly [O in Exclude<ElementOp, Formula | keyof typeof instructions>]: (l: Lanes, ...args: readonly [Term, Term, Term]) => Term };

const flag = (l: Lanes, mask: Term): Term => l.and(mask, l.number(1));

/** All bits set, which is a NaN, where x is one. */
const unlessNumber = (l: Lanes, x: Term): Term => l.unequal(x, x);

/** The operand that is no number, if one is: `least` and `greatest` of two operands are found by one instruction, that forgets it. */
const orLost = (l: Lanes, found: Term, a: Term, b: Term): Term => l.or(found, l.or(unlessNumber(l, a), unlessNumber(l, b)));

const composed: Composed = {
  minimum: (l, a, b) => orLost(l, l.atMost(a, b), a, b),
  maximum: (l, a, b) => orLost(l, l.atLeast(a, b), a, b),
  sign: (l, x) => l.or(l.where(l.less(x, l.number(0)), l.number(-1), l.number(1)), unlessNumber(l, x)),
  less: (l, a, b) => flag(l, l.less(a, b)),
  lessEqual: (l, a, b) => flag(l, l.lessEqual(a, b)),
  equal: (l, a, b) => flag(l, l.equal(a, b)),
  where: (l, condition, yes, no) => l.where(l.equal(condition, l.number(0)), no, yes),
};

/** Whether an operation has a value of its own in a loop; views have none. */
export const isElementOp = (op: string): op is ElementOp => op in instructions || op in composed || isFormula(op);

/** Leaves the value of an operation without a function of its own on the stack. */
export const writeDirect = ({ terms, float }: Simd, code: Code, op: Exclude<ElementOp, Formula>, operands: readonly Local[]): void => {
  if (op in instructions) {
    for (const each of operands) code.get(each);
    code.lanes(float[instructions[op as keyof typeof instructions]]);
  } else {
    const [a, b, c] = operands.map(read);
    emit(code, composed[op as keyof Composed](terms, a!, b!, c!)); // each takes as many as its operation has
  }
};
