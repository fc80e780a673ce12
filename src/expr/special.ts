/**
 * The elementary functions that `Math` lacks, in float64 and exact to a few units in the last place on both tails.
 * The quantile takes the LOGARITHM of a probability, so that it never meets a rounded 0 or 1.
 */
import erfc from "@stdlib/math-base-special-erfc";
import erfcx from "@stdlib/math-base-special-erfcx";

const logHalf = -Math.LN2;
const logSqrtTwoPi = 0.5 * Math.log(2 * Math.PI);

/** 1 / (1 + e^−x), with full relative precision on both sides. */
export const sigmoid = (x: number): number => {
  const e = Math.exp(-Math.abs(x));
  return x >= 0 ? 1 / (1 + e) : e / (1 + e);
};

/** log(1 + eˣ). */
export const softplus = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));

/** log(1 − eˣ) for x < 0 (Mächler 2012). */
const log1mexp = (x: number): number => (x > logHalf ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x)));

/** What x y loses by rounding, for numbers whose square is finite (Dekker 1971). */
const productLost = (x: number, y: number): number => {
  const upper = (z: number): number => z * 134217729 - (z * 134217729 - z); // 2²⁷ + 1
  const [a, b] = [upper(x), upper(y)];
  return a * b - x * y + a * (y - b) + (x - a) * b + (x - a) * (y - b);
};

/** √½ − Math.SQRT1_2. */
const rootHalfLost = -4.833646656726457e-17;

/** 1 − Φ(x) = erfc(x/√2)/2 for x ≥ 0. What rounding takes from x/√2 comes back: it would cost x² units in the last place. */
const upperTail = (x: number): number => {
  if (x > 40) return 0;
  const scaled = x * Math.SQRT1_2;
  const lost = productLost(x, Math.SQRT1_2) + x * rootHalfLost;
  return 0.5 * (erfc(scaled) - (2 / Math.sqrt(Math.PI)) * Math.exp(-scaled * scaled) * lost);
};

/** Φ(x), the standard normal distribution function. */
export const normalCdf = (x: number): number => (x < 0 ? upperTail(-x) : 1 - upperTail(x));

/** log Φ(x), from the scaled complementary error function on the far left and from the complement on the right. */
export const logNormalCdf = (x: number): number => {
  if (x >= 0) return Math.log1p(-upperTail(x));
  if (x > -10) return Math.log(upperTail(-x));
  const scaled = -x * Math.SQRT1_2;
  return scaled === Infinity ? -Infinity : Math.log(0.5 * erfcx(scaled)) - 0.5 * x * x;
};

/** Wichura 1988 (algorithm AS 241), as functions of r = √(−log p): the start of `logNormalQuantile`. */
const center = (q: number): number => {
  const r = 0.180625 - q * q;
  return (
    (q *
      (((((((2509.0809287301227 * r + 33430.575583588128) * r + 67265.7709270087) * r + 45921.95393154987) * r + 13731.693765509461) * r +
        1971.5909503065513) * r + 133.14166789178438) * r + 3.3871328727963665)) /
    (((((((5226.495278852854 * r + 28729.085735721943) * r + 39307.89580009271) * r + 21213.794301586597) * r + 5394.196021424751) * r +
      687.1870074920579) * r + 42.31333070160091) * r + 1)
  );
};
const shoulder = (r: number): number =>
  (((((((7.745450142783414e-4 * r + 0.022723844989269184) * r + 0.2417807251774506) * r + 1.2704582524523684) * r + 3.6478483247632045) * r +
    5.769497221460691) * r + 4.630337846156546) * r + 1.4234371107496835) /
  (((((((1.0507500716444169e-9 * r + 5.475938084995345e-4) * r + 0.015198666563616457) * r + 0.14810397642748008) * r + 0.6897673349851) * r +
    1.6763848301838038) * r + 2.053191626637759) * r + 1);
const tail = (r: number): number =>
  (((((((2.0103343992922881e-7 * r + 2.7115555687434876e-5) * r + 0.0012426609473880784) * r + 0.026532189526576124) * r +
    0.29656057182850487) * r + 1.7848265399172913) * r + 5.463784911164114) * r + 6.657904643501103) /
  (((((((2.0442631033899397e-15 * r + 1.421511758316446e-7) * r + 1.8463183175100548e-5) * r + 7.868691311456133e-4) * r +
    0.014875361290850615) * r + 0.1369298809227358) * r + 0.599832206555888) * r + 1);

/** Newton on log Φ, x < 0: the equation is concave there, and one step doubles the number of right digits. */
const polish = (x: number, logP: number): number => {
  const mills = Math.sqrt(0.5 * Math.PI) * erfcx(-x * Math.SQRT1_2);
  return x - (logNormalCdf(x) - logP) * mills;
};

/** Math.LN2 lacks this of ln 2. */
const ln2Lost = 2.3190468138462996e-17;

/** Φ⁻¹(p) for 0 < p < 1; beyond ½ only as near to 1 as p itself says. */
export const normalQuantile = (p: number): number => (p < 0.5 ? logNormalQuantile(Math.log(p)) : -logNormalQuantile(Math.log1p(-p)));

/** Φ⁻¹(eˡ) for l ≤ 0: the inverse of `logNormalCdf`. */
export const logNormalQuantile = (l: number): number => {
  if (!(l <= 0)) return NaN;
  if (l > -0.0779615) return -leftQuantile(log1mexp(l)); // p > 0.925
  if (l <= -2.5902671654) return leftQuantile(l); // p < 0.075
  // p − ½ = (e^(l + ln 2) − 1)/2, with all digits of the sum.
  const sum = l + Math.LN2;
  const difference = Math.expm1(sum);
  return center(0.5 * (difference + (1 + difference) * (Math.LN2 - sum + l + ln2Lost)));
};

const leftQuantile = (l: number): number => {
  if (l === -Infinity) return -Infinity;
  const r = Math.sqrt(-l);
  if (r <= 5) return polish(-shoulder(r - 1.6), l);
  if (r <= 27) return polish(-tail(r - 5), l);
  // Beyond e^−729 the rational form drifts: start from the asymptote of log Φ, then polish.
  const start = -Math.SQRT2 * Math.sqrt(-(l + logSqrtTwoPi + 0.5 * (Math.LN2 + Math.log(-l))));
  return polish(polish(start, l), l);
};
