/**
 * One check of a calibration: numbers that are uniform in [0, 1] if the model is right, one per row, and what they say.
 * They are uniform whatever the space, so that all checks are read alike, by Kolmogorov's test and the curve of coverage.
 *
 * - *Contents* (`region`): of the smallest region that holds the row. Too many large ones: regions hold less than they should, the
 *   model is overconfident. Too many small ones: underconfident. A model that is off looks overconfident here.
 * - *Ranks* (`rank`): of a number of the point among samples. They lean to one side if the model is off (biased), gather at both ends if it is
 *   too narrow (overconfident) and in the middle if it is too wide. Ranks of classes can only lean.
 * - *Distances* (`distance`): TARP tells that a model is wrong, not how.
 */
import { coverage, type CoverageRow } from "./curve.ts";
import { tail, uniformity, type Uniformity } from "./uniformity.ts";

/** `"miscalibrated"`: wrong in a way that is none of the others, or several. */
export type Verdict = "calibrated" | "overconfident" | "underconfident" | "biased" | "miscalibrated";

export interface Check extends Uniformity {
  /** Such as `"highest density"` or `"coordinate 2"`. */
  readonly name: string;
  readonly reads: "region" | "rank" | "distance";
  /** For each row, uniform in [0, 1] if the model is right. */
  readonly contents: Float64Array;
  /** Their distribution function: observed against nominal shares. */
  readonly curve: readonly CoverageRow[];
  /** The verdict is `"calibrated"` unless the p-value is below this: the chance of a false alarm is at most this. */
  readonly falseAlarm: number;
  readonly verdict: Verdict;
}

export interface Reading {
  readonly levels: readonly number[];
  readonly confidence: number;
  readonly falseAlarm: number;
}

export const check = (name: string, reads: Check["reads"], contents: Float64Array, { levels, confidence, falseAlarm }: Reading): Check => {
  const found = uniformity(contents);
  const alarm = found.pValue < falseAlarm;
  const verdict = !alarm ? "calibrated" : reads === "region" ? regionVerdict(found, contents.length, falseAlarm) : reads === "rank" ? rankVerdict(found) : "miscalibrated";
  return { name, reads, contents, curve: coverage(contents, levels, confidence), ...found, falseAlarm, verdict };
};

const regionVerdict = ({ above, below }: Uniformity, count: number, falseAlarm: number): Verdict =>
  Math.max(tail(count, above, 1), tail(count, below, 1)) < falseAlarm ? "miscalibrated" : below > above ? "overconfident" : "underconfident";

/** The moment that stands out more; below two standard errors neither does. */
const rankVerdict = ({ tilt, spread }: Uniformity): Verdict =>
  Math.max(Math.abs(tilt), Math.abs(spread)) < 2 ? "miscalibrated" : Math.abs(tilt) >= Math.abs(spread) ? "biased" : spread > 0 ? "overconfident" : "underconfident";

/** What several checks say together. Ranks know a bias from a lack of width, which coverage does not. */
export const together = (checks: readonly Check[]): Verdict => {
  const alarms = checks.map(({ verdict }) => verdict).filter((each) => each !== "calibrated");
  const clear = new Set(alarms.filter((each) => each !== "miscalibrated"));
  return alarms.length === 0 ? "calibrated" : clear.has("biased") ? "biased" : clear.size === 1 ? [...clear][0]! : "miscalibrated";
};
