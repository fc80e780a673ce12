/** How often regions of stated contents hold what they should: the curve of observed against nominal shares. */
import { DiffeoFault } from "../../error.ts";
import { clopperPearson } from "./binomial.ts";

export interface CoverageRow {
  readonly nominal: number;
  readonly observed: number;
  /** Standard error of an observed share, if the model is right and rows are independent: √(p (1 − p) / N). */
  readonly error: number;
  /** Clopper–Pearson interval of the true share, by what was observed: 95 % unless another confidence is asked for. */
  readonly low: number;
  readonly high: number;
}

/** The share of contents up to each nominal one, with its errors. */
export const coverage = (contents: Float64Array, nominal: readonly number[] = [0.5, 0.68, 0.9, 0.95], confidence = 0.95): readonly CoverageRow[] => {
  const { length } = contents;
  if (length === 0) throw new DiffeoFault({ tag: "NotOnManifold", path: ["the coverage"], received: "no rows", expected: "at least one row" });
  return nominal.map((share) => {
    const held = contents.reduce((sum, content) => (content <= share ? sum + 1 : sum), 0);
    const [low, high] = clopperPearson(held, length, confidence);
    return { nominal: share, observed: held / length, error: Math.sqrt((share * (1 - share)) / length), low, high };
  });
};
