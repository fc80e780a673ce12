/** The options of the Gaussianization layer. */
import { between, flag, oneOf, orNone, whole, type Values } from "../options.ts";
import { positiveMaps, type Positive } from "../positive.ts";
import { mixingFields } from "./mixing.ts";

export const fields = {
  form: oneOf(["mixture", "spline"] as const, "mixture", "what maps a coordinate: a mixture's distribution function, or a monotone spline with linear tails"),
  kernels: whole(1, 1000, 10, "kernels of the mixture, or bins of the spline, for each coordinate"),
  outer: oneOf(["normal", "logistic", "inormalPartlyPrecise", "inormalFullPade", "inormalPartlyCrude"] as const, "normal", "the quantile function after the mixture's distribution function"),
  centerMean: flag(false, "whether the last kernel lies where it makes the mixture's mean zero"),
  weights: flag(true, "whether the weights of the kernels are free; else they are equal"),
  weightRatio: orNone(between(1, 1e6, 100, "the largest ratio of two weights")),
  widthMap: oneOf(positiveMaps, "saturation", "how raw numbers become widths between their bounds"),
  minWidth: orNone(between(0, 1e3, 0.01, "the least width of a kernel")),
  maxWidth: orNone(between(0, 1e6, 100, "the largest width of a kernel")),
  skew: flag(false, "whether each kernel has an exponent of its own, from 0.1 to 9"),
  smooth: flag(false, "whether splines have a continuous second derivative, with straight tails and no slopes of their own"),
  ...mixingFields,
};

export type GaussOptions = Values<typeof fields>;

/** The bounds of exponents. */
export const exponentBounds = { min: 0.1, max: 9 };

/** How widths are read; a largest width below the least one is a mistake of the program. */
export const widthsOf = ({ widthMap: map, minWidth: min, maxWidth: max }: GaussOptions): Positive => {
  if (min === "none" || max === "none" || min < max) return { map, min, max };
  throw new RangeError(`Option minWidth of gauss is below maxWidth, but ${min} and ${max} were given.`);
};
