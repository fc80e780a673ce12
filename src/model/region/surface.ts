/**
 * Surfaces that a mesh of triangles can cover: a rectangle, a triangle, the sphere. A place is two or three numbers; what
 * differs is the mesh that all refinement begins with, where the middle of an edge lies, and areas.
 */

type Place = readonly number[];

export interface Surface {
  /** Numbers in a place. */
  readonly width: number;
  readonly vertices: readonly Place[];
  /**
   * Counter-clockwise, seen from outside. The first two corners are the edge that is halved first; of two triangles that
   * share an edge, it is the first edge of both or of neither, so that halving ends.
   */
  readonly triangles: readonly (readonly [number, number, number])[];
  /** The place nearest to numbers beside the surface. */
  readonly onto: (place: Place) => Place;
  /** Of the triangle with these corners. */
  readonly area: (a: Place, b: Place, c: Place) => number;
  /** Whether a place lies left of the edge from a to b: positive if so. */
  readonly left: (a: Place, b: Place, place: ArrayLike<number>) => number;
}

const cross = (a: Place, b: Place, c: ArrayLike<number>): number => (b[0]! - a[0]!) * (c[1]! - a[1]!) - (b[1]! - a[1]!) * (c[0]! - a[0]!);
const flat = { width: 2, onto: (place: Place): Place => place, area: (a: Place, b: Place, c: Place): number => 0.5 * cross(a, b, c), left: cross };

/** The unit square, as two triangles along its diagonal. */
export const square: Surface = { ...flat, vertices: [[0, 0], [1, 0], [1, 1], [0, 1]], triangles: [[2, 0, 1], [0, 2, 3]] };

/** The first two of three fractions. */
export const fractionsTriangle: Surface = { ...flat, vertices: [[0, 0], [1, 0], [0, 1]], triangles: [[1, 2, 0]] };

const determinant = (a: Place, b: Place, c: ArrayLike<number>): number =>
  a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!) + a[1]! * (b[2]! * c[0]! - b[0]! * c[2]!) + a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!);
const dot = (a: Place, b: Place): number => a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;

/** Solid angle of a triangle of unit vectors (Van Oosterom and Strackee 1983, eq. 8), positive if counter-clockwise. */
export const solidAngle = (a: Place, b: Place, c: Place): number => 2 * Math.atan2(determinant(a, b, c), 1 + dot(a, b) + dot(b, c) + dot(c, a));

/** The octahedron, whose faces meet their mirror images at the equator. */
export const globe: Surface = {
  width: 3,
  vertices: [[1, 0, 0], [0, 1, 0], [-1, 0, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]],
  triangles: [0, 1, 2, 3].flatMap((k) => [[k, (k + 1) % 4, 4] as const, [(k + 1) % 4, k, 5] as const]),
  onto: (place) => {
    const length = Math.hypot(...place);
    return place.map((each) => each / length);
  },
  area: solidAngle,
  left: determinant,
};
