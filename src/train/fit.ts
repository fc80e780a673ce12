/**
 * Maximum likelihood: fits a flow to points, by Adam on minibatches, from a start that already knows the data. The best
 * parameters on held-out rows are kept. Two runs with one seed are equal, and so is a run that went on from a checkpoint.
 */
import { either, type taskEither } from "fp-ts";
import type { DiffeoError } from "../error.ts";
import { encodeFlow } from "../flow/codec.ts";
import type { AnyFlow, Flow } from "../flow/flow.ts";
import { plan, type Plan } from "../flow/plan.ts";
import { reference } from "../interpret/reference/reference.ts";
import type { Batch } from "../manifold/batch.ts";
import { model, type Given, type Model } from "../model/model.ts";
import { permutation, random } from "../random.ts";
import { adamStep, clip, freshAdam } from "./adam.ts";
import { fingerprint, type Epoch } from "./checkpoint.ts";
import { initialize, type Data } from "./initialize.ts";
import { fitSettings, type FitEnvironment, type FitSettings } from "./options.ts";
import { rateAt } from "./schedule.ts";
import { split, type Split } from "./split.ts";

export interface FitData<S extends string> {
  readonly points: Batch<S>;
  /** One weight per row, not negative; equal by default. */
  readonly weights?: ArrayLike<number>;
  /** One name per row; rows of one group are held out together. */
  readonly groups?: ArrayLike<string | number>;
  /** Rows to measure on, instead of a held-out share. */
  readonly heldOut?: ArrayLike<number>;
}

export type FitOptions<C extends string> = Partial<FitSettings> & FitEnvironment & (Given<C> extends readonly [infer G] ? G : object);

/** Why a run ended. */
export type Ending = "epochs" | "patience" | "aborted" | "diverged";

export interface Fit<S extends string, C extends string> {
  /** With the parameters that were best on the held-out rows. */
  readonly model: Model<S, C>;
  readonly ending: Ending;
  /** Where the numbers left the finite ones, if the run diverged. */
  readonly failure?: DiffeoError;
  readonly history: readonly Epoch[];
  /** Mean log-likelihood in nats on the held-out rows (on all, if none were held out), at the best epoch. */
  readonly heldOut: number;
  readonly bestEpoch: number;
  readonly split: Split;
}

export const fit =
  <S extends string, C extends string>(flow: Flow<S, C>, data: Batch<NoInfer<S>> | FitData<NoInfer<S>>, options: FitOptions<C> = {} as FitOptions<C>): taskEither.TaskEither<DiffeoError, Fit<S, C>> =>
  async () => {
    const { interpreter = reference, onProgress, onCheckpoint, resume, signal, given, ...settings } = options as Partial<FitSettings> & FitEnvironment & { readonly given?: Batch<string> };
    const decoded = fitSettings(settings);
    if (either.isLeft(decoded)) return decoded;
    const prepared = prepare(flow, "points" in data ? data : { points: data }, given);
    if (either.isLeft(prepared)) return prepared;
    return run(model(flow, { interpreter, seed: decoded.right.seed }), prepared.right, decoded.right, {
      interpreter,
      ...(onProgress && { onProgress }),
      ...(onCheckpoint && { onCheckpoint }),
      ...(resume && { resume }),
      ...(signal && { signal }),
    });
  };

interface Prepared {
  readonly rows: Data;
  readonly groups?: ArrayLike<string | number>;
  readonly heldOut?: ArrayLike<number>;
}

const refuse = (received: string, expected: string): either.Either<DiffeoError, never> => either.left({ tag: "NotOnManifold", path: ["the training data"], received, expected });

