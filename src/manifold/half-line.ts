/**
 * A half line with Lebesgue measure: the points above, or below, an end. Its carriers are the logarithms of the distances
 * to the end, so it is a line to its layers and the Gaussian becomes log-normal. A distance below `least` counts as
 * `least`.
 */
import { add, exp, log, maximum, sub, sum, type Expr } from "../expr/index.ts";
import { logNormal } from "./euclidean.ts";
import type { Geometry } from "./manifold.ts";
import { least } from "./pair.ts";
import type { ManifoldSpec } from "./space.ts";

const same = (x: Expr): Expr => x;

export const halfLine = ({ end, side, spec }: Extract<ManifoldSpec, { kind: "h" }>): Geometry => ({
  spec,
  kind: "h",
  dim: 1,
  ambient: 1,
  carried: 1,
  features: 1,
  carry: (point) => log(maximum(side === "above" ? sub(point, end) : sub(end, point), least)),
  release: (carrier) => (side === "above" ? add(end, exp(carrier)) : sub(end, exp(carrier))),
  fromBase: same,
  toBase: same,
  logReference: logNormal,
  embed: same,
  logStretch: (carrier) => sum(carrier),
});
