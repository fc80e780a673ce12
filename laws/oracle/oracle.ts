/**
 * The oracle: programs computed in decimals of as many digits as one likes, one sample and one node at a time. It is the same
 * mathematics as that of the reference interpreter, written once more from the definitions, and shares no arithmetic with it;
 * where the two differ by more than the conditioning of a formula, the formula loses digits in float64.
 *
 * Numbers come in as float64, all of whose digits are taken. Constants of a formula are the float64 they are written as.
 */
import { is, size, type Expr, type Op } from "../../src/expr/index.ts";
import { topological } from "../../src/expr/graph.ts";
import { checkInputs, type Interpreter, type Program } from "../../src/interpret/program.ts";
import { decimals, duals, type Algebra, type Dual } from "./algebra.ts";
import { arithmetic, type Decimal } from "./arithmetic.ts";
import { rows as rowsOf, type Around, type Body, type Row, type Tensor } from "./rows.ts";

/** Elements by name, row-major: `[count, ...shape]` for what is per sample, `[...shape]` for what is uniform. */
export type Elements<E, Name extends string = string> = { readonly [N in Name]: Tensor<E> };

export interface Oracle extends Interpreter {
  readonly digits: number;
  /** What `compile` rounds to the nearest float64, with all digits. Inputs may be decimals as well. */
  readonly decimals: <Output extends string>(program: Program<Output>) => (inputs: Elements<Decimal | number>, count: number) => Elements<Decimal, Output>;
  /** The same with the derivatives along the tangents of some inputs, from the definitions of the operations alone. */
  readonly duals: <Output extends string>(program: Program<Output>) => (inputs: Elements<Decimal | number>, tangents: Elements<Decimal | number>, count: number) => Elements<Dual, Output>;
}

/** All digits but the last few are right, where the formula itself loses none. */
export const oracle = (digits = 50): Oracle => {
  const { exactly } = arithmetic(digits);
  const taken = (x: Decimal | number): Decimal => (typeof x === "number" ? exactly(x) : x);
  const all = (inputs: Elements<Decimal | number>): Elements<Decimal> => mapped(inputs, (own: Tensor<Decimal | number>) => Array.from(own, taken));
  const plain = machine(decimals(digits));
  const dual = machine(duals(digits));

  const own: Oracle["decimals"] = (program) => (inputs, count) => plain(program, all(inputs), count);
  return {
    name: `decimals of ${digits} digits`,
    precision: "float64",
    digits,
    decimals: own,
    duals: (program) => (inputs, tangents, count) => {
      const moving = all(tangents);
      const points = Object.entries(all(inputs)).map(([name, values]) => [name, values.map((value, at): Dual => ({ value, tangent: moving[name]?.[at] ?? exactly(0) }))]);
      return dual(program, Object.fromEntries(points) as Elements<Dual>, count);
    },
    compile: (program) => (inputs, count) =>
      mapped(own(program)(mapped(inputs, (numbers: ArrayLike<number>) => Array.from(numbers)), count), (numbers: Tensor<Decimal>) => Float64Array.from(numbers, (each) => each.toNumber())),
  };
};

const mapped = <Name extends string, A, B>(all: { readonly [N in Name]: A }, change: (each: A) => B): { readonly [N in Name]: B } =>
  Object.fromEntries(Object.entries<A>(all).map(([name, each]) => [name, change(each)])) as { [N in Name]: B }; // by the same names

/** Runs programs on elements of one kind. */
const machine = <E>(algebra: Algebra<E>) => {
  const rows = rowsOf(algebra);
  const compute = (node: Expr, args: readonly Tensor<E>[], around: Around<E>): Tensor<E> => (rows[node.op as Op] as Row<E>)(node, args, around);

  const body: Body<E> = (outputs) => {
    const order = topological(outputs);
    const around: Around<E> = { body, variable: () => [], samples: () => [] }; // a body has neither
    const constants = order.filter((node) => is(node, "constant")).map((node) => [node, compute(node, [], around)] as const);
    return (formals) => {
      const values = new Map([...constants, ...formals]);
      for (const node of order) if (!values.has(node)) values.set(node, compute(node, node.args.map((argument) => values.get(argument)!), around));
      return outputs.map((output) => values.get(output)!);
    };
  };

  return <Output extends string>(program: Program<Output>, inputs: Elements<E>, count: number): Elements<E, Output> => {
    checkInputs(program, inputs, count);
    /** The values of a node: one for each sample, or a single one. */
    const values = new Map<Expr, readonly Tensor<E>[]>();
    const valueOf = (node: Expr, sample: number): Tensor<E> => values.get(node)![node.uniform ? 0 : sample]!;
    const samples = Array.from({ length: count }, (_, sample) => sample);
    for (const node of program.order) {
      values.set(node, (node.uniform ? [0] : samples).map((sample) => compute(node, node.args.map((argument) => valueOf(argument, sample)), {
        body,
        variable: ({ attributes: { name }, shape }) => inputs[name]!.slice(sample * size(shape), (sample + 1) * size(shape)),
        samples: (argument) => samples.map((each) => valueOf(argument, each)),
      })));
    }
    return mapped(program.outputs, (node: Expr) => values.get(node)!.flat());
  };
};
