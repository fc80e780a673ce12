/** Every kind of bad input: one sentence, an exit code, and nothing half-written. */
import { existsSync, readdirSync, readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { longestText } from "../../src/flow/codec-json.ts";
import { useProgram, type Finished } from "./program.ts";

const { folder, run, shell } = useProgram();

const files: Readonly<Record<string, string>> = {
  "good.csv": "lon,lat,wind,group\n-60,20,50,a\n-61,21,55,b\n-59,22,60,a\n-62,19,52,b\n",
  "nan.csv": "lon,lat,wind\n-60,20,50\n-61,NaN,55\n",
  "empty-cell.csv": "lon,lat,wind\n-60,20,50\n-61,20,\n",
  "text.csv": "lon,lat,wind\n-60,20,strong\n",
  "off.csv": "lon,lat,wind\n-60,20,50\n-61,95,55\n",
  "empty.csv": "",
  "header.csv": "lon,lat,wind\n",
  "ragged.csv": "lon,lat,wind\n-60,20\n",
  "list.json": "[1, 2]",
  "damaged.json": '[{"lon": 1',
  "twice.csv": "lon,lat,wind,note,note\n-60,20,50,a,b\n",
  "negative.csv": "lon,lat,wind,share\n-60,20,50,1\n-61,20,50,-1\n",
  "damaged-model.json": '{ "format": "diffeo model", "version": 1',
  "future.json": '{ "format": "diffeo model", "version": 99 }',
};

beforeAll(async () => {
  for (const [name, text] of Object.entries(files)) writeFileSync(`${folder}/${name}`, text);
  mkdirSync(`${folder}/folder`);
  writeFileSync(`${folder}/latin.csv`, Buffer.from([0x78, 0x0a, 0xe9, 0x0a]));
  expect((await run(["fit", "good.csv", "--columns", "lonlat(lon, lat) + plain(wind)", "--layers", "n+t", "--epochs", "1", "-q", "--out", "model.json"])).code).toBe(0);
  expect((await run(["fit", "good.csv", "--columns", "plain(wind)", "--given", "lonlat(lon, lat)", "--layers", "t", "--epochs", "1", "-q", "--out", "given.json", "--checkpoint", "run.json"])).code).toBe(0);
  const model = JSON.parse(readFileSync(`${folder}/model.json`, "utf8")) as Record<string, unknown>; // a model file is a record
  writeFileSync(`${folder}/other-flow.json`, JSON.stringify({ ...model, table: { columns: "plain(x)" } }));
  writeFileSync(`${folder}/other-space.json`, JSON.stringify({ ...model, space: "e3" }));
  writeFileSync(`${folder}/no-table.json`, JSON.stringify({ ...model, table: undefined }));
  writeFileSync(`${folder}/bad-table.json`, JSON.stringify({ ...model, table: { columns: "lonlat(lon" } }));
});

const all = ["--columns", "lonlat(lon, lat) + plain(wind)", "--out", "new.json"];
const charts = "the charts are plain, lonlat, lonlatRadians, colatitudeAzimuth, degrees, radians, hourOfDay, dayOfYear, period, interval, above, below, fractions, classes and unitVector.";

const cases: readonly (readonly [code: number, words: readonly string[], sentence: string, input?: string])[] = [
  // tables
  [1, ["fit", "good.csv", "--columns", "plain(wnd)"], "In good.csv: there is no column wnd (did you mean wind?); the columns are lon, lat, wind and group."],
  [1, ["fit", "nan.csv", ...all], "In nan.csv, line 3, column lat: received NaN, expected a number."],
  [1, ["fit", "empty-cell.csv", ...all], "In empty-cell.csv, line 3, column wind: received an empty cell, expected a number."],
  [1, ["fit", "text.csv", ...all], 'In text.csv, line 2, column wind: received "strong", expected a number.'],
  [1, ["fit", "off.csv", ...all], "In off.csv, line 3, columns lon, lat: latitude 95 is outside -90 to 90 degrees."],
  [1, ["fit", "good.csv", "--columns", "interval(0, 55, wind)"], "In good.csv, line 4, column wind: value 60 is outside 0 to 55."],
  [1, ["fit", "good.csv", "--columns", "interval(0, 55, wind)", "--jitter", "wind=9"], "In good.csv, line 4, column wind: value 60 is outside 0 to 55."],
  [1, ["fit", "empty.csv", ...all], "In empty.csv: the table is empty; its first line must name the columns."],
  [1, ["fit", "header.csv", ...all], "In header.csv: the table has no rows."],
  [1, ["fit", "ragged.csv", ...all], "In ragged.csv, line 2: received 2 cells, expected 3, one for each of the columns lon, lat, wind."],
  [1, ["fit", "list.json", ...all], 'In list.json, record 1: received 1, expected a record such as {"lon": 13.4, "lat": 52.5}.'],
  [1, ["fit", "damaged.json", ...all], "In damaged.json: received a text that is not JSON, or not all of it, expected a list of records."],
  [1, ["fit", "latin.csv", ...all], "latin.csv: The file is no text in UTF-8."],
  [1, ["fit", "nowhere.csv", ...all], "nowhere.csv: There is no such file."],
  [1, ["fit", "folder", ...all], "folder: This is a folder, not a file."],
  [1, ["fit", "-", ...all], "In standard input, line 2, column wind: received an empty cell, expected a number.", "lon,lat,wind\n1,2,\n"],
  [1, ["fit", "-", ...all], "In standard input: the table is empty; its first line must name the columns.", ""],
  [1, ["fit", "good.csv", ...all, "--group", "name"], "In good.csv: there is no column name; the columns are lon, lat, wind and group."],
  [1, ["fit", "good.csv", ...all, "--weight", "share"], "In good.csv: there is no column share; the columns are lon, lat, wind and group."],
  [1, ["fit", "negative.csv", ...all, "--weight", "share"], 'In negative.csv, line 3, column share: received "-1", expected a weight, a number that is not negative.'],
  [1, ["score", "model.json", "off.csv", "--out", "new.csv"], "In off.csv, line 3, columns lon, lat: latitude 95 is outside -90 to 90 degrees."],
  [1, ["score", "given.json", "nan.csv", "--out", "new.csv"], "In nan.csv, line 3, column lat: received NaN, expected a number."],
  [1, ["score", "model.json", "twice.csv", "--format", "json"], "In twice.csv: there are two columns note, of which a JSON record holds one; rename one, or write CSV."],
  // columns, layers, options
  [2, ["fit", "good.csv"], 'Say what the columns are, as in --columns "lonlat(lon, lat) + plain(wind_kt)".'],
  [2, ["fit", "good.csv", "--columns", "lonlta(lon, lat)"], `In --columns, block 1: there is no chart lonlta (did you mean lonlat?); ${charts}`],
  [2, ["fit", "good.csv", ...all, "--given", "plain(wind)"], "In --given: the column wind is one of --columns too; a number cannot be given and unknown at once."],
  [2, ["fit", "good.csv", ...all, "--layers", "n+m"], "In --layers: Layer moebius (m) acts on circles s1, but block 2 lives on e1."],
  [2, ["fit", "good.csv", ...all, "--layers", "n + t"], "In --layers: The layers contain a blank; write letters and + alone, such as ggg+n."],
  [2, ["fit", "good.csv", ...all, "--layers", "n+t", "--options", "{kernels: 3}"], "In --options: received a text that is not JSON, or not all of it, expected a JSON record."],
  [2, ["fit", "good.csv", ...all, "--layers", "n+t", "--options", "[3]"], "In --options: The options of the layers are a record, but [3] was given."],
  [2, ["fit", "good.csv", ...all, "--layers", "n+t", "--options", '{"2": {"t": {"matrix": "round"}}}'], 'In --options: In block 2: Option matrix of affine takes one of identity, scalar, diagonal, full, but "round" was given.'],
  [2, ["fit", "good.csv", ...all, "--layers", "n+t", "--options", '{"g": {}}'], "In --options: Options for g fit nothing in n+t; write one of its letters, a block from 1 to 2 or network."],
  [2, ["fit", "good.csv", "--columns", "plain(wind)", "--given", "lonlat(lon, lat)", "--options", '{"network": {"hiden": [3]}}'], "In --options: Option hiden is unknown to the network; it takes hidden, activation, rank, highway."],
  [2, ["fit", "good.csv", "--columns", "plain(wind)", "--layers", "g", "--options", '{"g": {"minWidth": 5, "maxWidth": 2}}'], "In --options: In block 1, layer 1: Option minWidth of gauss is below maxWidth, but 5 and 2 were given."],
  [2, ["fit", "good.csv", "--columns", `plain(${Array.from({ length: 5000 }, (_, index) => index).join(",")})`], "In flow, manifold: received more than 4096 dimensions, expected at most 4096 dimensions in one flow."],
  [2, ["fit", "good.csv", ...all, "--layers", "n"], "In --layers: The layers name 1 block, but the space s2+e1 has 2; write one group per block, joined by +."],
  [2, ["fit", "good.csv", ...all, "--epochs", "ten"], "--epochs takes a whole number from 1 to 1000000, but ten was given."],
  [2, ["fit", "good.csv", ...all, "--rate", "-1"], "--rate takes a number between 0 and 10, but -1 was given."],
  [2, ["fit", "good.csv", ...all, "--held-out", "1"], "--held-out takes a number from 0 to below 1, but 1 was given."],
  [2, ["fit", "good.csv", ...all, "--schedule", "fast"], "--schedule takes one of constant, cosine, exponential, but fast was given."],
  [2, ["fit", "good.csv", ...all, "--jitter", "wnd=5"], "In --jitter: there is no column wnd (did you mean wind?); the columns are lon, lat and wind."],
  [2, ["sample", "model.json", "-n", "many"], "--count takes a whole number from 0 to 100000000, but many was given."],
  [2, ["sample", "model.json", "-n", "100000000"], "In --count: 300000000 numbers are too many at once, of which at most 10000000 are drawn; draw in parts, each with its own --seed."],
  [2, ["sample", "model.json", "--given", "x=1"], "In --given: the model has no condition; leave the option out."],
  [2, ["sample", "model.json", "--format", "jason"], "In --format: there is no format jason (did you mean json?); the formats are csv, json and jsonl."],
  [2, ["score", "model.json", "good.csv", "--per", "column"], "In --per: there is no unit column (did you mean columns?); the units are measure and columns."],
  [2, ["score", "-", "-"], "Only one of model and table can be standard input."],
  // conditions
  [2, ["sample", "given.json"], 'The model is given lon, lat; say them, as in --given "lon=1,lat=2".'],
  [1, ["sample", "given.json", "--given", "lon=1"], "In --given: there is no column lat; the column is lon."],
  [1, ["sample", "given.json", "--given", "lon=1,lat=north"], 'In --given, the condition, column lat: received "north", expected a number.'],
  [1, ["sample", "given.json", "--given", "lon=1,lat=99"], "In --given, the condition, columns lon, lat: latitude 99 is outside -90 to 90 degrees."],
  [2, ["sample", "given.json", "--given", "lon=1,2"], "In --given: received 2, expected a column and its number, as in x=1,y=2."],
  // models
  [1, ["show", "nowhere.json"], "nowhere.json: There is no such file."],
  [1, ["show", "damaged-model.json"], "In damaged-model.json: received a text that is not JSON, or not all of it, expected a diffeo model."],
  [1, ["show", "good.csv"], "In good.csv: received a text that is not JSON, or not all of it, expected a diffeo model."],
  [1, ["score", "other-flow.json", "good.csv", "--out", "new.csv"], "In other-flow.json, table: the columns make points of e1, but the model lives on s2+e1."],
  [1, ["score", "no-table.json", "good.csv", "--out", "new.csv"], "In no-table.json: the model has no columns; it was not made by diffeo fit, so say them with --columns."],
  [1, ["show", "bad-table.json"], "In bad-table.json, table, columns, block 1: the columns of lonlat stand in parentheses, as in lonlat(lon, lat)."],
  [1, ["score", "model.json", "good.csv", "--columns", "plain(wind)", "--out", "new.csv"], "In the options: the columns make points of e1, but the model lives on s2+e1."],
  // files to write, and runs to go on with
  [1, ["fit", "good.csv", ...all, "--out", "no/model.json"], "no/model.json: there is no folder no to write it to."],
  [1, ["fit", "good.csv", ...all, "--out", "folder"], "folder: this is a folder, not a file."],
  [1, ["fit", "good.csv", ...all, "--checkpoint", "no/run.json"], "no/run.json: there is no folder no to write it to."],
  [1, ["fit", "good.csv", ...all, "--resume", "nowhere.json"], "nowhere.json: There is no such file."],
  [1, ["fit", "good.csv", ...all, "--resume", "run.json", "-q"], "In --resume run.json: received the checkpoint of another run, expected one of the same flow, data and options."],
  // words
  [2, ["help", "ft"], "There is no command ft (did you mean fit?); the commands are fit, sample, score, show, coverage, regions, info, plot, report and verify."],
  [2, ["--"], "Say what to do: the commands are fit, sample, score, show, coverage, regions, info, plot, report and verify."],
  [2, ["ft"], "Unknown command 'ft'; did you mean fit?"],
  [2, ["fit"], "Missing required argument 'table'."],
  [2, ["fit", "good.csv", "--epoch", "3"], "Unknown option '--epoch'; did you mean --epochs?"],
  [2, ["--quite"], "Unknown option '--quite'."],
  [2, ["fit", "good.csv", "--columns"], "Option '-c, --columns <mapping>' argument missing."],
  // what would break the line or garble the terminal
  [2, ["--a\nb"], "Unknown option '--a\uFFFDb'."],
  [2, ["fit", "good.csv", ...all, "--jitter", "a\nb\u001b[31m"], "In --jitter: received a\uFFFDb\uFFFD[31m, expected a column and its step, a positive number, as in wind_kt=5."],
  [2, ["sample", "model.json", "--format", "\u202e"], "In --format: there is no format \uFFFD; the formats are csv, json and jsonl."],
  [2, ["sample", "given.json", "--given", "a=1,b\nc"], "In --given: received b\uFFFDc, expected a column and its number, as in x=1,y=2."],
  [1, ["show", "a\nb"], "a\uFFFDb: There is no such file."],
  [1, ["fit", "good.csv", ...all, "--out", "a\nb/c"], "a\uFFFDb/c: there is no folder a\uFFFDb to write it to."],
  [2, ["show", "model.json", "more"], "Too many arguments for 'show'. Expected 1 argument but got 2."],
];

describe("one sentence each", () => {
  it.concurrent.each(cases.map(([code, words, sentence, input = ""]) => ({ code, words, sentence, input })))("$code $words", async ({ code, words, sentence, input }) => {
    expect(await run(words, input)).toEqual({ code, out: "", err: `diffeo: ${sentence}\n` });
  });

  it("also for files of another version and space", async () => {
    expect(await run(["show", "future.json"])).toMatchObject({ code: 1, out: "", err: expect.stringMatching(/^diffeo: In future\.json, version: .*99.*\.\n$/) as unknown });
    expect(await run(["show", "other-space.json"])).toMatchObject({ code: 1, out: "", err: expect.stringMatching(/^diffeo: In other-space\.json, space: received "e3", expected "s2\+e1".*\.\n$/) as unknown });
  });
});

describe("with little memory", () => {
  // Small to write, and large to read if it were read whole.
  const large: Readonly<Record<string, () => string>> = {
    "lists.json": () => `[${"[],".repeat(6_000_000)}[]]`,
    "columns.jsonl": () => Array.from({ length: 30_000 }, (_, index) => `{"k${index}":${index}}`).join("\n"),
    "lines.csv": () => `x\n${"1\n".repeat(10_500_000)}`,
  };
  const line = (words: string): Promise<Finished> => shell(`export NODE_OPTIONS=--max-old-space-size=512; ${words}`);

  it.each([
    ["show", "lists.json", "In lists.json: received more than 5000000 lists and records, expected at most 5000000 lists and records."],
    ["score model.json", "columns.jsonl", "In columns.jsonl: the table has more than 10000000 cells, which is more than is read at once."],
    ["score model.json", "lines.csv", "In lines.csv: the table has more than 10000000 cells, which is more than is read at once."],
  ])("%s %s", async (words, file, sentence) => {
    writeFileSync(`${folder}/${file}`, large[file]!());
    expect(await line(`diffeo ${words} ${file}`)).toEqual({ code: 1, out: "", err: `diffeo: ${sentence}\n` });
  });

  // A device that never ends.
  it.runIf(existsSync("/dev/zero"))("what has no end", async () => {
    expect(await line("diffeo show /dev/zero")).toEqual({ code: 1, out: "", err: `diffeo: /dev/zero: The file has more than ${longestText} bytes; at most so many are read.\n` });
    expect(await line("cat /dev/zero | diffeo score model.json -")).toEqual({ code: 1, out: "", err: `diffeo: In standard input: the text has more than ${longestText} bytes; at most so many are read.\n` });
  });
});

it("what a file says of itself garbles no terminal", async () => {
  const model = JSON.parse(readFileSync(`${folder}/model.json`, "utf8")) as Record<string, unknown>; // a model file is a record
  writeFileSync(`${folder}/red.json`, JSON.stringify({ ...model, about: { createdBy: "\u001b[31mred" }, table: { columns: 'lonlat(lon, lat) + plain("\u001b[2J")' } }));
  const { code, out } = await run(["show", "red.json"]);
  expect(code).toBe(0);
  expect(out).toContain("Columns:  lonlat(lon, lat) + plain(\uFFFD[2J)\nWritten by:  \uFFFD[31mred\n");
});

it("writes nothing", () => {
  expect(readdirSync(folder).filter((file) => /new|tmp|\.\d+$/.test(file))).toEqual([]);
});

it("leaves the file that was there", async () => {
  writeFileSync(`${folder}/kept.json`, "as it was");
  expect((await run(["fit", "off.csv", "--columns", "lonlat(lon, lat)", "--out", "kept.json"])).code).toBe(1);
  expect(readFileSync(`${folder}/kept.json`, "utf8")).toBe("as it was");
});
