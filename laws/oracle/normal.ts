/**
 * The standard normal distribution: Φ by the series of its integral where that loses few digits, and in the tails by the
 * continued fraction of Mills' ratio, whose convergents lie on both sides of it (Laplace 1805); its quantile by Newton's
 * method on log Φ, which is concave, from a point that is surely on the left.
 */
import { arithmetic, type Decimal } from "./arithmetic.ts";
import { exponentials } from "./exponential.ts";

type Unary = (x: Decimal) => Decimal;

export interface Normal {
  /** φ, the density. */
  readonly density: Unary;
  readonly cdf: Unary;
  readonly logCdf: Unary;
  /** Φ(x) / φ(x). */
  readonly mills: Unary;
  /** Both of x ≤ 0, at the price of one. */
  readonly left: (x: Decimal) => { readonly logCdf: Decimal; readonly mills: Decimal };
  /** Φ⁻¹(eˣ). */
  readonly logQuantile: Unary;
}

/** From here on the continued fraction takes fewer than a hundred steps for fifty digits. */
const far = 5;

/** What ½ − … loses of Φ(−5), which is 3e-7. */
const guard = 8;

/** Digits that a quantile next to 0 loses of its logarithm, for any float64. */
const spare = 20;

export const normal = (digits: number): Normal => {
  const { Decimal, rounded } = arithmetic(digits);
  const wide = arithmetic(digits + guard);
  const { log, log1p } = exponentials(digits);
  const negligible = new Decimal(10).pow(-digits);
  const rootTwoPi = wide.pi.times(2).sqrt();
  const wideDensity: Unary = (x) => wide.Decimal.exp(wide.Decimal.mul(x, x).div(-2)).div(rootTwoPi);

  /** ∫ φ from 0 to x, divided by φ(x): x + x³/3 + x⁵/15 + … */
  const center = (x: Decimal): Decimal => {
    const square = wide.Decimal.mul(x, x);
    return wide.series(wide.rounded(x), (term, at) => term.times(square).div(2 * at + 1));
  };

  /** Φ(−x) / φ(x) for x > 5: 1 / (x + 1 / (x + 2 / (x + 3 / (x + …)))). */
  const fraction = (own: Decimal): Decimal => {
    if (!own.isFinite()) return new Decimal(0);
    const x = wide.rounded(own);
    const one = new wide.Decimal(1);
    let [above, below] = [[one.minus(1), one], [one, x]] as const;
    for (let at = 1, value = one.div(x); ; at++) {
      [above, below] = [[above[1], above[1].times(x).plus(above[0].times(at))], [below[1], below[1].times(x).plus(below[0].times(at))]];
      const next = above[1].div(below[1]);
      if (next.minus(value).abs().lessThanOrEqualTo(next.times(negligible))) return rounded(next);
      value = next;
    }
  };

  const density: Unary = (x) => rounded(wideDensity(x));
  const cdf: Unary = (x) => {
    if (x.isNaN()) return x;
    if (x.abs().lessThanOrEqualTo(far)) return rounded(wideDensity(x).times(center(x)).plus(0.5));
    const tail = density(x).times(fraction(x.abs()));
    return x.isNegative() ? tail : Decimal.sub(1, tail);
  };
  const left: Normal["left"] = (x) => {
    if (x.lessThan(-far)) {
      const mills = fraction(x.negated());
      return { logCdf: log(mills.div(rootTwoPi)).minus(Decimal.mul(x, x).div(2)), mills };
    }
    const own = wideDensity(x);
    const mass = own.times(center(x)).plus(0.5);
    return { logCdf: log(mass), mills: Decimal.div(mass, own) };
  };
  const logCdf: Unary = (x) => (x.greaterThan(0) ? log1p(cdf(x.negated()).negated()) : left(x).logCdf);
  const mills: Unary = (x) => (x.greaterThan(0) ? cdf(x).div(density(x)) : left(x).mills);

  const logQuantile: Unary = (l) => {
    if (!l.lessThan(0)) return new Decimal(l.isZero() ? Infinity : NaN);
    if (!l.isFinite()) return l;
    // Next to the median, l says how far it is in its last digits.
    const wider = exponentials(digits + spare);
    const right = wider.expm1(l).negated();
    return rounded(right.lessThan(0.5) ? leftQuantile(wider.log(right)).negated() : leftQuantile(l));
  };

  /** z ≤ 0, for l ≤ −log 2; digits double with every step. */
  const leftQuantile: Unary = (l) => {
    const { rounded, Decimal } = arithmetic(digits + spare);
    const stepAt = (own: number): Unary => {
      const { left } = normal(own);
      return (z) => {
        const { logCdf, mills } = left(z);
        return l.minus(logCdf).times(mills);
      };
    };
    const [coarse, ...fine] = [20, 20, 40, digits + spare].map(stepAt);
    let z = rounded(Decimal.mul(l, -2)).sqrt().negated();
    for (let step = new Decimal(1); step.abs().greaterThan(z.abs().plus(1).times(1e-10));) {
      step = coarse!(z);
      z = z.plus(step);
    }
    return fine.reduce((near, step) => near.plus(step(near)), z);
  };
  return { density, cdf, left, logCdf, mills, logQuantile };
};
