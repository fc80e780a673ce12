/** The command line under words at random and words near right ones: an exit code, at most one sentence, and all files as they were. */
import fc from "fast-check";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeModel } from "../../src/model/file.ts";
import { model } from "../../src/model/model.ts";
import { oplus } from "../../src/flow/flow.ts";
import { euclid, sphere } from "../../src/flow/manifolds.ts";
import { sentenceFlaw } from "../../laws/codec/refusal.ts";
import { watched } from "../../laws/codec/untouched.ts";
import { root } from "../house/root.ts";
import { contents, ended, useFolder, type Ending } from "./command.ts";
import { longestLine } from "./owed.ts";
import { anyText } from "./texts.ts";

const joint = encodeModel(model(oplus(sphere(2).nsphere(1, { hidden: [2] }), euclid(1).affine()), { seed: 1 }), { table: { columns: "lonlat(lon, lat) + plain(wind)" } });
const conditional = encodeModel(model(euclid(1).affine().given("s2", { hidden: [2] }), { seed: 1 }), { table: { columns: "plain(wind)", given: "lonlat(lon, lat)" } });

const folder = useFolder({
  "good.csv": "lon,lat,wind,group\n-60,20,50,a\n-61,21,55,b\n-59,22,60,a\n-62,19,52,b\n",
  "good.json": '[{"lon":-60,"lat":20,"wind":50},{"lon":-61,"lat":21,"wind":55}]',
  "odd.csv": 'lon,lat,wind,wind,__proto__\n-60,20,50,1,"a\nb"\n-61,95,NaN,2\n',
  "twice.csv": "lon,lat,wind,note,note\n-60,20,50,a,b\n-61,21,55,c,d\n",
  "joint.json": joint, "given.json": conditional, "half.json": joint.slice(0, joint.length / 2), "bytes": Uint8Array.of(0xff, 0, 0xfe), "empty.csv": "",
});
const file = (name: string): string => `${folder}/${name}`;

const files = ["good.csv", "good.json", "odd.csv", "twice.csv", "joint.json", "given.json", "half.json", "bytes", "empty.csv", "folder", "none.csv", "folder/none.csv", "none/none.csv", "good.csv/none"].map(file);
const outputs = ["new.json", "new.csv", "new.jsonl", "folder", "none/new.json"].map(file);
const flags = [
  "--columns", "--given", "--layers", "--options", "--out", "--epochs", "--batch", "--rate", "--schedule", "--held-out", "--patience", "--clip", "--seed", "--no-standardize", "--group", "--weight", "--jitter", "--checkpoint", "--resume", "--quiet", "-q",
  "--count", "-n", "--log-prob", "--format", "--given-columns", "--per", "--tree", "--line", "--parameters", "--json", "--help", "-h", "--version", "-V", "--", "--no", "--quite", "--columns=", "-nq", "--__proto__",
];
const values = [
  "plain(wind)", "lonlat(lon, lat)", "lonlat(lon, lat) + plain(wind)", "plain(wnd)", "plain(", "t", "n+t", "m", "gg", '{"t": {"matrix": "full"}}', '{"__proto__": {"polluted": 1}}', '{"g": {"minWidth": 5, "maxWidth": 2}}', "[", "0", "1", "3", "-1", "1e9", "100000000", "0.5", "NaN", "none", "",
  "wind=1", "wind=1e999", "lon=13,lat=52", "lon=13", "csv", "json", "jsonl", "jason", "measure", "columns", "group", "lon,lat", "a\nb", "\u001b[31m", "\u202e", "x".repeat(5000), "cosine", "constructor",
];
const commands = ["fit", "sample", "score", "show", "help", "verify", "ft", "__proto__", "toString"];
const word = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...flags) }, { weight: 4, arbitrary: fc.constantFrom(...values) }, { weight: 3, arbitrary: fc.constantFrom(...files) }, { weight: 1, arbitrary: fc.constantFrom(...commands) }, { weight: 1, arbitrary: anyText.filter((text) => text !== "-") });

