/**
 * A bijector is one file of mathematics: what a layer is called, where it acts, which options and parameters it has, and
 * its formulas in both directions. `bijector(definition)` makes it a `Layer`: a plain value to put into flows.
 *
 * `forward` goes from the Gaussian side to the data, `inverse` back; each returns the image and log |det| of its own
 * direction, restricted to the tangent spaces and with respect to the manifold's measure. Points are carriers (see
 * `manifold/manifold.ts`). Formulas cannot tell whether their parameters are free or predicted by a network.
 */
import type { Expr, Shape } from "../expr/index.ts";
import type { Geometry } from "../manifold/manifold.ts";
import type { Random } from "../random.ts";
import { unsafe } from "../error.ts";
import type { Domain, Letter } from "./letters.ts";
import { decodeOptions, defaults, type Fields, type Values } from "./options.ts";

/** A tensor of parameters: its shape, and the values (row-major) that it starts from, near the identity. */
export interface ParameterSpec {
  readonly shape: Shape;
  readonly start: (random: Random) => readonly number[] | Float64Array;
}

/** A small network inside a layer: `inputs` features of the point in, `outputs` numbers out, zeros at the start. */
export interface NetworkSpec {
  readonly inputs: number;
  readonly outputs: number;
  readonly hidden: readonly number[];
  /** That of all networks of the flow, if none is given. */
  readonly activation?: "tanh" | "silu" | "softplus";
  /** Holds every matrix to a spectral norm below 1, so that no two outputs are farther apart than their inputs. */
  readonly contracting?: boolean;
}

/** The image of a point [carried], and log |det| of this direction, a scalar. */
export interface Image {
  readonly point: Expr;
  readonly logDet: Expr;
  /** Residuals of the equations solved on the way, if any; of any shapes. */
  readonly residuals?: readonly Expr[];
}

/** Carriers of many points, row-major [count, carried], with weights that add up to 1. */
export interface Sample {
  readonly rows: Float64Array;
  readonly count: number;
  readonly weights: Float64Array;
}

/** What formulas are given beside point and parameters. */
export interface Context<O, N extends string> {
  readonly geometry: Geometry;
  readonly options: O;
  /** The layer's own networks. Each also sees the condition and the blocks before, where there are any. */
  readonly networks: { readonly [K in N]: (features: Expr) => Expr };
}

export type Parameters<P extends string> = { readonly [K in P]: Expr };

export interface Definition<D extends Domain, Name extends string, F extends Fields, P extends string, N extends string = never> {
  readonly name: Name;
  readonly on: D;
  /** The letter in `parse`, for the layers of this library. */
  readonly symbol?: Letter;
  readonly options: F;
  readonly parameters: (geometry: Geometry, options: Values<F>) => { readonly [K in P]: ParameterSpec };
  readonly networks?: (geometry: Geometry, options: Values<F>) => { readonly [K in N]: NetworkSpec };
  readonly forward: (point: Expr, parameters: Parameters<P>, context: Context<Values<F>, N>) => Image;
  readonly inverse: (point: Expr, parameters: Parameters<P>, context: Context<Values<F>, N>) => Image;
  /** Values that suit points on the data side, for some or all parameters. */
  readonly fit?: (sample: Sample, geometry: Geometry, options: Values<F>) => { readonly [K in P]?: readonly number[] | Float64Array };
}

/** A definition with its types forgotten: what flows hold. */
export type AnyDefinition = Definition<Domain, string, Fields, string, string>;

/** A layer as a value: a definition with options, or layers composed or inverted. */
export type Layer<D extends Domain = Domain, Name extends string = string> =
  | Defined<D, Name>
  | { readonly tag: "compose"; readonly name: Name; readonly on: D; readonly layers: readonly Layer<D>[] }
  | { readonly tag: "invert"; readonly name: Name; readonly on: D; readonly layer: Layer<D> };

export interface Defined<D extends Domain = Domain, Name extends string = string> {
  readonly tag: "layer";
  readonly name: Name;
  readonly on: D;
  readonly definition: AnyDefinition;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A layer with its default options; `with` gives it others. */
export class Bijector<D extends Domain, Name extends string, F extends Fields> implements Defined<D, Name> {
  readonly tag = "layer";
  readonly name: Name;
  readonly on: D;
  readonly definition: AnyDefinition;
  readonly options: Values<F>;

  constructor(definition: AnyDefinition, options: Values<F>) {
    this.name = definition.name as Name;
    this.on = definition.on as D;
    this.definition = definition;
    this.options = options;
  }

  /** The same layer under other options. Throws a `DiffeoFault` with one sentence on options that it does not take. */
  with(options: Partial<Values<F>>): Bijector<D, Name, F> {
    const { name, options: fields } = this.definition;
    return new Bijector(this.definition, unsafe(decodeOptions(name, fields, { ...this.options, ...options })) as Values<F>);
  }
}

/** The options of a bijector, all optional. */
export type OptionsOf<B> = B extends Bijector<infer _D, infer _N, infer F> ? Partial<Values<F>> : never;

export const bijector = <const D extends Domain, const Name extends string, F extends Fields, P extends string, N extends string = never>(
  definition: Definition<D, Name, F, P, N>,
): Bijector<D, Name, F> =>
  // Flows hold definitions of every type in one list; only this definition's own options and parameters ever reach it.
  new Bijector<D, Name, F>(definition as unknown as AnyDefinition, defaults(definition.options));

/** Starts every entry from one value. */
export const filled = (shape: Shape, value: number): ParameterSpec => ({
  shape,
  start: () => new Float64Array(shape.reduce((a, b) => a * b, 1)).fill(value),
});

/** Starts from given values. */
export const startingAt = (shape: Shape, values: readonly number[] | Float64Array): ParameterSpec => ({ shape, start: () => values });

/** Starts from independent normal values. */
export const scattered = (shape: Shape, deviation: number): ParameterSpec => ({
  shape,
  start: (random) => Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => deviation * random.normal()),
});
