/** The program as an installer gets it: built once per test file, run as processes of their own. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll } from "vitest";
import { useBuild } from "../house/build.ts";

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Program {
  /** An empty folder, where all commands run. */
  readonly folder: string;
  /** The program with these words, and a text on its standard input. */
  readonly run: (words: readonly string[], input?: string) => Promise<Finished>;
  /** A line for the shell, in which `diffeo` is the program. */
  readonly shell: (line: string) => Promise<Finished>;
  /** A process that can be interrupted while it runs. */
  readonly start: (words: readonly string[]) => { readonly child: ChildProcess; readonly done: Promise<Finished> };
}

/** Builds before the tests of a file and cleans up after them. */
export const useProgram = (): Program => {
  const folder = mkdtempSync(`${tmpdir()}/diffeo-cli-`);
  const main = `${useBuild()}/src/cli/main.js`;
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const launch = (command: string, words: readonly string[]): { readonly child: ChildProcess; readonly done: Promise<Finished> } => {
    const child = spawn(command, words, { cwd: folder, env: { ...process.env, MAIN: main, NODE: process.execPath } });
    const texts = { out: "", err: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (texts.out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (texts.err += text));
    return { child, done: new Promise((resolve) => child.on("close", (code) => resolve({ code, ...texts }))) };
  };
  const start: Program["start"] = (words) => launch(process.execPath, [main, ...words]);
  return {
    folder,
    start,
    run: (words, input = "") => {
      const { child, done } = start(words);
      child.stdin!.on("error", () => undefined).end(input); // a program that refuses its words does not read
      return done;
    },
    shell: (line) => launch("sh", ["-c", `set -e; diffeo() { "$NODE" "$MAIN" "$@"; }; ${line}`]).done,
  };
};
