/** The rotation that options describe, as a map with its raw parameters, which start close to the identity. */
import { DiffeoFault } from "../../error.ts";
import type { Random } from "../../random.ts";
import type { ParameterSpec } from "../bijector.ts";
import { cayleyMap, orthogonalMap, reflections, turns, unmixed, type VolumeKeeping } from "../orthogonal.ts";
import { northPole, turnedFromAxis, turnedToAxis } from "../orthogonal/axis.ts";
import { quaternion, quaternionPair } from "../orthogonal/quaternion.ts";
import { reflectionCount, type FinalOptions, type RotationOptions } from "./options.ts";

/** How far from the identity a fresh rotation is, in radians. */
const jitter = 0.01;

const startingNear = (values: readonly number[]): ParameterSpec => ({
  shape: [values.length],
  start: (random) => values.map((value) => value + jitter * random.normal()),
});

/** Axes in nearly equal pairs, whose reflections nearly undo each other. */
const pairedAxes = (count: number, dim: number) => (random: Random): readonly number[] => {
  const pairs = Array.from({ length: Math.ceil(count / 2) }, () => Array.from({ length: dim }, () => random.normal()));
  return Array.from({ length: count }, (_, index) => pairs[Math.floor(index / 2)]!.map((each) => each + jitter * random.normal())).flat();
};

/** `option` names what asked for the form, as in `Option by of rotation`. */
export const rotationMap = (ambient: number, options: RotationOptions, option: string): VolumeKeeping => {
  switch (options.by) {
    case "householder": {
      const count = reflectionCount(ambient, options);
      const { parameters: { shape }, ...rest } = reflections(ambient, count);
      return { parameters: { shape, start: pairedAxes(count, ambient) }, ...rest };
    }
    case "angles":
      return turns(ambient, jitter);
    case "cayley":
      return cayleyMap(ambient, jitter);
    case "axis":
      return { parameters: startingNear(northPole(ambient)), apply: turnedToAxis, applyInverse: turnedFromAxis };
    case "quaternion":
      if (ambient === 3) return orthogonalMap(startingNear([1, 0, 0, 0]), quaternion);
      if (ambient === 4) return orthogonalMap(startingNear([1, 0, 0, 0, 1, 0, 0, 0]), quaternionPair);
      throw new DiffeoFault({ tag: "OptionError", path: [], sentence: `${option} takes quaternion on s2 and s3 only, but the sphere is s${ambient - 1}.` });
  }
};

/** The rotation that a layer ends with, or none; `owner` is the layer's name. */
export const finalRotation = (ambient: number, { rotation, reflections: count }: FinalOptions, owner: string): VolumeKeeping =>
  rotation === "none" ? unmixed : rotationMap(ambient, { by: rotation, reflections: count }, `Option rotation of ${owner}`);
