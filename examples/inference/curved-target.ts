/**
 * A target like a boomerang: importance sampling, and Markov chains that walk in the base of a flow.
 *
 * The strongly twisted normal density of Haario, Saksman & Tamminen (1999, "Adaptive proposal distribution for random walk
 * Metropolis algorithm", π₄) in its two dimensions that are twisted,
 *
 *     ln p̃(x) = −x₁² / 200 − (x₂ + b x₁² − 100 b)² / 2,   b = 0.1,
 *
 * is a ridge, 1 wide and some 90 long, that folds back on itself. All is known of it, for x₁ is normal with variance 100, and x₂
 * given x₁ with mean 100 b − b x₁² and variance 1: E x₂ = 0, Var x₂ = 1 + 2 · 100² b² = 201, Z = 20π.
 *
 * A flow q, the image of z ~ N(0, 1) under f, is brought near p by the reverse divergence. It starts as wide as p may be: one that
 * starts narrow may never see the ends of the ridge, and neither its standard errors nor the shape of its weights would tell. Then p
 * is had in two ways. Weights p̃/q of samples of q give ln Z and any mean. And Metropolis walks z by the pulled back target (Parno &
 * Marzouk 2018; NeuTra, Hoffman et al. 2019),
 *
 *     ln p̃(f(z)) + ln |det ∂f/∂z| = ln p̃(x) − ln q(x) + ln N(z),
 *
 * which is nearly Gaussian however p bends: one step length suits all of it. Were q = p, steps of 2.38/√2 in two dimensions would be
 * accepted with probability 1 − s/√(s² + 4) = 0.356. Proposals z ~ N(0, 1) are accepted by weights alone (an independence sampler),
 * with a probability that the weights tell beforehand, E min(w, w′) / E w.
 */
import { approximate, batchOf, euclid, expr, fromData, random, unsafe, type Batch } from "diffeo";
import { curvesPanel, figure, planePanel } from "diffeo/plot";
import { mean } from "../run.ts";
import { example, type Figure } from "./example.ts";

const seed = 1;
const bend = 0.1;
const exact = { mean: [0, 0], variance: [100, 201], logNormalizer: Math.log(20 * Math.PI) } as const;

/** For the flow a formula, which has gradients; for Metropolis numbers. */
const target = (x: expr.Expr): expr.Expr => {
  const along = expr.square(expr.take(x, 0));
  const across = expr.add(expr.take(x, 1), expr.mul(bend, expr.sub(along, 100)));
  return expr.neg(expr.add(expr.div(along, 200), expr.div(expr.square(across), 2)));
};
const logTarget = (rows: Float64Array): Float64Array =>
  Float64Array.from({ length: rows.length / 2 }, (_, at) => -(rows[2 * at]! ** 2) / 200 - (rows[2 * at + 1]! + bend * (rows[2 * at]! ** 2 - 100)) ** 2 / 2);

const plane = (rows: Float64Array): Batch<"e2"> => unsafe(batchOf("e2", rows));

// ---- Metropolis, many chains at once

interface Walk {
  /** Of each step, the states of all chains [chains, 2]. */
  readonly states: readonly Float64Array[];
  readonly acceptance: number;
}

/** `score` is the log-density of the states over that of the measure which proposals leave as it is. */
const metropolis = (start: Float64Array, score: (states: Float64Array) => Float64Array, propose: (from: number, normal: number) => number, steps: number): Walk => {
  const source = random(seed, "metropolis");
  let [at, scores, accepted] = [start, score(start), 0];
  const states = Array.from({ length: steps }, () => {
    const next = at.map((each) => propose(each, source.normal()));
    const nextScores = score(next);
    const moves = nextScores.map((each, chain) => (Math.log(source.uniform()) < each - scores[chain]! ? 1 : 0));
    accepted += mean(moves);
    scores = scores.map((each, chain) => (moves[chain] ? nextScores[chain]! : each));
    return (at = at.map((each, index) => (moves[index >> 1] ? next[index]! : each)));
  });
  return { states, acceptance: accepted / steps };
};

