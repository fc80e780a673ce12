/**
 * Gradients of entropies and divergences in the parameters. Points are reparametrised, x = T(z) with z fixed, and followed
 * in T and in the density: what comes out is the exact derivative of the estimate at these base points,
 *
 *     ∇H = −E_z ∇ ln p(T(z)),   ∇KL(p ‖ q) = E_z ∇ [ln p(T(z)) − ln q(T(z))],
 *
 * the second in the parameters of p and of q at once. A class does not move with its parameters; a model with classes takes
 * the derivative of the density alone, ∇H = −E (ln p − mean ln p) ∇ ln p, without bias but with more noise.
 */
import { neg, parameter, input, sub, vjp, type Expr } from "../../expr/index.ts";
import { evaluate, generate, variables } from "../../flow/elaborate.ts";
import { program } from "../../interpret/program.ts";
import type { Model } from "../model.ts";
import { checkedSamples, defaultSamples, type AnyOptions, type Asked, type Effort } from "./asked.ts";
import { ensembleOf, meanOf, type Ensemble } from "./ensemble.ts";
import type { Estimate, Measured } from "./estimate.ts";
import { reads, subjectOf, type Asking, type Subject } from "./subject.ts";

/** A value with its gradient in parameters, in the order of the plan. */
export interface ValueGradient extends Estimate {
  readonly gradient: Measured<Float64Array>;
}

/** H and ∇H: `entropyGradient(model)`. */
export const entropyGradient = <S extends string, C extends string>(model: Model<S, C>, ...[options]: Asked<C, Effort>): ValueGradient => {
  const { subject, ensemble } = points(model, options);
  const { inputs, point: _, logProb } = followed(subject);
  const { value, gradients: [gradient] } = hasClasses(subject) ? byScore(subject, ensemble) : byPath(subject, ensemble, neg(logProb), [inputs.parameters], {});
  return { ...value, gradient: gradient! };
};

/** KL(p ‖ q) with its gradients in the parameters of both. */
export interface DivergenceGradient extends Estimate {
  readonly p: Measured<Float64Array>;
  readonly q: Measured<Float64Array>;
}

/** KL(p ‖ q) and its gradients: `divergenceGradient(p, q)`. For models without classes. */
export const divergenceGradient = <S extends string, C extends string>(p: Model<S, C>, q: Model<NoInfer<S>, NoInfer<C>>, ...[options]: Asked<NoInfer<C>, Effort>): DivergenceGradient =>
  divergenceOf(p, q, options);

const divergenceOf = (p: Asking, q: Asking, options: AnyOptions<Effort> | undefined): DivergenceGradient => {
  const { subject, ensemble } = points(p, options);
  if (hasClasses(subject)) throw new RangeError(`A class does not move with its parameters, so the divergence on ${p.flow.space} has no gradient by its points; take entropyGradient and the gradient of logProb.`);
  const { inputs, point, logProb } = followed(subject);
  const others = parameter("others", [q.plan.parameterCount]);
  const under = evaluate(q.plan, { point, condition: inputs.condition, parameters: others }).logProb;
  const { value, gradients: [own, other] } = byPath(subject, ensemble, sub(logProb, under), [inputs.parameters, others], { others: q.parameters });
  return { ...value, p: own!, q: other! };
};

const points = (model: Asking, { samples = defaultSamples, seed = 0, given }: AnyOptions<Effort> = {}): { readonly subject: Subject; readonly ensemble: Ensemble } => {
  const subject = subjectOf(model, given);
  return { subject, ensemble: ensembleOf(subject, model.plan.blocks.map((_, index) => index), { samples: checkedSamples(samples), seed }) };
};

const hasClasses = ({ plan }: Subject): boolean => plan.blocks.some(({ geometry }) => geometry.kind === "c");

const followed = ({ plan }: Subject) => {
  const inputs = variables(plan);
  const { point, logProb } = generate(plan, inputs);
  return { inputs, point, logProb };
};

interface Answer {
  readonly value: Estimate;
  readonly gradients: readonly Measured<Float64Array>[];
}

/** The weighted mean of an expression of base points, and of its gradient. */
const byPath = (subject: Subject, ensemble: Ensemble, term: Expr, wanted: readonly Expr[], more: { readonly [name: string]: Float64Array }): Answer => {
  const run = subject.interpreter.compile(program({ term, ...Object.fromEntries(vjp([term], [input("weight", [])], wanted).map((gradient, at) => [`gradient${at}`, gradient])) }));
  const inputs = { base: ensemble.base, ...reads(subject, ensemble.count), ...more };
  const at = (weight: Float64Array): { readonly [name: string]: Float64Array } => run({ ...inputs, weight }, ensemble.count);
  const { term: terms } = at(ensemble.weights);
  return { value: meanOf(ensemble, terms!), gradients: wanted.map((_, which) => withError(ensemble, (weight) => at(weight)[`gradient${which}`]!)) };
};

const byScore = (subject: Subject, ensemble: Ensemble): Answer => {
  const at = (weight: Float64Array) => subject.programs.gradient()({ point: ensemble.rows, ...reads(subject, ensemble.count), weight }, ensemble.count);
  const terms = at(ensemble.weights).logProb.map((each) => -each);
  const value = meanOf(ensemble, terms);
  return { value, gradients: [withError(ensemble, (weight) => at(weight.map((each, row) => each * (terms[row]! - value.value))).gradient)] };
};

/** What becomes of a mean of gradients when a part of the points is left out tells its error, number by number. */
const withError = ({ method, weights, replicas }: Ensemble, mean: (weights: Float64Array) => Float64Array): Measured<Float64Array> => {
  const value = mean(weights);
  const others = replicas.map(mean);
  const factor = method === "sampling" ? (others.length - 1) / others.length : 1;
  return { value, error: value.map((each, at) => Math.sqrt(factor * others.reduce((sum, other) => sum + (other[at]! - each) ** 2, 0))) };
};
