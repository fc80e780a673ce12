/** The formulas of the laws on bijectors: made once, so that every subject compiles each once. */
import { abs, add, dot, formal, input, jvp, total, vjp, zero, type Expr } from "../../src/expr/index.ts";
import type { Image } from "../../src/bijectors/bijector.ts";
import { opposite, type Direction, type Formula } from "./subject.ts";

/** Names of inputs that no parameter of a layer bears. */
export const own = { point: "the point", tangent: "the tangent", cotangent: "the cotangent" } as const;

type Both<A> = { readonly [D in Direction]: A };
const both = <A>(make: (direction: Direction) => A): Both<A> => ({ forward: make("forward"), inverse: make("inverse") });

const residualOf = ({ residuals = [] }: Image): Expr => residuals.reduce<Expr>((sum, each) => add(sum, total(abs(each))), zero);

/** There: `to`, `logDet`. */
export const images: Both<Formula> = both((direction) => ({ point, image }) => {
  const { point: to, logDet } = image(direction, point);
  return { to, logDet };
});

/** There and back: `to`, `logDet`, `back`, `backLogDet`, `residual`. */
export const trips: Both<Formula> = both((direction) => ({ point, image }) => {
  const there = image(direction, point);
  const back = image(opposite(direction), there.point);
  return { to: there.point, logDet: there.logDet, back: back.point, backLogDet: back.logDet, residual: add(residualOf(there), residualOf(back)) };
});

/** Forward derivative along a tangent: `to`, `moved`, `logDetMoved`. */
export const pushes: Both<Formula> = both((direction) => ({ geometry, point, image }) => {
  const tangent = input(own.tangent, [geometry.carried]);
  const { point: to, logDet } = image(direction, point);
  const [moved, logDetMoved] = jvp([to, logDet], new Map([[point, tangent]]));
  return { to, moved: moved!, logDetMoved: logDetMoved! };
});

export const along = (name: string): string => `along ${name}`;
export const gradientOf = (name: string): string => `gradient of ${name}`;

/**
 * `value` = ⟨cotangent, image⟩ + logDet with its gradients in the point and in all parameters by reverse mode, and its derivative by
 * forward mode along the inputs `along …`.
 */
export const gradients: Both<Formula> = both((direction) => ({ geometry, point, parameters, image }) => {
  const { point: to, logDet } = image(direction, point);
  const value = add(dot(input(own.cotangent, [geometry.carried]), to), logDet);
  const inputs = { point, ...parameters };
  const names = Object.keys(inputs) as (keyof typeof inputs & string)[];
  const pulled = vjp([value], [add(1)], names.map((name) => inputs[name]!));
  const tangents = new Map(names.map((name) => [inputs[name]!, formal(inputs[name]!, along(name))]));
  return { value, derivative: jvp([value], tangents)[0]!, ...Object.fromEntries(names.map((name, at) => [gradientOf(name), pulled[at]!])) };
});

/** `value` alone: what differences are taken of. */
export const values: Both<Formula> = both((direction) => ({ geometry, point, image }) => {
  const { point: to, logDet } = image(direction, point);
  return { value: add(dot(input(own.cotangent, [geometry.carried]), to), logDet) };
});
