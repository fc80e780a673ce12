/**
 * Smart constructors of the elementwise operations. They fold constants and apply the identities that hold for every
 * float (x + 0, x · 1, −(−x), …), so that formulas may be written plainly and derivative graphs come out small.
 */
import { constantValue, is, lift, node, scalar, type BinaryOp, type Expr, type Operand, type UnaryOp } from "./expr.ts";
import { binaryMeaning, unaryMeaning } from "./meaning.ts";
import { broadcast, broadcastIndex, sameShape } from "./shape.ts";

type Unary = (x: Operand) => Expr;
type Binary = (a: Operand, b: Operand) => Expr;

const unary = (op: UnaryOp): Unary => (x) => {
  const argument = lift(x);
  if (!is(argument, "constant")) return node(op, [argument], {}, argument.shape);
  return node("constant", [], { values: argument.attributes.values.map(unaryMeaning[op]) }, argument.shape, true);
};

const binary = (op: BinaryOp): Binary => (a, b) => {
  const [left, right] = [lift(a), lift(b)];
  const shape = broadcast(left.shape, right.shape);
  if (!is(left, "constant") || !is(right, "constant")) return node(op, [left, right], {}, shape);
  const [i, j] = [broadcastIndex(left.shape, shape), broadcastIndex(right.shape, shape)];
  const values = Float64Array.from(i, (at, k) =>
    binaryMeaning[op](left.attributes.values[at]!, right.attributes.values[j[k]!]!),
  );
  return node("constant", [], { values }, shape, true);
};

/** `kept` if broadcasting against `other` leaves its shape alone. */
const keeps = (kept: Expr, other: Expr): boolean => sameShape(kept.shape, broadcast(kept.shape, other.shape));

const rawNeg = unary("neg");
const rawAdd = binary("add");
const rawSub = binary("sub");
const rawMul = binary("mul");
const rawDiv = binary("div");

export const neg = (x: Operand): Expr => {
  const argument = lift(x);
  return is(argument, "neg") ? argument.args[0]! : rawNeg(argument);
};

const addTwo = (a: Expr, b: Expr): Expr => {
  if (constantValue(a) === 0 && keeps(b, a)) return b;
  if (constantValue(b) === 0 && keeps(a, b)) return a;
  if (is(b, "neg")) return sub(a, b.args[0]!);
  return is(a, "neg") ? sub(b, a.args[0]!) : rawAdd(a, b);
};

/** Sum of the operands, elementwise, from the left. */
export const add = (first: Operand, ...rest: readonly Operand[]): Expr =>
  rest.reduce<Expr>((sum, operand) => addTwo(sum, lift(operand)), lift(first));

export const sub = (a: Operand, b: Operand): Expr => {
  const [left, right] = [lift(a), lift(b)];
  if (constantValue(right) === 0 && keeps(left, right)) return left;
  if (constantValue(left) === 0 && keeps(right, left)) return neg(right);
  return is(right, "neg") ? addTwo(left, right.args[0]!) : rawSub(left, right);
};

const mulTwo = (a: Expr, b: Expr): Expr => {
  if (constantValue(a) === 1 && keeps(b, a)) return b;
  if (constantValue(b) === 1 && keeps(a, b)) return a;
  if (constantValue(a) === -1 && keeps(b, a)) return neg(b);
  return constantValue(b) === -1 && keeps(a, b) ? neg(a) : rawMul(a, b);
};

/** Product of the operands, elementwise, from the left. */
export const mul = (first: Operand, ...rest: readonly Operand[]): Expr =>
  rest.reduce<Expr>((product, operand) => mulTwo(product, lift(operand)), lift(first));

export const div = (a: Operand, b: Operand): Expr => {
  const [left, right] = [lift(a), lift(b)];
  return constantValue(right) === 1 && keeps(left, right) ? left : rawDiv(left, right);
};

export const square = (x: Operand): Expr => {
  const argument = lift(x);
  return mul(argument, argument);
};

/** a where the condition is not 0, else b. Both branches are evaluated and must be finite, with finite derivatives. */
export const where = (condition: Operand, a: Operand, b: Operand): Expr => {
  const [chosen, yes, no] = [lift(condition), lift(a), lift(b)];
  const shape = broadcast(chosen.shape, yes.shape, no.shape);
  const known = constantValue(chosen);
  if (known !== undefined) {
    const kept = known === 0 ? no : yes;
    if (sameShape(kept.shape, shape)) return kept;
  }
  return node("where", [chosen, yes, no], {}, shape);
};

/** The value, with a derivative of zero. */
export const stopGradient = (x: Expr): Expr => (is(x, "constant") ? x : node("stopGradient", [x], {}, x.shape));

export const abs: Unary = unary("abs");
export const sign: Unary = unary("sign");
export const floor: Unary = unary("floor");
export const sqrt: Unary = unary("sqrt");
export const exp: Unary = unary("exp");
export const log: Unary = unary("log");
export const log1p: Unary = unary("log1p");
export const expm1: Unary = unary("expm1");
export const sin: Unary = unary("sin");
export const cos: Unary = unary("cos");
export const tan: Unary = unary("tan");
export const asin: Unary = unary("asin");
export const acos: Unary = unary("acos");
export const atan: Unary = unary("atan");
export const sinh: Unary = unary("sinh");
export const cosh: Unary = unary("cosh");
export const tanh: Unary = unary("tanh");
export const asinh: Unary = unary("asinh");
export const sigmoid: Unary = unary("sigmoid");
export const softplus: Unary = unary("softplus");
export const logSigmoid: Unary = unary("logSigmoid");
export const normalCdf: Unary = unary("normalCdf");
export const logNormalCdf: Unary = unary("logNormalCdf");
/** Φ⁻¹(eˣ): the standard normal quantile of a probability given by its logarithm. */
export const logNormalQuantile: Unary = unary("logNormalQuantile");
export const minimum: Binary = binary("minimum");
export const maximum: Binary = binary("maximum");
export const atan2: Binary = binary("atan2");
export const less: Binary = binary("less");
export const lessEqual: Binary = binary("lessEqual");
export const equal: Binary = binary("equal");

export const zero: Expr = scalar(0);
export const one: Expr = scalar(1);
