/**
 * The base map of S^n, n ≥ 3, as two scalar roots. In polar coordinates z = r·u the point is (u·2√(pq), p − q), where
 * the cap below p has the area that the disc of radius r has of the Gaussian's mass. Both are compared in log-odds
 * (`cap.ts`, `disc.ts`), where the equation is nearly linear and no tail is lost:
 *
 *     G(log p/q) = F(log s),   s = r²/2.
 *
 * As r goes to 0, ℓ = log(p/q) and log s go to −∞ together; the unknown is the part that stays finite, and what is
 * added back on both sides is `shift`. The brackets hold for every a = n/2 ≥ 1:
 *
 *     forward   aℓ ≤ G(ℓ) ≤ aℓ + gap for ℓ ≤ 0, and the mirror image above;
 *     inverse   P ≤ s^a/Γ(a+1), and P ≥ s^a/Γ(a+1) · exp(−s a/(a+1)) by Jensen's inequality, with s ≤ a where P ≤ ½;
 *               e^−s s^(a−1)/Γ(a) ≤ Q ≤ e^(a−s) (s/a)^a by Chernoff's, so y = −log Q has y − log Γ(a) ≤ s ≤ y + a + a log(s/a)
 *               and s ≤ 2y + 4a.
 *
 * The degree of the fitted polynomials and the sum in `disc.ts` grow with n: tested up to n = 64.
 */
import { abs, add, concat, constantValue, div, exp, less, log, log1p, maximum, minimum, mul, neg, reshape, root, scalar, sigmoid, slice, square, sub, sum, where, type Expr } from "../expr/index.ts";
import { cap } from "./cap.ts";
import { disc, logGamma } from "./disc.ts";
import { direction, held } from "./direction.ts";
import { height, least, proper } from "./pair.ts";

export interface Radial {
  /** z [n] → unit vector [n+1]. Radii beyond `farthest` count as `farthest`. */
  readonly fromBase: (z: Expr) => Expr;
  /** unit vector [n+1] → z [n]; the antipode of the centre goes to the radius `farthest`, in the first direction. */
  readonly toBase: (point: Expr) => Expr;
  /** The radius that leaves `least` of the Gaussian's mass outside. */
  readonly farthest: number;
}

/** Room for the rounding of the brackets' ends. */
const margin = 0.01;

/** s below this is as good as 0 in every formula that is regular there. */
const centre = 1e-20;

/** Made once for each dimension: the fits take some ten milliseconds. */
const made = new Map<number, Radial>();

export const radial = (dim: number): Radial => {
  const known = made.get(dim) ?? make(dim);
  made.set(dim, known);
  return known;
};

const make = (dim: number): Radial => {
  const a = dim / 2;
  const [area, mass] = [cap(dim), disc(dim)];
  const farOdds = -Math.log(least);
  const farS = atNumber((s) => mass.logOdds(log(s), scalar(0)), farOdds, a, 2 * farOdds + 4 * a);
  const farL = atNumber((l) => area.logOdds(l, scalar(0)), farOdds, 0, farOdds);
  const farthest = Math.sqrt(2 * farS);

  /** The cap that has the mass of a disc: ℓ less `shift`. */
  const capOf = (logS: Expr, shift: Expr): Expr => {
    const target = mass.logOdds(sub(logS, shift), shift);
    const below = less(add(target, mul(a, shift)), 0);
    const { value } = root((own) => sub(area.logOdds(own, shift), target), {
      lower: sub(div(sub(target, where(below, area.gap, 0)), a), margin),
      upper: add(div(add(target, where(below, 0, area.gap)), a), margin),
    });
    return value;
  };

  /** The disc that has the area of a cap: log s less `shift`, which is ℓ below ½ and 0 above. */
  const discOf = (l: Expr, shift: Expr): Expr => {
    const target = area.logOdds(sub(l, shift), shift);
    const known = area.shape(l);
    const y = sub(mul(a, abs(l)), known);
    const lead = logGamma(a + 1);
    const south = div(add(known, lead), a);
    const north = maximum(div(add(log1p(neg(exp(neg(y)))), lead), a), log(maximum(sub(y, logGamma(a)), 1e-3)));
    const crude = log(div(add(mul(2, y), 4 * a), a));
    const below = less(l, 0);
    const { value } = root((own) => sub(mass.logOdds(own, shift), target), {
      lower: sub(where(below, south, north), margin),
      upper: add(where(below, add(south, a / (a + 1)), log(add(y, mul(a, add(1, crude))))), margin),
    });
    return value;
  };

  return {
    farthest,
    fromBase: (base) => {
      const z = held(base, farthest);
      const logS = log(maximum(mul(0.5, sum(square(z))), centre));
      const shift = minimum(logS, 0);
      const own = capOf(logS, shift);
      const l = add(own, shift);
      const q = sigmoid(neg(l));
      // 2√(pq)/r = q √(2 · (p/q) / s)
      const factor = mul(Math.SQRT2, q, exp(mul(0.5, sub(own, sub(logS, shift)))));
      return concat([mul(z, factor), reshape(sub(sigmoid(l), q), [1])]);
    },
    toBase: (point) => {
      const across = slice(point, 0, 0, dim);
      const { t: p, complement: q } = proper(height(point));
      const l = minimum(sub(log(p), log(q)), farL);
      const shift = minimum(l, 0);
      const root2s = mul(Math.SQRT2, exp(mul(0.5, discOf(l, shift))));
      const south = less(l, 0);
      // r/(2√(pq)) = √(s · (q/p)) / (√2 q)
      return where(south, mul(across, div(root2s, mul(2, where(south, q, 0.5)))), mul(direction(across), root2s));
    },
  };
};

/** Where an increasing expression of one scalar has a value: constants fold, so at a constant it is a number. */
const atNumber = (f: (x: Expr) => Expr, value: number, lower: number, upper: number): number => {
  let [low, high] = [lower, upper];
  for (let step = 0; step < 100; step++) {
    const middle = 0.5 * (low + high);
    if (constantValue(f(scalar(middle)))! < value) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
};
