/**
 * A map's graticule: meridians and parallels over the part of the globe that the sheet shows, with names where meridians
 * meet its lower edge and parallels its left edge. These places are found by walking along the lines, which works for
 * every projection and every place on the globe.
 */
import type { GeoProjection } from "d3-geo";
import type { MultiLineString, Position } from "geojson";
import type { Size } from "./panel.ts";
import { element, siblings, type Svg } from "./svg.ts";

/** A degree value without the dust of floating-point sums. */
const tidy = (degrees: number): number => Number(degrees.toFixed(4)) + 0;

/** `"60°W"`, `"0°"`, `"180°"`, for any number of turns. */
export const longitudeName = (lonDeg: number): string => {
  const wrapped = tidy(lonDeg - 360 * Math.round(lonDeg / 360));
  const side = wrapped === 0 || Math.abs(wrapped) === 180 ? "" : wrapped < 0 ? "W" : "E";
  return `${Math.abs(wrapped)}°${side}`;
};

/** `"45°N"`, `"0°"`. */
export const latitudeName = (latDeg: number): string => `${tidy(Math.abs(latDeg))}°${latDeg === 0 ? "" : latDeg < 0 ? "S" : "N"}`;

type Interval = readonly [low: number, high: number];

const probes = 24;
const world: { readonly lon: Interval; readonly lat: Interval } = { lon: [-180, 180], lat: [-90, 90] };

/** Longitudes (unwrapped about the middle of the sheet) and latitudes between which everything on the sheet lies. */
const shownPart = (projection: GeoProjection, { width, height }: Size): { readonly lon: Interval; readonly lat: Interval } => {
  const at = (x: number, y: number): readonly [number, number] | undefined => {
    const place = projection.invert?.([x, y]);
    return place && Number.isFinite(place[0]) && Number.isFinite(place[1]) ? place : undefined;
  };
  const middle = at(width / 2, height / 2)?.[0] ?? 0;
  let [west, east, south, north] = [middle, middle, 90, -90];
  for (let i = 0; i <= probes * probes + 2 * probes; i++) {
    const place = at(((i % (probes + 1)) * width) / probes, (Math.floor(i / (probes + 1)) * height) / probes);
    if (place === undefined) return world;
    const lon = place[0] - 360 * Math.round((place[0] - middle) / 360);
    [west, east] = [Math.min(west, lon), Math.max(east, lon)];
    [south, north] = [Math.min(south, place[1]), Math.max(north, place[1])];
  }
  // Between the probes the sheet may bulge or hold a pole, which brings in every longitude: the sheet's edges go round it.
  const [acrossRoom, upRoom] = [(east - west) / probes, (2 * (north - south)) / probes];
  return {
    lon: east - west > 300 ? [middle - 180, middle + 180] : [west - acrossRoom, east + acrossRoom],
    lat: [Math.max(-90, south - upRoom), Math.min(90, north + upRoom)],
  };
};

const stepFor = (length: number): number =>
  [30, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02].find((step) => step <= length / 4) ?? 0.01;

const multiples = ([low, high]: Interval, step: number): readonly number[] => {
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.max(0, Math.floor(high / step + 1e-9) - first + 1) }, (_, i) => tidy((first + i) * step));
};

const between = ([low, high]: Interval, count: number): readonly number[] =>
  Array.from({ length: count + 1 }, (_, i) => low + ((high - low) * i) / count);

interface Line {
  readonly name: string;
  readonly places: Position[];
}

export interface Graticule {
  readonly meridians: readonly Line[];
  readonly parallels: readonly Line[];
}

/** The lines, about five each way. */
export const graticule = (projection: GeoProjection, sheet: Size): Graticule => {
  const { lon, lat } = shownPart(projection, sheet);
  const around = lon[1] - lon[0] > 359;
  return {
    meridians: multiples(around ? [-180, 179.9] : lon, stepFor((lon[1] - lon[0]) / 1.5)).map((value) => ({
      name: longitudeName(value),
      places: between(lat, 90).map((other) => [value, other]),
    })),
    parallels: multiples(lat, stepFor(lat[1] - lat[0]))
      .filter((value) => Math.abs(value) < 90)
      .map((value) => ({ name: latitudeName(value), places: between(lon, 180).map((other) => [other, value]) })),
  };
};

/** The lines as one shape to draw. */
export const graticuleShape = ({ meridians, parallels }: Graticule): MultiLineString => ({
  type: "MultiLineString",
  coordinates: [...meridians, ...parallels].map(({ places }) => places),
});

/** Where a line passes a fixed x (axis 0) or y (axis 1) of the sheet: the other coordinate there, if on the sheet. */
const passages = (projection: GeoProjection, { places }: Line, axis: 0 | 1, value: number, limit: number): readonly number[] => {
  const drawn = places.map((place) => projection([place[0]!, place[1]!]));
  return drawn.slice(1).flatMap((q, i) => {
    const p = drawn[i]!;
    if (p === null || q === null || (p[axis] - value) * (q[axis] - value) > 0 || p[axis] === q[axis]) return [];
    const other = p[1 - axis]! + ((value - p[axis]) / (q[axis] - p[axis])) * (q[1 - axis]! - p[1 - axis]!);
    return other >= 0 && other <= limit ? [other] : [];
  });
};

type Label = readonly [at: number, name: string];

/** Labels in order along an edge, leaving out those closer than `apart` to the one before. */
const spaced = (labels: readonly Label[], apart: number): readonly Label[] =>
  [...labels]
    .sort((a, b) => a[0] - b[0])
    .reduce<readonly Label[]>((kept, label) => {
      const last = kept.at(-1);
      return last !== undefined && label[0] - last[0] < apart ? kept : [...kept, label];
    }, []);

/** Names of meridians under the sheet and of parallels at its left. */
export const graticuleLabels = (projection: GeoProjection, { width, height }: Size, lines: Graticule): Svg => {
  const below = lines.meridians.flatMap((line) => passages(projection, line, 1, height, width).map((x): Label => [x, line.name]));
  const left = lines.parallels.flatMap((line) => passages(projection, line, 0, 0, height).map((y): Label => [y, line.name]));
  return siblings(
    ...spaced(below, 46).map(([x, name]) => element("text", { class: "faint", x, y: height + 16, "text-anchor": "middle" }, name)),
    ...spaced(left, 16).map(([y, name]) => element("text", { class: "faint", x: -6, y: y + 4, "text-anchor": "end" }, name)),
  );
};
