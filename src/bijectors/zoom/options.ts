/** The options of the zoom. Lists of bins hold one number for each spline. */
import { between, flag, from, oneOf, wholes, type Values } from "../options.ts";
import { finalFields } from "../rotation/options.ts";
import { minimaFields } from "../spline/spline.ts";

/** How the concentration is read; see `concentration.ts`. */
export const concentrations = ["exp", "softplus", "logBounded", "length", "squaredLength"] as const;

export const fields = {
  toward: oneOf(["south", "north"] as const, "south", "the pole that the zoom gathers points around; the base's centre is the south pole"),
  concentration: oneOf(concentrations, "exp", "how the concentration is read; length and squaredLength are those of the rotation's axis or quaternion"),
  minConcentration: between(0, 1e3, 1e-10, "the least concentration, where it has a parameter of its own"),
  vertical: wholes(2, 64, [], "numbers of bins of the splines of the height, from the base to the data"),
  boundary: oneOf(["fixed", "free"] as const, "fixed", "whether the slopes of these splines at the ends are 1 or parameters"),
  cap: from(0, 1, 0, "the height, measured from each pole, of the caps that the splines of the height leave alone"),
  circular: wholes(2, 64, [], "numbers of bins of the splines of the azimuth, from the base to the data"),
  smooth: flag(false, "whether all these splines have a continuous second derivative: the slopes at inner knots then are no parameters"),
  correlated: flag(false, "the splines of the azimuth, and a turn, depend on the height through a network"),
  hidden: wholes(1, 4096, [32], "widths of the hidden layers of that network"),
  ...minimaFields,
  quarterTurn: flag(false, "a quarter turn of the first and the last coordinate between splines and zoom"),
  ...finalFields,
};

export type ZoomOptions = Values<typeof fields>;
