/**
 * Eight schools (Rubin 1981): variational inference with a flow as the guide, in a program of TensorFlow.js.
 *
 * Eight schools gave a course that prepares for a test; y_j ± σ_j points are what it brought the pupils of school j. How much
 * does it help in each? The effects θ_j differ, though not without measure:
 *
 *     y_j ~ N(θ_j, σ_j²),   θ_j = μ + τ η_j,   η_j ~ N(0, 1),   μ ~ N(0, 5²),   τ ~ half Cauchy(5).
 *
 * The guide q(τ) q(μ | τ) q(η | τ, μ) on `i_0_inf+e1+e8` is a flow; beside it stands what is often taken, ten independent
 * Gaussians (that of τ for log τ). Both climb the evidence lower bound E_q[ln p(y, τ, μ, η) − ln q] ≤ ln p(y); then importance
 * weights p/q say how near they came, and mend what is left.
 *
 * Known: given τ all is Gaussian and y_j ~ N(μ, σ_j² + τ²), so that every moment of the posterior is an integral over τ
 * alone. Where τ = 5 tan(πv/2) the prior is uniform over v in (0, 1), and a sum over midpoints gives many digits. The means
 * agree with the long run in posteriordb, eight_schools_noncentered: μ 4.41 ± 0.03, τ 3.60 ± 0.03, θ₁ 6.15 ± 0.06.
 */
import * as tf from "@tensorflow/tfjs";
import { batchOf, euclid, halfLine, marginal, oplusWith, otimes, random, unsafe, type Batch, type Flow, type Model } from "diffeo";
import { curvesPanel, figure, planePanel, type Panel } from "diffeo/plot";
import { example, type Figure } from "./example.ts";
import { ascent, climb, start, weigh, type LogJoint } from "./tensorflow/guide.ts";

const y = [28, 8, -3, 7, -1, 1, 18, 12] as const;
const sigma = [15, 10, 16, 11, 9, 11, 10, 18] as const;

type Space = "i_0_inf+e1+e8";
const guides: { readonly [name: string]: Flow<Space> } = {
  Gaussians: otimes(halfLine(0).affine(), euclid(1).affine(), euclid(8).affine()),
  flow: oplusWith({ hidden: [16] })(halfLine(0).gauss(1, { kernels: 3, skew: true }), euclid(1).affine(), euclid(8).affine()),
};

