/** Linear maps that mix coordinates and keep volumes, by option. */
import { oneOf, whole, type Values } from "../options.ts";
import { cayleyMap, reflections, triangularFactors, turns, unmixed, type VolumeKeeping } from "../orthogonal.ts";

export const mixingFields = {
  rotation: oneOf(["householder", "triangular", "angles", "cayley", "none"] as const, "householder", "the linear map that mixes the coordinates; none in one dimension"),
  reflections: whole(0, 1000, 0, "number of Householder reflections; 0 for as many as dimensions"),
};

export type MixingOptions = Values<typeof mixingFields>;

/** Random turns of ordinary size; the triangular factors, which are not orthogonal, start near the identity. */
export const mixing = (dim: number, { rotation, reflections: count }: MixingOptions): VolumeKeeping => {
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
