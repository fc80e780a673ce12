/** `diffeo show`: what a model file holds, for people (a tree, a table of parameters) and for programs (JSON). */
import type { Command } from "commander";
import { encodeFlow } from "../flow/codec.ts";
import { writeJson, type Json } from "../flow/codec-json.ts";
import { show, showTree } from "../interpret/text/flow.ts";
import type { ModelFile } from "../model/file.ts";
import { decodeMapping, encodeMapping, type Mapping } from "./columns/stored.ts";
import { showColumns, type ColumnBlock } from "./columns/syntax.ts";
import { printable } from "../foreign.ts";
import { orStop } from "./failure.ts";
import { readModel, type ModelOptions } from "./model-file.ts";
import { ownLayersOption } from "./own-layers.ts";
import { parameterRows } from "./parameter-rows.ts";
import { nameOf } from "./table/read.ts";
import { writeText } from "./table/write.ts";

const help = `
Examples:
  $ diffeo show model.json                    # the flow as a tree, its columns and how it was fitted
  $ diffeo show model.json --line             # in one line, such as s2+e2 : nn ⊕ gggg
  $ diffeo show model.json --parameters       # a table of all tensors
  $ diffeo show model.json --json | jq .columns`;

interface Options extends Pick<ModelOptions, "layersFrom"> {
  readonly line?: boolean;
  readonly parameters?: boolean;
  readonly json?: boolean;
}

export const configure = (command: Command): Command =>
  command
    .argument("<model>", "a model file; - for standard input")
    .option("--tree", "the flow as a tree (the default)")
    .option("--line", "the flow in one line")
    .option("--parameters", "each tensor of parameters: place, shape, least, mean and greatest value")
    .option("--json", "flow, columns and history as JSON, without the parameters")
    .option(...ownLayersOption)
    .addHelpText("after", help)
    .action(print);

const print = async (modelFile: string, { layersFrom, line, parameters, json }: Options): Promise<void> => {
  const file = orStop(await readModel(modelFile, layersFrom));
  // A model that was made by the library has no columns.
  const mapping = file.table === undefined ? undefined : orStop(decodeMapping(nameOf(modelFile), file.model.flow, file.table));
  const text = json ? inJson(file, mapping) : parameters ? table(file) : line ? show(file.model.flow) : tree(file, mapping);
  orStop(await writeText("-", `${text}\n`));
};

const tree = ({ model, about }: ModelFile, mapping: Mapping | undefined): string => [
  showTree(model),
  "",
  ...(mapping ? [`Columns:  ${shown(mapping.columns)}`, ...(mapping.given.length > 0 ? [`Given:  ${shown(mapping.given)}`] : [])] : []),
  ...(about?.training ? [`Fitted:  to ${about.training.rows.toLocaleString("en")} rows in ${about.training.epochs} epochs; held-out log-likelihood ${about.training.heldOut.toFixed(4)} nats per row`] : []),
  ...(about?.createdBy === undefined ? [] : [`Written by:  ${printable(about.createdBy, 200)}`]),
].join("\n").trimEnd();

/** Names of columns come from the file. */
const shown = (blocks: readonly ColumnBlock[]): string => printable(showColumns(blocks), Infinity);

const inJson = ({ model, about }: ModelFile, mapping: Mapping | undefined): string =>
  writeJson({
    space: model.flow.space,
    condition: model.flow.condition,
    ...(mapping && (encodeMapping(mapping) as { readonly [key: string]: Json })),
    parameterCount: model.parameters.length,
    about: about as Json | undefined, // texts and numbers
    flow: encodeFlow(model.flow),
  });

const table = ({ model }: ModelFile): string => {
  const rows = parameterRows(model).map(({ offset, shape, least, mean, greatest, name }) => [offset, shape, least, mean, greatest, name]);
  const all = [["offset", "shape", "least", "mean", "greatest", "name"], ...rows];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all.map((row) => row.map((cell, column) => (column === row.length - 1 ? cell : column === 1 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join("  ")).join("\n");
};