/** ln p(y, τ, μ, η) of rows of (τ, μ, η), as one writes it in TensorFlow.js. */
const logJoint: LogJoint = (points) => {
  const [tau, mu, eta] = tf.split(points, [1, 1, 8], 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  const logNormal = (x: tf.Tensor, mean: tf.Tensor, deviation: tf.Tensor): tf.Tensor =>
    tf.sum(tf.sub(tf.mul(-0.5, tf.square(tf.div(tf.sub(x, mean), deviation))), tf.log(tf.mul(Math.sqrt(2 * Math.PI), deviation))), 1);
  const [zero, one] = [tf.scalar(0), tf.scalar(1)];
  return tf.addN([
    logNormal(tf.tensor1d([...y]), tf.add(mu, tf.mul(tau, eta)), tf.tensor1d([...sigma])),
    logNormal(eta, zero, one),
    logNormal(mu, zero, tf.scalar(5)),
    tf.squeeze(tf.sub(Math.log(10 / Math.PI), tf.log(tf.add(25, tf.square(tau)))), [1]),
  ]) as tf.Tensor1D;
};

/** The posterior at the nodes of an integral over τ: weights that add up to 1, and the Gaussians of μ and of each θ_j. */
const posterior = (count: number) => {
  const nodes = Array.from({ length: count }, (_, at) => {
    const tau = 5 * Math.tan((Math.PI * (at + 0.5)) / (2 * count));
    const variances = sigma.map((s) => s * s + tau * tau);
    const precision = variances.reduce((sum, v) => sum + 1 / v, 1 / 25);
    const mean = variances.reduce((sum, v, j) => sum + y[j]! / v, 0) / precision;
    // θ_j is between y_j and μ; this is the share of μ.
    const shares = sigma.map((s, j) => (s * s) / variances[j]!);
    return {
      likelihood: Math.exp(variances.reduce((sum, v, j) => sum - 0.5 * (Math.log(2 * Math.PI * v) + y[j]! ** 2 / v), 0.5 * (precision * mean ** 2 - Math.log(25 * precision)))),
      tau: { mean: tau, variance: 0 },
      mu: { mean, variance: 1 / precision },
      effects: shares.map((share, j) => ({ mean: (1 - share) * y[j]! + share * mean, variance: share * tau ** 2 + share ** 2 / precision })),
    };
  });
  const evidence = nodes.reduce((sum, { likelihood }) => sum + likelihood / count, 0);
  const weights = nodes.map(({ likelihood }) => likelihood / count / evidence);
  return { nodes, weights, logEvidence: Math.log(evidence) };
};

interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

/** Of a mixture of Gaussians, or of samples where these have no variance. */
const momentsOf = (weights: ArrayLike<number>, parts: readonly { readonly mean: number; readonly variance: number }[]): Moments => {
  const mean = parts.reduce((sum, part, at) => sum + weights[at]! * part.mean, 0);
  return { mean, deviation: Math.sqrt(parts.reduce((sum, part, at) => sum + weights[at]! * (part.variance + (part.mean - mean) ** 2), 0)) };
};

/** μ, τ and θ₁ … θ₈ of a sample (τ, μ, η). */
const quantities = ([tau, mu, ...eta]: readonly number[]): readonly number[] => [mu!, tau!, ...eta.map((each) => mu! + tau! * each)];

/** Their moments over samples with weights. */
const momentsUnder = ({ rows }: Batch<Space>, weights: Float64Array): readonly Moments[] => {
  const drawn = Array.from(weights, (_, row) => quantities(Array.from(rows.subarray(10 * row, 10 * row + 10))));
  return drawn[0]!.map((_, index) => momentsOf(weights, drawn.map((row) => ({ mean: row[index]!, variance: 0 }))));
};

export default example({
  title: "Eight schools: a flow as the guide of variational inference in TensorFlow.js",
  known: "moments and evidence by quadrature over τ; the means as in the long run of posteriordb",
  full: { steps: 3000, samples: 50_000 },
  quick: { steps: 600, samples: 10_000 },
  run: async ({ steps, samples }) => {
    await start();
    const truth = posterior(2000);
    const exact = [truth.nodes.map(({ mu }) => mu), truth.nodes.map(({ tau }) => tau), ...y.map((_, j) => truth.nodes.map(({ effects }) => effects[j]!))].map((parts) => momentsOf(truth.weights, parts));
    const runs = Object.entries(guides).map(([name, flow]) => {
      const { fitted, bounds } = climb(flow, logJoint, steps, [0.03, 0.003, 0.0003]);
      const weighed = weigh(fitted, logJoint, samples);
      const { points, weights } = weighed;
      return { name, fitted, bounds, weighed, before: momentsUnder(points, weights.map(() => 1 / samples)), after: momentsUnder(points, weights) };
    });
    return { figures: runs.flatMap((run) => figuresOf(run, exact, truth.logEvidence)), picture: pictureOf(runs, truth, exact) };
  },
});

interface Run {
  readonly name: string;
  readonly fitted: Model<Space>;
  readonly bounds: readonly number[];
  readonly weighed: ReturnType<typeof weigh<Space>>;
  readonly before: readonly Moments[];
  readonly after: readonly Moments[];
}

const figuresOf = ({ name, weighed, before, after }: Run, exact: readonly Moments[], logEvidence: number): readonly Figure[] => {
  const checked = name === "flow";
  const { length } = weighed.logWeights;
  const { effectiveShare, logNormalizer, logNormalizerError, divergence, divergenceError, paretoK } = weighed;
  const moment = (label: string, index: number): readonly Figure[] => (["before", "after"] as const).flatMap((when) => {
    const { mean, deviation } = { before, after }[when][index]!;
    const known = exact[index]!;
    const error = known.deviation / Math.sqrt(length * (when === "after" ? effectiveShare : 1));
    return [
      { name: `${name}: mean of ${label} ${when} weighting`, found: mean, error, known: known.mean, ...(checked && { within: 0.25 }) },
      { name: `${name}: deviation of ${label} ${when} weighting`, found: deviation, known: known.deviation, ...(checked && { within: 0.3 }) },
    ];
  });
  return [
    { name: `${name}: lower bound of the log evidence`, found: logNormalizer - divergence, error: divergenceError, known: logEvidence, ...(checked && { within: 0.04 }) },
    { name: `${name}: log evidence by importance weights`, found: logNormalizer, error: logNormalizerError, known: logEvidence, within: checked ? 0.02 : 0.2 },
    { name: `${name}: effective share of the samples`, found: effectiveShare, known: 1, ...(checked && { within: 0.1 }) },
    { name: `${name}: k̂ of the weights`, found: paretoK },
    ...(checked ? [...moment("μ", 0), ...moment("τ", 1), ...moment("θ₁", 2)] : moment("τ", 1)),
  ];
};

/** Exact draws of ln τ and μ. */
const drawsOf = ({ nodes, weights }: ReturnType<typeof posterior>, count: number): readonly (readonly [logTau: number, mu: number])[] => {
  const source = random(3, "draws");
  const sums = weights.reduce<number[]>((all, weight) => [...all, (all.at(-1) ?? 0) + weight], []);
  return Array.from({ length: count }, () => {
    const at = source.uniform();
    const { tau, mu } = nodes[Math.max(0, sums.findIndex((sum) => sum >= at))]!;
    return [Math.log(tau.mean), mu.mean + Math.sqrt(mu.variance) * source.normal()];
  });
};

const pictureOf = (runs: readonly Run[], truth: ReturnType<typeof posterior>, exact: readonly Moments[]): string => {
  const draws = drawsOf(truth, 1000);
  const pair = ({ name, fitted }: Run): Panel => {
    const { logProb } = marginal(fitted, [0, 1]);
    return planePanel({
      size: { width: 440, height: 340 }, title: `Guide: ${name === "flow" ? "the flow" : "independent Gaussians"}`, points: draws, pointLabel: "an exact draw of the posterior", levels: [0.5, 0.9],
      xLabel: "ln τ", yLabel: "μ (points)", xSpan: [-4, 4], ySpan: [-8, 17], perAxis: 100,
      logDensity: (x, mu) => logProb(unsafe(batchOf<string>("i_0_inf+e1", Float64Array.from(Array.from(x).flatMap((each, at) => [Math.exp(each), mu[at]!]))))).map((each, at) => each + x[at]!),
    });
  };
  const logTaus = Float64Array.from({ length: 201 }, (_, at) => -4 + 0.04 * at);
  const taus = unsafe(batchOf<string>("i_0_inf", logTaus.map(Math.exp)));
  const scale = curvesPanel({
    size: { width: 440, height: 300 }, title: "Spread of the effects between schools", description: "Density of ln τ: the exact one, that of the flow and that of the Gaussians.",
    xLabel: "ln τ", yLabel: "density", xSpan: [-4, 4],
    guide: { label: "exact", points: truth.nodes.map(({ tau: { mean: tau } }, at) => [Math.log(tau), (truth.weights[at]! * truth.nodes.length * tau * 10) / (Math.PI * (25 + tau ** 2))]) },
    curves: [...runs].reverse().map(({ name, fitted }) => ({ label: name, points: Array.from(marginal(fitted, 0).logProb(taus), (each, at) => [logTaus[at]!, Math.exp(each + logTaus[at]!)] as const) })),
  });
  const { before } = runs.at(-1)!;
  const schools = curvesPanel({
    size: { width: 440, height: 300 }, title: "Effect in each school", description: "Mean and deviation of each effect under the flow, and exactly.",
    xLabel: "school", yLabel: "effect θ (points)", xSpan: [0.4, 8.6], curves: [],
    bands: { label: "mean ± deviation under the flow", areas: before.slice(2).map(({ mean, deviation }, j) => [[j + 0.75, mean - deviation, mean + deviation], [j + 1.25, mean - deviation, mean + deviation]]) },
    dots: { label: "exact mean, and mean ± deviation", points: exact.slice(2).flatMap(({ mean, deviation }, j) => [-1, 0, 1].map((side) => [j + 1, mean + side * deviation] as const)) },
  });
  return figure({
    title: "Eight schools", subtitle: "Variational inference with two guides in TensorFlow.js, and the exact posterior", rows: [runs.map(pair), [scale, schools], [ascent({ width: 900, height: 240 }, truth.logEvidence, [...runs].reverse())]],
    note: "Data: Rubin 1981, Journal of Educational Statistics 6, 377.",
  });
};
