/** All layers of the library, by letter. Laws, parsers and files go through this table; a letter without a layer does not compile. */
import { affine } from "./affine.ts";
import type { Bijector } from "./bijector.ts";
import { circularSpline } from "./circular-spline.ts";
import { continuous } from "./continuous.ts";
import { expmap } from "./expmap.ts";
import { gauss } from "./gauss.ts";
import { identityEuclidean, identityInterval, identitySphere } from "./identity.ts";
import type { Letter, Letters } from "./letters.ts";
import { gumbelSoftmax } from "./gumbel-softmax.ts";
import { logits } from "./logits.ts";
import { moebius } from "./moebius.ts";
import { moebiusSphere } from "./moebius-sphere.ts";
import { nsphere } from "./nsphere.ts";
import type { Fields } from "./options.ts";
import { rotation } from "./rotation.ts";
import { simplexSpline } from "./simplex-spline.ts";
import { spline } from "./spline/spline.ts";
import { stretch } from "./stretch.ts";
import { zoom } from "./zoom.ts";

type Rows = { readonly [L in Letter]: Bijector<Letters[L]["on"], Letters[L]["name"], Fields> };

const layers = {
  t: affine,
  g: gauss,
  // The first Gaussianization of jammy_flows, with its outer function and its range of weights.
  h: gauss.with({ outer: "logistic", weightRatio: 101 }),
  p: stretch,
  x: identityEuclidean,
  r: spline,
  z: identityInterval,
  m: moebius,
  o: circularSpline,
  n: nsphere,
  f: zoom,
  M: moebiusSphere,
  v: expmap,
  c: continuous,
  y: identitySphere,
  R: rotation,
  w: simplexSpline,
  u: gumbelSoftmax,
  l: logits,
} satisfies Rows;

export const registry: Rows = layers;

/** The same table with the options of each layer in its type. */
export type Registry = typeof layers;
