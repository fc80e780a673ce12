/** `diffeo report` as users call it: one page that is well-formed, needs nothing else, and says what it leaves out. */
import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { random } from "../../src/index.ts";
import { everyElement, parseXml, textOf, type XmlElement } from "../plot/well-formed.ts";
import { useProgram } from "./program.ts";

const { folder, run } = useProgram();

/** Names that would be markup, would end a style sheet or would turn the line around. */
const hostile = ["</style><script>alert(1)</script>", 'a"><img src=x onerror=alert(2)>&amp;', "x\u202ey"] as const;
const quoted = hostile.map((name) => `"${name.replaceAll('"', '""')}"`);

const rows = Array.from({ length: 60 }, (_, at) => {
  const source = random(at, "table");
  return [24 * source.uniform(), at === 17 ? 900 : 50 + 10 * source.normal(), source.uniform()].map((each) => each.toFixed(3));
});

beforeAll(async () => {
  writeFileSync(`${folder}/plain.csv`, ["hour,load,x", ...rows.map((row) => row.join(","))].join("\n"));
  writeFileSync(`${folder}/hostile.csv`, [quoted.join(","), ...rows.map((row) => row.join(","))].join("\n"));
  writeFileSync(`${folder}/hostile.json`, JSON.stringify(rows.map((row) => Object.fromEntries(row.map((cell, at) => [hostile[at]!, Number(cell)])))));
  const fitting = ["--epochs", "2", "--batch", "30", "--quiet"];
  const done = await Promise.all([
    run(["fit", "hostile.csv", "--columns", `hourOfDay(${quoted[0]}) + plain(${quoted[1]})`, "--layers", "m+t", ...fitting, "--out", "hostile-model.json"]),
    run(["fit", "plain.csv", "--columns", "plain(load)", "--given", "hourOfDay(hour)", "--layers", "t", ...fitting, "--out", "given.json"]),
  ]);
  expect(done.map(({ code, err }) => [code, err])).toEqual([[0, ""], [0, ""]]);
});

const few = ["--samples", "200", "--rows", "20", "--no-audit"];

/** The parsed page. That no name has become markup follows from its elements. */
const pageOf = (html: string): XmlElement => {
  expect(html.startsWith("<!DOCTYPE html>\n<html ")).toBe(true);
  return parseXml(html.replace("<!DOCTYPE html>\n", ""));
};
const named = (page: XmlElement, name: string): readonly XmlElement[] => everyElement(page).filter((each) => each.name === name);
const headings = (page: XmlElement): readonly string[] => named(page, "h2").map(textOf);

