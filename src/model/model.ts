/**
 * A model: a flow with its parameters. It evaluates densities, draws samples and maps points both ways, for one typed
 * point or for a batch; a flow with a condition takes a point of that space, or one per row, at every call.
 *
 * Log-densities are natural logarithms with respect to the measure of the space: surface area on spheres, arc length on
 * circles, length on lines and intervals, and their products.
 */
import { DiffeoFault } from "../error.ts";
import type { AnyFlow } from "../flow/flow.ts";
import type { RatedFlow } from "../flow/rate.ts";
import { parameterMisfit, plan, startParameters, type Plan } from "../flow/plan.ts";
import type { Interpreter } from "../interpret/program.ts";
import { standard } from "../interpret/standard.ts";
import type { Batch } from "../manifold/batch.ts";
import type { Point } from "../manifold/point.ts";
import { random } from "../random.ts";
import { conditionBatch, conditionRows, repeated, type Condition, type Given, type SampleOptions } from "./condition.ts";
import { baseBatch, evaluationOf, single, solved, type Evaluation, type PointEvaluation } from "./evaluation.ts";
import { setsMisfit, type EventSets } from "./event-sets.ts";
import { logLikelihoods, sampleSets, type LogRate, type SampledSets, type SetOptions } from "./rate.ts";
import { programs, type Programs } from "./programs.ts";
import { isBatch, one } from "./single.ts";

export type { Condition, Given, SampleOptions } from "./condition.ts";
export type { Evaluation, PointEvaluation } from "./evaluation.ts";

export interface ModelOptions {
  /** Of the start values; 0 by default. */
  readonly seed?: number;
  /** All parameters, in the order of the flow's plan. */
  readonly parameters?: ArrayLike<number>;
  /** What computes; by default kernels in float64, or the reference where the engine has no vectors. */
  readonly interpreter?: Interpreter;
}

export class Model<S extends string = string, C extends string = "e0"> {
  readonly flow: AnyFlow<S, C>;
  readonly plan: Plan;
  readonly parameters: Float64Array;
  readonly interpreter: Interpreter;
  readonly programs: Programs;

  constructor(flow: AnyFlow<S, C>, own: Plan, parameters: Float64Array, interpreter: Interpreter, compiled: Programs) {
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
    if (!isBatch(points)) return this.logProb(one(this.flow.space, points), ...given)[0]!;
    this.check(this.flow.space, points);
    const { logProb, residual } = this.programs.density()({ point: points.rows, ...this.reads(points.count, given[0]?.given) }, points.count);
    solved(residual);
    return logProb;
  }

  /** data → base. */
  inverse(points: Point<S>, ...given: Given<C>): PointEvaluation<S>;
  inverse(points: Batch<S>, ...given: Given<C>): Evaluation<S>;
  inverse(points: Point<S> | Batch<S>, ...given: Given<C>): PointEvaluation<S> | Evaluation<S> {
    if (!isBatch(points)) return single(this.inverse(one(this.flow.space, points), ...given));
    this.check(this.flow.space, points);
    const { count, rows } = points;
    return evaluationOf(this.flow.space, this.plan.dim, count, this.programs.evaluate()({ point: rows, ...this.reads(count, given[0]?.given) }, count));
  }

  /** base → data. */
  forward(base: Point<string>, ...given: Given<C>): PointEvaluation<S>;
  forward(base: Batch<string>, ...given: Given<C>): Evaluation<S>;
  forward(base: Point<string> | Batch<string>, ...given: Given<C>): PointEvaluation<S> | Evaluation<S> {
    if (!isBatch(base)) return single(this.forward(one(this.base, base), ...given));
    this.check(this.base, base);
    const { count, rows } = base;
    return evaluationOf(this.flow.space, this.plan.dim, count, this.programs.generate()({ base: rows, ...this.reads(count, given[0]?.given) }, count));
  }

