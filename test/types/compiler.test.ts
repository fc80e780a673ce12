/**
 * What the compiler says, word by word, and that the run time says the same.
 *
 * Every file of `fixtures` is compiled, with all types checked, by the compiler that users have. A fixture marks the line
 * that must not compile with the sentence that the message must contain, on the line before:
 *
 *     // error: Manifold s0 does not exist; write s<n> with a whole number n of at least 1.
 *     space("s0");
 *
 *     // error (types only): Manifold e04 is not in canonical spelling; write e4.
 *     space("e04");
 *
 * A marked line reports one error, an unmarked line none. A line marked `error:` is also a call, with literals, of one of
 * the `twins` below, whose run time must answer with the same sentence; `error (types only):` is for what only types
 * say. To add a fixture, put a file into the folder; to give a function of it a run-time twin, add a row here.
 */
import { either, function as fn } from "fp-ts";
import { beforeAll, describe, expect, it } from "vitest";
import { render, type DiffeoError } from "../../src/error.ts";
import { parseLayers } from "../../src/flow/letters.ts";
import { decode } from "../../src/flow/parse.ts";
import { parseSpace } from "../../src/manifold/space.ts";
import { compile, fixtures, marksOf, type Message } from "./compiler.ts";

const sentence = (result: either.Either<DiffeoError, unknown>): string =>
  fn.pipe(result, either.match(render, () => "no error"));

/** What the functions that fixtures declare or import say at run time. */
const twins: Readonly<Record<string, (spec: string, letters: string, options: unknown) => string>> = {
  space: (spec) => sentence(parseSpace(spec)),
  layers: (spec, letters) => sentence(parseLayers(spec, letters)),
  parse: (spec, letters, options) => sentence(decode(spec, letters, options)),
};

const runTime = (code: string): string => {
  const [, name = "", literals = ""] = /^(\w+)\((.*)\);$/.exec(code) ?? [];
  const [spec = "", letters = "", options] = JSON.parse(`[${literals}]`) as readonly [string?, string?, unknown?]; // literals of a fixture
  return twins[name]?.(spec, letters, options) ?? `no twin for: ${code}`;
};

let messages: readonly Message[] = [];
beforeAll(async () => {
  messages = await compile();
}, 120_000);

it("compiles the fixtures and nothing else", () => {
  expect(fixtures.length).toBeGreaterThan(0);
  expect(messages.filter(({ file }) => !fixtures.includes(file))).toEqual([]);
});

describe.each(fixtures)("%s", (file) => {
  const marks = marksOf(file);

  it("has no error but the marked ones", () => {
    const marked = new Set(marks.map(({ line }) => line));
    expect(messages.filter((message) => message.file === file && !marked.has(message.line))).toEqual([]);
  });

  it.each(marks)("line $line: $text", ({ line, text }) => {
    const reported = messages.filter((message) => message.file === file && message.line === line);
    expect(reported.map((message) => message.text)).toEqual([expect.stringContaining(text)]);
  });

  it.each(marks.filter(({ twin }) => twin))("at run time, line $line: $text", ({ code, text }) => {
    expect(runTime(code)).toBe(text);
    expect(text.length).toBeLessThan(120);
  });
});
