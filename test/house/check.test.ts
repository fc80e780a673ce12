/** `npm run check` as tests, so that one run counts everything that CI refuses. */
import { execFile } from "node:child_process";
import { expect, it } from "vitest";
import { root } from "./root.ts";

/** What a command of node_modules/.bin complains about: nothing when it succeeds. */
const complaints = (command: string, ...options: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(
      `${root}node_modules/.bin/${command}`,
      options,
      { cwd: root, maxBuffer: 1 << 26 },
      (failure, stdout, stderr) => {
        resolve(failure === null ? "" : `${stdout}${stderr}` || failure.message);
      },
    );
  });

it("types: npm run check:types", async () => expect(await complaints("tsc", "--pretty", "false")).toBe(""));
it("lint: npm run check:lint", async () =>
  expect(await complaints("oxlint", "--deny-warnings", "-f", "unix")).toBe(""));
it("format: npm run check:format", async () => expect(await complaints("oxfmt", "--list-different")).toBe(""));