/** Checks that everything has as many rows as there are points. */
const prepare = (flow: AnyFlow, data: FitData<string>, given: Batch<string> | undefined): either.Either<DiffeoError, Prepared> => {
  const { points, weights, groups, heldOut } = data;
  const { count } = points;
  if (points.spec !== flow.space) return refuse(`points of ${points.spec}`, `points of ${flow.space}`);
  if (count === 0) return refuse("no rows", "at least one row");
  if ((given?.spec ?? "e0") !== flow.condition) return refuse(`conditions of ${given?.spec ?? "e0"}`, `conditions of ${flow.condition} as { given }`);
  if (given && given.count !== count) return refuse(`${given.count} conditions`, `one for each of the ${count} points`);
  for (const [name, list] of [["weights", weights], ["groups", groups]] as const) {
    if (list && list.length !== count) return refuse(`${list.length} ${name}`, `one for each of the ${count} points`);
  }
  const own = weights ? Float64Array.from(weights) : new Float64Array(count).fill(1);
  const bad = own.findIndex((weight) => !(weight >= 0 && Number.isFinite(weight)));
  if (bad >= 0) return refuse(`${own[bad]} as the weight of row ${bad + 1}`, "a finite number that is not negative");
  if (!own.some((weight) => weight > 0)) return refuse("weights that are all 0", "a positive weight");
  return either.right({
    rows: { count, points: points.rows, given: given?.rows ?? new Float64Array(0), weights: own },
    ...(groups && { groups }),
    ...(heldOut && { heldOut }),
  });
};

/** Rows gathered from the data, for a program. */
const rowsOf = ({ points, given, weights }: Data, { ambient, conditionAmbient }: Plan, chosen: Int32Array) => {
  const pick = (from: Float64Array, width: number): Float64Array => {
    const to = new Float64Array(chosen.length * width);
    chosen.forEach((row, index) => to.set(from.subarray(row * width, (row + 1) * width), index * width));
    return to;
  };
  return { point: pick(points, ambient), condition: pick(given, conditionAmbient), weight: pick(weights, 1) };
};

