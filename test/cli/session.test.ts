/** What users do, end to end: fit, sample, score and show, through files and through pipes. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { readCsv } from "../../src/cli/table/csv.ts";
import { numbersIn } from "../../src/cli/table/table.ts";
import { decodeModel, eqFlow, random, fit, batchOf, parse } from "../../src/index.ts";
import { everyElement, parseXml, textOf } from "../plot/well-formed.ts";
import { right } from "./either.ts";
import { useProgram } from "./program.ts";

const { folder, run, shell } = useProgram();

const columns = "lonlat(lon, lat) + plain(wind)";
const table = (count: number): string => {
  const source = random(1, "table");
  const lines = Array.from({ length: count }, (_, row) => `s${Math.floor(row / 5)},${(-60 + 10 * source.normal()).toFixed(1)},${(20 + 5 * source.normal()).toFixed(1)},${Math.round(60 + 20 * source.normal())},${1 + (row % 2)}`);
  return ["storm,lon,lat,wind,share", ...lines].join("\n").concat("\n");
};
const column = (text: string, name: string): readonly number[] => [...right(numbersIn(right(readCsv("", text)), name))];
const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;
const read = (file: string): string => readFileSync(`${folder}/${file}`, "utf8");

const fitting = ["fit", "storms.csv", "--columns", columns, "--layers", "n+t", "--epochs", "3", "--batch", "50", "--quiet"];

beforeAll(async () => {
  writeFileSync(`${folder}/storms.csv`, table(200));
  expect(await run([...fitting, "--out", "model.json"])).toMatchObject({ code: 0, err: "" });
});

describe("fit", () => {
  it("tells what it made, and where", async () => {
    const { code, out, err } = await run([...fitting.filter((word) => word !== "--quiet"), "--out", "told.json"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^s2\+e1 · [\d,]+ parameters/);
    expect(out).toMatch(/\nRows: {2}180 to learn from, 20 held out\nHeld-out log-likelihood: {2}-\d+\.\d{4} nats per row \(epoch \d of 3\)\nModel: {2}told.json\n$/);
    expect(err).toMatch(/^Fitting s2\+e1 : n ⊕ t to 200 rows of storms\.csv\.\nepoch 1\/3: loss .*, held out .*, rate .*, .* left\nepoch 3\/3: loss .*, 0 s left\n$/);
  });

  it("is the same for one seed, another for another", async () => {
    await run([...fitting, "--seed", "4", "--out", "a.json"]);
    await run([...fitting, "--seed", "4", "--out", "b.json"]);
    await run([...fitting, "--seed", "5", "--out", "c.json"]);
    expect(read("a.json")).toBe(read("b.json"));
    expect(read("c.json")).not.toBe(read("a.json"));
  });

  it("finds what the library finds", async () => {
    const text = read("storms.csv");
    const [lon, lat, wind] = ["lon", "lat", "wind"].map((name) => column(text, name));
    const rows = lon!.flatMap((each, row) => {
      const [a, b] = [(each * Math.PI) / 180, (lat![row]! * Math.PI) / 180];
      return [Math.cos(b) * Math.cos(a), Math.cos(b) * Math.sin(a), Math.sin(b), wind![row]!];
    });
    const points = batchOf("s2+e1", Float64Array.from(rows));
    if (points._tag === "Left") throw new Error("no points");
    const result = await fit(parse("s2+e1", "n+t"), points.right, { epochs: 3, batch: 50 })();
    if (result._tag === "Left") throw new Error("no fit");
    const stored = decodeModel(read("model.json"));
    if (stored._tag === "Left") throw new Error("no model");
    expect(stored.right.about?.training).toMatchObject({ rows: 200, epochs: 3 });
    expect(stored.right.about?.training?.heldOut).toBeCloseTo(result.right.heldOut, 6);
  });

  it("holds out groups together, takes weights, and leaves plain numbers as they are if told so", async () => {
    const { out } = await run([...fitting, "--group", "storm", "--held-out", "0.5", "--out", "groups.json"]);
    expect(out).toContain("Rows:  100 to learn from, 100 held out");
    await run([...fitting, "--weight", "share", "--out", "weights.json"]);
    expect(read("weights.json")).not.toBe(read("model.json"));
    const shown = await shell(`diffeo ${fitting.map((word) => `'${word}'`).join(" ")} --no-standardize --out plain.json >&2; diffeo show plain.json --parameters`);
    expect(shown.out).toMatch(/ 0\.000 +0\.000 +0\.000 {2}block 2, location \(frozen\)\n.* 0\.000 +0\.000 +0\.000 {2}block 2, logScale \(frozen\)/);
    expect((await run(["show", "model.json", "--parameters"])).out).not.toMatch(/ 0\.000 {2}block 2, location/);
  });

  it("takes options of layers and networks", async () => {
    const options = { n: { bins: 3 }, "2": { "1": { matrix: "full" } }, network: { hidden: [8] } };
    await run([...fitting, "--options", JSON.stringify(options), "--out", "options.json"]);
    const stored = decodeModel(read("options.json"));
    if (stored._tag === "Left") throw new Error("no model");
    expect(eqFlow.equals(stored.right.model.flow, parse("s2+e1", "n+t", { n: { bins: 3 }, 2: { 1: { matrix: "full" } }, network: { hidden: [8] } }))).toBe(true);
    await run(["fit", "storms.csv", "--columns", "plain(wind)", "--given", "lonlat(lon, lat)", "--layers", "t", "--epochs", "1", "--quiet", "--options", '{"network": {"hidden": [5]}}', "--out", "network.json"]);
    const conditional = decodeModel(read("network.json"));
    if (conditional._tag === "Left") throw new Error("no model");
    expect(eqFlow.equals(conditional.right.model.flow, parse("e1", "t").given("s2", { hidden: [5] }))).toBe(true);
  });

  it("writes the model to a pipe", async () => {
    const { code, out, err } = await shell(`diffeo ${fitting.map((word) => `'${word}'`).join(" ")} --out - | diffeo show - --line`);
    expect([code, out]).toEqual([0, "s2+e1 : n ⊕ t\n"]);
    expect(err).toContain("Model:  standard output");
  });
});

describe("sample and score", () => {
  it("agree through a pipe", async () => {
    const sampled = await run(["sample", "model.json", "-n", "50", "--log-prob"]);
    const { code, out, err } = await shell("diffeo sample model.json -n 50 | diffeo score model.json -");
    expect(code).toBe(0);
    expect(out.split("\n")[0]).toBe("lon,lat,wind,log_prob");
    const drawn = column(sampled.out, "log_prob");
    column(out, "log_prob").forEach((each, row) => expect(each).toBeCloseTo(drawn[row]!, 8));
    expect(err).toMatch(/^Mean log_prob -\d+\.\d{4} ± \d\.\d{4} nats over 50 rows, per unit of s2\+e1\.\n$/);
    expect(Number(/log_prob (-[\d.]+)/.exec(err)?.[1])).toBeCloseTo(mean(drawn), 3);
  });

  it("draws what was fitted, from a seed", async () => {
    const [a, b, c] = await Promise.all(["1", "1", "2"].map((seed) => run(["sample", "model.json", "-n", "400", "--seed", seed])));
    expect(a!.out).toBe(b!.out);
    expect(a!.out).not.toBe(c!.out);
    expect(mean(column(a!.out, "wind"))).toBeGreaterThan(50);
    expect(mean(column(a!.out, "wind"))).toBeLessThan(70);
    expect((await run(["sample", "model.json", "-n", "0"])).out).toBe("lon,lat,wind\n");
  });

  it("keeps the rows of the table, and changes the unit of the density alone", async () => {
    const scored = await run(["score", "model.json", "storms.csv", "-q"]);
    expect(scored.err).toBe("");
    expect(scored.out.split("\n").map((line) => line.split(",").slice(0, -1).join(",")).join("\n").trimEnd()).toBe(read("storms.csv").trimEnd());
    const per = await run(["score", "model.json", "storms.csv", "--per", "columns"]);
    expect(per.err).toContain("per unit of the columns lon, lat and wind.");
    const [first, second] = [scored.out, per.out].map((text) => column(text, "log_prob"));
    column(scored.out, "lat").forEach((lat, row) => expect(second![row]! - first![row]!).toBeCloseTo(Math.log(Math.cos((lat * Math.PI) / 180)) + 2 * Math.log(Math.PI / 180), 9));
  });

  it("reads and writes JSON by extension, by format and by content", async () => {
    expect(await run(["sample", "model.json", "-n", "3", "--out", "rows.json"])).toEqual({ code: 0, out: "", err: "" });
    expect(JSON.parse(read("rows.json"))).toHaveLength(3);
    const lines = await shell("diffeo sample model.json -n 3 --format jsonl | diffeo score model.json - --format json");
    const scored = JSON.parse(lines.out) as readonly { readonly lon: number; readonly log_prob: number }[];
    expect(scored.map(({ lon }) => lon)).toEqual((JSON.parse(read("rows.json")) as typeof scored).map(({ lon }) => lon));
    const again = await run(["score", "model.json", "-", "--format", "json"], lines.out);
    expect(again.err).toContain("The table's own column log_prob was replaced.\n");
    expect(JSON.parse(again.out)).toEqual(scored);
  });

  it("takes other names for the columns", async () => {
    writeFileSync(`${folder}/other.csv`, "x,y,z\n-60,20,60\n");
    const { code, out } = await run(["score", "model.json", "other.csv", "--columns", "lonlat(x, y) + plain(z)"]);
    expect([code, column(out, "log_prob").length]).toEqual([0, 1]);
    expect((await run(["sample", "model.json", "-n", "1", "--columns", "unitVector(x, y, z) + plain(w)"])).out).toMatch(/^x,y,z,w\n/);
  });

  it("does not mind a reader that has seen enough", async () => {
    expect(await shell("{ diffeo sample model.json -n 20000; echo rc $? >&2; } | head -n 1")).toEqual({ code: 0, out: "lon,lat,wind\n", err: "rc 0\n" });
  });
});

describe("a condition", () => {
  beforeAll(async () => {
    const words = ["fit", "storms.csv", "--columns", "plain(wind)", "--given", "lonlat(lon, lat)", "--layers", "t", "--epochs", "2", "--quiet", "--out", "given.json"];
    expect(await run(words)).toMatchObject({ code: 0, err: "" });
  });

  it("is numbers or a table", async () => {
    const one = await run(["sample", "given.json", "-n", "2", "--given", "lat=20, lon=-60"]);
    expect(one.out).toMatch(/^lon,lat,wind\n-60,20,[\d.]+\n-60,20,[\d.]+\n$/);
    writeFileSync(`${folder}/places.csv`, "lon,lat\n1,2\n3,4\n");
    const two = await run(["sample", "given.json", "-n", "2", "--given", "places.csv", "--log-prob"]);
    expect(column(two.out, "lon")).toEqual([1, 1, 3, 3]);
    const scored = await run(["score", "given.json", "-"], two.out);
    column(scored.out, "log_prob").forEach((each, row) => expect(each).toBeCloseTo(column(two.out, "log_prob")[row]!, 9));
  });

  it("is shown", async () => expect((await run(["show", "given.json"])).out).toContain("Columns:  plain(wind)\nGiven:  lonlat(lon, lat)\n"));
});

describe("show", () => {
  it("is a tree with columns and history", async () => {
    const { out } = await run(["show", "model.json"]);
    expect(out).toMatch(/^s2\+e1 · /);
    expect(out).toContain("\nColumns:  lonlat(lon, lat) + plain(wind)\nFitted:  to 200 rows in 3 epochs; held-out log-likelihood -");
    expect(out).toMatch(/\nWritten by: {2}diffeo \d+\.\d+\.\d+\n$/);
  });

  it("is JSON for programs", async () => {
    expect(JSON.parse((await run(["show", "-", "--json"], read("model.json"))).out)).toMatchObject({ space: "s2+e1", condition: "e0", columns: "lonlat(lon, lat) + plain(wind)", about: { training: { rows: 200 } } });
  });
});

describe("plot", () => {
  it("draws a model and its table, by the names of the columns", async () => {
    const { code, out } = await run(["plot", "model.json", "--data", "storms.csv"]);
    expect(code).toBe(0);
    const texts = everyElement(parseXml(out)).filter(({ name }) => name === "text").map(textOf);
    expect(texts).toEqual(expect.arrayContaining(["model", "lon, lat", "wind", "one observation"]));
  });

  it("draws the aspects and the shares that are asked for", async () => {
    const { out } = await run(["plot", "model.json", "--show", "lon, lat", "--level", "0.75"]);
    const texts = everyElement(parseXml(out)).filter(({ name }) => name === "text").map(textOf);
    expect(texts).toContain("lon, lat");
    expect(texts).not.toContain("wind");
    expect(texts.filter((text) => text.includes("%"))).toEqual([expect.stringContaining("75\u202f%")]);
  });

  it("draws a globe and the way of a block, of one condition where there is one", async () => {
    expect((await run(["plot", "-", "--kind", "globe", "--title", "Where"], read("model.json"))).out).toContain(">Where</title>");
    expect((await run(["plot", "given.json", "--kind", "transport", "--given", "lon=-60,lat=20", "--animate"])).out).toContain("<animate");
  });

  it("draws a PNG for a name that says so", async () => {
    expect(await run(["plot", "given.json", "--kind", "transport", "--given", "lon=-60,lat=20", "--out", "drawn.png"])).toMatchObject({ code: 0, err: "" });
    expect(readFileSync(`${folder}/drawn.png`).subarray(0, 8).toString("latin1")).toBe("\u0089PNG\r\n\u001a\n");
  });

  it.each([
    [["model.json", "--kind", "transport", "--animate", "--out", "moving.png"], 2, "In --out: a PNG does not move;"],
    [["model.json", "--kind", "globs"], 2, "In --kind: there is no kind globs (did you mean globe?); the kinds are corner, globe and transport."],
    [["model.json", "--show", "gust"], 1, "There is no aspect “gust”; there are “lon, lat”, “wind”."],
    [["model.json", "--level", "50"], 2, "In --level: received 50, expected shares between 0 and 1, as in 0.5,0.9."],
    [["model.json", "--block", "3"], 2, "In --block: the model has 2 blocks."],
    [["model.json", "--kind", "globe", "--block", "2"], 1, "In globe: A globe shows a block s2, but the block that was chosen in s2+e1 is e1."],
    [["given.json"], 2, "The model is given lon, lat; say them"],
  ] as const)("refuses %j", async (words, code, sentence) => {
    const found = await run(["plot", ...words]);
    expect(found.code).toBe(code);
    expect(found.err).toContain(sentence);
  });
});

it("leaves no files but those it was told to write", () => {
  expect(readdirSync(folder).filter((file) => !/^(storms|other|places)\.csv$|^(model|told|options|network|a|b|c|groups|weights|plain|rows|given)\.json$|^drawn\.png$/.test(file))).toEqual([]);
});
