/** All layers of the library, by letter. Laws, parsers and files go through this table; a letter without a layer does not compile. */
import { affine } from "./affine.ts";
import type { Bijector } from "./bijector.ts";
import { circularSpline } from "./circular-spline.ts";
import { continuous } from "./continuous.ts";
import { expmap } from "./expmap.ts";
import { gauss } from "./gauss.ts";
import { identityEuclidean, identityInterval, identitySphere } from "./identity.ts";
import type { Letter, Letters } from "./letters.ts";
import { moebius } from "./moebius.ts";
import { nsphere } from "./nsphere.ts";
import type { Fields } from "./options.ts";
import { rotation } from "./rotation.ts";
import { spline } from "./spline/spline.ts";

export const registry: { readonly [L in Letter]: Bijector<Letters[L]["on"], Letters[L]["name"], Fields> } = {
  t: affine,
  g: gauss,
  x: identityEuclidean,
  r: spline,
  z: identityInterval,
  m: moebius,
  o: circularSpline,
  n: nsphere,
  v: expmap,
  c: continuous,
  y: identitySphere,
  R: rotation,
};
