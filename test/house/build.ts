/** The package as an installer gets it, for tests that run processes of their own. Types are checked elsewhere. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { afterAll, beforeAll } from "vitest";
import { root } from "./root.ts";

/** Builds before the tests of a file and cleans up after them; the folder of the build. */
export const useBuild = (): string => {
  mkdirSync(`${root}out`, { recursive: true });
  // Within the package, so that it finds its dependencies and its own name.
  const folder = mkdtempSync(`${root}out/build-`);
  beforeAll(() => {
    const compiler = `${root}node_modules/typescript/bin/tsc`;
    execFileSync(process.execPath, [compiler, "-p", `${root}tsconfig.build.json`, "--noCheck", "--outDir", folder]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
