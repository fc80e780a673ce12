/** What a rotation of the sphere can be made of, and the options that say so: of the layer, and of layers that end with one. */
import { oneOf, whole, type Values } from "../options.ts";

export const forms = ["householder", "angles", "cayley", "axis", "quaternion"] as const;

const reflectionsField = whole(0, 1000, 0, "number of Householder reflections; 0 for the fewest that reach every rotation");

/** Of the layer that is nothing but a rotation. */
export const fields = {
  by: oneOf(forms, "householder", "what the rotation is made of; quaternion on s2 and s3 only"),
  reflections: reflectionsField,
};

export type RotationOptions = Values<typeof fields>;

/** Of layers that end with a rotation on the data side. */
export const finalFields = {
  rotation: oneOf(["none", ...forms] as const, "householder", "what the rotation after the map is made of; quaternion on s2 and s3 only"),
  reflections: reflectionsField,
};

export type FinalOptions = Values<typeof finalFields>;

/** An even number of reflections reaches every rotation of R^n if it is n or n − 1 (Cartan & Dieudonné). */
export const reflectionCount = (ambient: number, { reflections }: RotationOptions): number =>
  reflections === 0 ? ambient - (ambient % 2) : reflections;
