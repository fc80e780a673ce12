/** The laws of the language that formulas are written in, as claims: of every operation by itself, and of random formulas. */
import fc from "fast-check";
import { formal, is, jvp, topological, vjp, constant, size, type Expr, type Op } from "../../src/expr/index.ts";
import { kernel } from "../../src/interpret/kernel/kernel.ts";
import { arranged, type Inputs, type Interpreter } from "../../src/interpret/program.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";
import { printExpression } from "../../src/interpret/text/expression.ts";
import { float32, float64 } from "../bijector/precision.ts";
import { claim, type AnyClaim } from "../claim.ts";
import { law, type Comparison, type Law } from "../law.ts";
import { told, type LawOptions } from "../options.ts";
import { formulas, type Formula } from "./formulas.ts";
import { operations, unflat } from "./operations.ts";
import { difference, elements, inner, posed, run, shifted, type Posed } from "./posed.ts";

/** Numbers against numbers, in units of 1 + the largest. */
const compared = (name: string, got: ArrayLike<number>, wanted: ArrayLike<number>, unit: number): readonly Comparison[] => {
  if (got.length !== wanted.length) return [{ deviation: Infinity, unit, detail: () => `${name}: ${got.length} numbers, not ${wanted.length}` }];
  const scale = 1 + Array.from(wanted).reduce((most, each) => Math.max(most, Number.isFinite(each) ? Math.abs(each) : 0), 0);
  return Array.from(got, (value, at) => ({
    deviation: Object.is(value, wanted[at]) ? 0 : Math.abs(value - wanted[at]!),
    unit: unit * scale,
    detail: () => `${name}, number ${at + 1}: ${value}, not ${wanted[at]}`,
  }));
};

/** The meaning of a posed operation, written out element by element. */
const meaning = ({ instance, variables, point, output, count }: Posed): Float64Array => {
  const args = variables.map((each) => elements(each, point[each.attributes.name]!));
  const width = size(output.shape);
  return Float64Array.from({ length: (output.uniform ? 1 : count) * width }, (_, at) => instance.meaning(args, unflat(at % width, output.shape), Math.floor(at / width), count));
};

const movingOf = ({ instance, variables }: Posed): readonly Expr<"variable">[] => variables.filter((_, at) => instance.operands[at]!.moves);
const nameOf = (variable: Expr<"variable">): string => variable.attributes.name;

/** The operation with its derivatives: forward along `d …`, in reverse from `cotangent`. */
const differentiated = (of: Posed): { readonly outputs: { readonly [name: string]: Expr }; readonly inputs: Inputs } => {
  const { output, point, directions: [direction], count } = of;
  const moving = movingOf(of);
  const [pushed] = jvp([output], new Map(moving.map((each) => [each, formal(each, `d ${nameOf(each)}`)])));
  const pulled = vjp([output], [formal(output, "cotangent")], moving);
  return {
    outputs: { value: output, pushed: pushed!, ...Object.fromEntries(moving.map((each, at) => [`gradient of ${nameOf(each)}`, pulled[at]!])) },
    inputs: {
      ...point,
      ...Object.fromEntries(moving.map((each) => [`d ${nameOf(each)}`, direction[nameOf(each)]!])),
      cotangent: Array.from({ length: size(output.shape) * (output.uniform ? 1 : count) }, (_, at) => Math.cos(3.1 * at + 1)),
    },
  };
};

const means: Law<Posed> = law({ name: "operation: value", statement: "the reference computes what is meant, element by element, within ε (1 + |largest|)", tolerance: 8 }, (of) =>
  compared("value", run({ value: of.output }, of.point, of.count)["value"]!, meaning(of), 2 ** -52));

const folds: Law<Posed> = law({ name: "operation: folding", statement: "an operation on constants is the number that the reference computes", tolerance: 0 }, ({ instance, variables, point, output, count }) => {
  if (count !== 1) return [];
  const folded = instance.build(variables.map((each) => constant(Array.from(point[nameOf(each)]!), each.shape)));
  const value = is(folded, "constant") ? folded.attributes.values : run({ value: folded }, {}, 1)["value"]!;
  return compared("folded", value, run({ value: output }, point, 1)["value"]!, 1);
});

const forward: Law<Posed> = law({ name: "operation: forward = differences", statement: "Df(v) = lim (f(x + hv) − f(x − hv)) / 2h within 1e-8 (1 + |largest|)", tolerance: 1 }, (of) => {
  const { outputs, inputs } = differentiated(of);
  const { pushed } = run({ pushed: outputs["pushed"]! }, inputs, of.count);
  const rows = difference((step) => run({ value: of.output }, shifted(of.point, of.directions[0], movingOf(of).map(nameOf), step), of.count)["value"]!);
  // Where no operand is per-sample the derivative may be a constant: one row stands for all.
  return compared("derivative", rows.map((_, at) => pushed![at % pushed!.length]!), rows, 1e-8);
});

