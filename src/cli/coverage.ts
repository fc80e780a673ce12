/** `diffeo coverage`: whether a model's probabilities can be believed, by rows that it was not fitted to. */
import type { Command } from "commander";
import { calibration } from "../model/coverage/calibration.ts";
import { showCalibration } from "../model/coverage/show.ts";
import { plotCalibration } from "../plot/calibration.ts";
import { pointsIn } from "./columns/table-points.ts";
import { lift, misuse, orStop } from "./failure.ts";
import { mappingOf, readModel, type ModelOptions } from "./model-file.ts";
import { wholeOption } from "./number-options.ts";
import { ownLayersOption } from "./own-layers.ts";
import { readTable } from "./table/read.ts";
import { writable, writeText } from "./table/write.ts";

interface Options extends ModelOptions {
  readonly samples: string;
  readonly seed: string;
  readonly out?: string;
  readonly json?: boolean;
}

const help = `
Examples:
  $ diffeo coverage model.json unseen.csv
  $ diffeo coverage model.json unseen.csv --out coverage.svg
  $ diffeo coverage model.json unseen.csv --json | jq .verdict

The rows must be independent, and not those of the fit. If the model is right, a region that should hold 90 % holds
90 % of them, and each row's place among samples of the model is a matter of chance. The report says whether that is
so, for all columns together and block by block: calibrated, overconfident (its regions are too small), underconfident
(too large), biased (they lie aside) or miscalibrated (none of these alone).`;

export const configure = (command: Command): Command =>
  command
    .argument("<model>", "a model file; - for standard input")
    .argument("<table>", "CSV or JSON rows; - for standard input")
    .option("--samples <count>", "samples of the model for each row", "200")
    .option("--seed <seed>", "of the random numbers", "0")
    .option("-o, --out <file>", "a picture of the report, as SVG")
    .option("--json", "the report as JSON, with curves, instead of a table")
    .option("--columns <mapping>", "columns of this table, where they are not those of the model file")
    .option("--given-columns <mapping>", "the same for the condition")
    .option(...ownLayersOption)
    .addHelpText("after", help)
    .action(cover);

const cover = async (modelFile: string, tableFile: string, { out, json, ...options }: Options): Promise<void> => {
  if (modelFile === "-" && tableFile === "-") orStop(misuse([], "Only one of model and table can be standard input."));
  if (out === "-") orStop(misuse(["--out"], "standard output holds the report; name a file for the picture."));
  const samples = orStop(wholeOption("--samples", options.samples, 1, 1_000_000));
  const seed = orStop(wholeOption("--seed", options.seed, -2_147_483_648, 2_147_483_647));
  if (out !== undefined) orStop(await writable(out));
  const file = orStop(await readModel(modelFile, options.layersFrom));
  const mapping = orStop(mappingOf(modelFile, file, options.columns, options.givenColumns));
  const { points, given } = orStop(pointsIn(orStop(await readTable(tableFile)), mapping));
  const report = orStop(lift(calibration(file.model, points, { samples, seed, ...(given && { given }), progress: process.stderr.isTTY ? told : silent })));
  if (out !== undefined) orStop(await writeText(out, plotCalibration(report)));
  orStop(await writeText("-", `${json ? JSON.stringify(report, summed, 2) : showCalibration(report)}\n`));
};

const silent = (): void => undefined;

/** A line that a terminal overwrites, and clears in the end. */
const told = (done: number, rows: number): void => {
  process.stderr.write(done < rows ? `\r${Math.floor((100 * done) / rows)} % of the rows` : "\r\u001b[K");
};

/** Without the numbers of each row, which the curves sum up. */
const summed = (key: string, value: unknown): unknown => (key === "contents" ? undefined : value);
