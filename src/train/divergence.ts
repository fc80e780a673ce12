/**
 * The objective of an approximation: E_q[ln p̃ − ln q] over samples of the flow q, which is ln Z − KL(q ‖ p), by fresh
 * reparametrised samples at every step. Two estimates of its gradient, both without bias:
 *
 *     total   the derivative of ln p̃(x) − ln q(x) at x = T(z), in T and in q;
 *     path    that in T alone. What is left out, the derivative of ln q at a fixed x, has mean zero, but not variance
 *             zero: without it the estimate vanishes, sample by sample, where q = p.
 *
 * Source: Roeder, Wu & Duvenaud 2017, arXiv:1703.09194 ("sticking the landing").
 */
import { either } from "fp-ts";
import type { DiffeoError } from "../error.ts";
import { input, stopGradient, sub, vjp, type Expr } from "../expr/index.ts";
import { evaluate, generate, variables } from "../flow/elaborate.ts";
import { program, type Inputs } from "../interpret/program.ts";
import { lazy } from "../lazy.ts";
import type { Model } from "../model/model.ts";
import { askCode, firstRefused, formulaAt, type Asked, type DifferentiableTarget, type FormulaTarget } from "../model/target.ts";
import { random } from "../random.ts";
import type { ApproximateSettings } from "./options.ts";
import type { Objective } from "./run.ts";

/** What a flow can be made to resemble by its gradient. */
export type ApproximateTarget<S extends string, C extends string> = FormulaTarget | DifferentiableTarget<S, C>;

/** Samples from these base points: their log-densities, and the target's. */
interface Drawn {
  readonly point: Float64Array;
  readonly logProb: Float64Array;
  readonly logDensity: Float64Array;
}

interface Base {
  readonly base: Float64Array;
  readonly condition: Float64Array;
  readonly count: number;
}

type Numbers<A> = (base: Base, parameters: Float64Array, step: number) => either.Either<DiffeoError, A>;

/** Samples, and samples with the gradient of the mean of ln q − ln p̃. */
interface Programs {
  readonly draw: Numbers<Drawn>;
  readonly climb: Numbers<Drawn & { readonly gradient: Float64Array }>;
}

type Estimator = ApproximateSettings["gradient"];

export const divergence = (
  model: Model<string, string>,
  target: ApproximateTarget<string, string>,
  /** Conditions to draw from, one after the other. */
  conditions: { readonly rows: Float64Array; readonly count: number },
  { batch, every, gradient, measured, seed, steps }: ApproximateSettings,
): Objective => {
  const { plan: { conditionAmbient: width, dim } } = model;
  const { climb, draw } = typeof target === "function" ? formulaPrograms(model, target, gradient) : codePrograms(model, target, gradient);
  const drawn = (count: number, conditionOf: (row: number, below: (length: number) => number) => number, ...purpose: readonly (string | number)[]): Base => {
    const source = random(seed, ...purpose);
    const base = Float64Array.from({ length: count * dim }, () => source.normal());
    const condition = new Float64Array(count * width);
    if (width > 0) for (let row = 0; row < count; row++) {
      const from = conditionOf(row, source.below) * width;
      condition.set(conditions.rows.subarray(from, from + width), row * width);
    }
    return { base, condition, count };
  };
  const fixed = lazy(() => drawn(measured, (row) => row % conditions.count, "measured"));
  const mean = ({ logProb, logDensity }: Drawn): number => logProb.reduce((sum, each, row) => sum + logDensity[row]! - each, 0) / logProb.length;
  return {
    steps,
    perEpoch: Math.min(every, steps),
    epoch: (epoch) => (index) => (parameters, step) =>
      either.map((seen: Drawn & { readonly gradient: Float64Array }) => ({ value: mean(seen), weight: 1, gradient: seen.gradient }))(
        climb(drawn(batch, (_, below) => below(conditions.count), "draws", epoch, index), parameters, step)),
    measure: (parameters, step) => either.map(mean)(draw(fixed(), parameters, step)),
  };
};

