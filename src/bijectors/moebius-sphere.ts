/**
 * The Möbius map of S^n, n ≥ 2, which keeps angles.
 *
 * Space: s<n>. Parameters: `center` v [n + 1], read as V = v / √(1 + ‖v‖² / 1e16), of which w = V / (1 + √(1 + |V|²)), |w| < 1,
 * is the centre; `rotation`, a rotation after the map on the data side, raw as in the layer of that name ([0] without it).
 * A centre of zero is the identity. From the data to the base h_w(x) = (1 − |w|²) / |x − w|² · (x − w) − w, and back h_{−w}
 * (`moebius/boost.ts`).
 * log-det: n log((1 − |w|²) / |x − w|²), closed in both directions.
 * Domain: all of the sphere; |w| up to 1 − 1e-8, without loss of digits.
 * Source: Rezende et al. 2020, arXiv:2002.02428, section 2.1.1, for n = 1. The image of the uniform density is the
 * spherical Cauchy distribution of Kato & McCullagh 2020, arXiv:1510.07679.
 */
import { bijector, scattered, type ParameterSpec } from "./bijector.ts";
import { boosted, boostedBack, boostOf } from "./moebius/boost.ts";
import { fitted } from "./moebius/spherical-cauchy.ts";
import { finalRotation } from "./rotation/map.ts";
import { finalFields } from "./rotation/options.ts";

export const moebiusSphere = bijector({
  name: "moebius",
  on: "s2up",
  symbol: "M",
  options: finalFields,
  parameters: ({ ambient }, options): { readonly [K in "center" | "rotation"]: ParameterSpec } => ({
    center: scattered([ambient], 0.01),
    rotation: finalRotation(ambient, options, "moebius").parameters,
  }),
  forward: (z, { center, rotation }, { geometry: { ambient }, options }) => {
    const image = boosted(boostOf(center), z);
    return { ...image, point: finalRotation(ambient, options, "moebius").apply(rotation, image.point) };
  },
  inverse: (x, { center, rotation }, { geometry: { ambient }, options }) =>
    boostedBack(boostOf(center), finalRotation(ambient, options, "moebius").applyInverse(rotation, x)),
  /** The spherical Cauchy distribution of maximum likelihood. */
  fit: (sample, { ambient }, options) => fitted(sample, ambient, options),
});
