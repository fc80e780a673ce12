/**
 * Rings on the sphere as polygons in the plane of longitude and latitude, as RFC 7946 (section 3.1.9) wants them: what
 * crosses the meridian of 180° is cut there, and what holds a pole goes round along it and along the parallel of 90°.
 *
 * Rings have the inside on the left, which they keep in the plane, and so has the rim of the map when it is walked
 * counter-clockwise. A ring that crosses the meridian falls into arcs from rim to rim; from the end of each the rim leads to
 * the beginning of the next, and whatever closes is a ring of the plane.
 */
import { signedArea } from "./plane-region.ts";

type Position = readonly [lon: number, lat: number];

/** Polygons, each an outer ring counter-clockwise and its holes; `rings` closed, in degrees, with the inside on the left. */
export const cutAtAntimeridian = (rings: readonly (readonly Position[])[]): readonly (readonly (readonly Position[])[])[] => {
  const pieces = rings.map(piecesOf);
  const closed = pieces.flatMap(({ whole }) => whole);
  const arcs = pieces.flatMap((each) => each.arcs);
  const all = [...closed, ...joined(arcs)];
  // Nothing goes round counter-clockwise: the inside is all but the holes.
  const outer = all.filter((ring) => signedArea(ring) > 0);
  const outermost = outer.length > 0 ? outer : [wholeMap];
  const holes = all.filter((ring) => signedArea(ring) < 0);
  const keeper = (hole: readonly Position[]): number => {
    const around = outermost.flatMap((ring, at) => (encloses(ring, hole[0]!) ? [at] : []));
    return around.sort((a, b) => signedArea(outermost[a]!) - signedArea(outermost[b]!))[0] ?? 0;
  };
  const keepers = holes.map(keeper);
  return outermost.map((ring, at) => [ring, ...holes.filter((_, hole) => keepers[hole] === at)]);
};

export const wholeMap: readonly Position[] = [[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]];

/** A ring as it is, or its arcs from rim to rim. */
const piecesOf = (ring: readonly Position[]): { readonly whole: readonly (readonly Position[])[]; readonly arcs: readonly (readonly Position[])[] } => {
  const arcs: Position[][] = [[ring[0]!]];
  ring.slice(1).forEach((there, at) => {
    const here = ring[at]!;
    if (Math.abs(there[0] - here[0]) > 180) {
      const side = here[0] > 0 ? 180 : -180;
      const lat = crossingLatitude(here, there);
      arcs.at(-1)!.push([side, lat]);
      arcs.push([[-side, lat]]);
    }
    arcs.at(-1)!.push(there);
  });
  if (arcs.length === 1) return { whole: arcs, arcs: [] };
  // The ring began somewhere within an arc.
  const [first, ...rest] = arcs;
  return { whole: [], arcs: [...rest.slice(0, -1), [...rest.at(-1)!, ...first!.slice(1)]] };
};

/** Where the geodesic between two places passes the meridian of 180°: as much of each as the other is off its plane. */
const crossingLatitude = (a: Position, b: Position): number => {
  const [[x1, y1, z1], [x2, y2, z2]] = [unit(a), unit(b)];
  const [p, q] = [Math.abs(y2), Math.abs(y1)];
  return p + q === 0 ? a[1] : Math.atan2(p * z1 + q * z2, -p * x1 - q * x2) / radians;
};

const radians = Math.PI / 180;
const unit = ([lon, lat]: Position): readonly [number, number, number] =>
  [Math.cos(lat * radians) * Math.cos(lon * radians), Math.cos(lat * radians) * Math.sin(lon * radians), Math.sin(lat * radians)];

/** How far along the rim, counter-clockwise from the lower right corner. */
const along = ([lon, lat]: Position): number => (lon > 0 ? lat + 90 : 360 + 180 + (90 - lat));
const corners: readonly (readonly [number, Position])[] = [[180, [180, 90]], [540, [-180, 90]], [720, [-180, -90]], [1080, [180, -90]]];
const round = 1080;

const joined = (arcs: readonly (readonly Position[])[]): readonly (readonly Position[])[] => {
  const left = new Set(arcs.keys());
  const rings: Position[][] = [];
  while (left.size > 0) {
    const [start] = left;
    const ring: Position[] = [];
    let at = start!;
    do {
      left.delete(at);
      ring.push(...arcs[at]!);
      const from = along(arcs[at]!.at(-1)!);
      const gap = (arc: number): number => (along(arcs[arc]![0]!) - from + round) % round;
      const next = [...arcs.keys()].reduce((best, arc) => (gap(arc) < gap(best) ? arc : best));
      const way = gap(next);
      ring.push(...corners.map(([place, corner]) => [(place - from + round) % round, corner] as const).filter(([far]) => far < way).sort(([a], [b]) => a - b).map(([, corner]) => corner));
      at = next;
    } while (left.has(at));
    rings.push([...ring, ring[0]!]);
  }
  return rings;
};

/** Whether a ring of the plane goes around a place: by how often it passes a ray to the right. */
const encloses = (ring: readonly Position[], [x, y]: Position): boolean =>
  ring.slice(1).filter(([x1, y1], at) => {
    const [x0, y0] = ring[at]!;
    return y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0);
  }).length % 2 === 1;
