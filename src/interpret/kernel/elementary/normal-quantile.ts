/**
 * Φ⁻¹(eˡ), with relative precision near its zero and on both tails. Wichura's three rational forms (1988, algorithm
 * AS 241: PPND7 and PPND16) share one evaluation, whose coefficients are chosen lane by lane; beyond e^−729, where they
 * end, comes the asymptotic series of log Φ and one Newton step.
 */
import { expm1 } from "./exp.ts";
import { polynomial, type Lanes } from "./lanes.ts";
import { log } from "./log.ts";
import type { Term } from "./term.ts";

type Rational = readonly [over: readonly number[], under: readonly number[]];

/** In ascending powers: the center in 0.180625 − q², q = p − ½; the shoulder in r − 1.6 and the tail in r − 5, r = √(−log p). */
const forms: { readonly [P in "float32" | "float64"]: readonly [center: Rational, shoulder: Rational, tail: Rational] } = {
  float32: [
    [[3.3871327179, 50.434271938, 159.2911320, 59.10937472], [1, 17.895169469, 78.757757664, 67.187563600]],
    [[1.4234372777, 2.75681539, 1.3067284816, 0.17023821103], [1, 0.7370016425, 0.12021132975, 0]],
    [[6.657905115, 3.081226386, 0.42868294337, 0.017337203997], [1, 0.24197894225, 0.012258202635, 0]],
  ],
  float64: [
    [
      [3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.693765509461, 45921.95393154987, 67265.7709270087, 33430.575583588128, 2509.0809287301227],
      [1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943, 5226.495278852854],
    ],
    [
      [1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 7.745450142783414e-4],
      [1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457, 5.475938084995345e-4, 1.0507500716444169e-9],
    ],
    [
      [6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7],
      [1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 7.868691311456133e-4, 1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15],
    ],
  ],
};

export const logNormalQuantile = (l: Lanes, x: Term): Term => {
  const one = l.number(1);
  const inCenter = l.and(l.less(l.number(-2.5902671654), x), l.lessEqual(x, l.number(-0.0779615)));
  const right = l.less(l.number(-0.0779615), x);
  const far = l.less(x, l.number(-729));
  // 2q = e^(l + ln 2) − 1 in the center, where l + ln 2 is an unrounded sum; eˡ − 1 = −(1 − p) elsewhere.
  const half = l.pick(Math.fround(Math.LN2), Math.LN2);
  const sum = l.add(x, l.number(half));
  const part = l.sub(sum, x);
  const error = l.add(l.sub(x, l.sub(sum, part)), l.sub(l.number(half), part));
  const low = l.add(error, l.number(l.pick(-1.9046542121259336e-9, 2.3190468138462996e-17)));
  const difference = expm1(l, l.where(inCenter, sum, x), l.and(inCenter, low));
  const q = l.mul(l.number(0.5), difference);
  // One logarithm serves the right tail, log(1 − p), and the series on the far left, log y.
  const y = l.sub(l.mul(l.number(-2), x), l.number(Math.log(2 * Math.PI)));
  const logarithm = log(l, l.where(right, l.neg(difference), y));
  const r = l.sqrt(l.neg(l.where(right, logarithm, x)));
  const inTail = l.less(l.number(5), r);
  const argument = l.where(inCenter, l.sub(l.number(0.180625), l.mul(q, q)), l.sub(r, l.where(inTail, l.number(5), l.number(1.6))));
  const side = (index: 0 | 1): Term => {
    const [center, shoulder, tail] = forms[l.precision];
    const chosen = center[index].map((each, power) =>
      l.where(inCenter, l.number(each), l.where(inTail, l.number(tail[index][power]!), l.number(shoulder[index][power]!))));
    return chosen.slice(0, -1).reduceRight((total, each) => l.madd(total, argument, each), chosen.at(-1)!);
  };
  const value = l.div(l.mul(side(0), l.where(inCenter, q, l.where(right, one, l.number(-1)))), side(1));
  const veryFar = l.or(l.less(x, l.number(-1e30)), l.equal(x, l.number(0)));
  const limit = l.mul(r, l.where(right, l.number(Math.SQRT2), l.number(-Math.SQRT2)));
  return l.where(veryFar, limit, l.where(far, l.neg(l.sqrt(asymptotic(l, y, logarithm))), value));
};

/**
 * w = x² from w + log w − 2 log(1 − 1/w + 3/w² − 15/w³ + …) = y = −2l − log 2π, with L = log y: the first terms of the
 * series y − L + (L − 2)/y + (L² − 6L + 14)/2y² + …, then one Newton step, where log w = L + log(1 + (w − y)/y).
 */
const asymptotic = (l: Lanes, y: Term, logY: Term): Term => {
  const one = l.number(1);
  const inverse = l.div(one, y);
  const second = l.madd(l.madd(logY, l.sub(logY, l.number(6)), l.number(14)), l.mul(l.number(0.5), inverse), l.sub(logY, l.number(2)));
  const shift = l.sub(l.mul(second, inverse), logY);
  const d = l.mul(shift, inverse);
  const logRatio = l.mul(d, polynomial(l, d, [1, -1 / 2, 1 / 3, -1 / 4, 1 / 5, -1 / 6, 1 / 7]));
  const w = l.add(y, shift);
  const v = l.div(one, w);
  const series = l.mul(v, polynomial(l, v, mills));
  const residual = l.add(l.add(l.add(shift, logY), logRatio), series);
  return l.sub(w, l.mul(residual, l.sub(one, v)));
};

/** −2 log(1 − v + 3v² − 15v³ + …) = 2v − 5v² + 74/3 v³ − … */
const mills = [2, -5, 74 / 3, -353 / 2, 8162 / 5, -55205 / 3];
