/**
 * Small networks as expressions: a perceptron, x ↦ W_k a(… a(W_1 x + b_1) …) + b, alone or beside a linear highway, or
 * several shallow ones added up. Every matrix may be a product of two narrow ones.
 *
 * With `+ b` for the one bias of the outputs, `M_i` for a perceptron with the one hidden layer `hidden[i]` and no bias of
 * its own, the highways (after jammy_flows' modes 0 to 4) are
 *
 *     none               M(x) + b, M with all hidden layers
 *     linear             M(x) + W x + b, M with all hidden layers
 *     sum                W x + b + Σ_i M_i(x)
 *     residual           s_0 = W x + b + M_0(x), s_i = s_(i−1) + M_i(s_(i−1))
 *     residualWithInput  the same with M_i([x, s_(i−1)])
 *
 * Whatever leads into the outputs starts at zero: a fresh network answers its bias, whatever it is asked. All its other
 * weights are of ordinary size, not damped, so that the first step moves the outputs and the second one everything.
 */
import { either } from "fp-ts";
import * as t from "io-ts";
import { add, applyTransposed, concat, div, expm1, less, maximum, minimum, mul, sigmoid, softplus, square, tanh, where, type Expr } from "../expr/index.ts";
import type { DiffeoError } from "../error.ts";
import { filled, scattered, type NetworkSpec, type ParameterSpec } from "./bijector.ts";
import { contracted } from "./contraction.ts";
import { decodeOptions, oneOf, wholes, type Option, type Values } from "./options.ts";

const activations = {
  tanh,
  relu: (x: Expr): Expr => maximum(x, 0),
  softplus,
  elu: (x: Expr): Expr => where(less(x, 0), expm1(minimum(x, 0)), x),
  silu: (x: Expr): Expr => mul(x, sigmoid(x)),
  square,
  identity: (x: Expr): Expr => x,
} as const;

/** Bounds on their slopes, which hold one without bound to zero. */
const steepest: { readonly [A in keyof typeof activations]: number } = { tanh: 1, relu: 1, softplus: 1, elu: 1, silu: 1.1, square: Infinity, identity: 1 };

const isRank = (input: unknown): input is number => Number.isInteger(input) && (input as number) >= 0 && (input as number) <= 4096;
const isRanks = (input: unknown): input is number | readonly number[] => isRank(input) || (Array.isArray(input) && input.length <= 64 && [...input].every(isRank));

const ranks: Option<number | readonly number[]> = {
  codec: new t.Type("a whole number from 0 to 4096, or a list of them", isRanks, (input, context) => (isRanks(input) ? t.success(input) : t.failure(input, context)), t.identity),
  fallback: 0,
  meaning: "rank of the matrices into the outputs, or a list with one rank for each matrix; 0 for full rank",
};

export const networkFields = {
  hidden: wholes(1, 4096, [64], "widths of the hidden layers; none for a linear map"),
  activation: oneOf(["tanh", "relu", "softplus", "elu", "silu", "square", "identity"] as const, "silu", "the nonlinearity between layers"),
  rank: ranks,
  highway: oneOf(["none", "linear", "sum", "residual", "residualWithInput"] as const, "none", "what is added to a perceptron: a linear map from the inputs to the outputs, and how hidden layers are put together"),
};
export type NetworkOptions = Values<typeof networkFields>;

/** The options of a network of `owner`, or the sentence that says what is wrong with them. */
export const decodeNetworkOptions = (owner: string, given: unknown): either.Either<DiffeoError, NetworkOptions> =>
  either.chain((options: NetworkOptions): either.Either<DiffeoError, NetworkOptions> => {
    const { rank } = options;
    const wanted = matrixCount(options);
    return typeof rank === "number" || rank.length === wanted ? either.right(options)
      : either.left({ tag: "OptionError", path: [], sentence: `Option rank of ${owner} takes one number, or a rank for each of the ${wanted} matrices, but ${rank.length} were given.` });
  })(decodeOptions(owner, networkFields, given));

/** How many matrices a network has, in the order that a list of ranks follows: those of the perceptrons, then the highway. */
export const matrixCount = (options: NetworkOptions): number => arrangement(1, 1, options).flat().length;

export interface Network {
  readonly parameters: { readonly [name: string]: ParameterSpec };
  readonly apply: (features: Expr, parameters: { readonly [name: string]: Expr }) => Expr;
  /** Perceptrons in the order in which they are applied, and the linear highway last: their matrices. */
  readonly chains: readonly (readonly Matrix[])[];
}

/** A matrix, full or the product of a [from, rank] and a [rank, to] one. */
export interface Matrix {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** 0 for a full matrix. */
  readonly rank: number;
  /** The name of the bias after it. */
  readonly bias?: string;
}

