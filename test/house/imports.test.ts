/** The direction of the imports, and that the reader of imports sees a planted violation. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { importsOf, violations } from "./imports.ts";
import { root } from "./root.ts";

const manifest = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as Readonly<
  Record<string, Readonly<Record<string, string>>>
>;

const declared = new Set(
  ["dependencies", "optionalDependencies", "peerDependencies"].flatMap((kind) => Object.keys(manifest[kind] ?? {})),
);

const files = ["src", "laws", "examples", "bench", "docs", "test"]
  .filter((folder) => existsSync(`${root}${folder}`))
  .flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => `${folder}/${file.replaceAll("\\", "/")}`),
  );

it("imports point in one direction", () => {
  expect(files.length).toBeGreaterThan(50);
  expect(files.flatMap((file) => violations(file, readFileSync(`${root}${file}`, "utf8"), declared))).toEqual([]);
});

const planted: readonly (readonly [file: string, source: string, sentence: string])[] = [
  [
    "src/expr/tensor.ts",
    'import { euclid } from "../manifold/space.ts";',
    "it may import src/expr/, src/error.ts, src/foreign.ts, src/lazy.ts, src/random.ts.",
  ],
  [
    "src/manifold/point.ts",
    'import type { Flow } from "../flow/flow.ts";',
    "it may import src/manifold/, src/error.ts, src/foreign.ts, src/lazy.ts, src/random.ts, src/expr/.",
  ],
  ["src/random.ts", 'import { add } from "./expr/index.ts";', "it may import src/expr/special.ts."],
  ["src/foreign.ts", 'export { random } from "./random.ts";', "it may import nothing of the project."],
  ["src/plot/axis.ts", 'import { fit } from "../train/fit.ts";', "it may import src/plot/,"],
  ["src/train/fit.ts", 'await import("../plot/figure.ts");', "it may import src/train/,"],
  ["src/model/model.ts", 'import { laws } from "../../laws/index.ts";', "it may import src/model/,"],
  ["src/index.ts", 'export * from "./plot/index.ts";', "it may import src/error.ts,"],
  ["laws/index.ts", 'import { fit } from "../src/train/fit.ts";', "it may import laws/,"],
  ["test/a.test.ts", 'import "../examples/storms.ts";', "it may import test/, src/, laws/, docs/."],
  [
    "src/interpret/text/tree.ts",
    'import { cell } from "../reference/cell.ts";',
    "src/interpret/text may share src/interpret/*.ts, not another interpreter.",
  ],
  ["src/interpret/tfjs/index.ts", 'import * as tf from "@tensorflow/tfjs";', "only as types, in src/interpret/tfjs."],
  ["src/model/model.ts", 'import type { Tensor } from "@tensorflow/tfjs";', "only as types, in src/interpret/tfjs."],
  ["src/manifold/space.ts", 'let n: import("fast-check").Arbitrary<number>;', "only in laws."],
  ["src/model/model.ts", 'import { geoPath } from "d3-geo";', "only in src/plot."],
  ["src/train/fit.ts", 'import { SingleBar } from "cli-progress";', "only in src/cli."],
  ["src/model/model.ts", 'import { readFileSync } from "node:fs";', "only in src/cli, src/model/file*.ts,"],
  ["src/flow/flow.ts", 'import { expr } from "diffeo/expr";', "only outside src and laws."],
  ["src/flow/flow.ts", 'import { parse } from "acorn";', "package.json does not name this package"],
];

it.each(planted)("%s must not say %s", (file, source, sentence) => {
  expect(violations(file, source, declared)).toEqual([expect.stringContaining(`${file} imports `)]);
  expect(violations(file, source, declared)).toEqual([expect.stringContaining(sentence)]);
});

const welcome: readonly (readonly [file: string, source: string])[] = [
  [
    "src/manifold/space.ts",
    'import { add } from "../expr/index.ts"; import { pair } from "./pair.ts"; import "../error.ts";',
  ],
  [
    "src/interpret/tfjs/index.ts",
    'import type * as tf from "@tensorflow/tfjs"; import "../program.ts"; import "../../flow/flow.ts";',
  ],
  ["src/model/file-json.ts", 'import { readFile } from "node:fs/promises"; import write from "write-file-atomic";'],
  [
    "src/cli/verify.ts",
    'const laws = await import("../../laws/index.ts"); import { Command } from "commander"; import "../index.ts";',
  ],
  ["laws/gradient.ts", 'import fc from "fast-check"; import { model } from "../src/model/model.ts";'],
  ["laws/gradient.test.ts", 'import * as tf from "@tensorflow/tfjs"; import { it } from "vitest";'],
];

it.each(welcome)("%s may say %s", (file, source) => {
  expect(violations(file, source, declared)).toEqual([]);
});

it("tells imports of types from imports of values", () => {
  const source =
    'import { type A } from "a"; import { type B, c } from "b"; export type { D } from "d"; import "e"; export * from "f";';
  expect(importsOf(source).map(({ name, typeOnly }) => `${name} ${typeOnly}`)).toEqual([
    "a true",
    "b false",
    "d true",
    "e false",
    "f false",
  ]);
});
