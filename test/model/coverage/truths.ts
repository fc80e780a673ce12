/**
 * Models whose curves of coverage by given truths are known in closed form: what a calibration must find. Each says which
 * distribution the rows have, and how often a region of content p of the model then holds one.
 */
import chiSquareCdf from "@stdlib/stats-base-dists-chisquare-cdf";
import { unsafe } from "../../../src/error.ts";
import { circle, euclid, sphere } from "../../../src/flow/manifolds.ts";
import { batchOf, type Batch } from "../../../src/manifold/batch.ts";
import { model, type Model } from "../../../src/model/model.ts";
import { random } from "../../../src/random.ts";

export type Curve = (share: number) => number;

/** The share at which an increasing function of [0, 1000] reaches a value, by bisection. */
const inverse = (rising: (x: number) => number, value: number): number => {
  let [low, high] = [0, 1000];
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (rising(middle) < value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

export const chiSquareQuantile = (share: number, dim: number): number => inverse((x) => chiSquareCdf(x, dim), share);

/** Of base points that are `ratio` times as wide as the Gaussian. */
export const scaledCurve = (ratio: number, dim: number): Curve => (share) => chiSquareCdf(chiSquareQuantile(share, dim) / ratio ** 2, dim);

/** N(0, 1) rows by the model N(location of the first coordinate, scale²). */
export const gaussian = (dim: number, location: number, scale: number, count: number, seed: number): { readonly own: Model<`e${number}`>; readonly rows: Batch<`e${number}`> } => {
  const flow = euclid(dim);
  return {
    own: model(flow, { parameters: [...Array.from({ length: dim }, (_, at) => (at === 0 ? location : 0)), ...Array<number>(dim).fill(Math.log(scale))] }),
    rows: model(flow).sample(count, { seed }).points,
  };
};

/** Wrapped Cauchy rows of mean resultant length `truth`, turned by an angle, by that model with the length `assumed`: one Möbius map of the uniform circle. */
export const wrappedCauchy = (assumed: number, truth: number, turn: number, count: number, seed: number): { readonly own: Model<"s1">; readonly rows: Batch<"s1">; readonly curve: Curve } => {
  const width = (rho: number): number => (1 + rho) / (1 - rho);
  const source = random(seed, "wrapped Cauchy");
  const angles = Array.from({ length: count }, () => turn + 2 * Math.atan(Math.tan(Math.PI * (source.uniform() - 0.5)) / width(truth)));
  // |w| = 0.999 v / √(1 + v²).
  const share = assumed / 0.999;
  return {
    own: model(circle().moebius(1, { kernels: 1, rotation: false }), { parameters: [share / Math.sqrt(1 - share ** 2), 0, 0] }),
    rows: unsafe(batchOf("s1", angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]))),
    curve: (level) => (2 / Math.PI) * Math.atan((width(truth) / width(assumed)) * Math.tan((Math.PI * level) / 2)),
  };
};

/** Von Mises–Fisher rows of concentration `truth` about the south pole by that model with concentration `assumed`: a zoom of the uniform sphere. */
export const vonMisesFisher = (assumed: number, truth: number, count: number, seed: number): { readonly own: Model<"s2">; readonly rows: Batch<"s2">; readonly curve: Curve } => {
  const source = random(seed, "von Mises–Fisher");
  const content = (kappa: number, gap: number): number => Math.expm1(-kappa * gap) / Math.expm1(-2 * kappa);
  const gapOf = (kappa: number, held: number): number => -Math.log1p(held * Math.expm1(-2 * kappa)) / kappa;
  const rows = Array.from({ length: count }, () => {
    const [gap, turn] = [gapOf(truth, source.uniform()), 2 * Math.PI * source.uniform()];
    const across = Math.sqrt(gap * (2 - gap));
    return [across * Math.cos(turn), across * Math.sin(turn), gap - 1];
  });
  return {
    own: model(sphere(2).zoom(1, { rotation: "none" }), { parameters: [Math.log(assumed)] }),
    rows: unsafe(batchOf("s2", rows.flat())),
    curve: (level) => content(truth, gapOf(assumed, level)),
  };
};
