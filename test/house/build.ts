/** The package as an installer gets it, for tests that run processes of their own. Types are checked elsewhere. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll } from "vitest";
import { root } from "./root.ts";

/** Builds before the tests of a file and cleans up after them; the folder of the build. */
export const useBuild = (): string => {
  mkdirSync(`${root}out`, { recursive: true });
  // Within the package, so that it finds its dependencies; with the package's name for itself, and not for what was built before.
  const folder = mkdtempSync(`${root}out/build-`);
  beforeAll(() => {
    writeFileSync(`${folder}/package.json`, readFileSync(`${root}package.json`, "utf8").replaceAll("./dist/", "./"));
    const compiler = `${root}node_modules/typescript/bin/tsc`;
    execFileSync(process.execPath, [compiler, "-p", `${root}tsconfig.build.json`, "--noCheck", "--outDir", folder]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
