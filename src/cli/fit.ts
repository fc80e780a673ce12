/** `diffeo fit`: from a table to a model file, with a bar to watch, and nothing lost when it is stopped. */
import type { Command } from "commander";
import { either } from "fp-ts";
import { domains, letters } from "../bijectors/letters.ts";
import { unfileable } from "../flow/codec.ts";
import { readJson } from "../flow/codec-json.ts";
import { show, showTree } from "../interpret/text/flow.ts";
import { encodeModel } from "../model/file.ts";
import { loadCheckpoint, saveCheckpoint } from "../train/checkpoint-io.ts";
import { fit, type Fit } from "../train/fit.ts";
import { fitFields, type FitSettings } from "../train/options.ts";
import { render, type DiffeoError } from "../error.ts";
import { charts } from "./columns/charts.ts";
import { columnsOf, spaceOf } from "./columns/mapping.ts";
import { encodeMapping, noGiven } from "./columns/stored.ts";
import { parseColumns } from "./columns/syntax.ts";
import { flowOn } from "./default-layers.ts";
import { lift, misuse, orStop, Stop } from "./failure.ts";
import { tableData } from "./fit-data.ts";
import { interruption } from "./interrupt.ts";
import { parseSteps } from "./jitter.ts";
import { flagOf, typedOption } from "./number-options.ts";
import { reporter } from "./progress.ts";
import { readTable } from "./table/read.ts";
import { writable, writeText } from "./table/write.ts";
import { version } from "./version.ts";

/** The settings of a fit that are numbers or words; each is a flag. */
const settings = ["epochs", "batch", "rate", "schedule", "warmup", "heldOut", "patience", "clip", "seed"] as const;

/** The longest text of options that is read, in characters. */
const longestOptions = 100_000;

type Options = { readonly [S in (typeof settings)[number]]: string } & {
  readonly columns?: string;
  readonly given?: string;
  readonly layers?: string;
  readonly options?: string;
  readonly standardize: boolean;
  readonly group?: string;
  readonly weight?: string;
  readonly jitter?: string;
  readonly out: string;
  readonly checkpoint?: string;
  readonly resume?: string;
  readonly quiet?: boolean;
};

const help = `
Examples:
  $ diffeo fit storms.csv --columns "lonlat(lon, lat) + dayOfYear(doy) + plain(wind_kt, pressure_hpa)" \\
      --group name,year --jitter lon=0.1,lat=0.1,wind_kt=5,pressure_hpa=1 --out storms.json
  $ diffeo fit storms.csv --columns "plain(wind_kt)" --given "lonlat(lon, lat)" --layers gggg
  $ diffeo fit data.csv --columns "plain(x, y)" --checkpoint run.json      # stop it with Ctrl-C, and go on:
  $ diffeo fit data.csv --columns "plain(x, y)" --resume run.json

Columns: blocks joined by +, each a chart with its columns. The charts and their manifolds:
${Object.values(charts).map(({ example, on, meaning }) => `  ${example.padEnd(31)} ${on.padEnd(5)} ${meaning}`).join("\n")}
A column's name with a blank or a comma stands in "quotation marks".

Layers: one letter per layer and one group per block, from the base to the data, as in nn+mmm+gggg:
${Object.entries(domains).map(([domain, { words }]) => `  ${words.padEnd(37)} ${Object.entries(letters).filter(([, { on }]) => on === domain).map(([letter, { name }]) => `${letter} ${name}`).join(", ")}`).join("\n")}

Options: a JSON record. A letter's hold for all its layers; a block's, by its number, hold before them; a layer's, by its
number in the block, before both; so too for the networks that predict blocks:
  --options '{"g": {"kernels": 12}, "3": {"2": {"rotation": "none"}}, "network": {"hidden": [32]}}'

Each block depends on the blocks before it. Press Ctrl-C to stop early and keep the best model so far.`;

export const configure = (command: Command): Command => {
  command
    .argument("<table>", "CSV or JSON rows; - for standard input")
    .option("-c, --columns <mapping>", "what the columns are: needed (see below)")
    .option("--given <mapping>", "columns of a condition: fit the density given these")
    .option("-l, --layers <letters>", "layers of each block (default: gggg, mmm, nn or r by its manifold)")
    .option("--options <json>", "options of layers and networks (see below)")
    .option("-o, --out <file>", "where the model goes; - for standard output", "model.json");
  for (const name of settings) command.option(`${flagOf(name)} <value>`, fitFields[name].meaning, String(fitFields[name].fallback));
  return command
    .option("--no-standardize", "leave the numbers of plain columns as they are")
    .option("--group <columns>", "hold out together the rows that are equal in these columns")
    .option("--weight <column>", "weights of the rows")
    .option("--jitter <steps>", "spread rounded values over one step, as in wind_kt=5")
    .option("--checkpoint <file>", "write there after every epoch all that is needed to go on")
    .option("--resume <file>", "go on from a checkpoint, with the same table and options")
    .option("-q, --quiet", "no progress")
    .addHelpText("after", help)
    .action(run);
};

