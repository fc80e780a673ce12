/** The objective of a fit: the mean log-likelihood of rows, seen by steps in shuffled minibatches. */
import { either } from "fp-ts";
import { permutation, random } from "../random.ts";
import type { Model } from "../model/model.ts";
import { diverged } from "./diverged.ts";
import type { FitSettings } from "./options.ts";
import { gather, inputs, likelihoodOf, totalWeight, weightedMean, type Rows } from "./rows.ts";
import type { Objective } from "./run.ts";

/** Rows with their indices in the data as they were given. */
export interface Part {
  readonly rows: Rows;
  readonly indices: Int32Array;
}

export const likelihood = (
  { interpreter, plan, programs }: Pick<Model, "interpreter" | "plan" | "programs">,
  { batch, epochs, seed }: Pick<FitSettings, "batch" | "epochs" | "seed">,
  train: Part,
  measured: Part,
): Objective => {
  const { count } = train.rows;
  const perEpoch = Math.ceil(count / batch);
  // As many rows in every step, or the last few of an epoch would count for more.
  const perStep = Math.ceil(count / perEpoch);
  const meanWeight = train.rows.weight.reduce((sum, each) => sum + each, 0) / count;
  const { logLikelihood, gradient: climb } = likelihoodOf(train.rows, programs);
  return {
    steps: epochs * perEpoch,
    perEpoch,
    epoch: (epoch) => {
      const order = permutation(count, random(seed, "epoch", epoch));
      return (index) => (parameters, step) => {
        const chosen = order.subarray(index * perStep, (index + 1) * perStep);
        const rows = gather(train.rows, plan, chosen);
        // The loss is the negative weighted mean over all training rows, of which these are a fair share.
        const share = -1 / (meanWeight * rows.count);
        const { logProb, gradient } = climb(inputs({ ...rows, weight: rows.weight.map((each) => share * each) }, parameters), rows.count);
        const value = weightedMean(rows, logProb);
        return Number.isFinite(value) && gradient.every(Number.isFinite)
          ? either.right({ value, weight: totalWeight(rows), gradient })
          : either.left(diverged(plan, interpreter, { step, parameters, rows, indices: chosen.map((row) => train.indices[row]!), gradient }));
      };
    },
    measure: (parameters, step) => {
      const { rows } = measured;
      const value = weightedMean(rows, logLikelihood(inputs(rows, parameters), rows.count).logProb);
      return Number.isNaN(value) || (step === 0 && value === -Infinity) ? either.left(diverged(plan, interpreter, { step, parameters, ...measured })) : either.right(value);
    },
  };
};
