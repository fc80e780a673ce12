/**
 * Variational inference: makes a flow resemble a density that is known up to a factor, p̃ = Z p, by minimising the reverse
 * divergence KL(q ‖ p) over samples of the flow itself, by Adam, on fresh samples at every step. Where p has modes apart,
 * the flow may settle on some of them: look at several seeds, or start from a wide one.
 */
import { either, type taskEither } from "fp-ts";
import type { DiffeoError } from "../error.ts";
import { input } from "../expr/index.ts";
import { encodeFlow } from "../flow/codec.ts";
import type { AnyFlow } from "../flow/flow.ts";
import { parameterMisfit } from "../flow/plan.ts";
import { keyOf } from "../interpret/kernel/cache.ts";
import { program } from "../interpret/program.ts";
import { standard } from "../interpret/standard.ts";
import type { Batch } from "../manifold/batch.ts";
import { importance, type Importance } from "../model/importance.ts";
import { model, type Model } from "../model/model.ts";
import { formulaAt } from "../model/target.ts";
import { fingerprint, type Epoch } from "./checkpoint.ts";
import { divergence, type ApproximateTarget } from "./divergence.ts";
import { standardizeConditions } from "./initialize.ts";
import { approximateSettings, parted, type ApproximateSettings, type RunEnvironment } from "./options.ts";
import { run, type Ending, type Outcome } from "./run.ts";

export type { ApproximateTarget } from "./divergence.ts";

/** With a condition, the points of it to be right for: each step draws from these. */
export type ApproximateOptions<C extends string> = Partial<ApproximateSettings> & RunEnvironment & { readonly parameters?: ArrayLike<number> }
  & (C extends "e0" ? object : string extends C ? { readonly given?: Batch<C> } : { readonly given: Batch<C> });

type Options<C extends string> = C extends "e0" ? readonly [options?: ApproximateOptions<C>]
  : string extends C ? readonly [options?: ApproximateOptions<C>]
  : readonly [options: ApproximateOptions<C>];

export interface Approximation<S extends string, C extends string> {
  /** With the parameters that measured best. */
  readonly model: Model<S, C>;
  readonly ending: Ending;
  /** Where the numbers left the finite ones, or what the target gave instead of a number. */
  readonly failure?: DiffeoError;
  /** `train` and `heldOut` are means of ln p̃ − ln q in nats, over the samples of an epoch and over those to measure on. */
  readonly history: readonly Epoch[];
  /** The best measured mean of ln p̃ − ln q: below ln Z by the divergence. */
  readonly bound: number;
  readonly bestEpoch: number;
  /** Samples of the model weighed by the target, with effective share, ln Z and divergence. Not with a condition: each has its own. */
  readonly importance?: Importance<S>;
}

/**
 * Approximates a density known up to a factor. A target that is no number at a sample is an error that names the point;
 * after the first epoch, the run ends with the best parameters so far, and says so.
 *
 *     const bent = (x: Expr) => expr.neg(expr.add(expr.square(expr.take(x, 0)), expr.square(expr.sub(expr.take(x, 1), expr.square(expr.take(x, 0))))));
 *     const { model, importance } = unsafe(await approximate(euclid(2).gauss(2).affine(), bent)());
 */
export const approximate =
  <S extends string, C extends string>(flow: AnyFlow<S, C>, target: ApproximateTarget<NoInfer<S>, NoInfer<C>>, ...[options]: Options<NoInfer<C>>): taskEither.TaskEither<DiffeoError, Approximation<S, C>> =>
  async () => {
    const { environment, rest: { given, parameters, ...rest } } = parted((options ?? {}) as Partial<ApproximateSettings> & RunEnvironment & { readonly given?: Batch<string>; readonly parameters?: ArrayLike<number> });
    const { interpreter = standard() } = environment;
    const decoded = approximateSettings(rest);
    if (either.isLeft(decoded)) return decoded;
    const settings = decoded.right;
    const conditions = conditionsOf(flow, given);
    if (either.isLeft(conditions)) return conditions;
    const fresh = model(flow, { interpreter, seed: settings.seed });
    const misfit = parameters && parameterMisfit(fresh.plan, parameters);
    if (misfit) return either.left(misfit);

    const anyTarget = target as ApproximateTarget<string, string>; // the loop speaks of no types
    const start = parameters ? Float64Array.from(parameters) : standardizeConditions(fresh.plan, fresh.parameters, conditions.right, interpreter, settings.seed);
    const done = await run(divergence(fresh as unknown as Model<string, string>, anyTarget, conditions.right, settings), { ...settings, patience: Infinity }, {
      fingerprint: fingerprint([JSON.stringify(encodeFlow(flow)), JSON.stringify(settings), interpreter.name, textOf(anyTarget, fresh)], [start, conditions.right.rows]),
      parameters: () => start,
    }, environment);
    return either.map((outcome: Outcome): Approximation<S, C> => approximation(fresh, anyTarget, outcome, settings))(done);
  };

/** Code has no text that says what it computes. */
const textOf = (target: ApproximateTarget<string, string>, { plan }: Pick<Model, "plan">): string =>
  typeof target === "function" ? keyOf(program({ logDensity: formulaAt(target, input("point", [plan.ambient]), input("condition", [plan.conditionAmbient])) })) : "code";

const approximation = <S extends string, C extends string>(fresh: Model<S, C>, target: ApproximateTarget<string, string>, { best, ...outcome }: Outcome, { samples, seed }: ApproximateSettings): Approximation<S, C> => {
  const found = { ...outcome, model: fresh.withParameters(best.parameters), bound: best.heldOut, bestEpoch: best.epoch };
  if (fresh.flow.condition !== "e0") return found;
  const weighed = importance(found.model as unknown as Model<S>, target, { samples, seed });
  return either.isRight(weighed) ? { ...found, importance: weighed.right } : { failure: weighed.left, ...found };
};

const conditionsOf = ({ condition }: AnyFlow, given: Batch<string> | undefined): either.Either<DiffeoError, { readonly rows: Float64Array; readonly count: number }> => {
  const refuse = (received: string, expected: string): either.Either<DiffeoError, never> => either.left({ tag: "NotOnManifold", path: ["the conditions"], received, expected });
  if (!given) return condition === "e0" ? either.right({ rows: new Float64Array(0), count: 0 }) : refuse("none", `a batch of ${condition}, as { given }`);
  if (given.spec !== condition) return refuse(`a batch of ${given.spec}`, condition === "e0" ? "none, for this flow is unconditional" : `a batch of ${condition}`);
  return given.count > 0 ? either.right(given) : refuse("no rows", "at least one row");
};
