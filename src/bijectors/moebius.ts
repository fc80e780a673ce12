/**
 * Convex mixtures of Möbius maps of the circle.
 *
 * Space: s1. Parameters: `centers` v [K, 2], read as w = 0.999 · v / √(1 + ‖v‖²); `weights` [K], raw, through softmax;
 * `rotation` [2], a rotation after the mixture on the data side, read up to its length ([0] without it). The mixture
 * leaves (−1, 0), the centre of the base, where it is. Centres of zero are the identity.
 * log-det: log Σ_k π_k (1 − |w_k|²) / |z − w_k|² in the direction of closed form, its negative in the other, which
 * solves one scalar equation.
 * Source: Rezende et al. 2020, arXiv:2002.02428, section 2.1.1; there angles, here unit vectors, so that no angle
 * needs a seam (`moebius/kernels.ts`).
 */
import { constant, neg, sub, type Expr } from "../expr/index.ts";
import { bijector, filled, scattered, startingAt, type Image, type Parameters, type Sample } from "./bijector.ts";
import { centering, rotated, rotatedBack, unrotated } from "./circle-rotation.ts";
import { bound, displacement, displacementBack, kernels, logDerivative, turned, type Kernels } from "./moebius/kernels.ts";
import { fitWrappedCauchy } from "./moebius/wrapped-cauchy.ts";
import { flag, oneOf, whole, type Values } from "./options.ts";

const fields = {
  kernels: whole(1, 1024, 8, "number of Möbius maps in the mixture"),
  rotation: flag(true, "a rotation of the circle after the mixture"),
  direction: oneOf(["inverse", "forward"] as const, "inverse", "which direction has a closed form: inverse evaluates, forward samples"),
};

type Options = Values<typeof fields>;
type Name = "centers" | "weights" | "rotation";

const anchor = constant([-1, 0]);

/** The mixture in its own direction. */
const mixed = (mixture: Kernels, z: Expr): Image => ({
  point: turned(z, sub(displacement(mixture, z), displacement(mixture, anchor))),
  logDet: logDerivative(mixture, z),
});

const unmixed = (mixture: Kernels, image: Expr): Image => {
  const start = turned(image, displacement(mixture, anchor));
  const { value, residual } = displacementBack(mixture, start);
  const point = turned(start, value);
  return { point, logDet: neg(logDerivative(mixture, point)), residuals: [residual] };
};

const read = ({ centers, weights }: Parameters<Name>): Kernels => kernels(centers, weights);

export const moebius = bijector({
  name: "moebius",
  on: "s1",
  symbol: "m",
  options: fields,
  parameters: (_, { kernels: count, rotation }) => ({
    centers: scattered([count, 2], 0.1),
    weights: filled([count], 0),
    rotation: rotation ? startingAt([2], [1, 0]) : filled([0], 0),
  }),
  forward: (z, parameters, { options: { rotation, direction } }) => {
    const { point, ...rest } = (direction === "forward" ? mixed : unmixed)(read(parameters), z);
    return { point: rotation ? rotated(point, parameters.rotation) : point, ...rest };
  },
  inverse: (x, parameters, { options: { rotation, direction } }) => {
    const still = rotation ? rotatedBack(x, parameters.rotation) : x;
    return (direction === "inverse" ? mixed : unmixed)(read(parameters), still);
  },
  /** The mean direction to the base's centre; where densities have a closed form, the mixture by maximum likelihood. */
  fit: (sample, _, options) => fitted(sample, options),
});

const fitted = (sample: Sample, { kernels: count, rotation, direction }: Options) => {
  const turn = rotation ? centering(sample) : ([1, 0] as const);
  const own = rotation ? { rotation: turn } : {};
  if (direction === "forward") return own;
  const mixture = fitWrappedCauchy(unrotated(sample, turn), sample.weights, count);
  return {
    ...own,
    centers: mixture.flatMap(({ center: [x, y] }) => {
      const raw = 1 / Math.sqrt(bound ** 2 - x * x - y * y);
      return [raw * x, raw * y];
    }),
    weights: mixture.map(({ weight }) => Math.log(weight)),
  };
};