/** An output that does not depend on the sample counts once; its gradient too. */
const reverse: Law<Posed> = law({ name: "operation: reverse = forward", statement: "Σ ⟨∇f, v⟩ = ⟨c, Df(v)⟩ within 1e-11 (1 + |both|)", tolerance: 1 }, (of) => {
  const { outputs, inputs } = differentiated(of);
  const values = run(outputs, inputs, of.count);
  const all = (name: string, length: number): Float64Array => Float64Array.from({ length }, (_, at) => values[name]![at % values[name]!.length]!);
  const pushed = inner(all("pushed", inputs["cotangent"]!.length), inputs["cotangent"]!);
  const pulled = movingOf(of).reduce((sum, each) => sum + inner(all(`gradient of ${nameOf(each)}`, of.point[nameOf(each)]!.length), inputs[`d ${nameOf(each)}`]!), 0);
  return compared("product", [pulled], [pushed], 1e-11);
});

const computes = (interpreter: Interpreter): Law<Posed> => {
  const { name, precision } = interpreter;
  const { epsilon } = precision === "float32" ? float32 : float64;
  return law({ name: `operation: ${name.includes(precision) ? name : `${name} ${precision}`} = reference`, statement: "values within ε (1 + |largest|) of the reference's, for inputs of its precision", tolerance: 8 }, (of) => {
    const point = Object.fromEntries(Object.entries(of.point).map(([each, values]) => [each, precision === "float32" ? Float32Array.from(values) : values]));
    return compared("value", run({ value: of.output }, point, of.count, interpreter)["value"]!, run({ value: of.output }, point, of.count)["value"]!, epsilon * (1 + of.count / 100));
  });
};

/** Numbers for the variables of a formula, no two alike. */
const numbersFor = (outputs: readonly Expr[], count: number): Inputs =>
  Object.fromEntries(topological(outputs).filter((each) => is(each, "variable")).map((each) => [
    nameOf(each),
    Array.from({ length: size(each.shape) * (each.uniform ? 1 : count) }, (_, at) => Math.sin(12.9 * (at + 1) + nameOf(each).length)),
  ]));

const simplifies: Law<Formula> = law({ name: "formula: simplified = as written", statement: "what constructors fold, leave out and share computes what was written, and so do its derivatives, within 1e-12 (1 + |largest|)", tolerance: 1 }, ({ simple, plain }) => {
  const count = 3;
  const variables = topological([simple, plain]).filter((each) => is(each, "variable"));
  const outputsOf = (value: Expr) => ({ value, ...Object.fromEntries(vjp([value], [formal(plain, "cotangent")], variables).map((each, at) => [`gradient of ${nameOf(variables[at]!)}`, each])) });
  const [own, asWritten] = [outputsOf(simple), outputsOf(plain)] as { readonly [name: string]: Expr }[];
  const inputs = { ...numbersFor([simple, plain], count), ...numbersFor([formal(plain, "cotangent")], count) };
  const wanted = reference.compile(arranged(asWritten!))(inputs, count);
  const got = run(own!, inputs, count);
  const full = (numbers: ArrayLike<number>, length: number): Float64Array => Float64Array.from({ length }, (_, at) => numbers[at % numbers.length]!);
  return Object.keys(own!).flatMap((name) => {
    const length = Math.max(wanted[name]!.length, got[name]!.length);
    return compared(name, full(got[name]!, length), full(wanted[name]!, length), 1e-12);
  });
});

export interface OperationOptions extends LawOptions {
  /** What is held against the reference; by default the reference in float32 and the kernels of both precisions. */
  readonly interpreters?: readonly Interpreter[];
}

/** Whole vectors, what is left over, and several chunks. */
const counts = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(1, 2, 3, 5) }, { weight: 1, arbitrary: fc.constant(700) });
const few = fc.constantFrom(1, 2, 5);

const shapes = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 });

/**
 * The laws of the expression language: every operation is computed as it is meant, folds to the same, and differentiates
 * forward as differences and in reverse as forward; interpreters compute it to the last digits; random formulas mean the same
 * simplified and as written.
 */
export const operationLaws = ({ interpreters = [reference32, kernel({ precision: "float32" }), kernel({ precision: "float64" })], ...asked }: OperationOptions = {}): readonly AnyClaim[] =>
  told([
    ...(Object.keys(operations) as Op[]).flatMap((op) => {
      const says = (each: Law<Posed>, cases = posed(op, few)): AnyClaim => claim(op, each, cases, String, 0.1);
      return [says(means), says(folds, posed(op, fc.constant(1))), says(forward), says(reverse), ...interpreters.map((each) => says(computes(each), posed(op, counts)))];
    }),
    claim("a random formula", simplifies, shapes.chain((shape) => formulas(shape, 4)), ({ plain }) => printExpression(plain), 2),
  ], asked);
