/** The options of exponential maps. */
import { between, flag, oneOf, whole, type Values } from "../options.ts";
import { binsField, minimaFields } from "../spline/spline.ts";

export const fields = {
  potential: oneOf(["exponential", "linear", "quadratic", "spline", "polynomial"] as const, "exponential", "the kind of potentials"),
  components: whole(1, 1024, 10, "number of potentials"),
  concentration: between(1, 1e6, 1e3, "the largest concentration of an exponential potential, and one over the least"),
  degree: whole(1, 16, 3, "the degree of a polynomial potential"),
  bins: binsField,
  ...minimaFields,
  // Narrower bins would make the gradient a staircase, on which Newton's iteration takes too many steps.
  minWidth: between(5e-3, 1 / 64, 1e-2, "the least width of a bin, as a fraction of the whole"),
  minHeight: between(5e-3, 1 / 64, 1e-2, "the least height of a bin, as a fraction of the whole"),
  rotation: flag(false, "a rotation of the sphere after the map"),
  direction: oneOf(["inverse", "forward"] as const, "inverse", "which direction has a closed form: inverse evaluates, forward samples"),
};

export type ExpmapOptions = Values<typeof fields>;