describe("a page with a table", () => {
  let page: XmlElement;
  let html: string;
  beforeAll(async () => {
    const { code, err } = await run(["report", "hostile-model.json", "--data", "hostile.json", ...few, "--out", "report.html"]);
    expect([code, err.split("\n")[0]]).toEqual([0, "1/9: the model"]);
    html = readFileSync(`${folder}/report.html`, "utf8");
    page = pageOf(html);
  });

  it("has all sections, in order, and says what it was told to leave out", () => {
    expect(headings(page)).toEqual(["In short", "The model", "How well it fits the table", "Coverage", "The density", "Regions", "Information", "From the base to the density", "The least likely rows", "What is left out"]);
    expect(textOf(page)).toContain("Audit: it was not asked for.");
  });

  it("draws: training, coverage, all blocks, and the way of each", () => {
    const ids = named(page, "svg").flatMap(({ attributes }) => attributes.get("aria-labelledby")?.split(" ")[0] ?? []);
    expect(ids).toEqual(["training-picture-title", "coverage-picture-title", "corner-picture-title", "transport-1-picture-title", "transport-2-picture-title"]);
  });

  it("holds names of columns as text alone", () => {
    expect([named(page, "script"), named(page, "img")]).toEqual([[], []]);
    expect(everyElement(page).flatMap(({ attributes }) => [...attributes.keys()].filter((key) => key.startsWith("on")))).toEqual([]);
    const cells = named(page, "th").map(textOf);
    expect(cells).toContain(hostile[0]);
    expect(cells).toContain(hostile[1]);
    expect(named(page, "style").every((each) => !textOf(each).includes("alert"))).toBe(true);
  });

  it("needs nothing from elsewhere", () => {
    expect(everyElement(page).flatMap(({ attributes }) => [attributes.get("href"), attributes.get("src")].filter((each) => each !== undefined && !each.startsWith("#")))).toEqual([]);
    expect(html).not.toMatch(/@import|url\(|<link/);
  });

  it("can be read aloud: tables have captions and headings, pictures titles and descriptions, links ends", () => {
    const inside = (parent: XmlElement, name: string): readonly XmlElement[] => everyElement(parent).filter((each) => each.name === name);
    for (const table of named(page, "table")) expect([inside(table, "caption").length, inside(table, "th").every(({ attributes }) => attributes.has("scope"))]).toEqual([1, true]);
    for (const figure of named(page, "figure")) expect([inside(figure, "title").length, inside(figure, "desc").length, inside(figure, "figcaption").length]).toEqual([1, 1, 1]);
    const ids = everyElement(page).flatMap(({ attributes }) => attributes.get("id") ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(named(page, "a").map(({ attributes }) => attributes.get("href")!.slice(1))));
    expect(named(page, "h1")).toHaveLength(1);
  });

  it("tells coverage at the shares that it names", () => {
    const shares = named(page, "table").find((each) => textOf(each).startsWith("Shares of the rows"))!;
    expect(named(shares, "tr").slice(0, 1).flatMap((row) => named(row, "th").map(textOf))).toEqual(["check", "50 %", "68 %", "90 %", "95 %", "p-value", "verdict"]);
  });

  it("tells which row is least likely", () => {
    const least = named(page, "table").find((each) => textOf(each).startsWith("The 12 rows of hostile.json"))!;
    expect(named(least, "tr").slice(1).map((row) => textOf(row.children[0] as XmlElement))[0]).toBe("record 18");
    expect(textOf(page)).toContain("none of 20,000");
  });
});

it("is written without a table, and to standard output", async () => {
  const { code, out, err } = await run(["report", "hostile-model.json", "--quiet", "--samples", "200", "--title", "A < B", "--animate"]);
  expect([code, err]).toEqual([0, ""]);
  const page = pageOf(out);
  expect(textOf(named(page, "h1")[0]!)).toBe("A < B");
  expect(textOf(named(page, "ul").at(-1)!)).toBe(["How well it fits a table", "Coverage", "The least likely rows"].map((name) => `${name}: it needs a table; name one with --data.`).join(""));
  expect(textOf(page)).toMatch(/\d+ laws hold, none fails; found in/);
  expect(named(page, "animate").length).toBeGreaterThan(0);
});

it("of a conditional model says what wants a condition, and tells it of one", async () => {
  const [open, at] = await Promise.all([run(["report", "given.json", "--data", "plain.csv", "--quiet", ...few]), run(["report", "given.json", "--given", "hour=6", "--quiet", ...few])]);
  expect([open.code, at.code]).toEqual([0, 0]);
  expect(headings(pageOf(open.out))).toEqual(["In short", "The model", "How well it fits the table", "Coverage", "The least likely rows", "What is left out"]);
  expect(textOf(pageOf(open.out))).toContain("Regions: the model is given hour; say one condition with --given.");
  expect(textOf(pageOf(at.out))).toContain("at hour=6");
  expect(headings(pageOf(at.out))).toContain("Regions");
});

it("refuses in a sentence", async () => {
  const cases = [
    [["-", "--data", "-"], 2, "Only one of model and table can be standard input."],
    [["given.json", "--given", "hour=25x"], 1, "--given"],
    [["given.json", "--rows", "1"], 2, "--rows takes"],
    [["given.json", "--out", "nowhere/report.html"], 1, "nowhere"],
    [["hostile-model.json", "--data", "plain.csv"], 1, "there is no column"],
  ] as const;
  const found = await Promise.all(cases.map(([words]) => run(["report", ...words])));
  found.forEach(({ code, out, err }, at) => {
    const [, expected, sentence] = cases[at]!;
    expect([code, out]).toEqual([expected, ""]);
    expect(err).toContain(sentence);
  });
});
