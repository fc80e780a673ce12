/**
 * Golden numbers: mpmath 1.3.0 with 60 digits (erfc there has no underflow; Φ(z) = erfc(−z/√2)/2, log Φ(z) = log1p(−Φ(−z))
 * on the right, the quantile by Newton on log Φ to 45 digits), rounded to the nearest float64.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logNormalCdf, logNormalQuantile, normalCdf, sigmoid, softplus } from "../../src/expr/special.ts";

type Golden = readonly (readonly [number, number])[];

const normal: Golden = [
  [-37.5, 4.605353009581955e-308], [-20, 2.7536241186062337e-89], [-10, 7.619853024160525e-24], [-5.5, 1.8989562465887718e-8],
  [-2, 0.02275013194817921], [-1, 0.15865525393145705], [-0.5, 0.3085375387259869], [-0.001, 0.49960105778608893],
  [-1e-10, 0.49999999996010575], [0, 0.5], [1e-10, 0.5000000000398942], [0.001, 0.500398942213911], [0.5, 0.6914624612740131],
  [1, 0.8413447460685429], [2, 0.9772498680518208], [5.5, 0.9999999810104375], [8.25, 0.9999999999999999],
];
const logNormal: Golden = [
  [-1e5, -5000000012.431864], [-12345.678, -76207892.97984186], [-1000, -500007.82669481216], [-100, -5005.524208694205],
  [-38.5, -745.695270290411], [-37.5, -707.6689893175072], [-20, -203.91715537109727], [-10, -53.23128515051247],
  [-5.5, -17.77937635262526], [-2, -3.783184333682032], [-1, -1.8410216450092636], [-0.5, -1.1759117615936185],
  [-0.001, -0.6939453834669652], [-1e-10, -0.6931471806397338], [0, -0.6931471805599453], [1e-10, -0.6931471804801569],
  [0.001, -0.6923496142726883], [0.5, -0.3689464152886564], [1, -0.17275377902344988], [2, -0.02301290932896349],
  [5.5, -1.8989562646189464e-8], [8.25, -7.919726314642478e-17], [10, -7.619853024160525e-24], [20, -2.7536241186062337e-89],
  [30, -4.906713927148187e-198], [37, -5.725571222524577e-300],
];
const quantile: Golden = [
  [-1e10, -141421.3561469523], [-1e7, -4472.133869964196], [-123456.789, -496.8896490961533], [-1000, -44.6157477319694],
  [-730, -38.09042951601188], [-729, -38.06418523091146], [-728, -38.03792286348305], [-400, -28.13335550854244],
  [-100, -13.888476033003887], [-25.000001, -6.65790479051703], [-25, -6.657904643501103], [-24.999999, -6.657904496485174],
  [-10, -3.913946240531893], [-5, -2.4709386372615882], [-2.6, -1.4446822551700573], [-2.58, -1.434084999469932],
  [-1, -0.33747496376420244], [-0.7, -0.008559478582480282],
  [-0.694, -0.0010683952252785438], [-0.6931471805599454, -1.10080879664688e-16], [-0.6931471805599453, 2.9064941568900345e-17],
  [-0.693147180559, 1.1847165869249e-12], [-0.6931, 5.913345778417325e-5], [-0.69, 0.003950629560280057], [-0.5, 0.27028802073873587],
  [-0.1, 1.3096177994584932], [-0.078, 1.439280212291747], [-0.077, 1.4458463846443388], [-0.01, 2.328221737537176],
  [-1e-5, 4.264891910308923], [-1e-10, 6.361340902411735], [-1e-12, 7.034483825301201], [-1e-20, 9.262340089798407],
  [-1e-100, 21.273453560965326], [-1e-200, 30.20559417957964], [-1e-300, 37.0470962993612],
];
/** x, 1/(1+e^−x), log(1+e^x). */
const logistic: readonly (readonly [number, number, number])[] = [
  [-745, 5e-324, 5e-324], [-700, 9.85967654375977e-305, 9.85967654375977e-305], [-100, 3.720075976020836e-44, 3.720075976020836e-44],
  [-37, 8.533047625744065e-17, 8.533047625744066e-17], [-20, 2.0611536181902037e-9, 2.061153620314381e-9],
  [-5, 0.0066928509242848554, 0.006715348489118068], [-1, 0.2689414213699951, 0.3132616875182228],
  [-1e-8, 0.4999999975, 0.6931471755599453], [0, 0.5, 0.6931471805599453], [1e-8, 0.5000000025, 0.6931471855599454],
  [1, 0.7310585786300049, 1.3132616875182228], [5, 0.9933071490757152, 5.006715348489118], [20, 0.9999999979388464, 20.000000002061153],
  [36, 0.9999999999999998, 36], [37, 0.9999999999999999, 37], [100, 1, 100], [700, 1, 700],
];

const relative = (computed: number, exact: number): number => (computed === exact ? 0 : Math.abs(computed - exact) / Math.abs(exact));
const worst = (f: (x: number) => number, golden: Golden): number => Math.max(...golden.map(([x, exact]) => relative(f(x), exact)));

