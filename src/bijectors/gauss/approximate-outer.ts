/**
 * Approximations of Φ⁻¹ that jammy_flows puts after its mixtures, by their names there. They are functions of the log-odds λ
 * alone, and closed in both directions. With y = λ/2 and U = −log 4C(1 − C) = 2 log cosh y:
 *
 * `pade` (Winitzki 2008): |z| = √(2(H − G)), a = 0.147, G = 2/(πa) − U/2, H = √(G² + U/a); exact to 2.3e-3 of z. It is
 * solved by U = Q (4/(πa) + Q) / (1/a + Q) with Q = z²/2. `crude`: |z| = √(2(U + log 4)) − 0.4717, for the tails alone.
 *
 * Near y = 0, where U vanishes as y², both directions are written in y/|y| √U and its like, which are smooth there.
 */
import { abs, add, asinh, cosh, div, exp, expm1, less, log, log1p, mul, neg, sign, sqrt, square, sub, tanh, where, type Expr } from "../../expr/index.ts";
import { expm1Ratio, log1pRatio } from "../../manifold/ratio.ts";

/** z of λ with log dz/dλ, and λ of z. */
export interface LogOddsMap {
  readonly quantile: (logOdds: Expr) => { readonly value: Expr; readonly logSlope: Expr };
  readonly logOdds: (z: Expr) => Expr;
}

/** sinh x / x. */
const sinhRatio = (x: Expr): Expr => mul(exp(neg(x)), expm1Ratio(mul(2, x)));

interface Center {
  /** U. */
  readonly depth: Expr;
  /** √U with the sign of y. */
  readonly root: Expr;
  /** tanh y / root. */
  readonly steepness: Expr;
}

/** Both branches are finite: the inner one where |y| < 1, the outer one elsewhere. */
const centered = (logOdds: Expr): Center => {
  const half = mul(0.5, logOdds);
  const inner = less(abs(half), 1);
  const [near, far] = [where(inner, half, 0), where(inner, 1, abs(half))];
  const sinhHalf = sinhRatio(mul(0.5, near));
  // U = 2 log(1 + 2 sinh²(y/2)), over y².
  const over = mul(log1pRatio(mul(0.5, square(mul(near, sinhHalf)))), square(sinhHalf));
  const depth = mul(2, sub(add(far, log1p(exp(mul(-2, far)))), Math.LN2));
  const [nearRoot, farRoot] = [sqrt(over), sqrt(depth)];
  return {
    depth: where(inner, mul(over, square(near)), depth),
    root: where(inner, mul(near, nearRoot), mul(sign(half), farRoot)),
    steepness: where(inner, div(div(sinhRatio(near), cosh(near)), nearRoot), div(tanh(far), farRoot)),
  };
};

/** y, given U and √(1 − e^−U) with the sign of y: sinh y = e^(U/2) √(1 − e^−U). */
const halfOf = (depth: Expr, root: Expr): Expr => {
  const inner = less(depth, 1);
  return where(inner, asinh(mul(exp(mul(0.5, where(inner, depth, 0))), root)), mul(sign(root), add(mul(0.5, depth), log1p(abs(root)))));
};

const a = 0.147;
const c = 2 / (Math.PI * a);

export const pade: LogOddsMap = {
  quantile: (logOdds) => {
    const { depth, root, steepness } = centered(logOdds);
    const g = sub(c, mul(0.5, depth));
    const h = sqrt(add(square(g), div(depth, a)));
    // (H − G) / U without cancellation, on either side of G = 0, where U is far from 0.
    const right = less(0, g);
    const over = where(right, div(1 / a, add(h, where(right, g, 0))), div(sub(h, g), where(right, 1, depth)));
    const scale = sqrt(mul(2, over));
    return {
      value: mul(root, scale),
      logSlope: log(mul(div(add(mul(over, depth), 1 / a), mul(2, h)), div(steepness, scale))),
    };
  },
  logOdds: (z) => {
    const q = mul(0.5, square(z));
    const per = div(add(2 * c, q), add(1 / a, q));
    const depth = mul(q, per);
    // 1 − e^−U over z².
    const over = mul(0.5, mul(per, expm1Ratio(neg(depth))));
    return mul(2, halfOf(depth, mul(z, sqrt(over))));
  },
};

const offset = 0.4717;

/** For λ and z of either sign well away from 0. */
export const crude: LogOddsMap = {
  quantile: (logOdds) => {
    const { depth, root, steepness } = centered(logOdds);
    const size = sqrt(mul(2, add(depth, Math.log(4))));
    return { value: mul(sign(root), sub(size, offset)), logSlope: log(div(mul(steepness, abs(root)), size)) };
  },
  logOdds: (z) => {
    const depth = sub(mul(0.5, square(add(abs(z), offset))), Math.log(4));
    return mul(2, halfOf(depth, mul(sign(z), sqrt(neg(expm1(neg(depth)))))));
  },
};
