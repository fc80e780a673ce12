/** `diffeo report`: all that can be told of a model, and of its table, as one page. */
import { basename } from "node:path";
import type { Command } from "commander";
import { row } from "../manifold/batch.ts";
import { columnsOf, readPoints } from "./columns/mapping.ts";
import { pointsIn } from "./columns/table-points.ts";
import { conditionOf } from "./condition.ts";
import { badData, misuse, orStop } from "./failure.ts";
import { blockNames } from "./information.ts";
import { mappingIfAny, mappingOf, readModel, type ModelOptions } from "./model-file.ts";
import { wholeOption } from "./number-options.ts";
import { ownLayersOption } from "./own-layers.ts";
import { percentReporter } from "./progress.ts";
import type { Subject } from "./report/subject.ts";
import { nameOf, readTable } from "./table/read.ts";
import { writable, writeText } from "./table/write.ts";
import { version } from "./version.ts";

interface Options extends ModelOptions {
  readonly data?: string;
  readonly given?: string;
  readonly samples: string;
  readonly rows: string;
  readonly seed: string;
  readonly coastlines?: boolean;
  readonly animate?: boolean;
  readonly audit: boolean;
  readonly title?: string;
  readonly out?: string;
  readonly quiet?: boolean;
}

const help = `
Examples:
  $ diffeo report storms.json --data storms.csv --coastlines --out report.html
  $ diffeo report winds.json --data winds.csv --given "hour=15" > report.html
  $ diffeo report storms.json --no-audit --animate --out report.html

The page is one file without scripts that needs nothing from the network: what the model is, how well it fits the
table, coverage, regions, information, pictures, the least likely rows, and an audit. What cannot be told, for want of
a table or of a condition, is said at its end. Rows that the model was fitted to flatter it: name rows it has not seen.`;

export const configure = (command: Command): Command =>
  command
    .argument("<model>", "a model file; - for standard input")
    .option("--data <table>", "rows to judge the model by, CSV or JSON; - for standard input")
    .option("--given <condition>", "the numbers of one condition, as in x=1,y=2")
    .option("--samples <number>", "points drawn where no rule integrates", "1000")
    .option("--rows <number>", "rows of the table that coverage is checked by", "1000")
    .option("--seed <seed>", "of the random numbers", "0")
    .option("--coastlines", "land on maps and globes")
    .option("--animate", "pictures of layers that move")
    .option("--no-audit", "leave out the audit")
    .option("--title <text>", "title of the page")
    .option("-o, --out <file>", "where the page goes (default: standard output)")
    .option("--columns <mapping>", "columns of the table, where they are not those of the model file")
    .option("--given-columns <mapping>", "the same for the condition")
    .option(...ownLayersOption)
    .option("-q, --quiet", "no progress")
    .addHelpText("after", help)
    .action(report);

const report = async (modelFile: string, options: Options): Promise<void> => {
  if (modelFile === "-" && options.data === "-") orStop(misuse([], "Only one of model and table can be standard input."));
  const [samples, rows] = [orStop(wholeOption("--samples", options.samples, 100, 10_000_000)), orStop(wholeOption("--rows", options.rows, 10, 10_000_000))];
  const seed = orStop(wholeOption("--seed", options.seed, -2_147_483_648, 2_147_483_647));
  const out = options.out ?? "-";
  orStop(await writable(out));
  const file = orStop(await readModel(modelFile, options.layersFrom));
  const mapping = orStop((options.data === undefined ? mappingIfAny : mappingOf)(modelFile, file, options.columns, options.givenColumns));
  if (options.given !== undefined && !mapping && file.model.flow.condition !== "e0") orStop(misuse(["--given"], "the model has a condition but no columns; say them with --columns and --given-columns."));
  const given = mapping?.given ?? [];
  const condition = options.given === undefined ? undefined : orStop(await conditionOf(options.given, given));
  if (condition && condition.table.rows.length !== 1) orStop(badData(["--given"], `a report is of one condition, and there are ${condition.table.rows.length}.`));
  const table = options.data === undefined ? undefined : orStop(await readTable(options.data));
  const progress = percentReporter(options.quiet === true);
  const subject: Subject = {
    file, mapping, names: blockNames(file.model, mapping?.columns), levels: [0.5, 0.9], samples, rows, seed,
    condition: condition && { point: row(orStop(readPoints(condition.table, given, condition.numbers)), 0), said: columnsOf(given).map((name) => `${name}=${String(condition.numbers.get(name)![0])}`).join(", ") },
    data: table && { ...orStop(pointsIn(table, mapping!)), table }, // with a table there is a mapping
    coastlines: options.coastlines === true, animate: options.animate === true,
    onProgress: progress.share,
  };
  const { written } = await import("./report/written.ts");
  const text = await written(subject, {
    title: options.title ?? `Report on ${modelFile === "-" ? file.model.flow.space : basename(modelFile, ".json")}`,
    audit: options.audit,
    foot: `Written by diffeo ${version} from ${nameOf(modelFile)}${table ? ` and ${table.name}` : ""}, with seed ${seed}. All numbers and pictures are those of this model; nothing here is loaded from elsewhere.`,
    onSection: progress.begin,
  });
  progress.stop();
  orStop(await writeText(out, text));
};
