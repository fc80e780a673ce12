/** The linear part of the layer, by option. */
import { cayleyMap, reflections, triangularFactors, turns, unmixed, type VolumeKeeping } from "../orthogonal.ts";
import type { GaussOptions } from "./options.ts";

/** Random turns of ordinary size; the triangular factors, which are not orthogonal, start near the identity. */
export const mixing = (dim: number, { rotation, reflections: count }: GaussOptions): VolumeKeeping => {
  if (dim === 1) return unmixed;
  switch (rotation) {
    case "householder":
      return reflections(dim, count === 0 ? dim : count);
    case "angles":
      return turns(dim, 1);
    case "cayley":
      return cayleyMap(dim, 0.5);
    case "triangular":
      return triangularFactors(dim, 0.05);
    case "none":
      return unmixed;
  }
};
