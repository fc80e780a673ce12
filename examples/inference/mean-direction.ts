/**
 * A mean direction and its concentration: a posterior on a sphere and a half line, inside TensorFlow.js.
 *
 * In 26 specimens of red beds from Argentina the remanent magnetism points to a declination and an inclination each (Embleton
 * 1970; set B2 of Fisher, Lewis & Embleton 1987). Where did the field point, and how far do specimens scatter around it? With
 * von Mises–Fisher's distribution of directions,
 *
 *     p(x | m, κ) = κ / (4π sinh κ) · exp(κ m·x),   m uniform on the sphere,   κ ~ exponential of mean 100.
 *
 * The guide q(κ) q(m | κ) on `i_0_inf+s2` gathers directions by a zoom, whose concentration depends on κ by a network: given
 * κ, the posterior of m is von Mises–Fisher itself, of concentration κR, where R is the length of S = Σ x_i.
 *
 * Known: with m integrated out, p(data, κ) = p(κ) (κ / (4π sinh κ))^n · sinh(κR) / (κR), and all else is a sum over κ. The book
 * (examples 5.21 and 5.23) has the mean direction at 144.2°, 57.2°, κ̂ = 109, and a cone of 95 % confidence of 2.7°.
 */
import * as tf from "@tensorflow/tfjs";
import { batchOf, halfLine, marginal, oplusWith, sphere, unsafe, type Batch, type Model } from "diffeo";
import { curvesPanel, figure, mapPanel } from "diffeo/plot";
import { unitVector } from "../run.ts";
import { example } from "./example.ts";
import { ascent, climb, start, weigh, type LogJoint } from "./tensorflow/guide.ts";

const declinations = [122.5, 130.5, 132.5, 148.5, 140, 133, 157.5, 153, 140, 147.5, 142, 163.5, 141, 156, 139.5, 153.5, 151.5, 147.5, 141, 143.5, 131.5, 147.5, 147, 149, 144, 139.5] as const;
const inclinations = [55.5, 58, 44, 56, 63, 64.5, 53, 44.5, 61.5, 54.5, 51, 56, 59.5, 56.5, 54, 47.5, 61, 58.5, 57, 67.5, 62.5, 63.5, 55.5, 62, 53.5, 58] as const;
const places = declinations.map((declination, at) => [declination, inclinations[at]!] as const);
const n = places.length;
const S = places.map(([declination, inclination]) => unitVector(declination, inclination)).reduce((sum, x) => sum.map((each, at) => each + x[at]!), [0, 0, 0]);
const R = Math.hypot(...S);
const prior = { mean: 100 } as const;

const flow = oplusWith({ hidden: [8] })(halfLine(0).gauss(1, { kernels: 3, skew: true }).affine(), sphere(2).zoom());

/** ln p(data, κ, m) of rows of (κ, m). */
const logJoint: LogJoint = (points) => {
  const [kappa, m] = tf.split(points, [1, 3], 1) as [tf.Tensor2D, tf.Tensor2D];
  // ln(κ / (4π sinh κ)) + κ, which stays small.
  const logConstant = tf.sub(tf.log(tf.div(kappa, 2 * Math.PI)), tf.log1p(tf.neg(tf.exp(tf.mul(-2, kappa)))));
  const alignment = tf.sub(tf.matMul(m, tf.tensor2d([...S], [3, 1])), n);
  return tf.squeeze(tf.addN([tf.mul(n, logConstant), tf.mul(kappa, alignment), tf.sub(-Math.log(4 * Math.PI * prior.mean), tf.div(kappa, prior.mean))]), [1]);
};

/** The posterior of κ at the midpoints of an even grid, and what it says of m, whose concentration is κR. */
const exact = (() => {
  const [step, count] = [0.1, 4000];
  const kappas = Array.from({ length: count }, (_, at) => step * (at + 0.5));
  const densities = kappas.map((kappa) => Math.exp(
    n * (Math.log(kappa / (2 * Math.PI)) - Math.log1p(-Math.exp(-2 * kappa))) + kappa * (R - n) + Math.log1p(-Math.exp(-2 * kappa * R)) - Math.log(2 * kappa * R) - kappa / prior.mean - Math.log(prior.mean)));
  const evidence = densities.reduce((sum, density) => sum + step * density, 0);
  const average = (f: (kappa: number) => number): number => kappas.reduce((sum, kappa, at) => sum + (step * densities[at]! * f(kappa)) / evidence, 0);
  const mean = average((kappa) => kappa);
  // The share within an angle of the mean is 1 − exp(−κR (1 − cos)), up to exp(−2κR); by halves to the angle that holds 95 %.
  const cone = Array.from({ length: 50 }, (_, at) => 2 ** -at).reduce((angle, half) => (average((kappa) => Math.exp(-kappa * R * (1 - Math.cos(angle + half)))) > 0.05 ? angle + half : angle), 0);
  return { logEvidence: Math.log(evidence), mean, deviation: Math.sqrt(average((kappa) => (kappa - mean) ** 2)), cone, curve: kappas.map((kappa, at) => [kappa, densities[at]! / evidence] as const) };
})();

const degrees = 180 / Math.PI;
const angles = (m: readonly number[]): readonly [declination: number, inclination: number] => [Math.atan2(m[1]!, m[0]!) * degrees, Math.atan2(m[2]!, Math.hypot(m[0]!, m[1]!)) * degrees];