const run = async <S extends string, C extends string>(
  fresh: Model<S, C>,
  { rows, groups, heldOut }: Prepared,
  settings: FitSettings,
  { interpreter = reference, onProgress, onCheckpoint, resume, signal }: FitEnvironment,
): Promise<either.Either<DiffeoError, Fit<S, C>>> => {
  const own = plan(fresh.flow.tree);
  const parts = heldOut ? complement(rows.count, heldOut) : split(rows.count, settings.heldOut, settings.seed, groups);
  const identity = fingerprint([JSON.stringify(encodeFlow(fresh.flow)), JSON.stringify(settings), interpreter.name], [rows.points, rows.given, rows.weights, Float64Array.from(parts.heldOut)]);
  if (resume && (resume.fingerprint !== identity || resume.parameters.length !== own.parameterCount)) {
    return either.left({ tag: "DecodeError", path: ["resume"], received: "the checkpoint of another run", expected: "one of the same flow, data and options" });
  }

  const training = rowsOf(rows, own, parts.train);
  const start = settings.initialize && !resume
    ? initialize(own, fresh.parameters, { count: parts.train.length, points: training.point, given: training.condition, weights: training.weight }, interpreter, settings.seed, settings.standardize)
    : fresh.parameters.slice();
  const measured = parts.heldOut.length > 0 ? parts.heldOut : parts.train;
  const measuring = rowsOf(rows, own, measured);
  const evaluate = fresh.programs.evaluate();
  const measure = (parameters: Float64Array): number => weightedMean(evaluate({ ...measuring, parameters }, measured.length).logProb, measuring.weight);

  const parameters = (resume?.parameters ?? start).slice();
  let adam = resume ? { step: resume.adam.step, mean: resume.adam.mean.slice(), square: resume.adam.square.slice() } : freshAdam(parameters.length);
  let best = resume?.best ?? { epoch: 0, heldOut: measure(parameters), parameters: parameters.slice() };
  const history: Epoch[] = [...(resume?.history ?? [])];
  const finish = (ending: Ending, failure?: DiffeoError): either.Either<DiffeoError, Fit<S, C>> =>
    either.right({ model: fresh.withParameters(best.parameters), ending, history, heldOut: best.heldOut, bestEpoch: best.epoch, split: parts, ...(failure && { failure }) });
  if (!Number.isFinite(best.heldOut)) return either.left(diverged(own, 0, undefined));

  const gradientOf = fresh.programs.gradient();
  const perEpoch = Math.ceil(parts.train.length / settings.batch);
  const steps = settings.epochs * perEpoch;
  const firstStep = adam.step;
  const began = performance.now();
  let [rested, loss, lastHeldOut] = [began, NaN, history.at(-1)?.heldOut ?? best.heldOut];
  const report = (epoch: number, rate: number): void => {
    const elapsed = performance.now() - began;
    const done = adam.step - firstStep;
    onProgress?.({ step: adam.step, steps, epoch, epochs: settings.epochs, loss, heldOut: lastHeldOut, best: best.heldOut, rate, elapsed, remaining: done > 0 ? (elapsed / done) * (steps - adam.step) : NaN });
  };

  for (let epoch = (resume?.epoch ?? 0) + 1; epoch <= settings.epochs; epoch++) {
    if (epoch - 1 - best.epoch >= settings.patience) return finish("patience");
    const order = permutation(parts.train.length, random(settings.seed, "epoch", epoch));
    let [logLikelihood, weight] = [0, 0];
    for (let at = 0; at < order.length; at += settings.batch) {
      if (signal?.aborted) return history.length > 0 ? finish("aborted") : either.left({ tag: "Aborted", step: adam.step });
      const chosen = order.subarray(at, at + settings.batch);
      const inputs = rowsOf({ count: parts.train.length, points: training.point, given: training.condition, weights: training.weight }, own, chosen);
      const sum = inputs.weight.reduce((total, each) => total + each, 0);
      if (sum === 0) continue;
      // The loss is the negative weighted mean, so its gradient is that of Σ weight · logProb over −Σ weight.
      const weights = inputs.weight.map((each) => -each / sum);
      const { logProb, gradient } = gradientOf({ ...inputs, weight: weights, parameters }, chosen.length);
      const mean = weightedMean(logProb, inputs.weight);
      if (!Number.isFinite(mean) || !gradient.every(Number.isFinite)) {
        const failure = diverged(own, adam.step, gradient);
        return history.length > 0 || best.epoch > 0 ? finish("diverged", failure) : either.left(failure);
      }
      clip(gradient, settings.clip);
      const rate = rateAt(settings.schedule, settings.rate, settings.warmup, adam.step, steps);
      adam = adamStep(adam, parameters, gradient, rate);
      loss = Number.isNaN(loss) ? -mean : 0.95 * loss - 0.05 * mean;
      logLikelihood += mean * sum;
      weight += sum;
      if (performance.now() - rested > 100) {
        report(epoch, rate);
        // Let the program around breathe: timers, its own progress, the abort signal.
        await new Promise((resolve) => setTimeout(resolve, 0));
        rested = performance.now();
      }
    }
    lastHeldOut = measure(parameters);
    if (lastHeldOut > best.heldOut) best = { epoch, heldOut: lastHeldOut, parameters: parameters.slice() };
    history.push({ epoch, train: logLikelihood / weight, heldOut: lastHeldOut });
    report(epoch, rateAt(settings.schedule, settings.rate, settings.warmup, adam.step, steps));
    await onCheckpoint?.({ version: 1, fingerprint: identity, epoch, parameters: parameters.slice(), adam: { step: adam.step, mean: adam.mean.slice(), square: adam.square.slice() }, best, history: [...history] });
  }
  return finish("epochs");
};

const complement = (count: number, heldOut: ArrayLike<number>): Split => {
  const out = new Set(Array.from(heldOut));
  const rows = Int32Array.from({ length: count }, (_, row) => row);
  return { train: rows.filter((row) => !out.has(row)), heldOut: rows.filter((row) => out.has(row)) };
};

const weightedMean = (values: Float64Array, weights: Float64Array): number => {
  let [sum, weight] = [0, 0];
  for (let row = 0; row < values.length; row++) {
    if (weights[row] === 0) continue;
    sum += weights[row]! * values[row]!;
    weight += weights[row]!;
  }
  return sum / weight;
};

/** The error that names the first parameter whose gradient is not finite. */
const diverged = ({ entries }: Plan, step: number, gradient: Float64Array | undefined): DiffeoError => {
  const bad = gradient?.findIndex((each) => !Number.isFinite(each)) ?? -1;
  const entry = bad < 0 ? undefined : entries.findLast(({ offset }) => offset <= bad);
  return {
    tag: "Diverged",
    path: entry?.path ?? [],
    step,
    sentence: `At step ${step} the ${entry ? "gradient" : "log-likelihood"} was no finite number; lower the rate, or look at the data for rows far from all others.`,
  };
};