/** ln q at samples x = T(z), with all parameters in x and only those wanted in q itself. */
const logDensityOfSamples = ({ plan }: Model<string, string>, estimator: Estimator) => {
  const inputs = variables(plan);
  const { point, logProb } = generate(plan, inputs);
  const followed = estimator === "total" ? logProb : evaluate(plan, { ...inputs, point, parameters: stopGradient(inputs.parameters) }).logProb;
  return { inputs, point, logProb, followed };
};

const inputsOf = ({ base, condition }: Base, parameters: Float64Array): Inputs => ({ base, condition, parameters });

const weight: Expr = input("weight", []);
const evenly = (count: number): Float64Array => new Float64Array(count).fill(1 / count);

/** Flow, formula and their gradient in one. */
const formulaPrograms = (model: Model<string, string>, formula: FormulaTarget, estimator: Estimator): Programs => {
  const { inputs, point, logProb, followed } = logDensityOfSamples(model, estimator);
  const logDensity = formulaAt(formula, point, inputs.condition);
  const columns = { point, logProb, logDensity };
  const draw = lazy(() => model.interpreter.compile(program(columns)));
  const climb = lazy(() => model.interpreter.compile(program({ ...columns, gradient: vjp([sub(followed, logDensity)], [weight], [inputs.parameters])[0]! })));
  return {
    draw: (base, parameters, step) => finite(draw()(inputsOf(base, parameters), base.count), base, step),
    climb: (base, parameters, step) => finite(climb()({ ...inputsOf(base, parameters), weight: evenly(base.count) }, base.count), base, step),
  };
};

/** Flow; code; and back from the gradient that the code gives. */
const codePrograms = (model: Model<string, string>, target: DifferentiableTarget<string, string>, estimator: Estimator): Programs => {
  const { inputs, point, logProb, followed } = logDensityOfSamples(model, estimator);
  const draw = lazy(() => model.interpreter.compile(program({ point, logProb })));
  const back = lazy(() => {
    const [gradient] = vjp([followed, point], [weight, input("slope", point.shape)], [inputs.parameters]);
    return model.interpreter.compile(program({ gradient: gradient! }));
  });
  const asked = (base: Base, parameters: Float64Array, step: number) => {
    const samples = draw()(inputsOf(base, parameters), base.count);
    return either.chain(({ logDensity, gradient }: { readonly logDensity: ArrayLike<number>; readonly gradient: ArrayLike<number> }) =>
      either.map((seen: Drawn) => ({ ...seen, slope: gradient }))(finite({ ...samples, logDensity: Float64Array.from(logDensity) }, base, step)),
    )(askCode(target, model.flow, { point: samples.point, condition: base.condition, count: base.count }));
  };
  return {
    draw: asked,
    climb: (base, parameters, step) => either.chain(({ slope, ...seen }: Drawn & { readonly slope: ArrayLike<number> }) => {
      const refused = firstRefused("gradient", slope, { ...base, point: seen.point }, Number.isFinite);
      if (refused) return either.left(refused);
      const { gradient } = back()({ ...inputsOf(base, parameters), weight: evenly(base.count), slope: Float64Array.from(slope, (each) => -each / base.count) }, base.count);
      return finite({ ...seen, gradient }, base, step);
    })(asked(base, parameters, step)),
  };
};

/** The same numbers, if they are such: a flow that has left the finite ones is not asked of the target. */
const finite = <A extends Drawn & { readonly gradient?: Float64Array }>(seen: A, { condition, count }: Base, step: number): either.Either<DiffeoError, A> => {
  const { point, logProb, logDensity, gradient } = seen;
  if (!point.every(Number.isFinite) || !logProb.every(Number.isFinite)) {
    return either.left({ tag: "Diverged", path: [], step, sentence: `At step ${step} a sample of the flow was no finite number; lower the rate.` });
  }
  const asked: Asked = { point, condition, count };
  const refused = firstRefused("log-density", logDensity, asked, Number.isFinite);
  if (refused) return either.left(refused);
  if (gradient && !gradient.every(Number.isFinite)) {
    return either.left({ tag: "Diverged", path: [], step, sentence: `At step ${step} the gradient was no finite number; lower the rate, or look whether the target's gradient is finite at all points.` });
  }
  return either.right(seen);
};