/** Autocorrelations of one coordinate about the mean of all chains, up to where their sum is done (Sokal's window, of five times it). */
const autocorrelation = (states: readonly Float64Array[], coordinate: number): { readonly rho: readonly number[]; readonly time: number } => {
  const chains = states[0]!.length / 2;
  const values = states.map((each) => Float64Array.from({ length: chains }, (_, chain) => each[2 * chain + coordinate]!));
  const center = mean(values.map(mean));
  const covariance = (lag: number): number =>
    mean(values.slice(lag).map((later, at) => mean(later.map((each, chain) => (each - center) * (values[at]![chain]! - center)))));
  const variance = covariance(0);
  const rho: number[] = [1];
  let time = 1;
  while (rho.length < Math.min(5 * time + 1, states.length)) time += 2 * rho[rho.push(covariance(rho.length) / variance) - 1]!;
  return { rho, time };
};

// ---- the run

interface Settings {
  readonly hidden: readonly number[];
  readonly steps: number;
  readonly batch: number;
  readonly chains: number;
  readonly walk: number;
  /** How near the walk in the base is to one on a Gaussian: in acceptance, and in effective draws as a share. */
  readonly near: { readonly acceptance: number; readonly time: number };
}

const run = async ({ hidden, steps, batch, chains, walk, near }: Settings) => {
  const flow = euclid(1).affine().oplus(euclid(1).affine(), { hidden });
  const source = random(seed, "start");
  const wide = fromData(flow, unsafe(batchOf("e1+e1", Float64Array.from({ length: 4000 }, () => 10 * source.normal()))));
  const { model: q, importance: weighed } = unsafe(await approximate(flow, target, { steps, batch, rate: 0.02, seed, parameters: wide.parameters })());
  const { points, logWeights, logNormalizer, logNormalizerError, effectiveShare, paretoK } = weighed!; // there is no condition
  const weights = logWeights.map((each) => Math.exp(each - logNormalizer));

  const start = q.sample(chains, { seed: 2 }); // for all
  const inBase = (z: Float64Array) => q.forward(plane(z));
  const weigh = (z: Float64Array): Float64Array => {
    const { points: { rows }, logProb } = inBase(z);
    return logTarget(rows).map((each, at) => each - logProb[at]!);
  };
  const pulledBack = (z: Float64Array): Float64Array => weigh(z).map((each, at) => each - (z[2 * at]! ** 2 + z[2 * at + 1]! ** 2) / 2);
  const length = 2.38 / Math.SQRT2;
  const step = (scale: number) => (from: number, normal: number): number => from + scale * normal;
  const image = ({ states, acceptance }: Walk): Walk => ({ states: states.map((z) => inBase(z).points.rows), acceptance });

  // The plain walk has the best of some step lengths: that by which it moves most.
  const tried = [1, 2, 4, 8, 16].map((scale) => metropolis(start.points.rows, logTarget, step(scale), walk));
  const moved = ({ states }: Walk): number => mean(states.slice(1).map((each, at) => mean(each.map((x, index) => (x - states[at]![index]!) ** 2))));
  const plain = tried.reduce((best, each) => (moved(each) > moved(best) ? each : best));
  const base = metropolis(start.base.rows, pulledBack, step(length), walk);
  const preconditioned = image(base);
  const independent = image(metropolis(start.base.rows, weigh, (_, normal) => normal, walk));
  const gaussian = metropolis(start.base.rows, (z) => Float64Array.from({ length: chains }, (_, at) => -(z[2 * at]! ** 2 + z[2 * at + 1]! ** 2) / 2), step(length), walk);
  const of = (walk: Walk) => ({ walk, first: autocorrelation(walk.states, 0), second: autocorrelation(walk.states, 1) });
  const [slow, fast, jumping, ideal] = [of(plain), of(preconditioned), of(independent), of(gaussian)];

  const average = (name: string, values: Float64Array, known: number): Figure => {
    const found = mean(values.map((each, at) => each * weights[at]!)) / mean(weights);
    const error = Math.sqrt(mean(values.map((each, at) => ((each - found) * weights[at]!) ** 2)) / values.length);
    return { name: `${name}, by weights`, found, error, known, within: 4 * error };
  };
  const column = (rows: Float64Array, coordinate: number): Float64Array => rows.filter((_, at) => at % 2 === coordinate);
  const walked = (name: string, { walk: { states }, first, second }: typeof slow): readonly Figure[] => [first, second].map(({ time }, coordinate) => {
    const values = Float64Array.from(states.flatMap((each) => Array.from(column(each, coordinate))));
    const error = Math.sqrt((exact.variance[coordinate]! * time) / values.length);
    return { name: `E x${coordinate + 1}, ${name}`, found: mean(values), error, known: exact.mean[coordinate]!, within: 4 * error };
  });
  const perThousand = (time: number): number => 1000 / time;
  const sorted = weights.slice().sort();
  const foretold = mean(sorted.map((each, at) => (each * (2 * (sorted.length - at) - 1)) / sorted.length)) / mean(weights);
  const [x1, x2] = [column(points.rows, 0), column(points.rows, 1)];

  const figures: readonly Figure[] = [
    { name: "ln Z", found: logNormalizer, error: logNormalizerError, known: exact.logNormalizer, within: 4 * logNormalizerError },
    { name: "effective share of the weights", found: effectiveShare },
    { name: "shape k of their tail", found: paretoK },
    average("E x1", x1, exact.mean[0]),
    average("Var x1", x1.map((x) => (x - exact.mean[0]) ** 2), exact.variance[0]),
    average("E x2", x2, exact.mean[1]),
    average("Var x2", x2.map((x) => (x - exact.mean[1]) ** 2), exact.variance[1]),
    ...walked("walk in the base", fast),
    ...walked("independence sampler", jumping),
    ...walked("plain walk", slow).map(({ within: _, ...figure }) => figure),
    { name: "acceptance, walk in the base", found: preconditioned.acceptance, known: 1 - length / Math.hypot(length, 2), within: near.acceptance },
    { name: "acceptance, independence sampler", found: independent.acceptance, known: foretold, within: 0.02 },
    { name: "acceptance, plain walk", found: plain.acceptance },
    { name: "effective draws of x1 in 1000 steps, plain walk", found: perThousand(slow.first.time), digits: 1 },
    { name: "… walk in the base (known: walk on a Gaussian)", found: perThousand(fast.first.time), known: perThousand(ideal.first.time), within: near.time * perThousand(ideal.first.time), digits: 1 },
    { name: "… independence sampler", found: perThousand(jumping.first.time), digits: 1 },
  ];

  const size = { width: 460, height: 340 };
  const firstChain = (states: readonly Float64Array[]) => states.map((each) => [each[0]!, each[1]!] as const);
  const ridge = Array.from({ length: 121 }, (_, at) => at / 2 - 30).map((x) => [x, bend * (100 - x * x)] as const);
  const wandering = (title: string, { states }: Walk) => curvesPanel({
    size, title, xLabel: "x₁", yLabel: "x₂", xSpan: [-32, 32], ySpan: [-95, 18],
    description: "States of one chain along the ridge.",
    guide: { points: ridge, label: "the ridge" },
    curves: [],
    dots: { points: firstChain(states), label: "states of one chain" },
  });
  const lags = 200;
  const decay = (label: string, { first: { rho } }: typeof slow) => ({ label, points: rho.slice(0, lags).map((each, lag) => [lag, each] as const) });
  const picture = figure({
    title: "A ridge that bends, and chains that walk along it",
    subtitle: `A twisted normal density. ${walk.toLocaleString("en")} steps of Metropolis, each from the same starts, in the plane and in the base of a flow`,
    rows: [
      [wandering("Steps in the plane", plain), wandering("Steps in the base of the flow", preconditioned)],
      [planePanel({
        size, title: "The target pulled back to the base", levels: [0.5, 0.9], xLabel: "z₁", yLabel: "z₂", xSpan: [-4, 4], ySpan: [-4, 4], pointLabel: "states of one chain",
        points: firstChain(base.states),
        logDensity: (first, second) => pulledBack(Float64Array.from({ length: 2 * first.length }, (_, at) => (at % 2 === 0 ? first : second)[at >> 1]!)),
      }), curvesPanel({
        size, title: "Autocorrelation of x₁", xLabel: "steps between", yLabel: "autocorrelation", xSpan: [0, lags], ySpan: [-0.05, 1],
        description: "How fast three samplers forget where they were.",
        curves: [decay("independence sampler", jumping), decay("walk in the base", fast), decay("walk in the plane", slow)],
      })],
    ],
  });
  return { figures, picture };
};

export default example<Settings>({
  title: "A curved target: importance sampling and Markov chains in the base of a flow",
  known: "moments and Z in closed form (Haario et al. 1999); acceptance of a walk on a Gaussian in closed form",
  full: { hidden: [32, 32], steps: 6000, batch: 256, chains: 60, walk: 2000, near: { acceptance: 0.02, time: 0.2 } },
  quick: { hidden: [32, 32], steps: 1500, batch: 128, chains: 30, walk: 800, near: { acceptance: 0.05, time: 0.3 } },
  run,
});
