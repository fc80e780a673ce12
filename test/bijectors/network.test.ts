/** Networks against plain loops: every highway, activation and rank, what they answer fresh, and what their weights learn. */
import { either } from "fp-ts";
import { describe, expect, it } from "vitest";
import { filled, startingAt } from "../../src/bijectors/bijector.ts";
import { decodeNetworkOptions, matrixCount, network, networkFields, type Network, type NetworkOptions } from "../../src/bijectors/network.ts";
import { defaults } from "../../src/bijectors/options.ts";
import { render } from "../../src/error.ts";
import { input, parameter, size, vjp } from "../../src/expr/index.ts";
import { program, type Interpreter } from "../../src/interpret/program.ts";
import { kernel } from "../../src/interpret/kernel/kernel.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { random } from "../../src/random.ts";

type Vector = readonly number[];
type Tensors = { readonly [name: string]: Float64Array };

const options = (own: Partial<NetworkOptions>): NetworkOptions => ({ ...defaults(networkFields), ...own });
const inputs = 3;
const bias: Vector = [0.5, -2, 7, 1, 0.25];

const started = ({ parameters }: Network, seed: number): Tensors =>
  Object.fromEntries(Object.entries(parameters).map(([name, spec]) => [name, Float64Array.from(spec.start(random(seed, name)))]));

const anywhere = ({ parameters }: Network, seed: number): Tensors =>
  Object.fromEntries(Object.entries(parameters).map(([name, { shape }]) => [name, Float64Array.from({ length: size(shape) }, ((source) => () => 0.6 * source.normal())(random(seed, name)))]));

const features = ((source) => Array.from({ length: 4 * inputs }, () => source.normal()))(random(1, "features"));

const answers = (built: Network, values: Tensors, by: Interpreter = reference): Float64Array => {
  const variables = Object.fromEntries(Object.entries(built.parameters).map(([name, { shape }]) => [name, parameter(name, shape)]));
  return by.compile(program({ answer: built.apply(input("x", [inputs]), variables) }))({ ...values, x: features }, 4).answer;
};

/** Gradients of a random combination of all answers. */
const gradients = (built: Network, values: Tensors): Tensors => {
  const variables = Object.fromEntries(Object.entries(built.parameters).map(([name, { shape }]) => [name, parameter(name, shape)]));
  const names = Object.keys(variables);
  const parts = vjp([built.apply(input("x", [inputs]), variables)], [input("weight", [5])], names.map((name) => variables[name]!));
  const weight = ((source) => Array.from({ length: 20 }, () => source.normal()))(random(2, "weight"));
  return reference.compile(program(Object.fromEntries(names.map((name, at) => [name, parts[at]!]))))({ ...values, x: features, weight }, 4);
};

const activations: { readonly [A in NetworkOptions["activation"]]: (x: number) => number } = {
  tanh: Math.tanh,
  relu: (x) => (x > 0 ? x : 0),
  softplus: (x) => Math.log(1 + Math.exp(x)),
  elu: (x) => (x < 0 ? Math.exp(x) - 1 : x),
  silu: (x) => x / (1 + Math.exp(-x)),
  square: (x) => x * x,
  identity: (x) => x,
};

/** The formulas of the docstring, number by number. */
const plain = ({ hidden, highway, activation }: NetworkOptions, values: Tensors, x: Vector): Vector => {
  const times = (v: Vector, m: Float64Array, to: number): Vector => Array.from({ length: to }, (_, j) => v.reduce((sum, each, i) => sum + each * m[i * to + j]!, 0));
  const matrix = (name: string, v: Vector, to: number): Vector => {
    const narrow = values[`${name}.narrow`];
    return narrow ? times(times(v, narrow, narrow.length / v.length), values[`${name}.wide`]!, to) : times(v, values[name]!, to);
  };
  const plus = (a: Vector, b: ArrayLike<number>): Vector => a.map((each, i) => each + b[i]!);
  const layer = (v: Vector, at: number): Vector => plus(matrix(`weights${at + 1}`, v, hidden[at]!), values[`bias${at + 1}`]!).map(activations[activation]);
  const b = Array.from(values["bias"]!);
  if (highway === "none" || highway === "linear" || hidden.length === 0) {
    const out = plus(matrix("last", hidden.reduce<Vector>((v, _, at) => layer(v, at), x), 5), b);
    return highway === "linear" && hidden.length > 0 ? plus(out, matrix("highway", x, 5)) : out;
  }
  const shallow = (v: Vector, at: number): Vector => matrix(`last${at + 1}`, layer(v, at), 5);
  const straight = plus(matrix("highway", x, 5), b);
  if (highway === "sum") return hidden.reduce<Vector>((sum, _, at) => plus(sum, shallow(x, at)), straight);
  return hidden.reduce<Vector>((s, _, at) => plus(s, shallow(at === 0 ? x : highway === "residual" ? s : [...x, ...s], at)), straight);
};

const highways = ["none", "linear", "sum", "residual", "residualWithInput"] as const;
const forms = highways.flatMap((highway) => [[], [6], [6, 4], [7, 2, 6]].flatMap((hidden) => [0, 1, "each"].map((rank) => {
  const own = options({ highway, hidden, rank: typeof rank === "number" ? rank : 0 });
  return rank === "each" ? { ...own, rank: Array.from({ length: matrixCount(own) }, (_, at) => 1 + (at % 3)) } : own;
})));

