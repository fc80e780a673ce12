/**
 * How far a share that was counted tells the share that is true: the interval of Clopper & Pearson 1934, which inverts the
 * binomial tails and so holds the truth at least as often as it says, for any number of rows and at the ends too.
 */
import { logProbability } from "../poisson.ts";

/** Low and high end of the true share, of `held` out of `count`. */
export const clopperPearson = (held: number, count: number, confidence: number): readonly [low: number, high: number] => {
  const tail = (1 - confidence) / 2;
  return [
    held === 0 ? 0 : betaQuantile(tail, held, count - held + 1),
    held === count ? 1 : betaQuantile(1 - tail, held + 1, count - held),
  ];
};

/** P(k ≤ held) of `count` trials of this share. */
export const binomialCdf = (held: number, count: number, share: number): number =>
  held < 0 ? 0 : held >= count ? 1 : 1 - betaCdf(share, held + 1, count - held);

/** The least number whose distribution function reaches `level`. */
export const binomialQuantile = (level: number, count: number, share: number): number => {
  let [low, high] = [-1, count];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (binomialCdf(middle, count, share) >= level) high = middle;
    else low = middle;
  }
  return high;
};

/** Bisection down to neighbours in float64: the distribution function rises, so nothing can go astray. */
const betaQuantile = (level: number, a: number, b: number): number => {
  let [low, high] = [0, 1];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (betaCdf(middle, a, b) < level) low = middle;
    else high = middle;
  }
};

/** log k!: what is left of the Poisson probability of k about its own mean. */
const logFactorial = (k: number): number => (k === 0 ? 0 : k * Math.log(k) - k - logProbability(k, k));

/** The regularized incomplete beta function I_x(a, b) of whole a and b: DLMF 8.17.22, from the side where the fraction converges. */
const betaCdf = (x: number, a: number, b: number): number => {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logFactorial(a + b - 1) - logFactorial(a - 1) - logFactorial(b - 1) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * continued(x, a, b)) / a : 1 - (front * continued(1 - x, b, a)) / b;
};

/** The continued fraction, by the modified algorithm of Lentz 1976. */
const continued = (x: number, a: number, b: number): number => {
  const away = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  const step = (coefficient: number): number => {
    d = 1 / away(1 + coefficient * d);
    c = away(1 + coefficient / c);
    value *= c * d;
    return Math.abs(c * d - 1);
  };
  // Some √max(a, b) terms are needed; the bound is far beyond that.
  for (let m = 1; m < 100_000; m++) {
    step((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)));
    if (step((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))) < 1e-15) break;
  }
  return value;
};
