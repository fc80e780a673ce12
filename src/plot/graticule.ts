/**
 * The labels of a map's graticule: where meridians meet the lower edge of the frame and parallels meet the left edge.
 * Both are found by walking along the line, which works for every projection and every place on the globe.
 */
import { geoDistance, type GeoProjection } from "d3-geo";
import type { Size } from "./panel.ts";
import { element, siblings, type Svg } from "./svg.ts";

/** `"60°W"`, `"0°"`, `"45°N"`. */
export const longitudeName = (lonDeg: number): string => {
  const wrapped = ((((lonDeg + 180) % 360) + 360) % 360) - 180;
  const side = wrapped === 0 || wrapped === -180 ? "" : wrapped < 0 ? "W" : "E";
  return `${Math.abs(wrapped)}°${side}`;
};

export const latitudeName = (latDeg: number): string => `${Math.abs(latDeg)}°${latDeg === 0 ? "" : latDeg < 0 ? "S" : "N"}`;

type Place = [number, number];

/** Steps between graticule lines, in degrees, that give a map of this angular radius (radians) about five lines each way. */
export const graticuleStep = (radius: number): number => {
  const wanted = (radius * 180) / Math.PI / 2.5;
  return [30, 20, 10, 5, 2, 1, 0.5, 0.2].find((step) => step <= wanted) ?? 0.1;
};

/** Where a line of places passes a fixed x (axis 0) or y (axis 1) on the sheet: the other coordinate there. */
const passages = (
  projection: GeoProjection,
  line: readonly Place[],
  axis: 0 | 1,
  value: number,
  limit: number,
): readonly number[] => {
  const centre = projection.invert?.(projection.translate()) ?? [0, 0];
  return line.slice(1).flatMap((place, i) => {
    const before = line[i]!;
    // The far side of the globe lies around the map's rim and is nowhere near the frame that a reader sees.
    if (geoDistance(centre, place) > 2.6) return [];
    const [p, q] = [projection(before), projection(place)];
    if (p === null || q === null || (p[axis] - value) * (q[axis] - value) > 0 || p[axis] === q[axis]) return [];
    const share = (value - p[axis]) / (q[axis] - p[axis]);
    const other = p[1 - axis]! + share * (q[1 - axis]! - p[1 - axis]!);
    return other >= 0 && other <= limit ? [other] : [];
  });
};

/** Labels in order along an edge, leaving out those closer than `apart` to the one before. */
const spaced = (labels: readonly (readonly [number, string])[], apart: number): readonly (readonly [number, string])[] =>
  [...labels]
    .sort((a, b) => a[0] - b[0])
    .reduce<readonly (readonly [number, string])[]>((kept, label) => {
      const last = kept.at(-1);
      return last !== undefined && label[0] - last[0] < apart ? kept : [...kept, label];
    }, []);

const multiples = (from: number, to: number, step: number): readonly number[] =>
  Array.from({ length: Math.floor((to - from) / step + 1e-9) + 1 }, (_, i) => Math.round((from + i * step) * 10) / 10);

/** Names of meridians under the frame and of parallels at its left. */
export const graticuleLabels = (projection: GeoProjection, { width, height }: Size, step: number): Svg => {
  const walk = Math.min(1, step / 4);
  const meridians = multiples(-180, 180 - step, step).flatMap((lon) => {
    const line = multiples(-90, 90, walk).map((lat): Place => [lon, lat]);
    return passages(projection, line, 1, height, width).map((x) => [x, longitudeName(lon)] as const);
  });
  const parallels = multiples(-90 + step, 90 - step, step).flatMap((lat) => {
    const line = multiples(-180, 180, walk).map((lon): Place => [lon, lat]);
    return passages(projection, line, 0, 0, height).map((y) => [y, latitudeName(lat)] as const);
  });
  return siblings(
    ...spaced(meridians, 42).map(([x, name]) =>
      element("text", { class: "faint", x, y: height + 16, "text-anchor": "middle" }, name),
    ),
    ...spaced(parallels, 16).map(([y, name]) =>
      element("text", { class: "faint", x: -6, y: y + 4, "text-anchor": "end" }, name),
    ),
  );
};
