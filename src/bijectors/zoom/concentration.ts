/**
 * How a concentration κ is read from raw parameters. With m the least one, M = 1e12 and ⌈s⌉ = s / (1 + s/M), which is s up
 * to a relative s/M and stays below M,
 *
 *     exp            m + ⌈eˣ⌉               logBounded     m + ⌈m eˣ⌉, of which the logarithm is log m + softplus(x)
 *     softplus       m + ⌈log(1 + eˣ)⌉      length         ⌈‖v‖⌉       squaredLength   ⌈‖v‖²⌉
 *
 * where v is the axis of the rotation, or what its quaternions have beside their first numbers. At v = 0 there is no
 * concentration; a gradient is there as if v grew towards the first of its directions.
 */
import { add, concat, div, dot, minimum, mul, sigmoid, slice, softplus, square, type Expr } from "../../expr/index.ts";
import { DiffeoFault } from "../../error.ts";
import { filled, type ParameterSpec } from "../bijector.ts";
import { unit } from "../orthogonal/unit.ts";
import type { ZoomOptions } from "./options.ts";

/** M. */
export const most = 1e12;

/** Of a fresh zoom, which is close to the identity. */
const start = Math.exp(-3);

type Reading = Pick<ZoomOptions, "concentration" | "minConcentration" | "rotation">;

/** Whether the concentration is a length of the rotation's parameters. */
export const isLength = ({ concentration }: Reading): boolean => concentration === "length" || concentration === "squaredLength";

/** The concentration's own parameter, if it has one. */
export const concentrationSpec = (options: Reading): ParameterSpec => {
  if (!isLength(options)) return filled([1], rawConcentration(start + options.minConcentration, options));
  if (options.rotation === "axis" || options.rotation === "quaternion") return filled([0], 0);
  const sentence = `Option concentration of zoom takes ${options.concentration} with the rotation axis or quaternion only, but the rotation is ${options.rotation}.`;
  throw new DiffeoFault({ tag: "OptionError", path: [], sentence });
};

/** The rotation's start, shortened where its length is the concentration. A quaternion's v is short as it is. */
export const rotationSpec = ({ shape, start: free }: ParameterSpec, options: Reading): ParameterSpec => {
  const length = isLength(options) && options.rotation === "axis" ? rawConcentration(start, options) : 1;
  return { shape, start: (random) => Float64Array.from(free(random), (each) => length * each) };
};

/** ⌈s⌉. */
const bounded = (s: Expr): Expr => div(s, add(1, div(s, most)));

/** ⌈s²⌉ = M u² / (1 + u²), which is M in floats long before u² overflows. */
const boundedSquare = (s: Expr): Expr => {
  const u2 = square(minimum(div(s, Math.sqrt(most)), 1e15));
  return mul(most, div(u2, add(1, u2)));
};

/** κ, a scalar, from its own parameter x, a scalar, or from the raw rotation. */
export const concentrationOf = (x: Expr | undefined, rotation: Expr, options: Reading): Expr => {
  const { concentration, minConcentration } = options;
  switch (concentration) {
    case "exp":
      return add(minConcentration, boundedExp(x!, 0));
    case "logBounded":
      return add(minConcentration, boundedExp(x!, Math.log(minConcentration)));
    case "softplus":
      return add(minConcentration, bounded(softplus(x!)));
    case "length":
      return bounded(lengthOf(rotation, options));
    case "squaredLength":
      return boundedSquare(lengthOf(rotation, options));
  }
};

/** ⌈e^(x + shift)⌉, without an exponential that overflows. */
const boundedExp = (x: Expr, shift: number): Expr => mul(most, sigmoid(add(x, shift - Math.log(most))));

const lengthOf = (raw: Expr, { rotation }: Reading): Expr => {
  const quaternions = rotation === "axis" ? 0 : raw.shape[0]! / 4;
  const v = quaternions === 0 ? raw : concat(Array.from({ length: quaternions }, (_, each) => slice(raw, 0, 4 * each + 1, 3)));
  return dot(unit(v, Array.from({ length: v.shape[0]! }, (_, i) => (i === 0 ? 1 : 0))), v);
};

/** The raw parameter, or the length of v, that is read as a concentration above the least. */
export const rawConcentration = (kappa: number, { concentration, minConcentration: least }: Reading): number => {
  const free = (value: number): number => value / (1 - value / most);
  switch (concentration) {
    case "exp":
      return Math.log(free(kappa - least));
    case "logBounded":
      return Math.log(free(kappa - least) / least);
    case "softplus": {
      const s = free(kappa - least);
      return s + Math.log(-Math.expm1(-s));
    }
    case "length":
      return free(kappa);
    case "squaredLength":
      return Math.sqrt(free(kappa));
  }
};
