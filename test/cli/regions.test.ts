/** `diffeo regions`: in the units of columns, against regions that are known. */
import { readFileSync, writeFileSync } from "node:fs";
import { geoArea } from "d3-geo";
import { beforeAll, describe, expect, it } from "vitest";
import { circle, classes, encodeModel, euclid, halfLine, model, oplus, sphere } from "../../src/index.ts";
import { rawScale, withEntries } from "../model/entries.ts";
import { useProgram } from "./program.ts";

const { folder, run } = useProgram();
const read = (text: string): { readonly regions: readonly Record<string, never>[] } => JSON.parse(text) as never; // as the test expects it
const ask = async (file: string, columns: string, ...more: readonly string[]): Promise<readonly Record<string, never>[]> => {
  const { out, err, code } = await run(["regions", file, "--samples", "2000", "--columns", columns, ...more]);
  expect({ err, code }).toEqual({ err: "", code: 0 });
  return read(out).regions;
};

beforeAll(() => {
  const line = euclid(1).affine();
  const cap = sphere(2);
  const plane = oplus(euclid(1), halfLine(0));
  const conditional = euclid(1).affine().given("e1", { hidden: [] });
  const write = (name: string, own: Parameters<typeof encodeModel>[0]): void => writeFileSync(`${folder}/${name}.json`, encodeModel(own));
  write("line", model(line, { parameters: withEntries(line, { "block 1, layer 1 (affine), shift": [40], "block 1, layer 1 (affine), logScale": [rawScale(10)] }) }) as never);
  write("cap", model(cap) as never);
  write("mixed", model(oplus(sphere(2), circle(), classes(2))) as never);
  write("plane", model(plane) as never);
  write("given", model(conditional, { parameters: withEntries(conditional, { "block 1, network, last": [2, 0] }) }) as never);
});

describe("regions", () => {
  it("intervals of a column, one for each level", async () => {
    const found = await ask("line.json", "plain(wind)", "--level", "0.5, 0.95");
    expect(found).toMatchObject([{ columns: ["wind"], level: 0.5, kind: "intervals" }, { level: 0.95 }]);
    const [from, to] = (found[1]!["intervals"] as unknown as readonly (readonly number[])[])[0]!;
    expect(from).toBeCloseTo(40 - 19.599639845, 4);
    expect(to).toBeCloseTo(40 + 19.599639845, 4);
    expect(found[1]!["measure"]).toBeCloseTo(39.19927969, 4);
  });

  it("a region for each block, or one together", async () => {
    const each = await ask("mixed.json", "lonlat(lon, lat) + hourOfDay(utc) + classes(cat, dog, animal)", "--level", "0.5");
    expect(each.map((region) => [region["kind"], region["columns"]])).toEqual([["sphere", ["lon", "lat"]], ["arcs", ["utc"]], ["classes", ["animal"]]]);
    expect(each[1]!["arcs"]).toEqual([[0, 24]]);
    expect(each[1]!["measure"]).toBeCloseTo(24, 9);
    expect(each[2]!["classes"]).toEqual(["cat", "dog"]);
    expect(await ask("mixed.json", "lonlat(lon, lat) + hourOfDay(utc) + classes(cat, dog, animal)", "--level", "0.5", "--joint")).toMatchObject([{ kind: "sublevel", columns: ["lon", "lat", "utc", "animal"] }]);
    expect(await ask("plane.json", "plain(x) + above(0, y)", "--level", "0.5", "--joint")).toMatchObject([{ kind: "polygons", columns: ["x", "y"] }]);
  });

  it("GeoJSON for what lies on the sphere", async () => {
    const { code } = await run(["regions", "mixed.json", "--samples", "500", "--level", "0.2", "--columns", "lonlat(lon, lat) + hourOfDay(utc) + classes(cat, dog, animal)", "--out", "regions.geojson"]);
    expect(code).toBe(0);
    const file = JSON.parse(readFileSync(`${folder}/regions.geojson`, "utf8")) as GeoJSON.FeatureCollection;
    expect(file.features).toHaveLength(1);
    expect(file.features[0]).toMatchObject({ type: "Feature", properties: { level: 0.2, columns: ["lon", "lat"] }, geometry: { type: "MultiPolygon" } });
    expect(geoArea({ type: "Sphere" })).toBeCloseTo(file.features[0]!.properties!["measure"] as number, 9);
  });

  it("given a condition", async () => {
    const [region] = await ask("given.json", "plain(y)", "--given-columns", "plain(x)", "--given", "x=5", "--level", "0.9");
    expect((region!["intervals"] as unknown as readonly (readonly number[])[])[0]![0]).toBeCloseTo(10 - 1.644853627, 5);
  });

  it.each([
    [2, ["line.json", "--columns", "plain(x)", "--level", "0.5,1"], "In --level: received 1, expected shares between 0 and 1, as in 0.5,0.9."],
    [2, ["line.json", "--columns", "plain(x)", "--format", "geojson"], "In --format: only regions of the sphere are GeoJSON, but the columns x make none; ask for json."],
    [2, ["line.json", "--columns", "plain(x)", "--format", "svg"], "there is no format svg; the formats are json and geojson."],
    [2, ["line.json", "--columns", "plain(x)", "--samples", "3"], "--samples takes"],
    [2, ["given.json", "--columns", "plain(y)", "--given-columns", "plain(x)"], 'The model is given x; say them, as in --given "x=1".'],
  ])("misuse ends with %i: %j", async (expected, words, sentence) => {
    const { code, err, out } = await run(["regions", ...words]);
    expect(out).toBe("");
    expect(err).toContain(sentence);
    expect(code).toBe(expected);
  });
});
