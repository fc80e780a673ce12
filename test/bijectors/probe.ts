/**
 * One layer under examination: both directions on numbers, the log-determinant by Jacobians on tangent bases, gradients
 * beside differences. Points are carriers, as layers see them.
 */
import { add, constant, dot, input, jvp, parameter, size, total, vjp, type Expr } from "../../src/expr/index.ts";
import { forward, inverse, networksOf, parametersOf } from "../../src/bijectors/layer.ts";
import type { Layer } from "../../src/bijectors/bijector.ts";
import { layerNetwork } from "../../src/bijectors/network.ts";
import type { Geometry } from "../../src/manifold/manifold.ts";
import { program, type Executable, type Interpreter } from "../../src/interpret/program.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { random } from "../../src/random.ts";

export type Rows = readonly (readonly number[])[];
export type Values = { readonly [name: string]: ArrayLike<number> };
export type Direction = "forward" | "inverse";

export interface Outcome {
  readonly points: Rows;
  readonly logDets: readonly number[];
  /** The largest residual of the equations solved on the way. */
  readonly residual: number;
}

export interface Probe {
  /** The layer's own start. */
  readonly start: Values;
  /** Normal values of a given size for all parameters, networks included. */
  readonly scattered: (seed: number, deviation: number) => Values;
  readonly run: (direction: Direction, points: Rows, values: Values, by?: Interpreter) => Outcome;
  /** The same with a set of parameters for every point. */
  readonly runEach: (direction: Direction, points: Rows, values: readonly Values[], by?: Interpreter) => Outcome;
  /** log |det| of the forward derivative between tangent bases. */
  readonly logVolumes: (direction: Direction, points: Rows, values: Values) => readonly number[];
  /** Gradients of Σ (point · cotangent + logDet): of each point, and of all parameters. */
  readonly gradients: (direction: Direction, points: Rows, values: Values, by?: Interpreter) => { readonly points: Rows; readonly parameters: Values; readonly at: number };
}

export const probe = (layer: Layer, geometry: Geometry): Probe => {
  const specs = parametersOf(layer, geometry);
  const networks = Object.entries(networksOf(layer, geometry)).map(([name, spec]) => ({
    name,
    net: layerNetwork(spec, 0, { activation: "silu" }),
  }));
  const all = { ...specs, ...Object.fromEntries(networks.flatMap(({ name, net }) => Object.entries(net.parameters).map(([own, spec]) => [`${name}/${own}`, spec]))) };

  const setting = (make: (name: string, shape: readonly number[]) => Expr) => {
    const parameters = Object.fromEntries(Object.entries(all).map(([name, { shape }]) => [name, size(shape) === 0 ? parameter(name, shape) : make(name, shape)]));
    const own = (prefix: string) => Object.fromEntries(Object.entries(parameters).flatMap(([name, each]) => (name.startsWith(`${prefix}/`) ? [[name.slice(prefix.length + 1), each]] : [])));
    return {
      parameters,
      setting: {
        geometry,
        parameters,
        networks: Object.fromEntries(networks.map(({ name, net }) => [name, (features: Expr) => net.apply(features, own(name))])),
      },
    };
  };
  const image = (direction: Direction, point: Expr, given: ReturnType<typeof setting>) =>
    (direction === "forward" ? forward : inverse)(layer, point, given.setting);

  const cache = new Map<string, Executable>();
  const compiled = (key: string, by: Interpreter, outputs: () => { readonly [name: string]: Expr }): Executable => {
    const known = cache.get(`${key} ${by.name}`) ?? by.compile(program(outputs()));
    cache.set(`${key} ${by.name}`, known);
    return known;
  };

  const width = geometry.carried;
  const point = input("point", [width]);
  /** Only the variables that a program reads may be given to it; programs drop what they do not need. */
  const outcome = (direction: Direction, points: Rows, values: Values, kind: "uniform" | "each", by: Interpreter): Outcome => {
    const execute = compiled(`${direction} ${kind}`, by, () => {
      const { point: to, logDet, residuals = [] } = image(direction, point, setting(kind === "uniform" ? parameter : input));
      return { to, logDet, residual: residuals.reduce<Expr>((sum, each) => add(sum, total(each)), add(0)) };
    });
    const { to, logDet, residual } = execute({ ...values, point: points.flat() }, points.length);
    return {
      points: points.map((_, row) => Array.from(to!.slice(row * width, (row + 1) * width))),
      logDets: points.map((_, row) => logDet![logDet!.length === 1 ? 0 : row]!),
      residual: Math.max(0, ...residual!.map(Math.abs)),
    };
  };

  return {
    start: Object.fromEntries(Object.entries(all).map(([name, { start }]) => [name, start(random(1, name))])),
    scattered: (seed, deviation) => Object.fromEntries(Object.entries(all).map(([name, { shape }]) => {
      const source = random(seed, name);
      return [name, Float64Array.from({ length: size(shape) }, () => deviation * source.normal())];
    })),
    run: (direction, points, values, by = reference) => outcome(direction, points, values, "uniform", by),
    runEach: (direction, points, values, by = reference) =>
      outcome(direction, points, Object.fromEntries(Object.keys(all).map((name) => [name, values.flatMap((each) => Array.from(each[name]!))])), "each", by),
    logVolumes: (direction, points, values) => {
      const tangent = input("tangent", [width]);
      const execute = compiled(`${direction} jvp`, reference, () => {
        const { point: to } = image(direction, point, setting(parameter));
        return { to, moved: jvp([to], new Map([[point, tangent]]))[0]! };
      });
      return points.map((each) => {
        const basis = tangents(geometry, each);
        const outs = basis.map((direction) => execute({ ...values, point: each, tangent: direction }, 1));
        const target = tangents(geometry, Array.from(outs[0]!["to"]!));
        return Math.log(Math.abs(determinant(target.map((row) => outs.map(({ moved }) => inner(row, moved!))))));
      });
    },
    gradients: (direction, points, values, by = reference) => {
      const given = setting(parameter);
      const names = Object.keys(all).filter((name) => size(all[name]!.shape) > 0);
      const execute = compiled(`${direction} vjp`, by, () => {
        const { point: to, logDet } = image(direction, point, given);
        const value = add(dot(to, cotangent(width)), logDet);
        const [own, ...rest] = vjp([value], [add(1)], [point, ...names.map((name) => given.parameters[name]!)]);
        return { value, own: own!, ...Object.fromEntries(names.map((name, index) => [`d ${name}`, rest[index]!])) };
      });
      const out = execute({ ...values, point: points.flat() }, points.length);
      return {
        points: points.map((_, row) => Array.from(out["own"]!.slice(row * width, (row + 1) * width))),
        parameters: Object.fromEntries(names.map((name) => [name, out[`d ${name}`]!])),
        at: out["value"]!.reduce((a, b) => a + b, 0),
      };
    },
  };
};

