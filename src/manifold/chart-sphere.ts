/** Charts of the sphere S². The point of longitude λ and latitude β is (cos β cos λ, cos β sin λ, sin β). */
import { either } from "fp-ts";
import { clamp, outside, reading, type Chart } from "./chart-reading.ts";
import { circleAt, positiveAt, valueAt } from "./turn-angle.ts";

const geographic = (name: string, turn: number, unit: string): Chart<"s2", readonly ["lon", "lat"]> => {
  const quarter = turn / 4;
  return {
    name,
    on: "s2",
    columns: ["lon", "lat"],
    units: [unit, unit],
    toPoint: reading(["longitude", "latitude"], ([longitude, latitude]) => {
      const error = outside("longitude", longitude!, -turn / 2, turn, unit) ?? outside("latitude", latitude!, -quarter, quarter, unit);
      if (error) return either.left(error);
      const [across, height] = circleAt(clamp(latitude!, -quarter, quarter), turn);
      return either.right(around(Math.max(across, 0), circleAt(longitude!, turn), height));
    }),
    fromPoint: ({ 0: x, 1: y, 2: z }) => [valueAt(x!, y!, turn), valueAt(Math.hypot(x!, y!), z!, turn)],
    logVolume: ([, latitude]) => Math.log(Math.max(circleAt(latitude!, turn)[0], 0)) + 2 * Math.log((2 * Math.PI) / turn),
  };
};

const around = (across: number, [c, s]: readonly [number, number], height: number): readonly number[] => [across * c + 0, across * s + 0, height];

/** Longitude and latitude in degrees, read from −180 to 360 and from −90 to 90; longitudes are given in (−180, 180]. */
export const longitudeLatitude: Chart<"s2", readonly ["lon", "lat"]> = geographic("longitudeLatitude", 360, "degrees");

/** Longitude and latitude in radians, read from −π to 2π and from −π/2 to π/2; longitudes are given in (−π, π]. */
export const longitudeLatitudeRadians: Chart<"s2", readonly ["lon", "lat"]> = geographic("longitudeLatitudeRadians", 2 * Math.PI, "radians");

/** Colatitude from the pole (0, 0, 1) and azimuth in radians, ϑ and φ of physics; azimuths are given in [0, 2π). */
export const colatitudeAzimuth: Chart<"s2", readonly ["colatitude", "azimuth"]> = {
  name: "colatitudeAzimuth",
  on: "s2",
  columns: ["colatitude", "azimuth"],
  units: ["radians", "radians"],
  toPoint: reading(["colatitude", "azimuth"], ([colatitude, azimuth]) => {
    const error = outside("colatitude", colatitude!, 0, Math.PI, "radians") ?? outside("azimuth", azimuth!, -Math.PI, 2 * Math.PI, "radians");
    if (error) return either.left(error);
    const [height, across] = circleAt(clamp(colatitude!, 0, Math.PI), 2 * Math.PI);
    return either.right(around(Math.max(across, 0), circleAt(azimuth!, 2 * Math.PI), height));
  }),
  fromPoint: ({ 0: x, 1: y, 2: z }) => [valueAt(z!, Math.hypot(x!, y!), 2 * Math.PI), positiveAt(x!, y!, 2 * Math.PI)],
  logVolume: ([colatitude]) => Math.log(Math.max(circleAt(colatitude!, 2 * Math.PI)[1], 0)),
};
