/**
 * The identity, on every family of manifolds: for blocks whose density is that of their base.
 *
 * Spaces: e<n>, i, s<n>. No parameters. log-det: 0.
 */
import { zero, type Expr } from "../expr/index.ts";
import { bijector, type Bijector, type Image } from "./bijector.ts";
import type { Domain, Letter } from "./letters.ts";

const stay = (point: Expr): Image => ({ point, logDet: zero });

const identityOn = <const D extends Domain>(on: D, symbol: Letter): Bijector<D, "identity", Record<never, never>> =>
  bijector({ name: "identity", on, symbol, options: {}, parameters: () => ({}), forward: stay, inverse: stay });

export const identityEuclidean: Bijector<"e", "identity", Record<never, never>> = identityOn("e", "x");
export const identityInterval: Bijector<"i", "identity", Record<never, never>> = identityOn("i", "z");
export const identitySphere: Bijector<"s", "identity", Record<never, never>> = identityOn("s", "y");