const run = async (tableFile: string, options: Options): Promise<void> => {
  const columns = orStop(options.columns === undefined
    ? misuse([], 'Say what the columns are, as in --columns "lonlat(lon, lat) + plain(wind_kt)".')
    : parseColumns(options.columns, "--columns"));
  const given = options.given === undefined ? noGiven : orStop(parseColumns(options.given, "--given"));
  const shared = columnsOf(given).find((name) => columnsOf(columns).includes(name));
  if (shared !== undefined) orStop(misuse(["--given"], `the column ${shared} is one of --columns too; a number cannot be given and unknown at once.`));
  const chosen = Object.fromEntries(settings.map((name) => [name, orStop(typedOption<number | string>(flagOf(name), options[name], fitFields[name]))])) as Partial<FitSettings>;
  const layerOptions = options.options === undefined ? {} : orStop(lift(either.mapLeft(onOptions)(readJson(options.options, "a JSON record", longestOptions))));
  const flow = orStop(flowOn(spaceOf(columns), given.length === 0 ? "e0" : spaceOf(given), options.layers, layerOptions));
  // What no file can hold is said before the work, not after it.
  const unfit = unfileable(flow);
  if (unfit) orStop(misuse([], render(unfit)));
  const steps = options.jitter === undefined ? new Map<string, number>() : orStop(parseSteps(options.jitter, columnsOf([...columns, ...given])));
  const checkpoint = options.checkpoint ?? options.resume;
  for (const file of [options.out, ...(checkpoint === undefined ? [] : [checkpoint])]) orStop(await writable(file));
  const resume = options.resume === undefined ? undefined : orStop(lift(await loadCheckpoint(options.resume)()));
  const table = orStop(await readTable(tableFile));
  const { given: conditions, ...data } = orStop(tableData(table, { columns, given }, {
    steps, seed: chosen.seed!,
    ...(options.weight !== undefined && { weight: options.weight }),
    ...(options.group !== undefined && { group: options.group }),
  }));

  const { signal, release } = interruption();
  const progress = reporter(options.quiet === true);
  if (!options.quiet) process.stderr.write(`Fitting ${show(flow)} to ${data.points.count.toLocaleString("en")} rows of ${table.name}.\n`);
  const result = await fit(flow, data, {
    ...chosen, standardize: options.standardize, signal, onProgress: progress.report,
    ...(conditions && { given: conditions }),
    ...(resume && { resume }),
    ...(checkpoint !== undefined && {
      onCheckpoint: async (state) => {
        orStop(lift(await saveCheckpoint(checkpoint, state)()));
      },
    }),
  })().finally(() => {
    progress.stop();
    release();
  });
  if (either.isLeft(result) && result.left.tag === "Aborted") throw new Stop({ code: 130, sentence: "Stopped before the first epoch was done; nothing was written." });
  const fitted = orStop(lift(either.mapLeft((error: DiffeoError) => resuming(error, options.resume))(result)));
  // Files hold finite numbers: a run with an epoch of none is told without its history.
  const history = fitted.history.map(({ train, heldOut }) => ({ train: rounded(train), heldOut: rounded(heldOut) }));
  const about = { createdBy: `diffeo ${version}`, training: { rows: data.points.count, epochs: fitted.history.length, heldOut: fitted.heldOut, ...(history.every(({ train, heldOut }) => Number.isFinite(train) && Number.isFinite(heldOut)) && { history }) } };
  orStop(await writeText(options.out, encodeModel(fitted.model, { about, table: encodeMapping({ columns, given }) })));
  const say = options.out === "-" ? process.stderr : process.stdout;
  say.write(`${showTree(fitted.model)}\n\n${told(fitted, options.out, checkpoint)}`);
  if (fitted.ending === "aborted") throw new Stop({ code: 130, sentence: `Stopped in epoch ${fitted.history.length + 1}; the best model so far was kept.` });
  if (fitted.failure) throw new Stop({ code: 1, sentence: `${render(fitted.failure)} The best model until then was kept.` });
};

/** As closely as a curve shows. */
const rounded = (value: number): number => Number(value.toPrecision(6));

/** What was typed is no JSON: a mistake of the arguments. */
const onOptions = (error: DiffeoError): DiffeoError => ({ tag: "OptionError", path: ["--options"], sentence: render(error) });

/** A complaint about the checkpoint names its file. */
const resuming = (error: DiffeoError, file: string | undefined): DiffeoError =>
  error.tag === "DecodeError" && error.path[0] === "resume" && file !== undefined ? { ...error, path: [`--resume ${file}`] } : error;

const told = ({ heldOut, bestEpoch, history, split }: Fit<string, string>, out: string, checkpoint: string | undefined): string => {
  const [train, held] = [split.train.length, split.heldOut.length].map((count) => count.toLocaleString("en"));
  const measured = split.heldOut.length > 0 ? "Held-out log-likelihood" : "Log-likelihood";
  return [
    `Rows:  ${train} to learn from, ${held} held out`,
    `${measured}:  ${heldOut.toFixed(4)} nats per row (epoch ${bestEpoch} of ${history.length})`,
    `Model:  ${out === "-" ? "standard output" : out}`,
    ...(checkpoint === undefined ? [] : [`Checkpoint:  ${checkpoint}`]),
  ].join("\n").concat("\n");
};
