/** `diffeo info`: what a density knows: entropies, information between blocks, moments and modes in the table's units. */
import type { Command } from "commander";
import { writeJson, type Json } from "../flow/codec-json.ts";
import { either } from "fp-ts";
import type { Batch } from "../manifold/batch.ts";
import { row } from "../manifold/batch.ts";
import { crossEntropy } from "../model/information/divergence.ts";
import { blockEntropies, entropy, mutualInformation, totalCorrelation } from "../model/information/entropy.ts";
import type { Estimate } from "../model/information/estimate.ts";
import { modes } from "../model/information/modes.ts";
import { moments, type BlockMoments } from "../model/information/moments.ts";
import type { ModelFile } from "../model/file.ts";
import { readNumbers, readPoints, writePoints } from "./columns/mapping.ts";
import { decodeMapping, readMapping, type Mapping } from "./columns/stored.ts";
import type { ColumnBlock } from "./columns/syntax.ts";
import { inTableUnits } from "./info-units.ts";
import { misuse, orStop, type Result } from "./failure.ts";
import { readModel } from "./model-file.ts";
import { wholeOption } from "./number-options.ts";
import { ownLayersOption } from "./own-layers.ts";
import { conditionOf } from "./condition.ts";
import { nameOf, readTable } from "./table/read.ts";
import { writeText } from "./table/write.ts";

interface Options {
  readonly data?: string;
  readonly samples: string;
  readonly seed: string;
  readonly given?: string;
  readonly columns?: string;
  readonly givenColumns?: string;
  readonly json?: boolean;
  readonly layersFrom?: string;
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
interface Told {
  readonly space: string;
  readonly entropy: Estimate;
  readonly totalCorrelation: Estimate;
  readonly blocks: readonly { readonly name: string; readonly space: string; readonly conditional: Estimate; readonly marginal: Estimate; readonly moments: readonly (readonly [name: string, value: string])[] }[];
  readonly information: readonly { readonly between: readonly [number, number]; readonly value: Estimate }[];
  readonly modes: readonly { readonly at: string; readonly logProb: number; readonly shape: string }[];
  readonly crossEntropy?: Estimate;
}

const info = async (modelFile: string, options: Options): Promise<void> => {
  const samples = orStop(wholeOption("--samples", options.samples, 100, 10_000_000));
  const seed = orStop(wholeOption("--seed", options.seed, -2_147_483_648, 2_147_483_647));
  if (modelFile === "-" && options.data === "-") orStop(misuse([], "Only one of model and table can be standard input."));
  const file = orStop(await readModel(modelFile, options.layersFrom));
  const mapping = orStop(mappingIn(modelFile, file, options));
  const { model } = file;
  if (model.flow.condition !== "e0" && !mapping) orStop(misuse([], "The model has a condition but no columns; say them with --columns and --given-columns."));
  const condition = orStop(await conditionOf(options.given, mapping?.given ?? []));
  const given = condition && { given: orStop(readPoints(condition.table, mapping!.given, condition.numbers)) };
  if (given && given.given.count !== 1) orStop(misuse(["--given"], `received ${given.given.count} conditions, expected one.`));
  const effort = { samples, seed, ...(given && { given: row(given.given, 0) }) };
  const rows = options.data === undefined ? undefined : orStop(await dataOf(options.data, mapping));
  const told = toldOf(file, mapping?.columns, effort, rows && crossEntropy(model, rows.points, rows.given && { given: rows.given }));
  orStop(await writeText("-", options.json ? `${writeJson(told as unknown as Json)}\n` : `${text(told)}\n`)); // texts, numbers and records of them
};

/** What the user says, what the file says, or nothing: a model of the library has no columns and is told in points. */
const mappingIn = (modelFile: string, { model, table }: ModelFile, { columns, givenColumns }: Options): Result<Mapping | undefined> =>
  columns === undefined
    ? table === undefined ? either.right(undefined) : decodeMapping(nameOf(modelFile), model.flow, table)
    : readMapping(columns, givenColumns, model.flow, "the options");

const dataOf = async (name: string, mapping: Mapping | undefined): Promise<Result<{ readonly points: Batch<string>; readonly given?: Batch<string> }>> => {
  if (!mapping) return misuse(["--data"], "the model has no columns; say them with --columns.");
  const table = await readTable(name);
  if (either.isLeft(table)) return table;
  const points = either.chain((numbers: Parameters<typeof readPoints>[2]) => readPoints(table.right, mapping.columns, numbers))(readNumbers(table.right, mapping.columns));
  if (mapping.given.length === 0) return either.map((own: Batch<string>) => ({ points: own }))(points);
  const given = either.chain((numbers: Parameters<typeof readPoints>[2]) => readPoints(table.right, mapping.given, numbers))(readNumbers(table.right, mapping.given));
  return either.chain((own: Batch<string>) => either.map((condition: Batch<string>) => ({ points: own, given: condition }))(given))(points);
};

const toldOf = ({ model }: ModelFile, columns: readonly ColumnBlock[] | undefined, effort: { readonly samples: number; readonly seed: number }, cross: Estimate | undefined): Told => {
  const own = blockEntropies(model, effort);
  const names = own.map(({ space }, index) => (columns ? columns[index]!.columns.join(", ") : `${space} (block ${index + 1})`));
  const pairs = own.flatMap((_, i) => own.slice(i + 1).map((__, k) => [i, i + 1 + k] as const));
  const all: readonly BlockMoments[] = moments(model, effort);
  return {
    space: model.flow.space,
    entropy: entropy(model, effort),
    totalCorrelation: totalCorrelation(model, effort),
    blocks: own.map((each, index) => ({ name: names[index]!, ...each, moments: inTableUnits(all[index]!, columns?.[index]) })),
    information: pairs.map((between) => ({ between, value: mutualInformation(model, ...between, effort) })),
    modes: modes(model, effort).slice(0, 5).map(({ point, logProb, shape }) => ({ at: placeOf(model.flow.space, point, columns), logProb, shape })),
    ...(cross && { crossEntropy: cross }),
  };
};

/** A point in the columns' numbers. */
const placeOf = (space: string, point: readonly number[], columns: readonly ColumnBlock[] | undefined): string => {
  if (!columns) return `(${point.map((each) => Number(each.toPrecision(4))).join(", ")})`;
  const numbers = writePoints({ spec: space, count: 1, ambient: point.length, rows: Float64Array.from(point) }, columns);
  return columns.flatMap(({ columns: names, labels }) => names.map((name) => `${name} ${labels ? labels[numbers.get(name)![0]!] : Number(numbers.get(name)![0]!.toPrecision(4))}`)).join(", ");
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

/** `1.2345 ± 0.0021`; exact, or converged beyond what is printed, without an error. A bias that can be seen is told. */
const nats = ({ value, error, bias: [least, most] = [0, 0] }: Estimate): string => {
  const shown = error < 5e-5 ? value.toFixed(4) : `${value.toFixed(4)} ± ${error.toFixed(4)}`;
  return Math.max(-least, most) < 5e-5 ? shown : `${shown}, and ${least.toFixed(4)} to ${most.toFixed(4)} too high`;
};

const aligned = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((each) => each[column]!.length)));
  return rows.map((each) => each.map((cell, column) => cell.padEnd(widths[column]!)).join("  ").trimEnd());
};
