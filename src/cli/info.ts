/** `diffeo info`: what a density knows: entropies, information between blocks, moments and modes in the table's units. */
import type { Command } from "commander";
import { writeJson, type Json } from "../flow/codec-json.ts";
import { row } from "../manifold/batch.ts";
import { crossEntropy } from "../model/information/divergence.ts";
import type { Estimate } from "../model/information/estimate.ts";
import { readPoints } from "./columns/mapping.ts";
import { pointsIn } from "./columns/table-points.ts";
import { conditionOf } from "./condition.ts";
import { misuse, orStop } from "./failure.ts";
import { informationOf, nats, type Information } from "./information.ts";
import { mappingIfAny, readModel, type ModelOptions } from "./model-file.ts";
import { wholeOption } from "./number-options.ts";
import { ownLayersOption } from "./own-layers.ts";
import { readTable } from "./table/read.ts";
import { writeText } from "./table/write.ts";

interface Options extends ModelOptions {
  readonly data?: string;
  readonly samples: string;
  readonly seed: string;
  readonly given?: string;
  readonly json?: boolean;
}

const help = `
Examples:
  $ diffeo info storms.json
  $ diffeo info storms.json --data storms.csv      # and the cross-entropy of the model on these rows
  $ diffeo info winds.json --given "hour=15"       # of a conditional model, at one condition
  $ diffeo info storms.json --json | jq .information

Entropies and information are in nats, with respect to the measure of each manifold (surface area of the unit sphere,
radians of the circle, the numbers as they are). Each number stands with its error: the standard error of a mean over
samples, or of a rule of quadrature how far it is converged.`;

export const configure = (command: Command): Command =>
  command
    .argument("<model>", "a model file; - for standard input")
    .option("--data <table>", "rows for the cross-entropy; - for standard input")
    .option("--samples <number>", "points drawn where no rule integrates", "4096")
    .option("--seed <seed>", "of the random numbers", "0")
    .option("--given <condition>", "numbers of the condition")
    .option("--columns <mapping>", "columns, where they are not those of the model file")
    .option("--given-columns <mapping>", "the same for the condition")
    .option("--json", "all of it as JSON")
    .option(...ownLayersOption)
    .addHelpText("after", help)
    .action(info);

/** All that is told. */
interface Told extends Information {
  readonly crossEntropy?: Estimate;
}

const info = async (modelFile: string, options: Options): Promise<void> => {
  const samples = orStop(wholeOption("--samples", options.samples, 100, 10_000_000));
  const seed = orStop(wholeOption("--seed", options.seed, -2_147_483_648, 2_147_483_647));
  if (modelFile === "-" && options.data === "-") orStop(misuse([], "Only one of model and table can be standard input."));
  const file = orStop(await readModel(modelFile, options.layersFrom));
  const mapping = orStop(mappingIfAny(modelFile, file, options.columns, options.givenColumns));
  const { model } = file;
  if (model.flow.condition !== "e0" && !mapping) orStop(misuse([], "The model has a condition but no columns; say them with --columns and --given-columns."));
  const condition = orStop(await conditionOf(options.given, mapping?.given ?? []));
  const given = condition && { given: orStop(readPoints(condition.table, mapping!.given, condition.numbers)) };
  if (given && given.given.count !== 1) orStop(misuse(["--given"], `received ${given.given.count} conditions, expected one.`));
  const effort = { samples, seed, ...(given && { given: row(given.given, 0) }) };
  if (options.data !== undefined && !mapping) orStop(misuse(["--data"], "the model has no columns; say them with --columns."));
  const rows = options.data === undefined ? undefined : orStop(pointsIn(orStop(await readTable(options.data)), mapping!));
  const told: Told = { ...informationOf(model, mapping?.columns, effort), ...(rows && { crossEntropy: crossEntropy(model, rows.points, rows.given && { given: rows.given }) }) };
  orStop(await writeText("-", options.json ? `${writeJson(told as unknown as Json)}\n` : `${text(told)}\n`)); // texts, numbers and records of them
};

const text = ({ space, entropy: whole, totalCorrelation: shared, blocks, information, modes: peaks, crossEntropy: cross }: Told): string =>
  [
    `Entropy of ${space}:  ${nats(whole)}`,
    ...(blocks.length > 1 ? [`Total correlation:  ${nats(shared)}`] : []),
    ...(cross ? [`Cross-entropy on ${cross.samples.toLocaleString("en")} rows:  ${nats(cross)}`] : []),
    "",
    ...aligned([["block", "space", "entropy alone", "given those before"], ...blocks.map(({ name, space: own, marginal, conditional }) => [name, own, nats(marginal), nats(conditional)])]),
    ...(information.length > 0 ? ["", ...aligned([["information between", "", "nats"], ...information.map(({ between: [i, j], value }) => [blocks[i]!.name, blocks[j]!.name, nats(value)])])] : []),
    "",
    ...aligned([["moments", "", ""], ...blocks.flatMap(({ name, moments: own }) => own.map(([what, value], at) => [at === 0 ? name : "", what, value]))]),
    "",
    ...aligned([["modes", "log density", ""], ...peaks.map(({ at, logProb, shape }) => [at, logProb.toFixed(4), shape])]),
  ].join("\n");

const aligned = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((each) => each[column]!.length)));
  return rows.map((each) => each.map((cell, column) => cell.padEnd(widths[column]!)).join("  ").trimEnd());
};