/** Commands that are meant, with options that go with them. */
const right = fc.constantFrom<readonly string[]>(
  ["fit", file("good.csv"), "--columns", "lonlat(lon, lat) + plain(wind)", "--layers", "n+t"],
  ["fit", file("good.csv"), "--columns", "plain(wind)", "--given", "lonlat(lon, lat)", "--layers", "t", "--jitter", "wind=1"],
  ["fit", file("good.json"), "--columns", "plain(wind)", "--group", "lon", "--options", '{"t": {"matrix": "full"}}', "--layers", "t"],
  ["sample", file("joint.json"), "-n", "3", "--log-prob", "--format", "json"],
  ["sample", file("given.json"), "-n", "2", "--given", "lon=13,lat=52"],
  ["sample", file("given.json"), "-n", "2", "--given", file("good.csv"), "--out", file("new.jsonl")],
  ["score", file("joint.json"), file("good.csv"), "--per", "columns"],
  ["score", file("given.json"), file("good.json"), "--out", file("new.csv"), "-q"],
  ["score", file("joint.json"), file("twice.csv"), "--format", "json"],
  ["show", file("joint.json"), "--parameters"], ["show", file("given.json"), "--json"], ["help", "fit"], ["--version"],
);

const strokes = fc.array(fc.record({ at: fc.nat(20), word, how: fc.constantFrom("put in", "put in place", "taken out", "twice") }), { maxLength: 3 });
const near = fc.tuple(right, strokes).map(([words, all]) => all.reduce<readonly string[]>((own, { at, word: other, how }) => {
  const place = at % (own.length + 1);
  return { "put in": own.toSpliced(place, 0, other), "put in place": own.toSpliced(place, 1, other), "taken out": own.toSpliced(place, 1), twice: own.toSpliced(place, 0, ...own.slice(place, place + 2)) }[how]!;
}, words));

const writing = ["--out", "--checkpoint", "--resume"];

/** What is written goes to files of this test, and a fit takes one epoch. */
const tame = (words: readonly string[]): readonly string[] => {
  const own = [...words, ""].map((each, index) => (writing.includes(words[index - 1] ?? "") && !outputs.includes(each) ? outputs[each.length % outputs.length]! : each));
  const whole = own.at(-1) === "" ? own.slice(0, -1) : own;
  return words.includes("fit") ? [...whole, "--epochs=1", "-q", `--out=${file("new.json")}`] : whole;
};

let before: Readonly<Record<string, string>> = {};
let around: readonly string[] = [];
beforeAll(() => {
  [before, around] = [contents(folder), readdirSync(root)];
});

const owed = ({ code, out, err }: Ending): void => {
  expect([0, 1, 2]).toContain(code);
  if (code === 0) expect(err).not.toMatch(/^diffeo: /m);
  else {
    expect(err).toMatch(/^diffeo: [^\n]*\n$/);
    expect(sentenceFlaw(err.slice("diffeo: ".length, -1), longestLine)).toBeUndefined();
    expect(out).toBe("");
  }
  expect(contents(folder)).toEqual(before);
};

const runs = async (words: readonly string[]): Promise<Ending> => {
  const changed = watched();
  const began = performance.now();
  const ending = await ended(tame(words));
  expect((performance.now() - began) / 1000, "seconds").toBeLessThan(20);
  expect(changed()).toBeUndefined();
  owed(ending);
  return ending;
};

describe("the command line", () => {
  it("ends in order under words near right ones", async () => {
    await fc.assert(fc.asyncProperty(near, async (words) => {
      await runs(words);
    }));
  });

  it("ends in order under words at random", async () => {
    await fc.assert(fc.asyncProperty(fc.tuple(fc.constantFrom(...commands), fc.array(word, { maxLength: 6 })), async ([command, words]) => {
      await runs([command, ...words]);
    }));
  });

  it("does what it is told by right words", async () => {
    await fc.assert(fc.asyncProperty(right, async (words) => {
      const out = words.includes("fit") && !words.includes("help") ? file("new.json") : words[words.indexOf("--out") + 1];
      for (const each of outputs.slice(0, 3)) rmSync(each, { force: true });
      const { code, err, out: told } = await runs(words);
      expect(code, err).toBe(words.includes(file("twice.csv")) ? 1 : 0);
      if (outputs.includes(out!)) expect(readFileSync(out!, "utf8").length).toBeGreaterThan(0);
      else if (code === 0) expect(told.length).toBeGreaterThan(0);
    }), { numRuns: 13 });
  });

  it("leaves the folder that it runs in alone", () => expect(readdirSync(root)).toEqual(around));
});

it("outputs that cannot be written are refused before any work", async () => {
  await fc.assert(fc.asyncProperty(right.filter(([command]) => command === "sample" || command === "score"), fc.constantFrom(...outputs.slice(3)), async (words, out) => {
    expect((await ended([...words, "--out", out])).code).toBe(1);
    expect(contents(folder)).toEqual(before);
  }));
});
