/** A layer on the sphere: a globe with its graticule, and where both graticule and samples go. Both globes are seen from one place. */
import { geoOrthographic, geoPath } from "d3-geo";
import type { Panel } from "../../../src/plot/panel.ts";
import { lonLatOf, unitVectorOf, viewOf } from "../../../src/plot/sphere-place.ts";
import { sphereRegions } from "../../../src/plot/sphere-region.ts";
import { element } from "../../../src/plot/svg.ts";
import { meridians } from "../../../src/plot/lattices.ts";
import { thinned, type Pixel } from "../../../src/plot/lines.ts";
import { onGrid, scene, type Grid } from "../../../src/plot/mesh.ts";
import { keys, masses, sampleCount } from "./marks.ts";
import type { Subject } from "./subject.ts";

const size = { width: 390, height: 380 };
const radius = 180;
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
  const lines = meridians();
  const seen = (rows: ArrayLike<number>): readonly Pixel[] => {
    const centre = unitVectorOf(lon, lat);
    return lonLatOf(rows).flatMap((place, at) => {
      const facing = centre.reduce((sum, each, axis) => sum + each * rows[3 * at + axis]!, 0);
      return facing > 0 ? [projection([...place])! as Pixel] : [];
    });
  };
  const found = sphereRegions(
    (lons, lats) => logProb(Array.from(lons).flatMap((each, at) => unitVectorOf(each, lats[at]!))),
    { lonDeg: lon, latDeg: lat, radius: Math.PI / 2 },
    masses,
    [],
    60,
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
        onGrid(rows, (each) =>
          thinned(path({ type: "LineString", coordinates: lonLatOf(each).map((place) => [...place]) })),
        ),
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
