/**
 * How columns are written as points: the charts of the library under the short names of the command line, each with what
 * its columns hold. `--help` and the sentences about unknown charts are made from this table.
 */
import { either } from "fp-ts";
import {
  above, angleDegrees, angleRadians, below, bounded, classNumber, colatitudeAzimuth, dayOfYear, fractions, hourOfDay, longitudeLatitude, longitudeLatitudeRadians,
  period, plain, unitVector,
  type Chart,
} from "../../manifold/chart.ts";
import { unknownName } from "../nearest.ts";

export interface ChartRow {
  /** How it is written, as an example. */
  readonly example: string;
  readonly meaning: string;
  /** Its manifold, in words for `--help`. */
  readonly on: string;
  /** How many numbers stand before the columns. */
  readonly numbers: number;
  /** Whether all words but the last are labels, which the one column holds. */
  readonly labels?: true;
  /** The chart for these numbers and this many columns (or labels), or the sentence that says what is wrong. */
  readonly make: (numbers: readonly number[], columns: number) => either.Either<string, Chart>;
}

const fixed = (chart: Chart, example: string, meaning: string): ChartRow => ({ example, meaning, on: chart.on, numbers: 0, make: () => either.right(chart) });

export const charts: { readonly [name: string]: ChartRow } = {
  plain: {
    example: "plain(wind_kt, pressure_hpa)", meaning: "numbers, as many as there are", on: "e<n>", numbers: 0,
    make: (_, columns) => either.right(plain(columns)),
  },
  lonlat: fixed(longitudeLatitude, "lonlat(lon, lat)", "longitude and latitude in degrees"),
  lonlatRadians: fixed(longitudeLatitudeRadians, "lonlatRadians(ra, dec)", "the same in radians"),
  colatitudeAzimuth: fixed(colatitudeAzimuth, "colatitudeAzimuth(theta, phi)", "colatitude and azimuth in radians"),
  degrees: fixed(angleDegrees, "degrees(heading)", "an angle in degrees"),
  radians: fixed(angleRadians, "radians(phase)", "an angle in radians"),
  hourOfDay: fixed(hourOfDay, "hourOfDay(utc)", "an hour from 0 to 24"),
  dayOfYear: fixed(dayOfYear, "dayOfYear(doy)", "a day of the year, from 0 to 366"),
  period: {
    example: "period(7, weekday)", meaning: "a number that comes round after 7", on: "s1", numbers: 1,
    make: ([length = NaN]) => (length > 0 && length < Infinity ? either.right(period(length)) : either.left("a period is a positive number, as in period(7, weekday).")),
  },
  interval: {
    example: "interval(0, 100, percent)", meaning: "a number from 0 to 100", on: "i", numbers: 2,
    make: ([a = NaN, b = NaN]) => (a < b && Math.max(-a, b) < 1e21 ? either.right(bounded(a, b)) : either.left("an interval has two bounds, the smaller one first, as in interval(0, 100, percent).")),
  },
  above: {
    example: "above(0, income)", meaning: "a number above 0", on: "i_<n>_inf", numbers: 1,
    make: ([end = NaN]) => (Math.abs(end) < 1e21 ? either.right(above(end)) : either.left("a half line has one bound, as in above(0, income).")),
  },
  below: {
    example: "below(0, depth)", meaning: "a number below 0", on: "i_-inf_<n>", numbers: 1,
    make: ([end = NaN]) => (Math.abs(end) < 1e21 ? either.right(below(end)) : either.left("a half line has one bound, as in below(0, depth).")),
  },
  fractions: {
    example: "fractions(sand, silt, clay)", meaning: "shares that add up to 1", on: "a<n>", numbers: 0,
    make: (_, columns) => (columns >= 2 ? either.right(fractions(columns - 1)) : either.left("fractions have at least two columns, as in fractions(sand, silt, clay).")),
  },
  classes: {
    example: "classes(cat, dog, animal)", meaning: "one of the labels cat and dog", on: "c<n>", numbers: 0, labels: true,
    make: (_, labels) => (labels >= 2 ? either.right(classNumber(labels)) : either.left("classes have at least two labels before their column, as in classes(cat, dog, animal).")),
  },
  unitVector: {
    example: "unitVector(x, y, z)", meaning: "the coordinates of a unit vector", on: "s<n>", numbers: 0,
    make: (_, columns) => (columns >= 2 ? either.right(unitVector(columns - 1)) : either.left("a unit vector has at least two columns, as in unitVector(x, y).")),
  },
};

/** Names of the library that are spelt otherwise here. */
const also: { readonly [name: string]: string } = {
  longitudelatitude: "lonlat", longitudelatituderadians: "lonlatRadians", angledegrees: "degrees", angleradians: "radians", bounded: "interval", classnumber: "classes",
};

/** The name of a chart in its own spelling, whatever the letters' case. */
export const chartName = (name: string): either.Either<string, string> => {
  const plainName = name.toLowerCase();
  const found = Object.keys(charts).find((each) => each.toLowerCase() === plainName) ?? (Object.hasOwn(also, plainName) ? also[plainName] : undefined);
  return found === undefined ? either.left(unknownName("chart", name, Object.keys(charts))) : either.right(found);
};
