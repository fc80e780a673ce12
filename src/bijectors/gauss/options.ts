/** The options of the Gaussianization layer. */
import { between, flag, oneOf, whole, type Values } from "../options.ts";
import { mixingFields } from "./mixing.ts";

export const fields = {
  form: oneOf(["mixture", "spline"] as const, "mixture", "what maps a coordinate: a mixture's distribution function, or a monotone spline with linear tails"),
  kernels: whole(1, 1000, 10, "kernels of the mixture, or bins of the spline, for each coordinate"),
  outer: oneOf(["normal", "logistic"] as const, "normal", "the quantile function after the mixture's distribution function"),
  weights: flag(true, "whether the weights of the kernels are free; else they are equal"),
  weightRatio: between(1, 1e6, 100, "the largest ratio of two weights"),
  minWidth: between(0, 1e3, 0.01, "the least width of a kernel"),
  maxWidth: between(0, 1e6, 100, "the largest width of a kernel"),
  skew: flag(false, "whether each kernel has an exponent of its own, from 0.1 to 9"),
  ...mixingFields,
};

export type GaussOptions = Values<typeof fields>;

/** The bounds of exponents. */
export const exponentBounds = { min: 0.1, max: 9 };

/** The bounds of widths; a largest width below the least one is a mistake of the program. */
export const widthBounds = ({ minWidth, maxWidth }: GaussOptions): { readonly min: number; readonly max: number } => {
  if (minWidth < maxWidth) return { min: minWidth, max: maxWidth };
  throw new RangeError(`Option minWidth of gauss is below maxWidth, but ${minWidth} and ${maxWidth} were given.`);
};