  /** `count` independent points; with a batch of conditions, `count` for each of them, condition by condition. */
  sample(count: number, ...[options]: SampleOptions<C>): Evaluation<S> {
    if (!(Number.isSafeInteger(count) && count >= 0)) throw new RangeError(`A whole number of points is drawn, but ${count} was asked for.`);
    const { seed = 0, given } = (options ?? {}) as { readonly seed?: number; readonly given?: Condition<C> };
    const many = given && isBatch(given) ? repeated(given, count) : undefined;
    const rows = many?.count ?? count;
    const source = random(seed, "sample");
    const base = new Float64Array(rows * this.plan.dim);
    for (let at = 0; at < base.length; at++) base[at] = source.normal();
    return this.forward(baseBatch(this.plan.dim, base, rows), ...([{ given: many ?? given }] as unknown as Given<C>));
  }

  /** The spec of the Gaussian side. */
  private get base(): string {
    return `e${this.plan.dim}`;
  }

  private reads(count: number, given: Condition<string> | undefined): { readonly parameters: Float64Array; readonly condition: Float64Array } {
    return { parameters: this.parameters, condition: conditionRows(conditionBatch(this.flow.condition, given), count) };
  }

  protected check(expected: string, { spec }: Batch<string>): void {
    if (spec !== expected) throw new DiffeoFault({ tag: "NotOnManifold", path: [], received: `a batch of ${spec}`, expected: `a batch of ${expected}` });
  }
}

/** A model of a Poisson process: the density of one event, and how many there are. */
export class RatedModel<S extends string = string, C extends string = "e0"> extends Model<S, C> {
  declare readonly flow: RatedFlow<S, C>;

  override withParameters(parameters: ArrayLike<number>): RatedModel<S, C> {
    return new RatedModel(this.flow, this.plan, checked(this.plan, parameters), this.interpreter, this.programs);
  }

  /** log λ, of the expected number of events at exposure 1: a number or, for a batch of conditions, one for each. */
  logRate<G extends Given<C>>(...given: G): LogRate<G> {
    const condition = conditionBatch(this.flow.condition, given[0]?.given);
    const { logRate } = this.programs.logRate()({ parameters: this.parameters, condition: condition?.rows ?? [] }, condition?.count ?? 1);
    return (given[0]?.given && isBatch(given[0].given) ? logRate : logRate[0]!) as LogRate<G>;
  }

  /** Of each set Σ (log λ + log p) − λ · exposure, in nats: the extended log-likelihood. With a condition, one for each set. */
  logLikelihood(sets: EventSets<S>, ...given: Given<C>): Float64Array {
    const condition = conditionBatch(this.flow.condition, given[0]?.given);
    const many = condition?.count === 1 ? repeated(condition, sets.counts.length) : condition;
    this.check(this.flow.space, sets.points);
    const misfit = setsMisfit(sets, many);
    if (misfit) throw new DiffeoFault({ tag: "NotOnManifold", path: ["the event sets"], ...misfit });
    return logLikelihoods(this, sets, many);
  }

  /** `count` whole sets of events; with a batch of conditions, `count` for each of them, condition by condition. */
  sampleSets(count: number, ...[options]: SetOptions<C>): SampledSets<S, C> {
    const { seed = 0, given, exposure } = (options ?? {}) as { readonly seed?: number; readonly given?: Condition<C>; readonly exposure?: number | ArrayLike<number> };
    return sampleSets(this, count, { seed, condition: conditionBatch(this.flow.condition, given), ...(exposure !== undefined && { exposure }) }) as SampledSets<S, C>; // of this flow's spaces
  }
}

/** A flow with parameters: its start values, or given ones. */
export function model<S extends string, C extends string>(flow: RatedFlow<S, C>, options?: ModelOptions): RatedModel<S, C>;
export function model<S extends string, C extends string>(flow: AnyFlow<S, C>, options?: ModelOptions): Model<S, C>;
export function model<S extends string, C extends string>(flow: AnyFlow<S, C>, options: ModelOptions = {}): Model<S, C> {
  const own = plan(flow.tree);
  const interpreter = options.interpreter ?? standard();
  const parameters = options.parameters ? checked(own, options.parameters) : startParameters(own, options.seed ?? 0);
  return new (own.rate ? RatedModel : Model)(flow, own, parameters, interpreter, programs(own, interpreter));
}

const checked = (own: Plan, parameters: ArrayLike<number>): Float64Array => {
  const misfit = parameterMisfit(own, parameters);
  if (misfit) throw new DiffeoFault(misfit);
  return Float64Array.from(parameters);
};
