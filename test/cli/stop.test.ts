/** Stopping a fit, and going on as if it had not been stopped. */
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { random } from "../../src/random.ts";
import { useProgram } from "./program.ts";

const { folder, run, start } = useProgram();
const read = (file: string): string => readFileSync(`${folder}/${file}`, "utf8");
const size = (file: string): number | undefined => statSync(`${folder}/${file}`, { throwIfNoEntry: false })?.size;
const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const fitting = ["fit", "table.csv", "--columns", "lonlat(lon, lat) + plain(x)", "--layers", "n+g", "--epochs", "120", "--patience", "120", "--batch", "64", "--jitter", "x=1", "-q"];

beforeAll(() => {
  const source = random(3, "table");
  const lines = Array.from({ length: 1500 }, () => `${(40 * source.normal()).toFixed(2)},${(20 * source.normal()).toFixed(2)},${Math.round(10 * source.normal())}`);
  writeFileSync(`${folder}/table.csv`, `lon,lat,x\n${lines.join("\n")}\n`);
});

it("keeps the best model so far, and goes on from the checkpoint to the same end", async () => {
  const whole = run([...fitting, "--out", "whole.json"]);
  const { child, done } = start([...fitting, "--out", "part.json", "--checkpoint", "run.json"]);
  // The program makes sure beforehand that it can write there: an empty file is no checkpoint yet.
  while (!size("run.json") && child.exitCode === null) await sleep(5);
  child.kill("SIGINT");
  const stopped = await done;
  expect(stopped).toMatchObject({ code: 130, err: expect.stringMatching(/^diffeo: Stopped in epoch \d+; the best model so far was kept\.\n$/) as unknown });
  expect(stopped.out).toContain("Model:  part.json\nCheckpoint:  run.json\n");
  expect((await run(["score", "part.json", "table.csv", "--out", "scored.csv"])).code).toBe(0);

  expect((await whole).code).toBe(0);
  const resumed = await run([...fitting, "--out", "part.json", "--resume", "run.json"]);
  expect(resumed).toMatchObject({ code: 0, err: "" });
  expect(read("part.json")).toBe(read("whole.json"));
  const again = await run([...fitting, "--out", "again.json", "--resume", "run.json"]);
  expect([again.code, read("again.json")]).toEqual([0, read("whole.json")]);
  const other = await run([...fitting, "--out", "other.json", "--seed", "9", "--resume", "run.json"]);
  expect(other).toEqual({ code: 1, out: "", err: "diffeo: In --resume run.json: received the checkpoint of another run, expected one of the same flow, data and options.\n" });
});

it("writes nothing when stopped before the first epoch is done", async () => {
  writeFileSync(`${folder}/long.csv`, read("table.csv") + Array.from({ length: 40_000 }, (_, row) => `${row % 180},${row % 90},${row % 7}\n`).join(""));
  const { child, done } = start(["fit", "long.csv", ...fitting.slice(2).filter((word) => word !== "-q"), "--out", "early.json"]);
  await new Promise((resolve) => child.stderr!.once("data", resolve));
  await sleep(300);
  child.kill("SIGINT");
  expect(await done).toEqual({ code: 130, out: "", err: "Fitting s2+e1 : n ⊕ g to 41,500 rows of long.csv.\ndiffeo: Stopped before the first epoch was done; nothing was written.\n" });
  expect(existsSync(`${folder}/early.json`)).toBe(false);
});
