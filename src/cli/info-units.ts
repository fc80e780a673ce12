/** Moments of a block as lines for people, in the units of its columns. */
import type { Measured } from "../model/information/estimate.ts";
import type { BlockMoments } from "../model/information/moments.ts";
import type { ColumnBlock } from "./columns/syntax.ts";

type Line = readonly [name: string, value: string];

/** Without columns, in the numbers of points and radians. */
export const inTableUnits = (known: BlockMoments, block: ColumnBlock | undefined): readonly Line[] => {
  const names = block?.columns ?? [];
  switch (known.kind) {
    case "euclidean":
      return known.mean.value.map((mean, k): Line => [
        `mean and deviation${known.mean.value.length > 1 ? ` of ${names[k] ?? k + 1}` : ""}`,
        `${withError(mean, known.mean.error[k]!)} and ${brief(Math.sqrt(known.covariance.value[k]![k]!))}`,
      ]).concat(correlations(known.covariance.value, names));
    case "circle":
      return [
        ["mean direction", `${place([Math.cos(known.direction.value), Math.sin(known.direction.value)], block)}${within(known.direction.error, (error) => turns(error, block))}`],
        ["resultant length", number(known.resultantLength)],
        ["circular deviation", turns(known.deviation.value, block)],
      ];
    case "sphere":
      return [
        ["mean direction", `${place(known.direction.value, block)}${within(known.direction.error, degrees)}`],
        ["resultant length", number(known.resultantLength)],
        ["Fréchet mean", known.frechet.unique ? `${place(known.frechet.mean.value, block)}${within(known.frechet.mean.error, degrees)}` : "none: several points are as good"],
        ["geodesic deviation", degrees(Math.sqrt(known.frechet.variance.value))],
      ];
    case "interval":
      return [["mean and deviation", `${number(known.mean)} and ${brief(Math.sqrt(known.variance.value))}`]];
    case "half line":
      return [["mean and deviation", `${number(known.mean)} and ${brief(Math.sqrt(known.variance.value))}`], ["geometric mean", number(known.geometricMean)]];
    case "simplex":
      return [["mean", shares(known.mean, names)], ["geometric mean", shares(known.geometricMean, names)]];
    case "classes":
      return [["probabilities", shares(known.probabilities, block?.labels ?? [])]];
  }
};

const brief = (value: number): string => String(Number(value.toPrecision(4)));

const withError = (value: number, error: number): string => (error < Math.abs(value) * 5e-5 + 1e-12 ? brief(value) : `${brief(value)} ± ${Number(error.toPrecision(2))}`);

const number = ({ value, error }: Measured<number>): string => withError(value, error);

const shares = ({ value, error }: Measured<readonly number[]>, names: readonly string[]): string => value.map((each, k) => `${names[k] ?? k + 1} ${withError(each, error[k]!)}`).join(", ");

const correlations = (covariance: readonly (readonly number[])[], names: readonly string[]): readonly Line[] =>
  covariance.flatMap((row, i) => row.slice(i + 1).map((each, k): Line => [`correlation of ${names[i] ?? i + 1} and ${names[i + 1 + k] ?? i + 2 + k}`, brief(each / Math.sqrt(row[i]! * covariance[i + 1 + k]![i + 1 + k]!))]));

const place = (point: readonly number[], block: ColumnBlock | undefined): string =>
  block ? block.chart.fromPoint(point).map((each, k) => `${block.columns[k]} ${brief(each)}`).join(", ") : `(${point.map(brief).join(", ")})`;

const degrees = (radians: number): string => `${brief((radians * 180) / Math.PI)}°`;

/** An error of an angle in radians, where it can be seen. */
const within = (error: number, told: (error: number) => string): string => (error < 5e-5 ? "" : ` ± ${told(error)}`);

/** An angle as a length of the column, such as hours. */
const turns = (radians: number, block: ColumnBlock | undefined): string => {
  if (!block) return `${brief(radians)} radians`;
  const [unit = ""] = block.chart.units;
  return `${brief(radians / Math.exp(block.chart.logVolume([0])))}${unit === "" ? "" : ` ${unit}`}`;
};
