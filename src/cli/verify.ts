/** `diffeo verify`: the laws of densities, asked of a model file; how well it is calibrated, where there is a table. */
import type { Command } from "commander";
import { writeJson, type Json } from "../flow/codec-json.ts";
import { pointsIn, type TablePoints } from "./columns/table-points.ts";
import { misuse, orStop, Stop } from "./failure.ts";
import { mappingOf, readModel, type ModelOptions } from "./model-file.ts";
import { ownLayersOption } from "./own-layers.ts";
import { typedOption } from "./number-options.ts";
import { stepReporter } from "./progress.ts";
import { readTable } from "./table/read.ts";
import { writeText } from "./table/write.ts";

interface Options extends ModelOptions {
  readonly data?: string;
  readonly samples: string;
  readonly seed: string;
  readonly threshold: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const help = `
Examples:
  $ diffeo verify model.json
  $ diffeo verify model.json --data storms.csv            # and how well it is calibrated on these rows
  $ diffeo verify model.json --json | jq '.lines[] | select(.holds | not)'
  $ diffeo verify model.json --quiet > audit.txt && diffeo sample model.json

Each line is a law with the worst error that was found and what it may be at most: mass 1 and samples that are
distributed as the density says, block by block; there and back by each layer in float64 and float32; gradients
against differences; interpreters against the reference; finite log-densities at poles, seams, ends and far out.
A line that could not be looked at sharply enough is open: it holds and proves nothing.

The exit code is 0 if all lines hold and 1 if one fails. --threshold 10 allows ten times every tolerance. One seed
always gives the same audit; a right model fails a test of chance in one of a million seeds.
A condition without a table is drawn at random, in the units that the model was fitted in.`;

export const configure = (command: Command): Command =>
  command
    .argument("<model>", "a model file; - for standard input")
    .option("--data <table>", "CSV or JSON rows to judge the model by; - for standard input")
    .option("--columns <mapping>", "columns of this table, where they are not those of the model file")
    .option("--given-columns <mapping>", "the same for the condition")
    .option(...ownLayersOption)
    .option("--samples <count>", "samples of each block", "10000")
    .option("--seed <seed>", "of the random numbers", "0")
    .option("--threshold <factor>", "multiplies all tolerances", "1")
    .option("--json", "all that was found as JSON; what is no finite number is null")
    .option("-q, --quiet", "no progress")
    .addHelpText("after", help)
    .action(verify);

const verify = async (modelFile: string, options: Options): Promise<void> => {
  const { audit, auditFields, showAudit } = await import("../../laws/audit/index.ts");
  const [samples, seed, threshold] = (["samples", "seed", "threshold"] as const).map((name) => orStop(typedOption(`--${name}`, options[name], auditFields[name])));
  if (options.data === undefined && (options.columns ?? options.givenColumns) !== undefined) orStop(misuse([], "Columns are those of a table: say which one with --data."));
  if (modelFile === "-" && options.data === "-") orStop(misuse([], "Only one of model and table can be standard input."));
  const file = orStop(await readModel(modelFile, options.layersFrom));
  const mapping = options.data === undefined ? undefined : orStop(mappingOf(modelFile, file, options.columns, options.givenColumns));
  const { points, given }: Partial<TablePoints> = mapping ? orStop(pointsIn(orStop(await readTable(options.data!)), mapping)) : {};
  const progress = stepReporter(options.quiet === true);
  const found = audit(file.model, {
    samples: samples!, seed: seed!, threshold: threshold!, onProgress: progress.report,
    ...(points && { data: points }),
    ...(given && { given }),
  });
  progress.stop();
  // JSON has no infinite numbers.
  orStop(await writeText("-", `${options.json ? writeJson(JSON.parse(JSON.stringify(found)) as Json) : showAudit(found)}\n`));
  const failed = found.lines.filter(({ holds }) => !holds);
  if (failed.length > 0) throw new Stop({ code: 1, sentence: `${failed.length} of ${found.lines.length} laws ${failed.length === 1 ? "fails" : "fail"}: ${failed.map(({ name }) => name).join("; ")}.` });
};
