/**
 * The template of a package of layers, as its author has it: copied out of this repository, beside an installed diffeo. It
 * builds, its laws hold in node:test and in vitest, it is packed, and an application uses its layer by types, in kernels, in
 * TensorFlow.js, in files and on the command line, as if it were of the library. The example with a mistake prints what the
 * guide shows.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { install, run, tsc, type Outcome } from "../house/documents/installed.ts";
import { root } from "../house/root.ts";

const name = "diffeo-sinh-arcsinh";
/** A program with the layer: what it finds goes into a file. */
const app = `
import { writeFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
import { decodeCheckpoint, encodeCheckpoint, euclid, fit, latexLayer, model, record, render, show, type Checkpoint } from "diffeo";
import { kernel } from "diffeo/kernel";
import { loadModel, saveModel } from "diffeo/node";
import { flowTensors } from "diffeo/tfjs";
import { sinhArcsinh } from "${name}";
import { either } from "fp-ts";

const right = <A>(result: either.Either<Parameters<typeof render>[0], A>): A => {
  if (either.isLeft(result)) throw new Error(render(result.left));
  return result.right;
};
const own = euclid(2).through(sinhArcsinh.with({ maxTail: 3 }));
const truth = model(own, { parameters: [0, 0, 0, 0, 1, -1, 1, 0] });
const points = truth.sample(500, { seed: 1 }).points;
const saved: Checkpoint[] = [];
const options = { epochs: 3, seed: 1, standardize: false, heldOut: 0 };
const fitted = right(await fit(own, points, { ...options, onCheckpoint: (each) => void saved.push(each) })());
const again = right(await fit(own, points, { ...options, resume: right(decodeCheckpoint(encodeCheckpoint(saved[0]!))) })());
const exact = truth.logProb(points);
const worst = (others: ArrayLike<number>): number => exact.reduce((most, each, row) => Math.max(most, Math.abs(each - others[row]!)), 0);
const parameters = tf.tensor1d(Array.from(truth.parameters));
await tf.setBackend("cpu");
const within = flowTensors(tf, own).logProb(tf.tensor2d(Array.from(points.rows), [500, 2]), parameters).dataSync();
right(await saveModel("model.json", truth, { table: { columns: "plain(x, y)" } })());
const loaded = right(await loadModel("model.json", { layers: [sinhArcsinh], expect: "e2" })());
const lost = await loadModel("model.json")();
writeFileSync("found.json", JSON.stringify({
  shown: show(own),
  space: record({ wind: own }).flow.space,
  formula: latexLayer(sinhArcsinh, "e2").includes("arsinh"),
  start: fitted.history[0]!.heldOut - truth.logProb(points).reduce((sum, each) => sum + each / 500, 0),
  resumed: Object.is(again.heldOut, fitted.heldOut),
  float32: worst(model(own, { parameters: truth.parameters, interpreter: kernel({ precision: "float32" }) }).logProb(points)),
  tensors: worst(within),
  loaded: worst(loaded.model.logProb(points)),
  lost: either.isLeft(lost) ? render(lost.left) : "",
}));
`;

/** A program that the compiler refuses. */
const misfit = `
import { circle } from "diffeo";
import { sinhArcsinh } from "${name}";
circle().through(sinhArcsinh);
`;

let folder: string;
let author: string;
let user: string;
/** What the compiler says of the user's programs. */
let messages: string;

const node = (words: readonly string[], cwd: string): Promise<Outcome> => run(process.execPath, words, cwd);
const good = async (outcome: Promise<Outcome>): Promise<string> => {
  const { code, output } = await outcome;
  if (code !== 0) throw new Error(output);
  return output;
};
const edit = (file: string, change: (text: string) => string): void => {
  const before = readFileSync(file, "utf8");
  const after = change(before);
  if (after === before) throw new Error(`Nothing in ${file} was changed.`);
  writeFileSync(file, after);
};

