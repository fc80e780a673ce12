/** The program behind `npm run laws`, on a few claims. */
import { execFile } from "node:child_process";
import { expect, it } from "vitest";
import { useBuild } from "./build.ts";

const folder = useBuild();
const run = (...words: readonly string[]): Promise<{ readonly code: number; readonly out: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [`${folder}/bench/laws/run.js`, ...words], (failure, out, err) =>
      resolve({ code: failure === null ? 0 : Number(failure.code), out: `${out}${err}` }),
    );
  });

it("proves what is asked for, and says so", async () => {
  const { code, out } = await run("--only", "affine on e1: volume", "--cases", "20");
  expect(code).toBe(0);
  expect(out).toMatch(
    /^law .*\nvolume, forward +1 +2 .*\nvolume, inverse +1 +2 [^]*4 cases of 2 claims in .*: no counter-example\.\n$/,
  );
});

it("refuses what is no claim", async () =>
  expect(await run("--only", "no such layer")).toEqual({
    code: 2,
    out: expect.stringMatching(/^No claim has no such layer in its name, [^\n]*\n$/),
  }));
