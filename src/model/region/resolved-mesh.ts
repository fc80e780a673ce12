/**
 * A density on a mesh of triangles: the log-density at all vertices, and the mass of each triangle by a rule of three
 * points inside it (Strang and Fix 1973, of degree 2), at none of which a density at the rim is asked for.
 *
 * The loops work on growing arrays and are written for speed.
 */
import { halve, meshOf, placeOf, type Mesh } from "./mesh.ts";
import type { Surface } from "./surface.ts";

/** A density on a surface, with samples of it. */
export interface SurfaceDensity {
  readonly surface: Surface;
  /** At places [count, width]: [count]. */
  readonly logDensity: (places: Float64Array, count: number) => Float64Array;
  /** Measure per area of the surface. */
  readonly scale: number;
  /** As places [count, width]. */
  readonly samples: Float64Array;
}

export interface ResolvedMesh {
  readonly mesh: Mesh;
  readonly density: SurfaceDensity;
  /** By vertex. */
  readonly logDensity: number[];
  /** By triangle: its mass, and by how much halving changed the mass that it was part of. */
  readonly mass: number[];
  readonly doubt: number[];
  readonly area: number[];
}

/** The coarsest mesh of a density. */
export const resolved = (density: SurfaceDensity): ResolvedMesh => {
  const mesh = meshOf(density.surface, density.samples);
  const count = mesh.corners.length / 3;
  const unknown = (): number[] => Array<number>(count).fill(NaN);
  const found = { mesh, density, logDensity: [], mass: unknown(), area: unknown(), doubt: Array<number>(count).fill(Infinity) };
  weigh(found);
  return found;
};

/** Halves these triangles, unless a neighbour has halved them already, and weighs what is new. */
export const refine = (resolvedMesh: ResolvedMesh, triangles: readonly number[]): void => {
  const { mesh, mass, area, doubt } = resolvedMesh;
  const pairs: { readonly first: number; readonly second: number; readonly whole: number }[] = [];
  const lastPair = new Map<number, number>();
  const halved = (first: number, second: number): void => {
    lastPair.set(first, pairs.length).set(second, pairs.length);
    pairs.push({ first, second, whole: mass[first]! });
    mass[first] = mass[second] = area[first] = area[second] = NaN;
    doubt[second] = doubt[first]!;
  };
  for (const triangle of triangles) if (!Number.isNaN(mass[triangle])) halve(mesh, triangle, halved);
  weigh(resolvedMesh);
  pairs.forEach(({ first, second, whole }, at) => {
    // A half that was halved again in the same round is no longer what it was; it keeps the doubt of the whole.
    if (Number.isNaN(whole) || lastPair.get(first) !== at || lastPair.get(second) !== at) return;
    doubt[first] = doubt[second] = Math.abs(whole - mass[first]! - mass[second]!);
  });
};

const rule = [[2 / 3, 1 / 6, 1 / 6], [1 / 6, 2 / 3, 1 / 6], [1 / 6, 1 / 6, 2 / 3]] as const;

const weigh = ({ mesh, density, logDensity, mass, area }: ResolvedMesh): void => {
  const { corners, places, surface } = mesh;
  const { width } = surface;
  const from = logDensity.length;
  const count = places.length / width - from;
  if (count > 0) density.logDensity(Float64Array.from(places.slice(from * width)), count).forEach((each) => logDensity.push(each));
  const fresh: number[] = [];
  for (let triangle = 0; triangle < mass.length; triangle++) if (Number.isNaN(mass[triangle])) fresh.push(triangle);
  const inner = new Float64Array(fresh.length * 3 * width);
  fresh.forEach((triangle, at) => {
    const [a, b, c] = [0, 1, 2].map((k) => placeOf(mesh, corners[3 * triangle + k]!)) as [readonly number[], readonly number[], readonly number[]]; // three of three
    area[triangle] = surface.area(a, b, c);
    rule.forEach(([p, q, r], k) => inner.set(surface.onto(a.map((each, i) => p * each + q * b[i]! + r * c[i]!)), (3 * at + k) * width));
  });
  if (fresh.length === 0) return;
  const found = density.logDensity(inner, 3 * fresh.length);
  fresh.forEach((triangle, at) => (mass[triangle] = (density.scale * area[triangle]! * (Math.exp(found[3 * at]!) + Math.exp(found[3 * at + 1]!) + Math.exp(found[3 * at + 2]!))) / 3));
};
