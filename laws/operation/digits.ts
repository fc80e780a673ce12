/**
 * The digits of every operation: an interpreter's values and first derivatives against decimals. Derivatives are held against
 * those of the definitions, so that rules which are right and lose digits, by cancellation or overflow, are told as well.
 */
import fc from "fast-check";
import { binaryOps, formal, jvp, size, unaryOps, type Expr, type Op } from "../../src/expr/index.ts";
import { program, type Interpreter } from "../../src/interpret/program.ts";
import { random } from "../../src/random.ts";
import { claim, type AnyClaim } from "../claim.ts";
import { law, type Comparison, type Law } from "../law.ts";
import { arithmetic, type Decimal } from "../oracle/arithmetic.ts";
import type { Dual } from "../oracle/algebra.ts";
import { oracle, type Elements } from "../oracle/oracle.ts";
import { corners, formats, type Format } from "./corners.ts";
import { operationsOn, type Instance } from "./operations.ts";
import { posed, type Posed } from "./posed.ts";

const exact = oracle(40);
const { Decimal, exactly } = arithmetic(exact.digits);

type Numbers = { readonly [name: string]: readonly number[] };

/** Ways to move numbers by ε of their size: two operands with and against each other; where more meet, all this way and that. */
const trialsOf = (op: Op): readonly number[] => ([...unaryOps, ...binaryOps].some((own) => own === op) ? [0, 1] : [0, 1, 2, 3, 4, 5]);

const shaken = (what: "points" | "tangents", numbers: Numbers, { epsilon }: Format, trial: number): Elements<Decimal> => {
  const source = random(trial, "shaken", what);
  const side = (operand: number): number => (trial < 2 ? (operand === trial ? 1 : -1) : 2 * source.below(2) - 1);
  return Object.fromEntries(Object.entries(numbers).map(([name, own], operand) => [name, own.map((x) => exactly(x).times(1 + side(operand) * epsilon))]));
};

/** One number; it may be infinite where the exact result is nearly as large as floats are. */
const compared = (what: string, got: number, want: Decimal, others: readonly Decimal[], given: Decimal | undefined, { epsilon, least, largest }: Format, tolerance: number): Comparison => {
  const detail = (): string => `${what}: ${got} instead of ${want.toSignificantDigits(20).toString()}`;
  const nearest = want.toNumber();
  if (!want.isFinite()) return { deviation: Object.is(got, nearest) ? 0 : Infinity, unit: 1, detail };
  const change = Decimal.max(0, ...others.map((other) => other.minus(want).abs()).filter((each) => !each.isNaN()));
  const unit = want.abs().plus(given ?? 0).times(epsilon).plus(change).plus(least / tolerance);
  const overflows = want.abs().plus(unit.times(tolerance)).greaterThanOrEqualTo(largest) && got === Math.sign(nearest) * Infinity;
  return { deviation: overflows ? 0 : exactly(got).minus(want).abs().toNumber(), unit: unit.toNumber(), detail };
};

/**
 * What a few operations lose beyond that, in units of ε, by forms that are chosen for their speed: the logarithm of a sum, and
 * tanh′ = 1 − tanh², are told to the last place of 1; the derivative of the normal quantile takes exp(z²/2), but for the far left tail.
 */
const granted: { readonly [O in Op]?: (of: Dual) => { readonly value?: Decimal; readonly tangent?: Decimal } } = {
  logSumExp: () => ({ value: new Decimal(1) }),
  tanh: () => ({ tangent: new Decimal(1) }),
  logNormalQuantile: ({ value, tangent }) => (value.greaterThan(-10) ? { tangent: tangent.abs().times(value).times(value) } : {}),
};

/** The law of one operation. */
export const digits = (op: Op, interpreter: Interpreter, tolerance: number): Law<Posed> => {
  const format = formats[interpreter.precision];
  return law(
    {
      name: `digits (${interpreter.name})`,
      statement: `values and first derivatives are those of decimals within ε |f| + their change when arguments move by ε |x|, ε of ${interpreter.precision}, down to its least number with all digits`,
      tolerance,
    },
    ({ instance, variables, output, count, point, directions: [direction] }) => {
      const rounded = (numbers: ArrayLike<number>): readonly number[] => Array.from(numbers, format.round);
      const moving = variables.filter((_, at) => instance.operands[at]!.moves);
      const nameOf = (each: Expr<"variable">): string => each.attributes.name;
      const points: Numbers = Object.fromEntries(variables.map((each) => [nameOf(each), rounded(point[nameOf(each)]!)]));
      const tangents: Numbers = Object.fromEntries(moving.map((each) => [nameOf(each), rounded(direction[nameOf(each)]!)]));
      const [derivative] = jvp([output], new Map(moving.map((each) => [each, formal(each, `d ${nameOf(each)}`)])));
      const got = interpreter.compile(program({ value: output, derivative: derivative! }))(
        { ...points, ...Object.fromEntries(Object.entries(tangents).map(([name, own]) => [`d ${name}`, own])) },
        count,
      );
      const run = exact.duals(program({ value: output }));
      const want = run(points, tangents, count).value;
      const others = trialsOf(op).map((trial) => run(shakenPoints(points, tangents, format, trial), shaken("tangents", tangents, format, trial), count).value);
      return want.flatMap(({ value, tangent }, at) => {
        const place = `number ${at + 1}`;
        const more = granted[op]?.({ value, tangent }) ?? {};
        const of = compared(`value, ${place}`, got.value[at]!, value, others.map((other) => other[at]!.value), more.value, format, tolerance);
        // Where nothing is per sample a derivative may be one row for all. At a kink there is none.
        const pushed = got.derivative[at % got.derivative.length]!;
        const along = compared(`derivative, ${place}`, pushed, tangent, others.map((other) => other[at]!.tangent), more.tangent, format, tolerance);
        return [of, ...(tangent.isNaN() ? [] : [along])];
      });
    },
  );
};

/** All but indices and conditions, which have no tangents. */
const shakenPoints = (points: Numbers, tangents: Numbers, format: Format, trial: number): Elements<Decimal | number> => ({
  ...points,
  ...shaken("points", Object.fromEntries(Object.entries(points).filter(([name]) => Object.hasOwn(tangents, name))), format, trial),
});

/** Few numbers, at corners: decimals are slow. */
const small = ({ operands }: Instance): boolean => operands.reduce((sum, { shape }) => sum + size(shape), 0) <= 6;

/**
 * What an interpreter owes to every operation of the language: its digits, at all corners of its numbers. The tolerance is in units
 * of what rounding the arguments and the result explains.
 */
export const operationDigits = (interpreter: Interpreter, tolerance = 16): readonly AnyClaim[] => {
  const rows = operationsOn(corners(formats[interpreter.precision]));
  return (Object.keys(rows) as Op[]).map((op) =>
    claim(op, digits(op, interpreter, tolerance), posed(op, fc.constantFrom(1, 5), { ...rows, [op]: rows[op].filter(small) }), (of) => fc.stringify(of), 0.2));
};
