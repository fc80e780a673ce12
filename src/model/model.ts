/**
 * A model: a flow with its parameters. It evaluates densities, draws samples and maps points both ways, for one typed
 * point or for a batch; a flow with a condition takes a point of that space, or one per row, at every call.
 *
 * Log-densities are natural logarithms with respect to the measure of the space: surface area on spheres, arc length on
 * circles, length on lines and intervals, and their products.
 */
import { DiffeoFault, unsafe } from "../error.ts";
import type { Flow } from "../flow/flow.ts";
import { plan, startParameters, type Plan } from "../flow/plan.ts";
import type { Interpreter } from "../interpret/program.ts";
import { reference } from "../interpret/reference/reference.ts";
import { batchOf, row, trusted, type Batch } from "../manifold/batch.ts";
import type { Point } from "../manifold/point.ts";
import { random } from "../random.ts";
import { programs, type Programs } from "./programs.ts";

/** What a flow is conditioned on: one point for all rows, or one per row. */
export type Condition<C extends string> = Point<C> | Batch<C>;

/** The last argument of an evaluation: nothing without a condition, `{ given }` with one. */
export type Given<C extends string> = C extends "e0" ? readonly [] : string extends C ? readonly [options?: { readonly given?: Condition<C> }] : readonly [options: { readonly given: Condition<C> }];

/** How to draw: a seed makes two draws equal. */
export type SampleOptions<C extends string> = C extends "e0"
  ? readonly [options?: { readonly seed?: number }]
  : string extends C ? readonly [options?: { readonly seed?: number; readonly given?: Condition<C> }]
  : readonly [options: { readonly seed?: number; readonly given: Condition<C> }];

/** Many points and where they lie in the base. All arrays have `count` entries. */
export interface Evaluation<S extends string> {
  readonly count: number;
  readonly points: Batch<S>;
  /** On the Gaussian side: a batch of `e<n>`, n the dimension of the space. */
  readonly base: Batch<string>;
  readonly logProb: Float64Array;
  /** log-density of `base` under the standard Gaussian. */
  readonly logProbBase: Float64Array;
  /** How far the equations that were solved on the way ended from zero; 0 where none was. */
  readonly residual: Float64Array;
}

/** The same for one point. */
export interface PointEvaluation<S extends string> {
  readonly point: Point<S>;
  readonly base: Point<string>;
  readonly logProb: number;
  readonly logProbBase: number;
  readonly residual: number;
}

export interface ModelOptions {
  /** Of the start values; 0 by default. */
  readonly seed?: number;
  /** All parameters, in the order of the flow's plan. */
  readonly parameters?: ArrayLike<number>;
  /** What computes; the float64 reference by default. */
  readonly interpreter?: Interpreter;
}

const isBatch = <S extends string>(points: Point<S> | Batch<S>): points is Batch<S> => !Array.isArray(points);

export class Model<S extends string = string, C extends string = "e0"> {
  readonly flow: Flow<S, C>;
  readonly plan: Plan;
  readonly parameters: Float64Array;
  readonly interpreter: Interpreter;
  readonly programs: Programs;

  constructor(flow: Flow<S, C>, own: Plan, parameters: Float64Array, interpreter: Interpreter, compiled: Programs) {
    this.flow = flow;
    this.plan = own;
    this.parameters = parameters;
    this.interpreter = interpreter;
    this.programs = compiled;
  }

  /** The same flow with other parameters. */
  withParameters(parameters: ArrayLike<number>): Model<S, C> {
    return new Model(this.flow, this.plan, checked(this.plan, parameters), this.interpreter, this.programs);
  }

  /** log-density in nats: a number for a point, an array [count] for a batch. */
  logProb(points: Point<S>, ...given: Given<C>): number;
  logProb(points: Batch<S>, ...given: Given<C>): Float64Array;
  logProb(points: Point<S> | Batch<S>, ...given: Given<C>): number | Float64Array {
    return isBatch(points) ? this.inverse(points, ...given).logProb : this.inverse(points, ...given).logProb;
  }

  /** data → base. */
  inverse(points: Point<S>, ...given: Given<C>): PointEvaluation<S>;
  inverse(points: Batch<S>, ...given: Given<C>): Evaluation<S>;
  inverse(points: Point<S> | Batch<S>, ...given: Given<C>): PointEvaluation<S> | Evaluation<S> {
    if (!isBatch(points)) return single(this.inverse(one(this.flow.space, points), ...given));
    this.check(this.flow.space, points.spec);
    const { count, rows } = points;
    return this.evaluation(count, this.programs.evaluate()({ point: rows, ...this.reads(count, given[0]?.given as Condition<string> | undefined) }, count));
  }