/** What samples (κ, m) with weights say. */
const summary = ({ rows, count }: Batch<typeof flow.space>, weights: Float64Array) => {
  const average = (f: (row: number) => number): number => weights.reduce((sum, weight, row) => sum + weight * f(4 * row), 0);
  const mean = average((at) => rows[at]!);
  const direction = [1, 2, 3].map((axis) => average((at) => rows[at + axis]!));
  const length = Math.hypot(...direction);
  const away = Array.from({ length: count }, (_, row) => [Math.acos(Math.min(1, direction.reduce((sum, each, axis) => sum + (each / length) * rows[4 * row + 1 + axis]!, 0))), weights[row]!] as const).sort(([a], [b]) => a - b);
  const shares = away.reduce<number[]>((sums, [, weight], at) => { sums.push((sums[at - 1] ?? 0) + weight); return sums; }, []);
  const [declination, inclination] = angles(direction);
  return { mean, deviation: Math.sqrt(average((at) => (rows[at]! - mean) ** 2)), declination, inclination, cone: degrees * away[shares.findIndex((share) => share >= 0.95)]![0] };
};

export default example({
  title: "Mean direction and concentration: a posterior on a sphere and a half line, in TensorFlow.js",
  known: "sums over κ, all else in closed form; direction and cone are near the book's 144.2°, 57.2° and 2.7°, which knows no prior",
  full: { steps: 3000, samples: 100_000 },
  quick: { steps: 480, samples: 10_000 },
  run: async ({ steps, samples }) => {
    await start();
    const { fitted, bounds } = climb(flow, logJoint, steps, [0.1, 0.01, 0.001]);
    const { effectiveShare, logNormalizer, logNormalizerError, divergence, divergenceError, paretoK, points, weights } = weigh(fitted, logJoint, samples);
    const [declination, inclination] = angles(S);
    const found = { before: summary(points, weights.map(() => 1 / samples)), after: summary(points, weights) };
    const known = { ...exact, declination, inclination, cone: degrees * exact.cone };
    const names = { declination: "declination of the mean direction (°)", inclination: "inclination of the mean direction (°)", cone: "cone with 95 % of the directions (°)", mean: "mean of κ", deviation: "deviation of κ" } as const;
    const within = { declination: 0.15, inclination: 0.1, cone: 0.15, mean: 2, deviation: 2 } as const;
    return {
      figures: [
        { name: "lower bound of the log evidence", found: logNormalizer - divergence, error: divergenceError, known: exact.logEvidence, within: 0.05 },
        { name: "log evidence by importance weights", found: logNormalizer, error: logNormalizerError, known: exact.logEvidence, within: 0.02 },
        { name: "effective share of the samples", found: effectiveShare, known: 1, within: 0.1 },
        { name: "k̂ of the weights", found: paretoK },
        ...(Object.keys(names) as (keyof typeof names)[]).flatMap((key) => (["before", "after"] as const).map((when) => ({ name: `${names[key]}, ${when} weighting`, found: found[when][key], known: known[key], within: within[key] }))),
      ],
      picture: pictureOf(fitted, bounds),
    };
  },
});

const pictureOf = (fitted: Model<typeof flow.space>, bounds: readonly number[]): string => {
  const [ofKappa, ofDirection] = [marginal(fitted, 0), marginal(fitted, 1, { samples: 50 })];
  const directions = (lon: Float64Array, lat: Float64Array) => unsafe(batchOf<string>("s2", Float64Array.from(Array.from(lon).flatMap((each, at) => unitVector(each, lat[at]!)))));
  const drawn = fitted.sample(100, { seed: 3 }).points.rows;
  /** Of a further specimen: the mean of the densities of κ and m that the guide draws. */
  const foretold = (lon: Float64Array, lat: Float64Array): Float64Array => {
    const { rows } = directions(lon, lat);
    return lon.map((_, at) => {
      let sum = 0;
      for (let draw = 0; draw < drawn.length; draw += 4) {
        const alignment = drawn[draw + 1]! * rows[3 * at]! + drawn[draw + 2]! * rows[3 * at + 1]! + drawn[draw + 3]! * rows[3 * at + 2]!;
        sum += drawn[draw]! * Math.exp(drawn[draw]! * (alignment - 1));
      }
      return Math.log(sum / (2 * Math.PI * 100));
    });
  };
  const kappas = Float64Array.from({ length: 201 }, (_, at) => 20 + at);
  return figure({
    title: "Where the field pointed", subtitle: "Declination as longitude, inclination as latitude; a flow on i_0_inf+s2 as the guide in TensorFlow.js",
    rows: [
      [
        mapPanel({ size: { width: 440, height: 380 }, title: "26 specimens, and one more to come", coastlines: false, levels: [0.5, 0.95], perEdge: 24, extent: [[144, 41], [144, 73], [118, 56], [170, 56]], points: places, pointLabel: "one specimen", logDensity: foretold }),
        mapPanel({
          size: { width: 440, height: 380 }, title: "Posterior of the mean direction", coastlines: false, levels: [0.5, 0.95], perEdge: 24, points: [angles(S)], pointLabel: "their mean",
          extent: [[140, 54], [149, 60]], logDensity: (lon, lat) => ofDirection.logProb(directions(lon, lat)),
        }),
      ],
      [
        curvesPanel({
          size: { width: 440, height: 280 }, title: "Posterior of the concentration", description: "Density of κ under the guide, and exactly.", xLabel: "κ", yLabel: "density", xSpan: [20, 220],
          guide: { label: "exact", points: exact.curve }, curves: [{ label: "guide", points: Array.from(ofKappa.logProb(unsafe(batchOf<string>("i_0_inf", kappas))), (each, at) => [kappas[at]!, Math.exp(each)] as const) }],
        }),
        ascent({ width: 440, height: 280 }, exact.logEvidence, [{ name: "guide", bounds }]),
      ],
    ],
    note: "Data: Embleton 1970; Fisher, Lewis & Embleton 1987, set B2.",
  });
};
