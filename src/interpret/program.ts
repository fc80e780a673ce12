/**
 * What an interpreter is given: named outputs over one shared graph, in an order in which it can be computed.
 *
 * A node's *stage* counts the sums over samples that lie below it. Stage 0 has the uniform prologue and the per-sample
 * body; the gradients of parameters, which are sums over samples, are stage 1; second derivatives reach further.
 */
import { is, size, type Expr, type Shape } from "../expr/expr.ts";
import { topological } from "../expr/graph.ts";
import { share } from "../expr/share.ts";

export interface Variable {
  readonly name: string;
  readonly shape: Shape;
  readonly uniform: boolean;
}

export interface Program<Output extends string = string> {
  readonly outputs: { readonly [O in Output]: Expr };
  /** All nodes, arguments before users. */
  readonly order: readonly Expr[];
  readonly variables: readonly Expr<"variable">[];
  readonly stage: ReadonlyMap<Expr, number>;
}

export const program = <Output extends string>(outputs: { readonly [O in Output]: Expr }): Program<Output> => {
  const names = Object.keys(outputs) as Output[];
  const shared = share(names.map((name) => outputs[name]));
  return arranged(Object.fromEntries(names.map((name, index) => [name, shared[index]!])) as { [O in Output]: Expr });
};

/** The program of a graph in which no two nodes are equal. */
export const arranged = <Output extends string>(outputs: { readonly [O in Output]: Expr }): Program<Output> => {
  const order = topological(Object.values<Expr>(outputs));
  const variables = order.filter((node) => is(node, "variable"));
  const twice = variables.find((node, index) => variables.findIndex((other) => other.attributes.name === node.attributes.name) !== index);
  if (twice) throw new RangeError(`The variable ${twice.attributes.name} has two shapes in one program.`);
  return {
    outputs,
    order,
    variables,
    stage: stages(order),
  };
};

const stages = (order: readonly Expr[]): ReadonlyMap<Expr, number> => {
  const stage = new Map<Expr, number>();
  for (const node of order) {
    const below = Math.max(0, ...node.args.map((argument) => stage.get(argument)!));
    stage.set(node, node.op === "batchSum" ? below + 1 : below);
  }
  return stage;
};

/** Numbers in, row-major: `[count, ...shape]` for a per-sample variable, `[...shape]` for a uniform one. */
export type Inputs = { readonly [name: string]: ArrayLike<number> };

/** Numbers out, row-major: `[count, ...shape]` for a per-sample output, `[...shape]` for a uniform one. */
export type Outputs<Output extends string> = { readonly [O in Output]: Float64Array };

export type Executable<Output extends string = string> = (inputs: Inputs, count: number) => Outputs<Output>;

/** A way to compute programs. */
export interface Interpreter {
  readonly name: string;
  readonly precision: "float32" | "float64";
  readonly compile: <Output extends string>(program: Program<Output>) => Executable<Output>;
}

/** Refuses a number of samples or of numbers that a program does not take. */
export const checkInputs = ({ variables }: Program, inputs: { readonly [name: string]: { readonly length: number } }, count: number): void => {
  if (!(Number.isSafeInteger(count) && count >= 0)) throw new RangeError(`A whole number of samples is computed, but ${count} was asked for.`);
  for (const { attributes: { name }, shape, uniform } of variables) {
    const expected = size(shape) * (uniform ? 1 : count);
    const received = inputs[name]?.length;
    if (received !== expected) {
      throw new RangeError(`The input ${name} takes ${expected} numbers for ${count} samples, but ${received ?? "none"} were given.`);
    }
  }
};
