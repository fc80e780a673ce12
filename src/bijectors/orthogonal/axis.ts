/**
 * The smallest rotation of R^(n+1) that takes the north pole e = (0, …, 0, 1) to the direction a = (w, c) of an axis: a turn
 * in the plane of e and a,
 *
 *     (y, h) ↦ (y − g (g·y) + h w, c h − w·y),   g gᵀ = w wᵀ / (1 + c).
 *
 * The vector g is regular but for c = −1, where a half turn has a plane to choose (no choice is continuous there on an
 * even-dimensional sphere); it is then the plane of e and the first direction. Beyond the equator g is
 * √(1 − c) w / ‖w‖, in which nothing cancels. Any length but zero will do; a zero axis is the identity.
 */
import { add, concat, div, dot, less, mul, neg, reshape, slice, sqrt, sub, take, where, type Expr } from "../../expr/index.ts";
import { direction } from "../../manifold/direction.ts";
import { unit } from "./unit.ts";

interface Turn {
  /** c and w. */
  readonly cosine: Expr;
  readonly sine: Expr;
  /** g. */
  readonly bend: Expr;
}

/** (0, …, 0, 1). */
export const northPole = (ambient: number): readonly number[] => Array.from({ length: ambient }, (_, i) => (i === ambient - 1 ? 1 : 0));

const turn = (raw: Expr): Turn => {
  const last = raw.shape[0]! - 1;
  const axis = unit(raw, northPole(last + 1));
  const [sine, cosine] = [slice(axis, 0, 0, last), take(axis, last)];
  const south = less(cosine, 0);
  const near = div(sine, sqrt(add(1, where(south, 0, cosine))));
  const far = mul(direction(sine), sqrt(sub(1, where(south, cosine, 0))));
  return { cosine, sine, bend: where(south, far, near) };
};

const turned = ({ cosine, bend }: Turn, sine: Expr, x: Expr): Expr => {
  const last = x.shape[0]! - 1;
  const [y, h] = [slice(x, 0, 0, last), take(x, last)];
  return concat([
    add(sub(y, mul(bend, dot(bend, y))), mul(h, sine)),
    reshape(sub(mul(cosine, h), dot(sine, y)), [1]),
  ]);
};

/** x turned as an axis [n + 1] says, and back. */
export const turnedToAxis = (raw: Expr, x: Expr): Expr => {
  const own = turn(raw);
  return turned(own, own.sine, x);
};

export const turnedFromAxis = (raw: Expr, x: Expr): Expr => {
  const own = turn(raw);
  return turned(own, neg(own.sine), x);
};