/** The first place of a grid where f decreases. */
const descent = (f: (x: number) => number, from: number, to: number, points: number): number | undefined => {
  let before = -Infinity;
  for (let k = 0; k <= points; k++) {
    const x = from + ((to - from) * k) / points;
    const value = f(x);
    // Not by as much as two units in the last place: less than that is the rounding of neighbours.
    if (!(value >= before - 4 * Number.EPSILON * Math.abs(before))) return x;
    before = value;
  }
  return undefined;
};

describe("golden numbers, in relative error", () => {
  it("Φ", () => expect(worst(normalCdf, normal)).toBeLessThan(1e-15));
  it("log Φ", () => expect(worst(logNormalCdf, logNormal)).toBeLessThan(1e-15));
  it("Φ⁻¹ of a logarithm", () => expect(worst(logNormalQuantile, quantile)).toBeLessThan(1.5e-15));
  it("sigmoid", () => expect(worst(sigmoid, logistic.map(([x, s]) => [x, s]))).toBeLessThan(5e-16));
  it("softplus", () => expect(worst(softplus, logistic.map(([x, , s]) => [x, s]))).toBeLessThan(5e-16));
});

describe("ends", () => {
  it.each([
    [normalCdf, -Infinity, 0], [normalCdf, Infinity, 1], [normalCdf, -1e308, 0], [normalCdf, 1e308, 1],
    [logNormalCdf, -Infinity, -Infinity], [logNormalCdf, -1e200, -Infinity], [logNormalCdf, 1e308, -0], [logNormalCdf, Infinity, -0],
    [logNormalQuantile, -Infinity, -Infinity], [logNormalQuantile, 0, Infinity], [logNormalQuantile, -0, Infinity],
    [sigmoid, -Infinity, 0], [sigmoid, Infinity, 1], [softplus, -Infinity, 0], [softplus, Infinity, Infinity],
  ] as const)("%o at %d is %d", (f, x, value) => expect(f(x)).toBe(value));

  it("is a number for the largest logarithm", () => {
    expect(relative(logNormalQuantile(-Number.MAX_VALUE), -Math.SQRT2 * Math.sqrt(Number.MAX_VALUE))).toBeLessThan(1e-15);
  });
  it("is Φ⁻¹(1 − 5e−324) next to 0", () => expect(relative(logNormalQuantile(-Number.MIN_VALUE), 38.467405617144346)).toBeLessThan(1e-12));
  it("is no number where there is none", () => {
    expect([logNormalQuantile(1e-300), normalCdf(NaN), logNormalCdf(NaN), logNormalQuantile(NaN), sigmoid(NaN), softplus(NaN)]).toEqual(Array(6).fill(NaN));
  });
});

describe("Φ⁻¹ after log Φ", () => {
  it("is the identity, to the rounding of the logarithm between", () => {
    fc.assert(fc.property(fc.oneof(fc.double({ min: -37, max: 37, noNaN: true }), fc.double({ min: -1e5, max: -37, noNaN: true })), (z) => {
      const l = logNormalCdf(z);
      // dz/dl = Φ/φ: what half a unit in the last place of l is worth.
      const slack = Math.exp(l + 0.5 * z * z + 0.9189385332046727) * Math.abs(l) * Number.EPSILON;
      expect(Math.abs(logNormalQuantile(l) - z)).toBeLessThan(4e-15 * Math.abs(z) + 4 * slack + 1e-16);
    }), { numRuns: 2000 });
  });
  it("is the identity on logarithms, from −1e10 to −1e−300", () => {
    const logarithm = fc.oneof(fc.double({ min: -300, max: 10, noNaN: true }), fc.double({ min: -3, max: 4, noNaN: true }));
    fc.assert(fc.property(logarithm, (power) => {
      const l = -(10 ** power);
      const z = logNormalQuantile(l);
      // |dl/dz| · |z| · ε: a far quantile cannot name its logarithm better than this.
      expect(Math.abs(logNormalCdf(z) - l)).toBeLessThan(Math.abs(l) * 1e-15 * (4 + 2 * z * z * (l > -1 ? 1 : 0)) + 2e-16 * Math.min(1, Math.abs(l)));
    }), { numRuns: 2000 });
  });
});

describe("monotone, also where one formula takes over from another", () => {
  it.each([
    ["Φ", normalCdf, -38, 9], ["Φ at −1", normalCdf, -1.001, -0.999], ["Φ at 0", normalCdf, -1e-3, 1e-3],
    ["log Φ", logNormalCdf, -100, 38], ["log Φ at 0", logNormalCdf, -1e-6, 1e-6], ["log Φ at 1", logNormalCdf, 0.999, 1.001],
    ["Φ⁻¹", logNormalQuantile, -800, -1e-3], ["Φ⁻¹ at p = 0.5", logNormalQuantile, -0.6932, -0.6931], ["Φ⁻¹ at p = 0.075", logNormalQuantile, -2.5903, -2.5902],
    ["Φ⁻¹ at r = 5", logNormalQuantile, -25.0001, -24.9999], ["Φ⁻¹ at r = 27", logNormalQuantile, -729.01, -728.99],
    ["sigmoid", sigmoid, -50, 40], ["sigmoid at 0", sigmoid, -1e-6, 1e-6], ["softplus", softplus, -50, 50], ["softplus at 0", softplus, -1e-6, 1e-6],
  ] as const)("%s", (_, f, from, to) => expect(descent(f, from, to, 20000)).toBeUndefined());
});
