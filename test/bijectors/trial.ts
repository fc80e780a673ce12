/**
 * A layer on trial: both directions as a program, run at given points and parameters. Parameters are the start values,
 * scattered; `predicted` makes each sample bring its own copy, as a network would.
 */
import { geometry as geometryOf } from "../../src/manifold/manifold.ts";
import type { ManifoldSpec } from "../../src/manifold/space.ts";
import { input, parameter, size, vjp, jvp, constant, expand, one, stack, type Expr } from "../../src/expr/index.ts";
import type { Layer } from "../../src/bijectors/bijector.ts";
import { forward, inverse, parametersOf } from "../../src/bijectors/layer.ts";
import { program, type Interpreter } from "../../src/interpret/program.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { random } from "../../src/random.ts";

export type Numbers = Readonly<Record<string, readonly number[] | Float64Array>>;

export interface Trial {
  readonly values: Numbers;
  readonly run: (direction: "forward" | "inverse", points: ArrayLike<number>, interpreter?: Interpreter, values?: Numbers) => Readonly<Record<"point" | "logDet" | "back" | "backLogDet" | "jacobian" | "residual", Float64Array>>;
  /** Gradients of Σ (Σ point + 2 logDet) in the point and in each parameter. */
  readonly gradients: (direction: "forward" | "inverse", points: ArrayLike<number>, interpreter?: Interpreter, values?: Numbers) => Readonly<Record<string, Float64Array>>;
}

export const trial = (layer: Layer, spec: ManifoldSpec, { scatter = 0.5, predicted = false, seed = 1 } = {}): Trial => {
  const geometry = geometryOf(spec);
  const dim = geometry.carried;
  const specs = parametersOf(layer, geometry);
  const source = random(seed, "trial");
  const values = Object.fromEntries(Object.entries(specs).map(([name, { start }]) => [name, Float64Array.from(start(source), (value) => value + scatter * source.normal())]));
  const parameters = Object.fromEntries(Object.entries(specs).map(([name, { shape }]) => [name, (predicted ? input : parameter)(name, shape)]));
  const setting = { geometry, parameters, networks: {} };
  const x = input("x", [dim]);
  const maps = { forward, inverse };
  const given = (count: number, own: Numbers): Numbers =>
    predicted ? Object.fromEntries(Object.entries(own).map(([name, entries]) => [name, Float64Array.from({ length: count * entries.length }, (_, at) => entries[at % entries.length]!)])) : own;
  const compiled = new Map<string, (inputs: Numbers, count: number) => Record<string, Float64Array>>();
  const once = (key: string, build: () => Record<string, Expr>, interpreter: Interpreter) => {
    const known = compiled.get(key) ?? interpreter.compile(program(build()));
    compiled.set(key, known as never);
    return known;
  };
  return {
    values,
    run: (direction, points, interpreter = reference, own = values) => {
      const count = points.length / dim;
      const other = direction === "forward" ? "inverse" : "forward";
      const run = once(`run ${direction} ${interpreter.name}`, () => {
        const image = maps[direction](layer, x, setting);
        const back = maps[other](layer, image.point, setting);
        const columns = Array.from({ length: dim }, (_, at) =>
          jvp([image.point], new Map([[x, constant(Array.from({ length: dim }, (_, i) => (i === at ? 1 : 0)))]]))[0]!);
        const residual = [...(image.residuals ?? []), ...(back.residuals ?? [])][0] ?? constant([0]);
        return { point: image.point, logDet: image.logDet, back: back.point, backLogDet: back.logDet, jacobian: stack(columns), residual };
      }, interpreter);
      return run({ ...given(count, own), x: Float64Array.from(points) }, count) as never;
    },
    gradients: (direction, points, interpreter = reference, own = values) => {
      const count = points.length / dim;
      const names = Object.keys(parameters).filter((name) => size(parameters[name]!.shape) > 0);
      const run = once(`gradients ${direction} ${interpreter.name}`, () => {
        const image = maps[direction](layer, x, setting);
        const pulled = vjp([image.point, image.logDet], [expand(one, image.point.shape), constant([2], [])], [x, ...names.map((name) => parameters[name]!)]);
        return Object.fromEntries(["x", ...names].map((name, at) => [name, pulled[at]!]));
      }, interpreter);
      return run({ ...given(count, own), x: Float64Array.from(points) }, count);
    },
  };
};

/** max |a + sign·b|. */
export const worst = (a: ArrayLike<number>, b: ArrayLike<number>, sign: 1 | -1 = -1): number =>
  Array.from(a).reduce((most, each, at) => {
    const error = Math.abs(each + sign * b[at]!);
    return error <= most ? most : Number.isNaN(error) ? Infinity : error;
  }, 0);

/** log |det| of a matrix given row by row. */
export const logAbsDet = (entries: ArrayLike<number>, dim: number): number => {
  const rows = Array.from({ length: dim }, (_, i) => Array.from({ length: dim }, (_, j) => entries[i * dim + j]!));
  let total = 0;
  for (let column = 0; column < dim; column++) {
    const best = rows.slice(column).reduce((top, row, i) => (Math.abs(row[column]!) > Math.abs(rows[top]![column]!) ? column + i : top), column);
    [rows[column], rows[best]] = [rows[best]!, rows[column]!];
    const pivot = rows[column]!;
    total += Math.log(Math.abs(pivot[column]!));
    for (const row of rows.slice(column + 1)) {
      const factor = row[column]! / pivot[column]!;
      for (let j = column; j < dim; j++) row[j]! -= factor * pivot[j]!;
    }
  }
  return total;
};

/** The manifold R^n. */
export const e = (dim: number): ManifoldSpec => ({ kind: "e", dim }) as ManifoldSpec;

/** Normal numbers, the same at every call. */
export const normals = (count: number, scale = 1.5, seed = 3): Float64Array => {
  const source = random(seed, "points");
  return Float64Array.from({ length: count }, () => scale * source.normal());
};
