/**
 * A mesh of triangles that is refined where asked, and stays whole: every edge lies between two triangles, or one at the
 * rim. A triangle is halved from the middle of its first edge to the corner opposite, and its neighbour there with it
 * (newest-vertex bisection, Mitchell 1989, "A comparison of adaptive refinement techniques for elliptic problems"); if
 * that is not the neighbour's first edge, the neighbour is halved before. Shapes do not degenerate.
 *
 * The loops work on growing arrays and are written for speed.
 */
import type { Surface } from "./surface.ts";

export interface Mesh {
  readonly surface: Surface;
  /** Of all vertices, one after the other. */
  readonly places: number[];
  /** Corners of all triangles, three each. */
  readonly corners: number[];
  /** Indices of scattered places, by the triangle that they lie in. */
  readonly inside: (readonly number[])[];
  readonly scattered: Float64Array;
  /** The triangle on the left of each edge, by `edgeKey`. */
  readonly owners: Map<number, number>;
}

/** An edge from one vertex to another as one number: 2^26 vertices are more than memory holds. */
export const edgeKey = (from: number, to: number): number => from * 2 ** 26 + to;
export const edgeOf = (key: number): readonly [from: number, to: number] => [Math.floor(key / 2 ** 26), key % 2 ** 26];

export const placeOf = ({ places, surface: { width } }: Mesh, vertex: number): readonly number[] => places.slice(vertex * width, (vertex + 1) * width);

/** The coarsest mesh, over places [count, width] that are to be told apart. */
export const meshOf = (surface: Surface, scattered: Float64Array): Mesh => {
  const mesh: Mesh = { surface, places: surface.vertices.flat(), corners: surface.triangles.flat(), inside: surface.triangles.map(() => []), scattered, owners: new Map() };
  surface.triangles.forEach((_, triangle) => own(mesh, triangle));
  const held = surface.triangles.map((): number[] => []);
  for (let at = 0; at < scattered.length / surface.width; at++) {
    const place = placeAt(mesh, at);
    const edges = (corners: readonly number[]): number => Math.min(...corners.map((from, k) => surface.left(surface.vertices[from]!, surface.vertices[corners[(k + 1) % 3]!]!, place)));
    // On an edge two are equally near, and rounding may leave none: the one that is least wrong has it.
    const depths = surface.triangles.map(edges);
    held[depths.indexOf(Math.max(...depths))]!.push(at);
  }
  held.forEach((each, triangle) => (mesh.inside[triangle] = each));
  return mesh;
};

const placeAt = ({ scattered, surface: { width } }: Mesh, at: number): Float64Array => scattered.subarray(at * width, (at + 1) * width);

const own = ({ corners, owners }: Mesh, triangle: number): void => {
  for (let k = 0; k < 3; k++) owners.set(edgeKey(corners[3 * triangle + k]!, corners[3 * triangle + ((k + 1) % 3)]!), triangle);
};

/** Halves a triangle, and what else has to be; `halved` hears of each triangle that was, and of the one that has the other half. */
export const halve = (mesh: Mesh, triangle: number, halved: (first: number, second: number) => void): void => {
  const { corners, owners, places, surface } = mesh;
  const [a, b] = [corners[3 * triangle]!, corners[3 * triangle + 1]!];
  const across = (): number | undefined => owners.get(edgeKey(b, a));
  const beside = across();
  if (beside !== undefined && corners[3 * beside] !== b) halve(mesh, beside, halved);
  const neighbour = across();
  const [from, to] = [placeOf(mesh, a), placeOf(mesh, b)];
  const middle = places.length / surface.width;
  places.push(...surface.onto(from.map((each, k) => 0.5 * (each + to[k]!))));
  cut(mesh, triangle, middle, halved);
  if (neighbour !== undefined) cut(mesh, neighbour, middle, halved);
};

/** (a, b, c) becomes (c, a, middle) and (b, c, middle). */
const cut = (mesh: Mesh, triangle: number, middle: number, halved: (first: number, second: number) => void): void => {
  const { corners, owners, inside, surface } = mesh;
  const [a, b, c] = [corners[3 * triangle]!, corners[3 * triangle + 1]!, corners[3 * triangle + 2]!];
  const other = corners.length / 3;
  owners.delete(edgeKey(a, b));
  corners[3 * triangle] = c;
  corners[3 * triangle + 1] = a;
  corners[3 * triangle + 2] = middle;
  corners.push(b, c, middle);
  own(mesh, triangle);
  own(mesh, other);
  const all = inside[triangle]!;
  const [top, bottom] = [placeOf(mesh, c), placeOf(mesh, middle)];
  const onSide = all.map((at) => surface.left(top, bottom, placeAt(mesh, at)) > 0);
  inside[triangle] = all.filter((_, k) => !onSide[k]);
  inside.push(all.filter((_, k) => onSide[k]));
  halved(triangle, other);
};
