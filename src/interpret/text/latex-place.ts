/**
 * Which element of a tensor is written: formulas are set element by element, x_i rather than an axis number. A place is
 * one axis of a tensor: an index letter, one fixed element, or nothing for the axis as a whole.
 */
import type { Expr, Shape } from "../../expr/expr.ts";

export type Place = { readonly letter?: string; readonly offset: number } | undefined;
export type Places = readonly Place[];

export const at = (letter: string): Place => ({ letter, offset: 0 });
export const element = (offset: number): Place => ({ offset });

/** Subscripts of a tensor: axes of length 1 have none, nor has a tensor that is written as a whole. Elements count from 1. */
export const subscriptsOf = (shape: Shape, places: Places): readonly string[] => {
  const long = places.filter((_, axis) => shape[axis] !== 1);
  return long.every((place) => place === undefined) ? [] : long.map(subscript);
};

const subscript = (place: Place): string => {
  if (!place) return "\\cdot";
  if (place.letter === undefined) return `${place.offset + 1}`;
  return place.offset === 0 ? place.letter : `${place.letter}+${place.offset}`;
};

/** Places of an operand that broadcasts to its user. */
export const broadcastPlaces = (argument: Expr, user: Expr, places: Places): Places => {
  const offset = user.shape.length - argument.shape.length;
  return argument.shape.map((length, axis) => (length === 1 && places[axis + offset] ? element(0) : places[axis + offset]));
};

/** Places before a reshape that only adds or drops axes of length 1; undefined for any other. */
export const reshapedPlaces = (from: Shape, to: Shape, places: Places): Places | undefined => {
  const long = to.flatMap((length, axis) => (length === 1 ? [] : [axis]));
  const kept = from.filter((length) => length !== 1);
  if (kept.length !== long.length || kept.some((length, index) => length !== to[long[index]!])) return undefined;
  const rest = long.map((axis) => places[axis]);
  let next = 0;
  return from.map((length) => (length === 1 ? (rest.length === 0 || rest.some((place) => place) ? element(0) : undefined) : rest[next++]));
};

/** The first letter that no place has. */
export const freshLetter = (letters: readonly string[], places: Places): string =>
  letters.find((letter) => !places.some((place) => place?.letter === letter)) ?? "\\ell";