  /** base → data. */
  forward(base: Point<string>, ...given: Given<C>): PointEvaluation<S>;
  forward(base: Batch<string>, ...given: Given<C>): Evaluation<S>;
  forward(base: Point<string> | Batch<string>, ...given: Given<C>): PointEvaluation<S> | Evaluation<S> {
    if (!isBatch(base)) return single(this.forward(one(`e${this.plan.dim}`, base), ...given));
    this.check(`e${this.plan.dim}`, base.spec);
    const { count, rows } = base;
    return this.evaluation(count, this.programs.generate()({ base: rows, ...this.reads(count, given[0]?.given as Condition<string> | undefined) }, count));
  }

  /** `count` independent points; with a batch of conditions, `count` for each of them, condition by condition. */
  sample(count: number, ...[options]: SampleOptions<C>): Evaluation<S> {
    const { seed = 0, given } = (options ?? {}) as { readonly seed?: number; readonly given?: Condition<C> };
    const repeated = given && isBatch(given) ? repeatRows(given, count) : given;
    const rows = repeated && isBatch(repeated) ? repeated.count : count;
    const source = random(seed, "sample");
    const base = Float64Array.from({ length: rows * this.plan.dim }, () => source.normal());
    return this.forward(trusted<string>(`e${this.plan.dim}`, base, rows), ...([{ given: repeated }] as unknown as Given<C>));
  }

  private reads(count: number, given: Condition<string> | undefined): { readonly parameters: Float64Array; readonly condition: Float64Array } {
    return { parameters: this.parameters, condition: this.conditions(count, given) };
  }

  /** The condition of every row, [count, conditionAmbient]. */
  private conditions(count: number, given: Condition<string> | undefined): Float64Array {
    const { condition } = this.flow;
    if (condition === "e0") return new Float64Array(0);
    if (given === undefined) throw mismatch("no condition", `a point of ${condition} as { given }`);
    const many = isBatch(given) ? given : one<string>(condition, given);
    this.check(condition, many.spec);
    if (many.count === count) return many.rows;
    if (many.count !== 1) throw mismatch(`${many.count} conditions`, `one condition, or one for each of the ${count} points`);
    return repeatRows(many, count).rows;
  }

  private check(expected: string, received: string): void {
    if (received !== expected) throw mismatch(`a batch of ${received}`, `a batch of ${expected}`);
  }

  private evaluation(count: number, columns: { readonly [name in "point" | "base" | "logProb" | "logProbBase" | "residual"]: Float64Array }): Evaluation<S> {
    const { point, base, logProb, logProbBase, residual } = columns;
    const failed = residual.findIndex(Number.isNaN);
    if (failed >= 0) {
      throw new DiffeoFault({ tag: "RootNotBracketed", path: [`row ${failed + 1}`], sentence: "A layer's equation has no root in its bracket: check the bracket of the layer's formula." });
    }
    return { count, points: trusted(this.flow.space, point, count), base: trusted<string>(`e${this.plan.dim}`, base, count), logProb, logProbBase, residual };
  }
}

/** A flow with parameters: its start values, or given ones. */
export const model = <S extends string, C extends string>(flow: Flow<S, C>, options: ModelOptions = {}): Model<S, C> => {
  const own = plan(flow.tree);
  const interpreter = options.interpreter ?? reference;
  const parameters = options.parameters ? checked(own, options.parameters) : startParameters(own, options.seed ?? 0);
  return new Model(flow, own, parameters, interpreter, programs(own, interpreter));
};

const mismatch = (received: string, expected: string): DiffeoFault => new DiffeoFault({ tag: "NotOnManifold", path: [], received, expected });

const checked = (own: Plan, parameters: ArrayLike<number>): Float64Array => {
  const values = Float64Array.from(parameters);
  if (values.length !== own.parameterCount) throw mismatch(`${values.length} parameters`, `${own.parameterCount} parameters`);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw mismatch(`${values[bad]} as parameter ${bad}`, "finite numbers");
  return values;
};

/** A point is a batch of one. Its numbers were checked when it was made. */
const one = <S extends string>(spec: S, point: Point<S>): Batch<S> => unsafe(batchOf<string>(spec, Float64Array.from(point), 1)) as Batch<S>;

const single = <S extends string>({ points, base, logProb, logProbBase, residual }: Evaluation<S>): PointEvaluation<S> => ({
  point: row(points, 0),
  base: row(base, 0),
  logProb: logProb[0]!,
  logProbBase: logProbBase[0]!,
  residual: residual[0]!,
});

/** Each row `times` times in a row. */
const repeatRows = <S extends string>(batch: Batch<S>, times: number): Batch<S> => {
  const { ambient: width, rows, count } = batch;
  const repeated = new Float64Array(rows.length * times);
  for (let index = 0; index < count * times; index++) {
    const from = Math.floor(index / times) * width;
    repeated.set(rows.subarray(from, from + width), index * width);
  }
  return { ...batch, count: count * times, rows: repeated };
};
