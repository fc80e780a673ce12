/** `diffeo score`: the log-density of every row of a table. */
import type { Command } from "commander";
import { logVolumes } from "./columns/mapping.ts";
import { pointsIn } from "./columns/table-points.ts";
import { misuse, orStop } from "./failure.ts";
import { mappingOf, readModel, type ModelOptions } from "./model-file.ts";
import { listed, unknownName } from "./nearest.ts";
import { ownLayersOption } from "./own-layers.ts";
import { readTable } from "./table/read.ts";
import { withColumn } from "./table/table.ts";
import { fitting, target, writeTable } from "./table/write.ts";

interface Options extends ModelOptions {
  readonly out?: string;
  readonly format?: string;
  readonly per: string;
  readonly quiet?: boolean;
}

const help = `
Examples:
  $ diffeo score model.json storms.csv > scored.csv
  $ diffeo score model.json storms.csv --per columns --out scored.json
  $ diffeo sample model.json -n 100 | diffeo score model.json -

The rows come back with one more column, log_prob: the natural logarithm of the density. By default the density
is per unit of the manifold's own measure (surface area of the unit sphere, radians of the circle, the numbers as
they are); with --per columns it is per unit of the table's columns, such as per square degree and day.
Mean, standard error and number of rows go to standard error.`;

export const configure = (command: Command): Command =>
  command
    .argument("<model>", "a model file; - for standard input")
    .argument("<table>", "CSV or JSON rows; - for standard input")
    .option("-o, --out <file>", "where the rows go (default: standard output)")
    .option("--format <format>", "csv, json or jsonl (default: by the extension, else csv)")
    .option("--per <unit>", "density per unit of: measure, columns", "measure")
    .option("--columns <mapping>", "columns of this table, where they are not those of the model file")
    .option("--given-columns <mapping>", "the same for the condition")
    .option(...ownLayersOption)
    .option("-q, --quiet", "no summary")
    .addHelpText("after", help)
    .action(score);

const units = ["measure", "columns"];

const score = async (modelFile: string, tableFile: string, options: Options): Promise<void> => {
  if (!units.includes(options.per)) orStop(misuse(["--per"], unknownName("unit", options.per, units)));
  if (modelFile === "-" && tableFile === "-") orStop(misuse([], "Only one of model and table can be standard input."));
  const to = orStop(await target(options.out, options.format));
  const file = orStop(await readModel(modelFile, options.layersFrom));
  const mapping = orStop(mappingOf(modelFile, file, options.columns, options.givenColumns));
  const { columns } = mapping;
  const table = orStop(fitting(to, orStop(await readTable(tableFile))));
  const { points, given, numbers } = orStop(pointsIn(table, mapping));
  const logProb = file.model.logProb(points, given && { given });
  if (options.per === "columns") logVolumes(points.count, columns, numbers).forEach((each, row) => (logProb[row]! += each));
  orStop(await writeTable(to, withColumn(table, "log_prob", logProb)));
  if (options.quiet) return;
  if (table.columns.includes("log_prob")) process.stderr.write("The table's own column log_prob was replaced.\n");
  process.stderr.write(`${summary(logProb, options.per === "columns" ? `the columns ${listed(columns.flatMap((block) => block.columns))}` : file.model.flow.space)}\n`);
};

/** `Mean log_prob -3.21 ± 0.02 nats over 1,200 rows, per unit of s2+e2.` */
const summary = (logProb: Float64Array, unit: string): string => {
  const count = logProb.length;
  const mean = logProb.reduce((sum, each) => sum + each, 0) / count;
  const variance = logProb.reduce((sum, each) => sum + (each - mean) ** 2, 0) / Math.max(1, count - 1);
  const error = count > 1 ? ` ± ${Math.sqrt(variance / count).toFixed(4)}` : "";
  return `Mean log_prob ${mean.toFixed(4)}${error} nats over ${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}, per unit of ${unit}.`;
};
