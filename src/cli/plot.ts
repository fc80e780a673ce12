/** `diffeo plot`: a model as a picture, with the names and units of its columns. */
import { basename } from "node:path";
import type { Command } from "commander";
import type { Batch } from "../manifold/batch.ts";
import { row } from "../manifold/batch.ts";
import { looksOf } from "./block-looks.ts";
import { readNumbers, readPoints } from "./columns/mapping.ts";
import type { ColumnBlock } from "./columns/syntax.ts";
import { badData, misuse, orStop } from "./failure.ts";
import { conditionOf } from "./condition.ts";
import { mappingOf, readModel, type ModelOptions } from "./model-file.ts";
import { unknownName } from "./nearest.ts";
import { sharesOption, wholeOption } from "./number-options.ts";
import { ownLayersOption } from "./own-layers.ts";
import { readTable } from "./table/read.ts";
import { writable, writeText } from "./table/write.ts";

interface Options extends ModelOptions {
  readonly data?: string;
  readonly kind: string;
  readonly block?: string;
  readonly animate?: boolean;
  readonly coastlines?: boolean;
  readonly given?: string;
  readonly level?: string;
  readonly show?: readonly string[];
  readonly title?: string;
  readonly seed: string;
  readonly out?: string;
}

const help = `
Examples:
  $ diffeo plot model.json --data storms.csv --coastlines --out storms.svg
  $ diffeo plot model.json --show wind_kt --show doy --level 0.68,0.95 --out wind.svg
  $ diffeo plot model.json --kind globe --out globe.svg
  $ diffeo plot model.json --out model.png                 # by @resvg/resvg-js, if it is installed
  $ diffeo plot model.json --kind transport --block 2 --animate --out moving.svg

corner shows every block alone and with every other, in the panel that suits it; globe the density of a position;
transport how the layers of one block push an even grid of the base to the data. Without --data dots are samples.`;

const kinds = ["corner", "globe", "transport"];

export const configure = (command: Command): Command =>
  command
    .argument("<model>", "a model file; - for standard input")
    .option("--data <table>", "observations to draw, CSV or JSON rows")
    .option("--kind <kind>", `one of ${kinds.join(", ")}`, "corner")
    .option("--block <number>", "the block of a globe or transport picture, counted from 1")
    .option("--animate", "a transport picture that moves")
    .option("--coastlines", "land on maps and globes")
    .option("--given <condition>", "the numbers of one condition, as in x=1,y=2")
    .option("--level <shares>", "shares of the mass that regions hold, between 0 and 1 (default: 0.5,0.9)")
    .option("--show <aspect>", "an aspect of a corner picture, by its name there; once for each (default: the first six)", (name: string, before: readonly string[] = []) => [...before, name])
    .option("--title <text>", "title of the picture")
    .option("--seed <seed>", "of the random numbers", "0")
    .option("-o, --out <file>", "where the picture goes; SVG, or PNG for a name in .png (default: standard output)")
    .option("--columns <mapping>", "columns of the table, where they are not those of the model file")
    .option("--given-columns <mapping>", "the same for the condition")
    .option(...ownLayersOption)
    .addHelpText("after", help)
    .action(plot);

const plot = async (modelFile: string, options: Options): Promise<void> => {
  if (!kinds.includes(options.kind)) orStop(misuse(["--kind"], unknownName("kind", options.kind, kinds)));
  const seed = orStop(wholeOption("--seed", options.seed, -2_147_483_648, 2_147_483_647));
  const block = options.block === undefined ? undefined : orStop(wholeOption("--block", options.block, 1, 1000)) - 1;
  const levels = options.level === undefined ? undefined : orStop(sharesOption("--level", options.level));
  const asPng = /\.png$/i.test(options.out ?? "-");
  if (asPng && options.animate === true) orStop(misuse(["--out"], "a PNG does not move; leave --animate out, or name a file that ends in .svg."));
  orStop(await writable(options.out ?? "-"));
  const file = orStop(await readModel(modelFile, options.layersFrom));
  const { model } = file;
  if (block !== undefined && block >= model.plan.blocks.length) orStop(misuse(["--block"], `the model has ${model.plan.blocks.length} ${model.plan.blocks.length === 1 ? "block" : "blocks"}.`));
  // Names of columns are a help, and no need where there is no table: a model that was not fitted by this program has none.
  const nameless = file.table === undefined && options.columns === undefined && options.data === undefined && options.given === undefined;
  const { columns, given } = nameless ? { columns: [], given: [] } : orStop(mappingOf(modelFile, file, options.columns, options.givenColumns));
  const condition = orStop(await conditionOf(options.given, given));
  if (condition && condition.table.rows.length !== 1) orStop(badData(["--given"], `a picture is of one condition, and there are ${condition.table.rows.length}.`));
  const data = options.data === undefined ? undefined : await pointsOf(options.data, columns);
  const { globe, plot: corner, transport } = await import("../plot/index.ts");
  const { png } = await import("../plot/png.ts");
  const shared = {
    seed,
    title: options.title ?? (modelFile === "-" ? model.flow.space : basename(modelFile, ".json")),
    ...(condition && { given: row(orStop(readPoints(condition.table, given, condition.numbers)), 0) }),
  };
  const land = { coastlines: options.coastlines === true, ...(levels && { levels }) };
  const draw = (): string => {
    switch (options.kind) {
      case "globe":
        return globe(model, { ...shared, ...land, ...(data && { data }), ...(block !== undefined && { block }) });
      case "transport": {
        const labels = looksOf(model, columns)[block ?? 0]?.labels;
        return transport(model, { ...shared, animate: options.animate === true, ...(block !== undefined && { block }), ...(labels && { labels }) });
      }
      default:
        return corner(model, { ...shared, ...land, ...(data && { data }), ...(options.show && { show: options.show }), blocks: looksOf(model, columns) });
    }
  };
  orStop(await writeText(options.out ?? "-", asPng ? await png(draw()) : draw()));
};

const pointsOf = async (file: string, columns: readonly ColumnBlock[]): Promise<Batch<string>> => {
  const table = orStop(await readTable(file));
  return orStop(readPoints(table, columns, orStop(readNumbers(table, columns))));
};
