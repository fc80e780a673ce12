/** Whether a model with a rate draws as many events as it says: sets of which each expects a hundred. */
import { trusted } from "../../src/manifold/batch.ts";
import type { RatedModel } from "../../src/model/model.ts";
import type { Drawn } from "./audited.ts";
import { brief, type Finding } from "./line.ts";

const events = 100;

/** At these conditions; a false alarm in `chance`. */
export const rate = (model: RatedModel<string, string>, { condition, count }: Drawn, seed: number, chance: number): Finding => {
  const conditional = model.flow.condition !== "e0";
  const given = conditional ? { given: trusted<string>(model.flow.condition, condition, count) } : {};
  const found: number | Float64Array = model.logRate(given);
  const logRates = typeof found === "number" ? Float64Array.of(found) : found;
  const named = { name: "rate", statement: `sets that expect ${events} events have as many, on average` };
  const odd = logRates.findIndex((each) => !(Math.abs(each) < 600));
  if (odd >= 0) return { ...named, error: Infinity, tolerance: 0, detail: `log λ = ${logRates[odd]}${conditional ? ` at condition ${odd + 1}` : ""}` };
  const { counts } = model.sampleSets(conditional ? 1 : count, { seed, exposure: conditional ? logRates.map((each) => events * Math.exp(-each)) : events * Math.exp(-logRates[0]!), ...given });
  const mean = counts.reduce((sum, each) => sum + each, 0) / counts.length;
  // Bernstein's bound for a Poisson number of mean μ: P(|N − μ| ≥ t) ≤ 2 exp(−t² / 2(μ + t/3)).
  const log = Math.log(2 / chance);
  const total = events * counts.length;
  return {
    ...named,
    error: Math.abs(mean - events),
    tolerance: (log / 3 + Math.sqrt((log * log) / 9 + 2 * total * log)) / counts.length,
    detail: `mean ${brief(mean)} of ${counts.length} sets; log λ from ${brief(Math.min(...logRates))} to ${brief(Math.max(...logRates))}`,
  };
};
