/** `diffeo sample`: rows drawn from a model, in the columns that it was fitted to. */
import type { Command } from "commander";
import { columnsOf, readPoints, withLabels, writePoints } from "./columns/mapping.ts";
import { conditionOf } from "./condition.ts";
import { misuse, orStop } from "./failure.ts";
import { mappingOf, readModel, type ModelOptions } from "./model-file.ts";
import { wholeOption } from "./number-options.ts";
import { ownLayersOption } from "./own-layers.ts";
import { mostCells, numbersTable } from "./table/table.ts";
import { target, writeTable } from "./table/write.ts";

interface Options extends ModelOptions {
  readonly count: string;
  readonly seed: string;
  readonly given?: string;
  readonly logProb?: boolean;
  readonly out?: string;
  readonly format?: string;
}

const help = `
Examples:
  $ diffeo sample model.json -n 1000 > rows.csv
  $ diffeo sample model.json -n 1000 --seed 7 --log-prob --out rows.json
  $ diffeo sample model.json -n 10 --given "lon=13.4,lat=52.5"
  $ diffeo sample model.json -n 10 --given places.csv      # ten rows for each row of places.csv

One seed always gives the same rows. A model with a condition repeats the condition's columns before its own.`;

export const configure = (command: Command): Command =>
  command
    .argument("<model>", "a model file; - for standard input")
    .option("-n, --count <rows>", "rows to draw (for each condition)", "1000")
    .option("--seed <seed>", "of the random numbers", "0")
    .option("--given <condition>", "numbers of the condition, or a table of conditions")
    .option("--log-prob", "add a column log_prob, the log-density in nats")
    .option("-o, --out <file>", "where the rows go (default: standard output)")
    .option("--format <format>", "csv, json or jsonl (default: by the extension, else csv)")
    .option("--columns <mapping>", "columns to write, where the model file has none")
    .option("--given-columns <mapping>", "the same for the condition")
    .option(...ownLayersOption)
    .addHelpText("after", help)
    .action(sample);

const sample = async (modelFile: string, options: Options): Promise<void> => {
  const count = orStop(wholeOption("--count", options.count, 0, 100_000_000));
  const seed = orStop(wholeOption("--seed", options.seed, -2_147_483_648, 2_147_483_647));
  const to = orStop(await target(options.out, options.format));
  const file = orStop(await readModel(modelFile, options.layersFrom));
  const { columns, given } = orStop(mappingOf(modelFile, file, options.columns, options.givenColumns));
  const condition = orStop(await conditionOf(options.given, given));
  const conditions = condition && { given: orStop(readPoints(condition.table, given, condition.numbers)) };
  const cells = count * (condition?.table.rows.length ?? 1) * columnsOf([...given, ...columns]).length;
  if (cells > mostCells) orStop(misuse(["--count"], `${cells} numbers are too many at once, of which at most ${mostCells} are drawn; draw in parts, each with its own --seed.`));
  const { points, logProb } = file.model.sample(count, { seed, ...conditions });
  const repeated: [string, Float64Array][] = condition
    ? columnsOf(given).map((name) => [name, Float64Array.from({ length: points.count }, (_, row) => condition.numbers.get(name)![Math.floor(row / count)]!)])
    : [];
  const all = new Map([...repeated, ...writePoints(points, columns), ...(options.logProb ? [["log_prob", logProb] as const] : [])]);
  orStop(await writeTable(to, withLabels(numbersTable(all, points.count), [...given, ...columns])));
};