/** Numbers that no symmetry makes vanish. */
const cotangent = (width: number): Expr => constant(Array.from({ length: width }, (_, index) => Math.cos(1 + 2 * index)));

const inner = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((sum, each, index) => sum + each * b[index]!, 0);

/** An orthonormal basis of the tangent space of carriers; on pairs, the direction in which t grows. */
export const tangents = ({ kind, carried }: Geometry, point: readonly number[]): Rows => {
  if (kind === "i") return [[Math.SQRT1_2, -Math.SQRT1_2]];
  const basis: number[][] = kind === "s" ? [point.map((each) => each / Math.sqrt(inner(point, point)))] : [];
  const axes = Array.from({ length: carried }, (_, i) => i);
  // The axis closest to the point goes last and is dropped.
  const order = kind === "s" ? axes.sort((a, b) => Math.abs(point[a]!) - Math.abs(point[b]!)).slice(0, -1) : axes;
  for (const axis of order) {
    const unit = Array.from({ length: carried }, (_, i) => (i === axis ? 1 : 0));
    const free = [...basis, ...basis].reduce((rest, each) => rest.map((own, i) => own - inner(each, rest) * each[i]!), unit);
    basis.push(free.map((own) => own / Math.sqrt(inner(free, free))));
  }
  return kind === "s" ? basis.slice(1) : basis;
};

const determinant = (matrix: Rows): number => {
  const rows = matrix.map((row) => [...row]);
  return rows.reduce((product, _, k) => {
    const pivot = rows.slice(k).reduce((best, row, i) => (Math.abs(row[k]!) > Math.abs(rows[best]![k]!) ? k + i : best), k);
    const sign = pivot === k ? 1 : -1;
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    for (let i = k + 1; i < rows.length; i++) {
      const factor = rows[i]![k]! / rows[k]![k]!;
      rows[i] = rows[i]!.map((each, j) => each - factor * rows[k]![j]!);
    }
    return product * sign * rows[k]![k]!;
  }, 1);
};

/** Largest |a − b| over rows. */
export const worst = (a: Rows, b: Rows): number => Math.max(...a.flatMap((row, i) => row.map((each, j) => error(each, b[i]![j]!))));
export const worstOf = (a: ArrayLike<number>, b: ArrayLike<number>): number => Math.max(...Array.from(a, (each, i) => error(each, b[i]!)));
const error = (a: number, b: number): number => (Number.isFinite(a) && Number.isFinite(b) ? Math.abs(a - b) : Infinity);

/** Values moved along a direction. */
export const moved = (values: Values, along: Values, step: number): Values =>
  Object.fromEntries(Object.entries(values).map(([name, each]) => [name, Float64Array.from(each, (value, i) => value + step * along[name]![i]!)]));

export const onCircle = (angle: number): readonly number[] => [Math.cos(angle), Math.sin(angle)];

/** The point of the sphere reached from `point` along a unit tangent. */
export const shifted = (point: readonly number[], tangent: readonly number[], angle: number): readonly number[] =>
  point.map((each, i) => Math.cos(angle) * each + Math.sin(angle) * tangent[i]!);

/** Whether all numbers in an outcome, or in gradients, are finite. */
export const finite = (numbers: object): boolean =>
  Object.values(numbers).every((each) => (typeof each === "object" ? finite(each) : Number.isFinite(each)));
