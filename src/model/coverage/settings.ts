/** How to check a model: every setting with its default, and the sentences that refuse what cannot be checked. */
import { either } from "fp-ts";
import { DiffeoFault, type DiffeoError } from "../../error.ts";
import type { Batch } from "../../manifold/batch.ts";
import { conditionBatch, conditionRows, type Condition } from "../condition.ts";
import type { Model } from "../model.ts";

export interface CalibrationSettings {
  /** Of the model, for each row; 200 by default. Ranks are exact for any number, and finer with more. */
  readonly samples: number;
  /** Nominal shares at which the curves are given; 0.05 to 0.95 in steps of 0.05 by default. */
  readonly levels: readonly number[];
  /** Of all randomness; 0 by default. */
  readonly seed: number;
  /** The largest probability that a right model is not called calibrated; 0.01 by default. */
  readonly falseAlarm: number;
  /** Of the intervals in the curves; 0.95 by default. */
  readonly confidence: number;
}

export interface Settled extends CalibrationSettings {
  /** One per row. */
  readonly conditions: Batch<string> | undefined;
}

/** The settings with their defaults, or what keeps these points from being a check of the model. */
export const settled = ({ flow, plan }: Pick<Model<string, string>, "flow" | "plan">, points: Batch<string>, given: Condition<string> | undefined, own: Partial<CalibrationSettings>): either.Either<DiffeoError, Settled> => {
  const { samples = 200, levels = twentieths, seed = 0, falseAlarm = 0.01, confidence = 0.95 } = own;
  const settings = { samples, levels, seed, falseAlarm, confidence };
  const refused = points.spec !== flow.space ? misfit(`a batch of ${points.spec}`, `a batch of ${flow.space}`)
    : plan.dim === 0 ? misfit(`a flow on ${flow.space}`, "a space of at least one dimension")
    : points.count === 0 ? misfit("no rows", "at least one row")
    : optionMisfit(settings);
  return refused ? either.left(refused) : either.map((conditions: Batch<string> | undefined): Settled => ({ ...settings, conditions }))(perRow(flow.condition, points.count, given));
};

const twentieths: readonly number[] = Array.from({ length: 19 }, (_, at) => (at + 1) / 20);

const misfit = (received: string, expected: string): DiffeoError => ({ tag: "NotOnManifold", path: ["the calibration"], received, expected });

const optionMisfit = ({ samples, levels, falseAlarm, confidence }: CalibrationSettings): DiffeoError | undefined => {
  const wrong = (name: string, takes: string, was: number): DiffeoError => ({ tag: "OptionError", path: ["the calibration"], sentence: `${name} takes ${takes}, but ${was} was given.` });
  const odd = levels.find((level) => !(level >= 0 && level <= 1));
  return !(Number.isSafeInteger(samples) && samples >= 1) ? wrong("samples", "a whole number from 1", samples)
    : odd !== undefined ? wrong("levels", "shares from 0 to 1", odd)
    : !(falseAlarm > 0 && falseAlarm < 1) ? wrong("falseAlarm", "a probability between 0 and 1", falseAlarm)
    : !(confidence > 0 && confidence < 1) ? wrong("confidence", "a probability between 0 and 1", confidence)
    : undefined;
};

/** The condition of each row. A wrong one is a fault where densities are asked for, and a value here. */
const perRow = (condition: string, count: number, given: Condition<string> | undefined): either.Either<DiffeoError, Batch<string> | undefined> =>
  either.tryCatch(
    () => {
      const some = conditionBatch(condition, given);
      return some && { ...some, count, rows: conditionRows(some, count) };
    },
    (thrown) => {
      if (thrown instanceof DiffeoFault) return thrown.error;
      throw thrown;
    },
  );