beforeAll(async () => {
  folder = await install();
  [author, user] = ["author", "user"].map((each) => join(folder, each)) as [string, string];
  cpSync(`${root}examples/bijector`, author, { recursive: true });
  await good(tsc(["-p", "."], author));
  symlinkSync(author, join(folder, "node_modules", name), "junction");
  mkdirSync(user);
  writeFileSync(join(user, "package.json"), JSON.stringify({ name: "user", private: true, type: "module" }));
  const compilerOptions = { target: "es2022", module: "nodenext", strict: true, skipLibCheck: true, types: ["node"] };
  writeFileSync(join(user, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  writeFileSync(join(user, "app.ts"), app);
  writeFileSync(join(user, "misfit.ts"), misfit);
  cpSync(`${root}examples/wrong-layer.ts`, join(user, "wrong-layer.ts"));
  messages = (await tsc(["-p", "."], user)).output;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("obeys all laws under node:test", async () => {
  const output = await good(node(["--test", "dist/test/"], author));
  expect(Number(/^# pass (\d+)$/m.exec(output)?.[1])).toBeGreaterThan(90);
  expect(output).toContain("# fail 0");
});

it("obeys them under vitest, with another import", async () => {
  edit(join(author, "test", "laws.test.ts"), (text) => text.replace('"node:test"', '"vitest"'));
  const output = await good(node([`${root}node_modules/vitest/vitest.mjs`, "run", "--root", author, "test/laws.test.ts", "--maxWorkers=1"], author));
  expect(output).toMatch(/Tests .*\d+ passed/);
  cpSync(`${root}examples/bijector/test`, join(author, "test"), { recursive: true });
});

it("breaks them once a factor is forgotten", async () => {
  const broken = join(folder, "broken");
  cpSync(author, broken, { recursive: true });
  edit(join(broken, "dist", "src", "index.js"), (text) => text.replace("sum(add(logDelta, sub(logCosh(b), logCosh(a))))", "sum(sub(logCosh(b), logCosh(a)))"));
  const { code, output } = await node(["--test", "dist/test/"], broken);
  expect(code).toBe(1);
  expect(output).toContain("sinhArcsinh on e1 breaks the law “volume, forward”.");
});

it("examples/wrong-layer.ts prints the counter-example of docs/bijectors.md", async () => {
  const output = await good(node(["wrong-layer.js"], user));
  const guide = readFileSync(`${root}docs/bijectors.md`, "utf8");
  expect(output).toContain(/```text\n([^]*?)```/.exec(guide)?.[1] ?? "a block of text");
  const [broken, all] = [/^broken /gm, /^(broken|holds) /gm].map((line) => output.match(line)?.length ?? 0);
  expect(guide.replaceAll(/\s+/g, " ")).toContain(`${all! - broken!} laws of ${all} find nothing`);
  expect(broken).toBe(2);
});

it("is packed without its tests", async () => {
  const output = await good(run("npm", ["pack", "--dry-run", "--json", "--offline"], author));
  const [{ files }] = JSON.parse(output) as readonly [{ readonly files: readonly { readonly path: string }[] }]; // what npm says
  expect(files.map(({ path }) => path).sort()).toEqual(["README.md", "dist/src/index.d.ts", "dist/src/index.js", "package.json"]);
});

it("serves an application as a layer of the library does", async () => {
  expect(messages.trim().split("\n")).toEqual([
    expect.stringMatching(/^misfit\.ts.*Layer sinhArcsinh acts on Euclidean spaces e<n> and half lines, but this flow lives on s1\./),
  ]);
  await good(node(["app.js"], user));
  const found = JSON.parse(readFileSync(join(user, "found.json"), "utf8")) as Readonly<Record<string, unknown>>; // as written above
  expect(found).toMatchObject({ shown: "e2 : ⟨sinhArcsinh⟩", space: "e2", formula: true, resumed: true, loaded: 0, lost: expect.stringContaining("Unknown layer sinhArcsinh") });
  for (const [key, most] of [["float32", 1e-4], ["tensors", 1e-4]] as const) expect(found[key]).toBeLessThan(most);
  expect(Math.abs(found["start"] as number)).toBeLessThan(0.05); // checked to be a number by the sum
});

it("is found by the command line", async () => {
  const main = join(folder, "node_modules", "diffeo", "dist", "src", "cli", "main.js");
  const diffeo = (...words: readonly string[]): Promise<Outcome> => node([main, ...words], user);
  expect(await good(diffeo("show", "model.json", "--line", "--layers-from", name))).toBe("e2 : ⟨sinhArcsinh⟩\n");
  writeFileSync(join(user, "rows.csv"), await good(diffeo("sample", "model.json", "-n", "3", "--layers-from", join(author, "dist", "src", "index.js"))));
  expect(await good(diffeo("score", "model.json", "rows.csv", "--layers-from", name))).toMatch(/^x,y,log_prob\n/);

  const refused = (...words: readonly string[]): Promise<Outcome> => diffeo("show", "model.json", ...words);
  expect(await refused()).toMatchObject({ code: 1, output: expect.stringContaining("by --layers-from on the command line.\n") });
  expect((await refused("--layers-from", "./none.js")).output).toMatch(/^diffeo: In --layers-from: \.\/none\.js cannot be loaded: Cannot find module '.*none\.js'\.\n$/);
  expect((await refused("--layers-from", "fp-ts")).output).toBe("diffeo: In --layers-from: fp-ts exports no layer; a layer is what bijector returns.\n");
});
