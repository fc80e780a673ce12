/**
 * Whether a model's probabilities can be believed, by points that it has not been fitted to: one report for any flow on
 * any space. All that is checked is a number per row that is uniform if the model is right (`check.ts`):
 *
 * - jointly, the content of the smallest base region (`base.ts`), of the smallest region by density, which is the rank of log p(x)
 *   among samples (exact for any number of samples), and of a ball about a reference point (`reference.ts`, TARP);
 * - of each block, its content given the blocks before it (of classes by mass), and the ranks of numbers of its points among
 *   samples (`rank-functions.ts`; simulation-based calibration, Talts et al. 2018, arXiv:1804.06788).
 *
 * Samples are drawn at each row's own condition, some rows at a time, so that memory does not grow with the rows.
 */
import { either } from "fp-ts";
import { unsafe, type DiffeoError } from "../../error.ts";
import type { Batch } from "../../manifold/batch.ts";
import { placed } from "../../manifold/point.ts";
import { parseSpace } from "../../manifold/space.ts";
import { random } from "../../random.ts";
import type { Condition } from "../condition.ts";
import type { Model } from "../model.ts";
import { baseContents, baseStart, spreadClasses } from "./base.ts";
import { check, together, type Check, type Reading, type Verdict } from "./check.ts";
import { classContents } from "./class-contents.ts";
import { sampleRanks, type Progress } from "./sample-ranks.ts";
import { settled, type CalibrationSettings, type Settled } from "./settings.ts";

/** With a condition, one point of it for all rows or one for each. */
export type CalibrationOptions<C extends string> = Partial<CalibrationSettings> & {
  /** Called between chunks, with the rows that are done. */
  readonly progress?: Progress;
} & (C extends "e0" ? object : string extends C ? { readonly given?: Condition<C> } : { readonly given: Condition<C> });

type Options<C extends string> = C extends "e0" ? readonly [options?: CalibrationOptions<C>]
  : string extends C ? readonly [options?: CalibrationOptions<C>]
  : readonly [options: CalibrationOptions<C>];

export interface BlockCalibration {
  /** The block's manifold, such as `"s2"`. */
  readonly spec: string;
  /** Contents of its own regions, given the blocks before it. */
  readonly coverage: Check;
  /** Ranks of numbers of its points among samples, whatever the blocks before. */
  readonly ranks: readonly Check[];
  readonly verdict: Verdict;
}

export interface Calibration {
  readonly space: string;
  /** `"e0"` without one. */
  readonly condition: string;
  readonly rows: number;
  /** Per row. */
  readonly samples: number;
  readonly seed: number;
  /** Of the intervals in the curves. */
  readonly confidence: number;
  /** Of the whole report; each of the checks has an equal part of it (Bonferroni). */
  readonly falseAlarm: number;
  readonly joint: { readonly density: Check; readonly base: Check; readonly distance: Check };
  readonly blocks: readonly BlockCalibration[];
  readonly verdict: Verdict;
}

/**
 * Checks a model by points from where it is meant to hold. Rows must be independent, and not those of the fit.
 *
 *     const report = unsafe(calibration(model, test, { samples: 200, seed: 1 }));
 *     report.verdict; // "calibrated", "overconfident", "underconfident", "biased" or "miscalibrated"
 *
 * Time: rows × samples draws of the model. The verdict of a right model is `"calibrated"` with a probability of at least
 * 1 − `falseAlarm`.
 */
export const calibration = <S extends string, C extends string>(
  model: Model<S, C>,
  points: Batch<NoInfer<S>>,
  ...[options]: Options<NoInfer<C>>
): either.Either<DiffeoError, Calibration> => {
  const { given, progress, ...own } = (options ?? {}) as CalibrationOptions<string>; // `Options` has said who has a condition
  const wide = model as unknown as Model<string, string>; // the same model; `settled` checks what its types said
  return either.chain((settings: Settled) => checked(wide, points, settings, progress))(settled(wide, points, given, own));
};

const checked = (model: Model<string, string>, points: Batch<string>, settings: Settled, progress: Progress | undefined): either.Either<DiffeoError, Calibration> => {
  const { conditions, samples, seed, confidence, falseAlarm } = settings;
  const { base, logProb } = model.inverse(points, conditions && { given: conditions });
  const odd = logProb.findIndex(Number.isNaN);
  if (odd >= 0) return either.left({ tag: "NotOnManifold", path: [`row ${odd + 1}`], received: "a log-density that is no number", expected: "a point that the model can read" });
  const blocks = placed(unsafe(parseSpace(points.spec)));
  const source = random(seed, "calibration", "classes");
  const classes = blocks.map(({ block, start }, index) => (block.kind === "c" ? classContents(model, index, start, points, conditions, source) : undefined));
  const spread = {
    count: points.count,
    base: classes.reduce((rows, each, index) => (each ? spreadClasses(rows, baseStart(model.plan, index), each.logMass, source) : rows), base),
  };
  const { density, distance, ranks } = sampleRanks(model, points, logProb, settings, progress);

  const checks = 3 + blocks.length + ranks.reduce((sum, { names }) => sum + names.length, 0);
  const reading: Reading = { ...settings, falseAlarm: falseAlarm / checks };
  const joint = {
    density: check("highest density", "region", density, reading),
    base: check("base", "region", baseContents(spread), reading),
    distance: check("distance (TARP)", "distance", distance, reading),
  };
  const byBlock = blocks.map(({ block: { spec, dim, kind } }, index): BlockCalibration => {
    const own = check("coverage", "region", classes[index]?.contents ?? baseContents(spread, baseStart(model.plan, index), dim), reading);
    const ranked = ranks[index]!.names.map((name, at) => check(name, kind === "c" ? "class" : "rank", ranks[index]!.contents[at]!, reading));
    return { spec, coverage: own, ranks: ranked, verdict: together([ranked, [own]]) };
  });
  const verdict = together([[joint.density], byBlock.flatMap((each) => each.ranks), [joint.base, ...byBlock.map((each) => each.coverage)], [joint.distance]]);
  return either.right({ space: points.spec, condition: model.flow.condition, rows: points.count, samples, seed, confidence, falseAlarm, joint, blocks: byBlock, verdict });
};
