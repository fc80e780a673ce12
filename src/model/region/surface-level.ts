/**
 * The level of a density on a surface above which a share of its mass lies, and the border of what is above. The mesh is
 * refined where samples lie, where halving a triangle changes its mass, and then along the border until that is smooth: so
 * the work goes where the density and the border are, whatever their scale. Several levels share one mesh.
 */
import { lastHoldingAlong, levelWhere, slack, type Enough } from "./bisection.ts";
import type { Fineness } from "./fineness.ts";
import { levelLoops, type Loop, type Stop } from "./level-loops.ts";
import { edgeKey, edgeOf, placeOf, type Mesh } from "./mesh.ts";
import { refine, resolved, type ResolvedMesh, type SurfaceDensity } from "./resolved-mesh.ts";

type Place = readonly number[];

export interface SurfaceLevel {
  readonly threshold: number;
  /** Connected parts of the inside, each by the rings around it with the inside on the left; none where all is inside. */
  readonly parts: readonly (readonly (readonly Place[])[])[];
  /** Area of the surface inside, and what that area's error is in terms of mass. */
  readonly area: number;
  readonly massError: number;
  /** Whether the rim is inside at a place that is asked for. */
  readonly rim: (of: (place: Place) => boolean) => boolean;
}

/** Samples in a triangle, at most; the coarsest triangles, as a share of the surface. */
const [crowd, coarsest] = [12, 1 / 500];
const mostRounds = 120;

/** One for each level. */
export const surfaceLevels = (density: SurfaceDensity, levels: readonly number[], fineness: Fineness): readonly SurfaceLevel[] => {
  const found = resolved(density);
  const whole = found.area.reduce((sum, each) => sum + each, 0);
  for (let round = 0; round < mostRounds && found.mass.length < fineness.triangles; round++) {
    const coarse = those(found.mass.length, (triangle) => isCoarse(found, triangle, whole, fineness.tolerance));
    const wanted = coarse.length > 0 ? coarse : [...new Set(thresholdsOf(found, levels).flatMap((threshold) => bent(found, threshold, fineness)))];
    if (wanted.length === 0) break;
    refine(found, wanted);
  }
  return thresholdsOf(found, levels).map((threshold) => levelAt(found, threshold - slack, fineness.halvings));
};

const levelAt = (found: ResolvedMesh, threshold: number, halvings: number): SurfaceLevel => {
  const { mesh, mass, area } = found;
  const high = Uint8Array.from(found.logDensity, (each) => +(each >= threshold));
  const crossing = crossings(found, high, threshold, halvings);
  const place = (stop: Stop): Place => ("vertex" in stop ? placeOf(mesh, stop.vertex) : crossing.get(edgeKey(stop.inside, stop.outside))!);
  const total = mass.reduce((sum, each) => sum + each, 0);
  return {
    threshold,
    parts: grouped(levelLoops(mesh, high)).map((loops) => loops.map(({ stops }) => stops.map(place))),
    area: areaInside(mesh, high, area, crossing),
    massError: Math.abs(1 - total) + 0.1 * Math.hypot(...passed(found, threshold).map((triangle) => mass[triangle]!)),
    rim: (of) => mesh.corners.some((from, at) => {
      const to = mesh.corners[at % 3 === 2 ? at - 2 : at + 1]!;
      return !mesh.owners.has(edgeKey(to, from)) && (high[from] === 1 || high[to] === 1) && of(placeOf(mesh, from).map((each, k) => 0.5 * (each + placeOf(mesh, to)[k]!)));
    }),
  };
};

const isCoarse = ({ mesh, doubt, area }: ResolvedMesh, triangle: number, whole: number, tolerance: number): boolean =>
  area[triangle]! > 1e-13 * whole && (area[triangle]! > coarsest * whole || mesh.inside[triangle]!.length > crowd || doubt[triangle]! > tolerance);

