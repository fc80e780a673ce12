/**
 * How many events there are: exact draws from the Poisson distribution, from the rarest to more than memory holds.
 *
 * Below a mean of 10 the waiting times between events are added up. Above it the transformed rejection method with a
 * squeeze (Hörmann 1993, "The transformed rejection method for generating Poisson random variables", algorithm PTRS): a
 * hat k = ⌊(2a/(½ − |u|) + b) u + μ + 0.43⌋ that is accepted after 1.1 to 1.3 trials, whatever the mean. Its log-probabilities
 * are taken after Loader (2000, "Fast and accurate computation of binomial probabilities"), as a deviance, for in
 * k log μ − μ − log k! the digits of a large mean cancel.
 */
import type { Random } from "../random.ts";

/** The largest mean: whole numbers about it are still exact in float64, and so is the hat. */
export const largestMean = 1e15;

/** The number of events of a Poisson process that expects `mean` of them, 0 ≤ mean ≤ `largestMean`. */
export const poisson = (mean: number, source: Random): number => {
  if (!(mean >= 0 && mean <= largestMean)) throw new RangeError(`A Poisson number has a mean from 0 to ${largestMean}, but ${mean} was given.`);
  return mean < 10 ? waiting(mean, source) : rejecting(mean, source);
};

const waiting = (mean: number, { uniform }: Random): number => {
  let events = 0;
  // log1p of a small number keeps the digits that a rare event is decided by.
  for (let time = -Math.log1p(-uniform()); time < mean; time -= Math.log1p(-uniform())) events++;
  return events;
};

const rejecting = (mean: number, { uniform }: Random): number => {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const sure = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = uniform() - 0.5;
    const v = uniform();
    const room = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / room + b) * u + mean + 0.43);
    if (room >= 0.07 && v <= sure) return k;
    if (k < 0 || (room < 0.013 && v > room)) continue;
    if (Math.log((v * inverseAlpha) / (a / (room * room) + b)) <= logProbability(k, mean)) return k;
  }
};

/** log of e^(−μ) μ^k / k!, to a few units in the last place of its own size. */
export const logProbability = (k: number, mean: number): number =>
  k === 0 ? -mean : -stirling(k) - deviance(k, mean) - 0.5 * Math.log(2 * Math.PI * k);

/** k log(k/μ) + μ − k, without cancellation about k = μ. */
const deviance = (k: number, mean: number): number => {
  const ratio = (k - mean) / (k + mean);
  if (Math.abs(ratio) >= 0.1) return k * Math.log(k / mean) + mean - k;
  // log(k/μ) = 2 artanh(ratio); the first term is taken together with μ − k.
  let sum = (k - mean) * ratio;
  let power = 2 * k * ratio;
  for (let n = 3; ; n += 2) {
    power *= ratio * ratio;
    const next = sum + power / n;
    if (next === sum) return sum;
    sum = next;
  }
};

/** log k! − (k + ½) log k + k − ½ log 2π: what Stirling's formula leaves over, for k ≥ 1. */
const stirling = (k: number): number => {
  if (k < stirlings.length) return stirlings[k]!;
  const square = k * k;
  return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square) / k;
};

/** Small ones, where the series has not yet begun to converge, from the factorials themselves. */
const stirlings: readonly number[] = Array.from({ length: 16 }, (_, k) => {
  const factorial = Array.from({ length: k }, (_each, index) => index + 1).reduce((product, each) => product * each, 1);
  return k === 0 ? 0 : Math.log(factorial) - (k + 0.5) * Math.log(k) + k - 0.5 * Math.log(2 * Math.PI);
});
