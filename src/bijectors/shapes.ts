/**
 * The shapes that a definition owes: one number for a log-determinant, a carrier for an image, as many start values as a
 * parameter has numbers. Numbers of other shapes would spread through a flow and come out as densities, so each is refused
 * where the definition is asked, in a sentence about the layer.
 */
import { size } from "../expr/index.ts";
import { sameShape } from "../expr/shape.ts";
import type { Geometry } from "../manifold/manifold.ts";
import type { Image, ParameterSpec } from "./bijector.ts";

type Direction = "forward" | "inverse";

const numbers = (count: number): string => (count === 1 ? "1 number" : `${count} numbers`);

/** The image itself, if its point is a carrier and its log-determinant a scalar. */
export const imageOf = (layer: string, direction: Direction, { spec, carried }: Geometry, image: Image): Image => {
  const { point, logDet } = image;
  if (!sameShape(point.shape, [carried])) {
    throw new RangeError(`Layer ${layer}, ${direction}: the point has the shape [${point.shape}], but on ${spec} layers pass on [${carried}].`);
  }
  if (logDet.shape.length > 0) {
    throw new RangeError(`Layer ${layer}, ${direction}: the log-determinant has the shape [${logDet.shape}], but it is one number; add it up over the coordinates.`);
  }
  return image;
};

/** The parameter with a start that is as long as its shape says. */
export const parameterOf = (layer: string, name: string, { shape, start }: ParameterSpec): ParameterSpec => ({
  shape,
  start: (random) => {
    const values = start(random);
    if (values.length !== size(shape)) throw new RangeError(`Layer ${layer}: the parameter ${name} has the shape [${shape}], but starts from ${numbers(values.length)}.`);
    return values;
  },
});

/** The fitted values themselves, if they are those of parameters. */
export const fitOf = <V extends ArrayLike<number>>(layer: string, parameters: { readonly [name: string]: ParameterSpec }, values: { readonly [name: string]: V }): { readonly [name: string]: V } => {
  for (const [name, { length }] of Object.entries(values)) {
    if (!Object.hasOwn(parameters, name)) throw new RangeError(`Layer ${layer}: fit gives ${name}, but the parameters are ${Object.keys(parameters).join(", ") || "none"}.`);
    const { shape } = parameters[name]!;
    if (length !== size(shape)) throw new RangeError(`Layer ${layer}: fit gives ${numbers(length)} for ${name}, which has the shape [${shape}].`);
  }
  return values;
};
