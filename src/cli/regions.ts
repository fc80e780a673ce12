/** `diffeo regions`: the smallest regions that hold given shares of a model, in the units of its columns. */
import type { Command } from "commander";
import { writeJson, type Json } from "../flow/codec-json.ts";
import type { Batch } from "../manifold/batch.ts";
import { highestDensity } from "../model/region/highest-density.ts";
import type { Region } from "../model/region/region.ts";
import { columnsOf, readPoints } from "./columns/mapping.ts";
import type { ColumnBlock } from "./columns/syntax.ts";
import { conditionOf } from "./condition.ts";
import { misuse, orStop } from "./failure.ts";
import { mappingOf, readModel, type ModelOptions } from "./model-file.ts";
import { unknownName } from "./nearest.ts";
import { sharesOption, wholeOption } from "./number-options.ts";
import { ownLayersOption } from "./own-layers.ts";
import { inColumns } from "./region-columns.ts";
import { writable, writeText } from "./table/write.ts";

interface Options extends ModelOptions {
  readonly level: string;
  readonly joint?: boolean;
  readonly detail: string;
  readonly samples?: string;
  readonly seed: string;
  readonly given?: string;
  readonly out?: string;
  readonly format?: string;
}

const help = `
Examples:
  $ diffeo regions model.json --level 0.5,0.9
  $ diffeo regions model.json --level 0.9 --out regions.geojson
  $ diffeo regions model.json --level 0.9 --given "lon=13.4,lat=52.5"
  $ diffeo regions model.json --level 0.9 --joint

There is a region for each block of columns and each level: the first block's exactly, a later one's as a mean over
samples of the blocks before; with --joint there is one for all columns together. Numbers are in the units of the
columns; an arc that holds the seam, such as midnight, ends beyond it. Regions of the sphere are GeoJSON in degrees of
longitude and latitude, with an area in steradians; a .geojson file holds these alone, as features.
Regions of many dimensions are known by their threshold: diffeo score tells which rows reach it.`;

export const configure = (command: Command): Command =>
  command
    .argument("<model>", "a model file; - for standard input")
    .option("--level <shares>", "shares of the mass, between 0 and 1", "0.5,0.9")
    .option("--joint", "one region for all columns together")
    .option("--detail <detail>", "drawn: borders as smooth as a picture shows; full: as they are, with a measure to more digits", "drawn")
    .option("--samples <count>", "samples that find and check a region (default: 20000, of means 2000)")
    .option("--seed <seed>", "of the random numbers", "0")
    .option("--given <condition>", "numbers of the condition")
    .option("-o, --out <file>", "where the regions go (default: standard output)")
    .option("--format <format>", "json or geojson (default: by the extension, else json)")
    .option("--columns <mapping>", "columns of the model, where its file has none")
    .option("--given-columns <mapping>", "the same for the condition")
    .option(...ownLayersOption)
    .addHelpText("after", help)
    .action(regions);

const formats = ["json", "geojson"];
const details = ["drawn", "full"];

const regions = async (modelFile: string, options: Options): Promise<void> => {
  const levels = orStop(sharesOption("--level", options.level));
  const samples = options.samples === undefined ? undefined : orStop(wholeOption("--samples", options.samples, 100, 10_000_000));
  const seed = orStop(wholeOption("--seed", options.seed, -2_147_483_648, 2_147_483_647));
  const { detail } = options;
  if (!details.includes(detail)) orStop(misuse(["--detail"], unknownName("detail", detail, details)));
  const out = options.out ?? "-";
  const format = options.format ?? (/\.geojson$/i.test(out) ? "geojson" : "json");
  if (!formats.includes(format)) orStop(misuse(["--format"], unknownName("format", format, formats)));
  orStop(await writable(out));
  const file = orStop(await readModel(modelFile, options.layersFrom));
  const { columns, given } = orStop(mappingOf(modelFile, file, options.columns, options.givenColumns));
  const condition = orStop(await conditionOf(options.given, given));
  if (condition && condition.table.rows.length !== 1) orStop(misuse(["--given"], `received ${condition.table.rows.length} conditions, expected one.`));
  const which = { ...(samples !== undefined && { samples }), seed, detail, ...(condition && { given: orStop(readPoints(condition.table, given, condition.numbers)) as Batch<string> }) };
  const blocks: readonly (readonly [readonly ColumnBlock[], number | undefined])[] = options.joint ? [[columns, undefined]] : columns.map((block, at) => [[block], at] as const);
  const wanted = format === "geojson" ? blocks.filter(([own]) => own.length === 1 && own[0]!.chart.on === "s2") : blocks;
  if (wanted.length === 0) orStop(misuse(["--format"], `only regions of the sphere are GeoJSON, but the columns ${columnsOf(columns).join(", ")} make ${options.joint ? "none together" : "none"}; ask for json.`));
  const found = wanted.flatMap(([own, block]) => levels.map((level) => ({
    own, region: highestDensity(file.model, level, (block === undefined ? which : { ...which, block }) as never) as Region, // of what the file says
  })));
  orStop(await writeText(out, `${writeJson(format === "geojson" ? features(found) : { regions: found.map(record) })}\n`));
};

interface Found {
  readonly own: readonly ColumnBlock[];
  readonly region: Region;
}

const record = ({ own, region }: Found): { readonly [key: string]: Json } => ({
  columns: columnsOf(own), level: region.level, ...inColumns(region, own),
  threshold: region.threshold, content: region.content.value, contentError: region.content.error,
});

const features = (found: readonly Found[]): Json => ({
  type: "FeatureCollection",
  features: found.map((each) => {
    const { geometry, ...properties } = record(each);
    return { type: "Feature", properties, geometry: geometry! };
  }),
});