/** `bias` is what the network answers at its start; a contracting perceptron moves no two answers farther apart than their inputs. */
export const network = (inputs: number, bias: ParameterSpec, options: NetworkOptions, contracting = false): Network => {
  const activation = (x: Expr): Expr => div(activations[options.activation](x), contracting ? steepest[options.activation] : 1);
  const chains = arrangement(inputs, bias.shape[0]!, options);
  const layers = options.hidden.length === 0 ? [] : options.highway === "none" || options.highway === "linear" ? chains.slice(0, 1) : chains.slice(0, -1);
  return {
    chains,
    parameters: { ...Object.fromEntries(chains.flat().flatMap(specs)), bias },
    apply: (features, parameters) => {
      const times = (x: Expr, name: string): Expr => applyTransposed(x, contracting ? contracted(parameters[name]!) : parameters[name]!);
      const through = (x: Expr, { name, rank, bias: own }: Matrix): Expr => {
        const out = rank > 0 ? times(times(x, `${name}.narrow`), `${name}.wide`) : times(x, name);
        return own === undefined ? out : activation(add(out, parameters[own]!));
      };
      const run = (x: Expr, chain: readonly Matrix[]): Expr => chain.reduce(through, x);
      const straight = chains.slice(layers.length).reduce((sum, chain) => add(sum, run(features, chain)), parameters["bias"]!);
      return layers.reduce((sum, chain, index) => add(sum, run(index === 0 ? features : seen[options.highway](features, sum), chain)), straight);
    },
  };
};

/** What every perceptron but the first is asked. */
const seen: { readonly [H in NetworkOptions["highway"]]: (x: Expr, sum: Expr) => Expr } = {
  none: (x) => x,
  linear: (x) => x,
  sum: (x) => x,
  residual: (_, sum) => sum,
  residualWithInput: (x, sum) => concat([x, sum]),
};

/** The chains of matrices from inputs to outputs: perceptrons in their order, then the linear highway. */
const arrangement = (inputs: number, outputs: number, { hidden, highway, rank }: NetworkOptions): readonly (readonly Matrix[])[] => {
  const matrix = (name: string, from: number, to: number, bias?: string): Matrix => ({ name, from, to, rank: 0, ...(bias !== undefined && { bias }) });
  const straight = matrix("highway", inputs, outputs);
  const deep = (): readonly Matrix[] => {
    const widths = [inputs, ...hidden];
    return [...hidden.map((width, index) => matrix(`weights${index + 1}`, widths[index]!, width, `bias${index + 1}`)), matrix("last", widths.at(-1)!, outputs)];
  };
  const shallow = (): readonly (readonly Matrix[])[] => hidden.map((width, index) => {
    const asked = index === 0 || highway === "sum" ? inputs : highway === "residual" ? outputs : inputs + outputs;
    return [matrix(`weights${index + 1}`, asked, width, `bias${index + 1}`), matrix(`last${index + 1}`, width, outputs)];
  });
  // Without hidden layers the perceptron is the linear map.
  const chains = highway === "none" || hidden.length === 0 ? [deep()] : highway === "linear" ? [deep(), [straight]] : [...shallow(), [straight]];
  const all = chains.flat();
  return chains.map((chain) => chain.map((each) => {
    const wanted = typeof rank === "number" ? (each.bias === undefined ? rank : 0) : (rank[all.indexOf(each)] ?? 0);
    return { ...each, rank: wanted * (each.from + each.to) < each.from * each.to ? wanted : 0 };
  }));
};

/** Weights keep the size of what passes through them; the outputs start from zero. */
const specs = ({ name, from, to, rank, bias }: Matrix): readonly (readonly [name: string, spec: ParameterSpec])[] => {
  const balanced = (inputs: number, outputs: number): ParameterSpec => scattered([inputs, outputs], 1 / Math.sqrt(inputs));
  const into = (inputs: number): ParameterSpec => (bias === undefined ? filled([inputs, to], 0) : balanced(inputs, to));
  return [
    ...(rank > 0 ? [[`${name}.narrow`, balanced(from, rank)], [`${name}.wide`, into(rank)]] as const : [[name, into(from)]] as const),
    ...(bias === undefined ? [] : [[bias, scattered([to], 0.1)]] as const),
  ];
};

/** A layer's own network, which also sees `context` numbers that the block depends on; it answers zeros at the start. */
export const layerNetwork = ({ inputs, outputs, hidden, activation, contracting }: NetworkSpec, context: number, options: Pick<NetworkOptions, "activation">): Network =>
  network(inputs + context, filled([outputs], 0), { hidden, activation: activation ?? options.activation, rank: 0, highway: "none" }, contracting);
