/**
 * One check of a calibration: numbers that are uniform in [0, 1] if the model is right, one per row, and what they say.
 * They are uniform whatever the space, so that all checks are read alike, by Kolmogorov's test and the curve of coverage.
 *
 * - *Contents* (`region`): of the smallest region that holds the row. Too many large ones: regions hold less than they should, the
 *   model is overconfident. Too many small ones: underconfident. A model that is off looks overconfident here. Regions of the
 *   base lie about its centre, which on compact manifolds need not be where the model is dense: there its tails may be what they hold.
 * - *Ranks* (`rank`): of a number of the point among samples. They lean to one side if the model is off (biased), gather at both ends if it is
 *   too narrow (overconfident) and in the middle if it is too wide.
 * - *Classes* (`class`): the rank of "is it this class?" can only lean; then the class comes more or less often than it should.
 * - *Distances* (`distance`): TARP tells that a model is wrong, not how.
 */
import { coverage, type CoverageRow } from "./curve.ts";
import { tail, uniformity, type Uniformity } from "./uniformity.ts";

/** `"miscalibrated"`: wrong in a way that is none of the others, or several. */
export type Verdict = "calibrated" | "overconfident" | "underconfident" | "biased" | "miscalibrated";

export interface Check extends Uniformity {
  /** Such as `"highest density"` or `"coordinate 2"`. */
  readonly name: string;
  readonly reads: "region" | "rank" | "class" | "distance";
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
  const verdict = found.pValue >= falseAlarm ? "calibrated" : verdicts[reads](found, contents.length, falseAlarm);
  return { name, reads, contents, curve: coverage(contents, levels, confidence), ...found, falseAlarm, verdict };
};

const verdicts: { readonly [reads in Check["reads"]]: (found: Uniformity, count: number, falseAlarm: number) => Verdict } = {
  region: ({ above, below }, count, falseAlarm) =>
    Math.max(tail(count, above, 1), tail(count, below, 1)) < falseAlarm ? "miscalibrated" : below > above ? "overconfident" : "underconfident",
  // The moment that stands out more; below two standard errors neither does.
  rank: ({ tilt, spread }) =>
    Math.max(Math.abs(tilt), Math.abs(spread)) < 2 ? "miscalibrated" : Math.abs(tilt) >= Math.abs(spread) ? "biased" : spread > 0 ? "overconfident" : "underconfident",
  class: () => "biased",
  distance: () => "miscalibrated",
};

/**
 * What several checks say together: biased where alarming ranks lean more than they gather or spread, which coverage cannot
 * tell apart. Else the first group that tells a width decides.
 */
export const together = (groups: readonly (readonly Check[])[]): Verdict => {
  const alarms = groups.map((checks) => checks.filter(({ verdict }) => verdict !== "calibrated"));
  const squares = (of: "tilt" | "spread", readings: readonly Check["reads"][]): number =>
    alarms.flat().reduce((sum, each) => (readings.includes(each.reads) ? sum + each[of] ** 2 : sum), 0);
  const widths = alarms.map((checks) => new Set(checks.map(({ verdict }) => verdict).filter((each) => each === "overconfident" || each === "underconfident"))).find(({ size }) => size > 0);
  return alarms.flat().length === 0 ? "calibrated"
    : squares("tilt", ["rank", "class"]) > squares("spread", ["rank"]) ? "biased"
    : widths?.size === 1 ? [...widths][0]!
    : "miscalibrated";
};
