/** The ranks of each row among samples of the model at the row's condition: of its density, its distance from a reference, its numbers. */
import { between, concat, type Batch } from "../../manifold/batch.ts";
import { placed } from "../../manifold/point.ts";
import { parseSpace } from "../../manifold/space.ts";
import { unsafe } from "../../error.ts";
import { random } from "../../random.ts";
import type { Evaluation, Model } from "../model.ts";
import { distanceIn } from "./distance.ts";
import { rankAmong } from "./rank.ts";
import { rankFunctions } from "./rank-functions.ts";
import { references } from "./reference.ts";
import type { Settled } from "./settings.ts";

/** The rows that are done, of all. */
export type Progress = (done: number, rows: number) => void;

export interface SampleRanks {
  /** Of a highest-density region's content: 0 for a point that is likelier than all samples. */
  readonly density: Float64Array;
  readonly distance: Float64Array;
  /** Of each block, by name: [names][rows]. */
  readonly ranks: readonly { readonly names: readonly string[]; readonly contents: readonly Float64Array[] }[];
}

/** Numbers that are held at once, of samples: some megabytes, and a fraction of a second. */
const held = 200_000;

/** Samples by which distances get their units. */
const pilots = 1000;

/** log-densities of one point that differ by this much differ by rounding: samples and rows are computed by different ways. */
const tie = 1e-8;

export const sampleRanks = (model: Model<string, string>, points: Batch<string>, logProb: Float64Array, { samples, seed, conditions }: Settled, progress: Progress = () => undefined): SampleRanks => {
  const { count, ambient } = points;
  const draw = (start: number, end: number, times: number, purpose: string): Evaluation<string> => {
    const own = random(seed, "calibration", purpose, start).below(2 ** 31);
    return conditions ? model.sample(times, { seed: own, given: between(conditions, start, end) }) : model.sample((end - start) * times, { seed: own });
  };
  const pilot = draw(0, Math.min(count, pilots), Math.ceil(Math.min(pilots / count, pilots)), "pilots").points;
  const distanceOf = distanceIn(pilot);
  // The first row has no row before it, and takes a sample.
  const from = references(count, conditions, random(seed, "calibration", "references"));
  const anchors = concat(points, between(pilot, 0, 1));

  const source = random(seed, "calibration", "ties");
  const functions = placed(unsafe(parseSpace(points.spec))).map(rankFunctions);
  const density = new Float64Array(count);
  const distance = new Float64Array(count);
  const ranks = functions.map(({ names }) => ({ names, contents: names.map(() => new Float64Array(count)) }));
  const chunk = Math.max(1, Math.floor(held / (samples * Math.max(1, ambient))));
  for (let start = 0; start < count; start += chunk) {
    const end = Math.min(count, start + chunk);
    const drawn = draw(start, end, samples, "samples");
    for (let row = start; row < end; row++) {
      const first = (row - start) * samples;
      const anchor = (from[row]! < 0 ? count : from[row]!) * ambient;
      // The row's own point, and then its samples.
      const among = concat(between(points, row, row + 1), between(drawn.points, first, first + samples)).rows;
      const places = Int32Array.from({ length: samples + 1 }, (_, at) => at * ambient);
      const ranked = (values: Float64Array): number => rankAmong(values[0]!, values.subarray(1), source);
      density[row] = 1 - rankAmong(logProb[row]!, drawn.logProb.subarray(first, first + samples), source, tie);
      distance[row] = ranked(Float64Array.from(places, (at) => distanceOf(among, at, anchors.rows, anchor)));
      functions.forEach(({ of }, block) => of(among, places).forEach((values, at) => (ranks[block]!.contents[at]![row] = ranked(values))));
    }
    progress(end, count);
  }
  return { density, distance, ranks };
};
