/**
 * A small multilayer perceptron as expressions: x ↦ W_k a(… a(W_1 x + b_1) …) + b_k, with an optional linear skip and a
 * low-rank last matrix. The last matrix starts at zero: a fresh network answers its last bias, whatever it is asked, and
 * yet all its other weights are of ordinary size and learn at once.
 */
import { add, applyTransposed, div, sigmoid, softplus, mul, tanh, type Expr, type Shape } from "../expr/index.ts";
import { filled, scattered, type NetworkSpec, type ParameterSpec } from "./bijector.ts";
import { contracted } from "./contraction.ts";
import { oneOf, flag, whole, wholes, type Values } from "./options.ts";

const activations = {
  tanh,
  softplus,
  silu: (x: Expr): Expr => mul(x, sigmoid(x)),
} as const;

/** Bounds on their slopes. */
const steepest = { tanh: 1, softplus: 1, silu: 1.1 } as const;

export const networkFields = {
  hidden: wholes(1, 4096, [64], "widths of the hidden layers; none for a linear map"),
  activation: oneOf(["tanh", "silu", "softplus"] as const, "silu", "the nonlinearity between layers"),
  rank: whole(0, 4096, 0, "rank of the last matrix; 0 for full rank"),
  skip: flag(false, "adds a linear map from the inputs to the outputs"),
};
export type NetworkOptions = Values<typeof networkFields>;

export interface Network {
  readonly parameters: { readonly [name: string]: ParameterSpec };
  readonly apply: (features: Expr, parameters: { readonly [name: string]: Expr }) => Expr;
}

/** `bias` is what the network answers at its start; a contracting network moves no two answers farther apart than their inputs. */
export const network = (inputs: number, bias: ParameterSpec, options: NetworkOptions, contracting = false): Network => {
  const outputs = bias.shape[0]!;
  const widths = [inputs, ...options.hidden];
  const last = widths.at(-1)!;
  const hidden = options.hidden.map((width, index) => ({ index, from: widths[index]!, to: width }));
  const lowRank = options.rank > 0 && options.rank * (last + outputs) < last * outputs;
  return {
    parameters: {
      ...Object.fromEntries(hidden.flatMap(({ index, from, to }) => [
        [`weights${index + 1}`, balanced([from, to])],
        [`bias${index + 1}`, scattered([to], 0.1)],
      ])),
      ...(lowRank ? { narrow: balanced([last, options.rank]), wide: filled([options.rank, outputs], 0) } : { last: filled([last, outputs], 0) }),
      ...(options.skip ? { skip: filled([inputs, outputs], 0) } : {}),
      bias,
    },
    apply: (features, parameters) => {
      const matrix = (name: string): Expr => (contracting ? contracted(parameters[name]!) : parameters[name]!);
      const activation = (x: Expr): Expr => div(activations[options.activation](x), contracting ? steepest[options.activation] : 1);
      const deep = hidden.reduce<Expr>(
        (x, { index }) => activation(add(applyTransposed(x, matrix(`weights${index + 1}`)), parameters[`bias${index + 1}`]!)),
        features,
      );
      const out = lowRank ? applyTransposed(applyTransposed(deep, matrix("narrow")), matrix("wide")) : applyTransposed(deep, matrix("last"));
      const skipped = options.skip ? add(out, applyTransposed(features, matrix("skip"))) : out;
      return add(skipped, parameters["bias"]!);
    },
  };
};

/** A layer's own network, which also sees `context` numbers that the block depends on; it answers zeros at the start. */
export const layerNetwork = ({ inputs, outputs, hidden, activation, contracting }: NetworkSpec, context: number, options: Pick<NetworkOptions, "activation">): Network =>
  network(inputs + context, filled([outputs], 0), { hidden, activation: activation ?? options.activation, rank: 0, skip: false }, contracting);

/** Weights that keep the size of what passes through them. */
const balanced = (shape: Shape): ParameterSpec => scattered(shape, 1 / Math.sqrt(shape[0]!));
