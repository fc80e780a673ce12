/** The command line in this process: what it writes, how it ends, and what it does to the files around it. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, vi } from "vitest";
import { run } from "../../src/cli/run.ts";

export interface Ending {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The program with these words; what it would write to the terminal is kept. */
export const ended = async (words: readonly string[]): Promise<Ending> => {
  const texts = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation(((text: string, done?: () => void) => {
      texts[name] += text;
      done?.();
      return true;
    }) as typeof process.stdout.write)); // nothing calls it with an encoding
  try {
    return { code: await run(words), out: texts.stdout, err: texts.stderr };
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
};

/** A folder of its own, with these files in it. */
export const useFolder = (files: Readonly<Record<string, string | Uint8Array>>): string => {
  const folder = mkdtempSync(`${tmpdir()}/diffeo-fuzz-`);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(`${folder}/${name}`, text);
  mkdirSync(`${folder}/folder`);
  return folder;
};

/** All files of a folder but those whose names begin with `new`, with what they hold. */
export const contents = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(readdirSync(folder, { withFileTypes: true }).filter((entry) => !entry.name.startsWith("new")).map((entry) => [entry.name, entry.isFile() ? readFileSync(`${folder}/${entry.name}`, "latin1") : "folder"]));
