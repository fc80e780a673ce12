/**
 * A layer on a manifold as the laws see it: formulas about its two directions, computed on numbers by any interpreter.
 * Points are carriers, as layers see them. Compiled once for each formula, interpreter and kind of parameters: free ones,
 * which are the same for every sample, and predicted ones, of which every sample brings its own.
 */
import { add, input, less, parameter, size, take, type Expr } from "../../src/expr/index.ts";
import type { Image, Layer, ParameterSpec } from "../../src/bijectors/bijector.ts";
import { forward, inverse, networksOf, parametersOf } from "../../src/bijectors/layer.ts";
import { layerNetwork } from "../../src/bijectors/network.ts";
import { geometry as geometryOf, type Geometry } from "../../src/manifold/manifold.ts";
import type { ManifoldSpec } from "../../src/manifold/space.ts";
import { program, type Executable, type Interpreter } from "../../src/interpret/program.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { places, type Places } from "../numerics/carrier.ts";
import type { Rows } from "../numerics/matrix.ts";

export type Direction = "forward" | "inverse";
export const opposite = (direction: Direction): Direction => (direction === "forward" ? "inverse" : "forward");

/** Tensors of parameters by name, row-major. */
export type Values = { readonly [name: string]: readonly number[] };

/** Points with the parameters of the layer: one set for all, or, where they are predicted, one for each point. */
export interface Case {
  readonly points: Rows;
  readonly parameters: readonly Values[];
  readonly predicted: boolean;
}

/** What a formula is written in. */
export interface Site {
  readonly geometry: Geometry;
  readonly point: Expr;
  /** Those with at least one number. */
  readonly parameters: { readonly [name: string]: Expr };
  readonly image: (direction: Direction, point: Expr) => Image;
}

/** Named numbers for each sample, in expressions; extra inputs have names of their own. */
export type Formula = (site: Site) => { readonly [name: string]: Expr };

/** Outputs by name: for each sample a row, or for a uniform output the one row. */
export type Columns = { readonly [name: string]: Rows };

export interface Subject {
  readonly name: string;
  readonly layer: Layer;
  readonly geometry: Geometry;
  readonly places: Places;
  /** Parameters and the weights of networks, as `circle/bias`. */
  readonly specs: { readonly [name: string]: ParameterSpec };
  /** Whether a tensor can be predicted: the weights of networks never are. */
  readonly predictable: (name: string) => boolean;
  readonly run: (formula: Formula, of: Case, by?: Interpreter, extra?: { readonly [name: string]: readonly number[] }) => Columns;
}

export const subject = (layer: Layer, on: ManifoldSpec, name = `${layer.name} on ${on.spec}`): Subject => {
  const geometry = geometryOf(on);
  const own = parametersOf(layer, geometry);
  const networks = Object.entries(networksOf(layer, geometry)).map(([each, spec]) => ({
    name: each,
    built: layerNetwork(spec, 0, { activation: "silu" }),
  }));
  const specs = { ...own, ...Object.fromEntries(networks.flatMap(({ name: prefix, built }) => Object.entries(built.parameters).map(([each, spec]) => [`${prefix}/${each}`, spec]))) };
  const predictable = (each: string): boolean => Object.hasOwn(own, each);

  const site = (predicted: boolean): Site => {
    const all = Object.fromEntries(Object.entries(specs).map(([each, { shape }]) => [each, (predicted && predictable(each) ? input : parameter)(each, shape)]));
    const within = (prefix: string) => Object.fromEntries(Object.entries(all).flatMap(([each, value]) => (each.startsWith(`${prefix}/`) ? [[each.slice(prefix.length + 1), value]] : [])));
    const setting = {
      geometry,
      parameters: all,
      networks: Object.fromEntries(networks.map(({ name: each, built }) => [each, (features: Expr) => built.apply(features, within(each))])),
    };
    return {
      geometry,
      point: input("the point", [geometry.carried]),
      parameters: Object.fromEntries(Object.entries(all).filter(([, { shape }]) => size(shape) > 0)),
      image: (direction, point) => {
        const image = (direction === "forward" ? forward : inverse)(layer, point, setting);
        return { ...image, logDet: perSample(point, image.logDet) };
      },
    };
  };

  const compiled = new Map<Formula, Map<string, Prepared>>();
  const prepared = (formula: Formula, predicted: boolean, by: Interpreter): Prepared => {
    const all = compiled.get(formula) ?? new Map<string, Prepared>();
    compiled.set(formula, all);
    const key = `${by.name} ${predicted}`;
    const known = all.get(key) ?? ((outputs) => ({ outputs, execute: by.compile(program(outputs)) }))(formula(site(predicted)));
    all.set(key, known);
    return known;
  };

  return {
    name,
    layer,
    geometry,
    places: places(geometry),
    specs,
    predictable,
    run: (formula, { points, parameters, predicted }, by = reference, extra = {}) => {
      const { execute, outputs } = prepared(formula, predicted, by);
      const inputs = Object.fromEntries(Object.keys(specs).map((each) => [each, predicted && predictable(each) ? points.flatMap((_, row) => parameters[row % parameters.length]![each]!) : parameters[0]![each]!]));
      const columns = execute({ ...inputs, ...extra, "the point": points.flat() }, points.length);
      return Object.fromEntries(Object.entries(outputs).map(([each, { shape, uniform }]) => {
        const width = size(shape);
        return [each, Array.from({ length: uniform ? 1 : points.length }, (_, row) => Array.from(columns[each]!.subarray(row * width, (row + 1) * width)))];
      }));
    },
  };
};

interface Prepared {
  readonly execute: Executable;
  readonly outputs: { readonly [name: string]: Expr };
}

/** A scalar as one number per sample. Nothing is less than itself. */
const perSample = (point: Expr, scalar: Expr): Expr => (scalar.uniform ? add(scalar, less(take(point, 0), take(point, 0))) : scalar);

/** The rows of a case, each with its own parameters if they are predicted: points may be left out, repeated or replaced. */
export const withRows = (of: Case, rows: readonly (readonly [row: number, point: readonly number[]])[]): Case => ({
  ...of,
  points: rows.map(([, point]) => point),
  parameters: of.predicted ? rows.map(([row]) => of.parameters[row % of.parameters.length]!) : of.parameters,
});

/** The same rows at other points. */
export const atPoints = (of: Case, points: Rows): Case => ({ ...of, points });
