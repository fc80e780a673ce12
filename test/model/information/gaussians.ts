/** Joint Gaussians as flows, with what is known of them in closed form. */
import { euclid } from "../../../src/flow/manifolds.ts";
import { model, type Model } from "../../../src/model/model.ts";
import { rawScale, withEntries } from "../entries.ts";

/** Entropy of a Gaussian with this determinant of its covariance. */
export const gaussianEntropy = (dim: number, determinant: number): number => 0.5 * (dim * Math.log(2 * Math.PI * Math.E) + Math.log(determinant));

/** x ~ N(1, 2²), y | x ~ N(3 + 0.5 x, 0.7²): covariances 4, 2 and 1.49. */
export const pair: Model<"e1+e1"> = (() => {
  const flow = euclid(1).affine().oplus(euclid(1).affine(), { hidden: [] });
  return model(flow, { parameters: withEntries(flow, {
    "block 1, layer 1 (affine), shift": [1], "block 1, layer 1 (affine), logScale": [rawScale(2)],
    "block 2, network, last": [0.5, 0], "block 2, network, bias": [3, rawScale(0.7)],
  }) });
})();

/** x ~ N(0, 1), y | x ~ N(0.8 x, 0.6²), z | x, y ~ N(0.5 x + 0.7 y, 0.4²). */
export const chain: Model<"e1+e1+e1"> = (() => {
  const flow = euclid(1).affine().oplus(euclid(1).affine(), { hidden: [] }).oplus(euclid(1).affine(), { hidden: [] });
  return model(flow, { parameters: withEntries(flow, {
    "block 1, layer 1 (affine), shift": [0], "block 1, layer 1 (affine), logScale": [0],
    "block 2, network, last": [0.8, 0], "block 2, network, bias": [0, rawScale(0.6)],
    "block 3, network, last": [0.5, 0, 0.7, 0], "block 3, network, bias": [0, rawScale(0.4)],
  }) });
})();

/** The covariance of `chain`. */
export const chainCovariance: readonly (readonly number[])[] = (() => {
  const [xy, xz] = [0.8, 0.5 + 0.7 * 0.8];
  const yz = 0.5 * xy + 0.7;
  return [[1, xy, xz], [xy, 1, yz], [xz, yz, 0.5 * xz + 0.7 * yz + 0.16]];
})();

/** x ~ N(0, 1)³, y | x ~ N(0.6 (x_1 + x_2 − x_3), 0.5²): the deviation of y is √1.33. */
export const wide: Model<"e3+e1"> = (() => {
  const flow = euclid(3).affine().oplus(euclid(1).affine(), { hidden: [] });
  return model(flow, { parameters: withEntries(flow, {
    "block 1, layer 1 (affine), shift": [0, 0, 0], "block 1, layer 1 (affine), logScale": [0, 0, 0],
    "block 2, network, last": [0.6, 0, 0.6, 0, -0.6, 0], "block 2, network, bias": [0, rawScale(0.5)],
  }) });
})();
