/** Trains one case and scores it: what the table says of it. */
import { either, type taskEither } from "fp-ts";
import { approximate, batchOf, fit, model, render, type AnyFlow, type DiffeoError } from "diffeo";
import { kernel } from "diffeo/kernel";
import type { DivergenceCase, LikelihoodCase } from "./cases.ts";
import { sampleOf } from "./densities.ts";

export interface Score {
  readonly trained: number;
  /** Nats, with its standard error. */
  readonly divergence: readonly [value: number, error: number];
  /** Of one core. */
  readonly seconds: number;
  /** Of reverse divergence alone. */
  readonly reverse?: { readonly effectiveShare: number; readonly logNormalizerOff: readonly [value: number, error: number] };
}

/** Draws that choose between the start and the outcome: there is one epoch, of draws that are fresh at every step. */
const heldOut = 100_000;

const orThrow = <A>(result: either.Either<DiffeoError, A>): A => {
  if (either.isLeft(result)) throw new Error(render(result.left));
  return result.right;
};

/** Trained in float32, on one thread. */
const interpreter = kernel({ precision: "float32", threads: 1 });

/** The result and the time that the processor took for it, which no neighbor on the machine changes much. */
const timed = async <A>(task: taskEither.TaskEither<DiffeoError, A>): Promise<readonly [A, number]> => {
  const before = process.cpuUsage();
  const result = orThrow(await task());
  const { user, system } = process.cpuUsage(before);
  return [result, (user + system) / 1e6];
};

const trainedOf = (flow: AnyFlow<string, "e0">): number =>
  model(flow).plan.entries.filter(({ frozen }) => !frozen).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);

/** KL(truth ‖ flow) on 50,000 fresh draws, in float64. */
export const byLikelihood = async ({ target, flow, steps, batch, rate }: LikelihoodCase): Promise<Score> => {
  const count = steps * batch;
  const points = orThrow(batchOf<string>(target.space, sampleOf(target, count + heldOut, 1)));
  const data = { points, heldOut: Int32Array.from({ length: heldOut }, (_, row) => count + row) };
  const [{ model: { parameters } }, seconds] = await timed(fit(flow, data, { epochs: 1, batch, rate, seed: 1, interpreter }));
  const rows = sampleOf(target, 50_000, 3);
  const logProb = model(flow, { parameters }).logProb(orThrow(batchOf<string>(target.space, rows)));
  // Against the true log-density where there is one, which takes the spread of the target itself out of the mean.
  const width = rows.length / logProb.length;
  const differences = logProb.map((each, row) => (target.logProb?.(Array.from(rows.subarray(row * width, (row + 1) * width))) ?? -target.entropy) - each);
  const mean = differences.reduce((sum, each) => sum + each, 0) / differences.length;
  const deviation = Math.sqrt(differences.reduce((sum, each) => sum + (each - mean) ** 2, 0) / differences.length);
  return { trained: trainedOf(flow), divergence: [mean, deviation / Math.sqrt(logProb.length)], seconds };
};

/** KL(flow ‖ truth), effective share and ln Z on 20,000 fresh samples of the flow. */
export const byDivergence = async ({ target, flow, steps, batch, rate }: DivergenceCase): Promise<Score> => {
  const [{ importance }, seconds] = await timed(approximate(flow, target.logDensity, { steps, batch, rate, seed: 1, interpreter }));
  const { divergence, divergenceError, effectiveShare, logNormalizer, logNormalizerError } = importance!; // the flow has no condition
  return {
    trained: trainedOf(flow),
    divergence: [divergence, divergenceError],
    seconds,
    reverse: { effectiveShare, logNormalizerOff: [logNormalizer - target.logNormalizer, logNormalizerError] },
  };
};
