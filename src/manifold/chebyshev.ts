/**
 * An analytic function on a short interval as a polynomial that is exact to rounding. Interpolation in Chebyshev points
 * converges geometrically, so twenty coefficients, computed once in float64 when an expression is built, stand for a
 * series of seventy terms, and one formula serves every dimension.
 */
import { mul, sub, type Expr } from "../expr/index.ts";
import { polynomial } from "./ratio.ts";

const mostNodes = 512;

/** Coefficients kept beyond the last that counts: the derivative at the ends weighs coefficient k by k². */
const beyond = 4;

/** f on [lower, upper] as an expression of x, to a relative error (of the largest |f|) of a few 1e-16. */
export const fitted = (f: (x: number) => number, lower: number, upper: number): ((x: Expr) => Expr) => {
  const coefficients = monomials(expansion(f, lower, upper));
  const scale = 2 / (upper - lower);
  return (x) => polynomial(coefficients, sub(mul(scale, x), scale * lower + 1));
};

/** Chebyshev coefficients on [−1, 1], cut where they are rounding errors: the nodes are doubled until the last ones are. */
export const expansion = (f: (x: number) => number, lower: number, upper: number): readonly number[] => {
  for (let count = 16; ; count *= 2) {
    // Cosines of multiples of π / 2count come from one table, with arguments of one turn alone.
    const cosines = Array.from({ length: 4 * count }, (_, multiple) => Math.cos((Math.PI * multiple) / (2 * count)));
    const values = Array.from({ length: count }, (_, index) => f(lower + 0.5 * (cosines[2 * index + 1]! + 1) * (upper - lower)));
    const coefficients = values.map((_, order) =>
      (order === 0 ? 1 : 2) / count * values.reduce((sum, value, index) => sum + value * cosines[(order * (2 * index + 1)) % (4 * count)]!, 0));
    const noise = 2 ** -52 * Math.max(...values.map(Math.abs));
    const needed = coefficients.findLastIndex((each) => Math.abs(each) > noise) + 1;
    if (needed <= count - 8 || count >= mostNodes) return coefficients.slice(0, needed + beyond);
  }
};

/** Σ c_k T_k(x) as Σ m_k x^k, through T_{k+1} = 2x T_k − T_{k−1}. */
const monomials = (coefficients: readonly number[]): readonly number[] => {
  const sum = coefficients.map(() => 0);
  let before: readonly number[] = sum.slice();
  let current: readonly number[] = coefficients.map((_, power) => (power === 0 ? 1 : 0));
  coefficients.forEach((coefficient, order) => {
    current.forEach((each, power) => (sum[power]! += coefficient * each));
    const next = current.map((_, power) => (order === 0 ? 1 : 2) * (power === 0 ? 0 : current[power - 1]!) - (order === 0 ? 0 : before[power]!));
    [before, current] = [current, next];
  });
  return sum;
};