const thresholdsOf = ({ mesh: { corners }, logDensity, mass }: ResolvedMesh, levels: readonly number[]): readonly number[] => {
  const total = mass.reduce((sum, each) => sum + each, 0);
  const [first, second, third] = [0, 1, 2].map((k) => Float64Array.from(mass, (_, at) => logDensity[corners[3 * at + k]!]!)) as [Float64Array, Float64Array, Float64Array]; // one for each corner
  const least = first.map((each, at) => Math.min(each, second[at]!, third[at]!));
  const most = first.map((each, at) => Math.max(each, second[at]!, third[at]!));
  // What is above all thresholds in question is added up once, what is below all of them forgotten.
  const enough = (level: number, open: readonly number[], above: number): Enough => ({
    above: (threshold) => {
      let sum = above;
      for (const at of open) sum += mass[at]! * portion(first[at]!, second[at]!, third[at]!, threshold);
      return sum >= level * total;
    },
    between: (low, high) => enough(
      level,
      open.filter((at) => least[at]! < high && most[at]! >= low),
      open.reduce((sum, at) => (least[at]! >= high ? sum + mass[at]! : sum), above),
    ),
  });
  const all = [...mass.keys()];
  const values = Float64Array.from(logDensity);
  return levels.map((level) => levelWhere(enough(level, all, 0), values));
};

/** The share of a triangle's mass above a threshold, as if the log-density were linear on it. */
const portion = (a: number, b: number, c: number, threshold: number): number => {
  const count = +(a >= threshold) + +(b >= threshold) + +(c >= threshold);
  if (count === 0 || count === 3) return count / 3;
  const near = (each: number): number => Math.min(Math.max(each, threshold - 50), threshold + 50);
  const [u, v, w] = [near(a), near(b), near(c)];
  const alone = count === 1 ? Math.max(u, v, w) : Math.min(u, v, w);
  const first = alone === u ? v : u;
  const second = alone === w ? v : w;
  // The corner that is alone is cut off, with its density at the middle of what is cut off relative to that of the whole.
  const share = ((alone - threshold) / (alone - first)) * ((alone - threshold) / (alone - second)) * Math.exp((alone + 2 * threshold - u - v - w) / 3);
  return count === 1 ? Math.min(share, 1) : Math.max(1 - share, 0);
};

/** How many corners of a triangle are above. */
const cornersAbove = ({ mesh: { corners }, logDensity }: ResolvedMesh, triangle: number, threshold: number): number =>
  +(logDensity[corners[3 * triangle]!]! >= threshold) + +(logDensity[corners[3 * triangle + 1]!]! >= threshold) + +(logDensity[corners[3 * triangle + 2]!]! >= threshold);

/** Triangles that the level passes. */
const passed = (found: ResolvedMesh, threshold: number): readonly number[] => those(found.mass.length, (triangle) => cornersAbove(found, triangle, threshold) % 3 !== 0);

/** The numbers below `count` of which this is true. */
const those = (count: number, are: (index: number) => boolean): readonly number[] => {
  const found: number[] = [];
  for (let index = 0; index < count; index++) if (are(index)) found.push(index);
  return found;
};

/** Triangles in which the border bends. Its distance from the middle of a chord is the log-density there by its slope. */
const bent = (found: ResolvedMesh, threshold: number, { bend, chord }: Fineness): readonly number[] => {
  const { mesh, density, logDensity, area } = found;
  const { surface, corners } = mesh;
  const cut = passed(found, threshold);
  const chords = cut.map((triangle) => {
    const own = [0, 1, 2].map((k) => corners[3 * triangle + k]!);
    const places = own.map((vertex) => placeOf(mesh, vertex));
    const values = own.map((vertex) => logDensity[vertex]!);
    const ends = [0, 1, 2].flatMap((k) => {
      const [here, there] = [values[k]!, values[(k + 1) % 3]!];
      if (here >= threshold === there >= threshold) return [];
      const step = Number.isFinite(there - here) ? (threshold - here) / (there - here) : 0.5;
      return [places[k]!.map((each, i) => each + step * (places[(k + 1) % 3]![i]! - each))];
    });
    const [from, to] = [ends[0]!, ends[1]!];
    return { middle: surface.onto(from.map((each, i) => 0.5 * (each + to[i]!))), length: Math.hypot(...from.map((each, i) => to[i]! - each)), slope: slopeOf(places, values) };
  });
  const inside = area.reduce((sum, each, triangle) => sum + (cornersAbove(found, triangle, threshold) / 3) * each, 0);
  const least = chord * Math.sqrt(inside);
  const middles = density.logDensity(Float64Array.from(chords.flatMap(({ middle }) => middle)), cut.length);
  return cut.filter((_, at) => chords[at]!.length > least && !(Math.abs(middles[at]! - threshold) <= bend * chords[at]!.slope * chords[at]!.length));
};