describe("every highway and rank", () => {
  it.each(forms)("computes its formula: $highway of $hidden, rank $rank", (own) => {
    const built = network(inputs, filled([5], 0), own);
    const values = anywhere(built, 3);
    for (const by of [reference, kernel({ precision: "float64", threads: 1 })]) {
      const got = answers(built, values, by);
      for (let row = 0; row < 4; row++) {
        plain(own, values, features.slice(row * inputs, (row + 1) * inputs)).forEach((want, at) => expect(got[row * 5 + at]!).toBeCloseTo(want, 11));
      }
    }
  });

  it.each(forms)("answers its bias when it is fresh: $highway of $hidden, rank $rank", (own) => {
    const built = network(inputs, startingAt([5], bias), own);
    expect(Array.from(answers(built, started(built, 4)))).toEqual([...bias, ...bias, ...bias, ...bias]);
  });

  it.each(forms)("learns with all its weights: $highway of $hidden, rank $rank", (own) => {
    const built = network(inputs, startingAt([5], bias), own);
    const fresh = started(built, 5);
    const root = (values: Float64Array): number => Math.sqrt(values.reduce((sum, each) => sum + each * each, 0) / values.length);
    // Whatever leads into the outputs moves at once ...
    const first = gradients(built, fresh);
    const intoOutputs = built.chains.map((chain) => chain.at(-1)!).map(({ name, rank }) => (rank > 0 ? `${name}.wide` : name));
    for (const name of intoOutputs) expect(root(first[name]!), name).toBeGreaterThan(0.05);
    // ... and once it is of the size of other weights, all others do.
    const moved = Object.fromEntries(Object.entries(fresh).map(([name, values]) => [name, intoOutputs.includes(name) ? anywhere(built, 6)[name]! : values]));
    const second = gradients(built, moved);
    for (const name of Object.keys(fresh)) expect(root(second[name]!), name).toBeGreaterThan(0.002);
  });
});

it.each(Object.keys(activations) as NetworkOptions["activation"][])("activation %s, with its gradient at 0 and at large numbers", (activation) => {
  const own = options({ activation, hidden: [6] });
  const built = network(inputs, filled([5], 0), own);
  const values = anywhere(built, 7);
  answers(built, values).forEach((value, at) => expect(value).toBeCloseTo(plain(own, values, features.slice(Math.floor(at / 5) * inputs, (Math.floor(at / 5) + 1) * inputs))[at % 5]!, 11));
  for (const scale of [0, 1e3]) {
    const weights1 = values["weights1"]!.map((each) => scale * each);
    const all = gradients(built, { ...values, weights1, bias1: values["bias1"]!.map(() => 0) });
    for (const [name, gradient] of Object.entries(all)) expect(gradient.every(Number.isFinite), name).toBe(true);
  }
});

describe("ranks", () => {
  const shapes = (own: Partial<NetworkOptions>) => Object.fromEntries(Object.entries(network(4, filled([20], 0), options(own)).parameters).map(([name, { shape }]) => [name, shape]));

  it("one number is the rank of what leads into the outputs", () => {
    expect(shapes({ hidden: [10, 12], rank: 3, highway: "linear" })).toEqual({
      "weights1": [4, 10], "bias1": [10], "weights2": [10, 12], "bias2": [12], "last.narrow": [12, 3], "last.wide": [3, 20], "highway.narrow": [4, 3], "highway.wide": [3, 20], "bias": [20],
    });
  });

  it("a list has one for each matrix in their order, and 0 is full rank", () => {
    expect(shapes({ hidden: [10, 12], rank: [2, 3, 0, 4, 1], highway: "residualWithInput" })).toEqual({
      "weights1.narrow": [4, 2], "weights1.wide": [2, 10], "bias1": [10], "last1.narrow": [10, 3], "last1.wide": [3, 20],
      "weights2": [24, 12], "bias2": [12], "last2.narrow": [12, 4], "last2.wide": [4, 20], "highway.narrow": [4, 1], "highway.wide": [1, 20], "bias": [20],
    });
  });

  it("are used where they save parameters alone", () => {
    // 4 · 20 = 80 against r · 24.
    expect(shapes({ hidden: [], rank: 3 })).toEqual({ "last.narrow": [4, 3], "last.wide": [3, 20], "bias": [20] });
    expect(shapes({ hidden: [], rank: 4 })).toEqual({ last: [4, 20], bias: [20] });
  });

  it("are as many as matrices", () => {
    const sentence = (own: object): string => ((decoded) => (either.isLeft(decoded) ? render(decoded.left) : "no error"))(decodeNetworkOptions("oplus", own));
    expect(sentence({ rank: [1, 2] })).toBe("no error");
    expect(sentence({ rank: [1, 2, 3] })).toBe("Option rank of oplus takes one number, or a rank for each of the 2 matrices, but 3 were given.");
    expect(sentence({ rank: [1, 2, 3], highway: "linear" })).toBe("no error");
    expect(sentence({ rank: [1, 2, 3], highway: "sum", hidden: [3, 3] })).toContain("each of the 5 matrices");
    expect(sentence({ rank: [-1, 0] })).toBe("Option rank of oplus takes a whole number from 0 to 4096, or a list of them, but [-1,0] was given.");
  });
});
