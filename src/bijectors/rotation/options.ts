/** The options of rotations of the sphere. */
import { oneOf, whole, type Values } from "../options.ts";

export const fields = {
  by: oneOf(["householder", "angles", "cayley", "quaternion"] as const, "householder", "what the rotation is made of; quaternion on s2 and s3 only"),
  reflections: whole(0, 1000, 0, "number of Householder reflections; 0 for the fewest that reach every rotation"),
};

export type RotationOptions = Values<typeof fields>;

/** An even number of reflections reaches every rotation of R^n if it is n or n − 1 (Cartan & Dieudonné). */
export const reflectionCount = (ambient: number, { reflections }: RotationOptions): number =>
  reflections === 0 ? ambient - (ambient % 2) : reflections;
