/** A layer on the sphere: a globe with its graticule, and where both graticule and samples go. Both globes are seen from one place. */
import { geoOrthographic, geoPath } from "d3-geo";
import type { Position } from "geojson";
import type { Panel } from "../../../src/plot/panel.ts";
import { sphereRegions } from "../../../src/plot/sphere-region.ts";
import { element } from "../../../src/plot/svg.ts";
import { evenly, thinned, type Pixel } from "../../../src/plot/lines.ts";
import { keys, masses, onGrid, sampleCount, scene, type Grid } from "./marks.ts";
import type { Subject } from "./subject.ts";

const size = { width: 390, height: 380 };
const radius = 180;
const radians = Math.PI / 180;

const vector = (lon: number, lat: number): readonly number[] => [
  Math.cos(lat * radians) * Math.cos(lon * radians),
  Math.cos(lat * radians) * Math.sin(lon * radians),
  Math.sin(lat * radians),
];

const places = (rows: ArrayLike<number>): Position[] =>
  Array.from({ length: rows.length / 3 }, (_, at) => [
    Math.atan2(rows[3 * at + 1]!, rows[3 * at]!) / radians,
    Math.atan2(rows[3 * at + 2]!, Math.hypot(rows[3 * at]!, rows[3 * at + 1]!)) / radians,
  ]);

/** Meridians and parallels, 15° apart, as rows of unit vectors. */
const graticule = (): Grid<ArrayLike<number>> => {
  const meridian = (lon: number): readonly number[] => evenly(161, -90, 90).flatMap((lat) => vector(lon, lat));
  const parallel = (lat: number): readonly number[] => evenly(241, -180, 180).flatMap((lon) => vector(lon, lat));
  const beside = (value: number): boolean => value !== 0;
  return {
    fine: [
      ...evenly(25, -180, 180).slice(1).filter(beside).map(meridian),
      ...evenly(13, -90, 90).slice(1, -1).filter(beside).map(parallel),
    ],
    strong: [meridian(0), parallel(0)],
  };
};

/** Seen from over the mean direction of the points, a little from the north. */
const viewOf = (points: ArrayLike<number>): readonly [number, number] => {
  const mean = [0, 1, 2].map((axis) =>
    Array.from({ length: points.length / 3 }, (_, at) => points[3 * at + axis]!).reduce((a, b) => a + b, 0),
  );
  const [[lon, lat]] = places(mean) as [Position];
  const far = Math.hypot(...mean) > (0.05 * points.length) / 3;
  return far ? [lon!, Math.max(-50, Math.min(50, lat! + 10))] : [20, 25];
};

export const spherePanels = ({ base, forward, sample, logProb }: Subject): readonly Panel[] => {
  const z = base(sampleCount);
  const x = forward(z);
  const [lon, lat] = viewOf(sample(3000));
  const projection = geoOrthographic()
    .rotate([-lon, -lat])
    .scale(radius)
    .translate([size.width / 2, size.height / 2])
    .clipAngle(90)
    .precision(0.3);
  const path = geoPath(projection).digits(1);
  const lines = graticule();
  const seen = (rows: ArrayLike<number>): readonly Pixel[] => {
    const centre = vector(lon, lat);
    return places(rows).flatMap((place, at) => {
      const facing = centre.reduce((sum, each, axis) => sum + each * rows[3 * at + axis]!, 0);
      return facing > 0 ? [projection(place as [number, number])! as Pixel] : [];
    });
  };
  const found = sphereRegions(
    (lons, lats) => logProb(Array.from(lons).flatMap((each, at) => vector(each, lats[at]!))),
    { lonDeg: lon, latDeg: lat, radius: Math.PI / 2 },
    masses,
    100,
  );
  // A uniform density has no smallest regions.
  const flat = found[0]!.level - found[1]!.level < 1e-6;
  const globe = (
    title: string,
    description: string,
    rows: Grid<ArrayLike<number>>,
    points: ArrayLike<number>,
    regions: readonly string[],
  ): Panel => ({
    ...size,
    title,
    description,
    keys: [keys.mesh, keys.dots, ...(flat ? [] : keys.regions)],
    body: element(
      "g",
      {},
      element("circle", { class: "field", cx: size.width / 2, cy: size.height / 2, r: radius }),
      scene(
        onGrid(rows, (each) => thinned(path({ type: "LineString", coordinates: places(each) }))),
        seen(points),
        regions,
      ),
      element("circle", { class: "frame", cx: size.width / 2, cy: size.height / 2, r: radius }),
    ),
  });
  return [
    globe("Base", "A globe with a graticule and samples of the uniform density.", lines, z, []),
    globe(
      "Data",
      "The image of the graticule and of the samples under the layer, with the regions of the density.",
      onGrid(lines, forward),
      x,
      flat ? [] : found.map(({ shape }) => thinned(path(shape))),
    ),
  ];
};
