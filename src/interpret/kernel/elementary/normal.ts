/**
 * The normal distribution function and its logarithm. Both rest on the ratio of Mills, m(u) = (1 − Φ(u))/e^(−u²/2) for
 * u ≥ 0, which decays like 1/u: (1 + u) m(u) is one polynomial in t = (u − K)/(u + K) on the whole half line
 * (Shepherd & Laframboise 1981), so no lane takes a branch.
 */
import { exp } from "./exp.ts";
import { polynomial, type Lanes } from "./lanes.ts";
import { logNormal } from "./log.ts";
import type { Term } from "./term.ts";

/** (1 + u)(1 − Φ(u))e^(u²/2), interpolated in Chebyshev points of t, and K. */
const coefficients = {
  float32: [
    0.4946596511490994, -0.09158750100960522, -0.03771591942026225, 0.046063519626708814, -0.008708776226124886,
    -0.006053578709241296, 0.0013228796536670217, 0.001289537955147227, -7.024959047258501e-5, -0.0002771930013849,
    -1.6451466743453158e-5, 3.6357237397433706e-5,
  ],
  float64: [
    0.46641865659290194, -0.09445675888818683, 0.023842964769119998, 0.018922656662710573, -0.03037689096586509,
    0.022616310447345727, -0.010591085334890027, 0.002711246098594431, 0.00011925567005086788, -0.00035300176783507783,
    7.095225717055648e-5, 3.38350115442518e-5, -1.4896611655723472e-5, -3.5858381961894873e-6, 2.55206129309026e-6,
    5.261614056966207e-7, -4.2966116993327176e-7, -1.0795522096723487e-7, 7.086376125962847e-8, 2.4267862990263957e-8,
    -1.0592592448030672e-8, -4.445849346336712e-9, 1.2329082190681992e-9, 4.465410930682262e-10, -8.031634131884255e-11,
  ],
};
const middle = { float32: 2.5, float64: 4.5 };

/** m(u) for u ≥ 0. */
const mills = (l: Lanes, u: Term): Term => {
  const inside = l.atMost(u, l.number(l.pick(1e37, 1e300)));
  const k = l.number(middle[l.precision]);
  const t = l.div(l.sub(inside, k), l.add(inside, k));
  return l.div(polynomial(l, t, coefficients[l.precision]), l.add(inside, l.number(1)));
};

/** e^(−u²/2), with the square in two parts: rounding it would cost u² units in the last place. */
const bell = (l: Lanes, u: Term): Term => {
  const inside = l.atMost(u, l.number(l.pick(15, 39)));
  const half = l.number(-0.5);
  const near = l.and(inside, l.bits(l.pick(0xfffff000n, 0xfffffffff8000000n)));
  const rest = l.mul(l.sub(inside, near), l.add(inside, near));
  return exp(l, l.mul(half, l.mul(near, near)), l.mul(half, rest));
};

export const normalCdf = (l: Lanes, x: Term): Term => {
  const u = l.abs(x);
  const tail = l.mul(bell(l, u), mills(l, u));
  return l.where(l.less(x, l.number(0)), tail, l.sub(l.number(1), tail));
};

/** log m(−x) − x²/2 on the left, where both have one sign, and log(1 − tail) on the right. */
export const logNormalCdf = (l: Lanes, x: Term): Term => {
  const [u, one] = [l.abs(x), l.number(1)];
  const left = l.less(x, l.number(0));
  const ratio = mills(l, u);
  const tail = l.mul(bell(l, u), ratio);
  const complement = l.sub(one, tail);
  const lost = l.div(l.sub(l.sub(one, complement), tail), complement);
  const value = logNormal(l, l.where(left, ratio, complement), l.without(lost, left));
  const square = l.and(left, l.mul(l.number(-0.5), l.mul(x, x)));
  return l.where(l.equal(x, x), l.add(value, square), x);
};