/** The slope of the linear function with these values at the corners of a triangle, by the Gram matrix of two edges. */
const slopeOf = ([a, b, c]: readonly Place[], [u, v, w]: readonly number[]): number => {
  const [p, q] = [b!.map((each, i) => each - a![i]!), c!.map((each, i) => each - a![i]!)];
  const dot = (x: Place, y: Place): number => x.reduce((sum, each, i) => sum + each * y[i]!, 0);
  const [pp, pq, qq, rise, other] = [dot(p, p), dot(p, q), dot(q, q), v! - u!, w! - u!];
  return Math.sqrt(Math.max(rise * rise * qq - 2 * rise * other * pq + other * other * pp, 0) / (pp * qq - pq * pq));
};

/** Where the density itself passes the threshold, for each edge that leads from inside to outside. */
const crossings = ({ mesh, density }: ResolvedMesh, high: Uint8Array, threshold: number, halvings: number): ReadonlyMap<number, Place> => {
  const { corners, surface } = mesh;
  const keys = new Set<number>();
  corners.forEach((from, at) => {
    const to = corners[at % 3 === 2 ? at - 2 : at + 1]!;
    if (high[from] !== high[to]) keys.add(high[from] ? edgeKey(from, to) : edgeKey(to, from));
  });
  const edges = [...keys].map((key) => edgeOf(key).map((vertex) => placeOf(mesh, vertex)) as [Place, Place]); // from and to
  const places = (shares: Float64Array): readonly Place[] => edges.map(([from, to], at) => surface.onto(from.map((each, i) => each + shares[at]! * (to[i]! - each))));
  const held = (shares: Float64Array): readonly boolean[] => Array.from(density.logDensity(Float64Array.from(places(shares).flat()), edges.length), (each) => each >= threshold);
  const found = places(lastHoldingAlong(held, edges.length, halvings));
  return new Map([...keys].map((key, at) => [key, found[at]!]));
};

const areaInside = (mesh: Mesh, high: Uint8Array, area: readonly number[], crossing: ReadonlyMap<number, Place>): number => {
  const { corners, surface } = mesh;
  return area.reduce((sum, each, triangle) => {
    const count = high[corners[3 * triangle]!]! + high[corners[3 * triangle + 1]!]! + high[corners[3 * triangle + 2]!]!;
    if (count % 3 === 0) return sum + (count === 3 ? each : 0);
    const own = [0, 1, 2].map((k) => corners[3 * triangle + k]!);
    const inside = own.flatMap((from, k): readonly Place[] => {
      const to = own[(k + 1) % 3]!;
      const here = high[from] ? [placeOf(mesh, from)] : [];
      return high[from] === high[to] ? here : [...here, crossing.get(high[from] ? edgeKey(from, to) : edgeKey(to, from))!];
    });
    return sum + inside.slice(2).reduce((part, place, k) => part + surface.area(inside[0]!, inside[k + 1]!, place), 0);
  }, 0);
};

const grouped = (loops: readonly Loop[]): readonly (readonly Loop[])[] => {
  const parts = new Map<number, Loop[]>();
  loops.forEach((loop) => parts.set(loop.part, [...(parts.get(loop.part) ?? []), loop]));
  return [...parts.values()];
};
