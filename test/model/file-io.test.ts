import { either } from "fp-ts";
import fs, { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { render, unsafe, type DiffeoError } from "../../src/error.ts";
import { euclid } from "../../src/flow/manifolds.ts";
import { loadModel, loadModelOf, loadText, saveModel } from "../../src/model/file-io.ts";
import { model } from "../../src/model/model.ts";
import { freshAdam } from "../../src/train/adam.ts";
import type { Checkpoint } from "../../src/train/checkpoint.ts";
import { loadCheckpoint, saveCheckpoint } from "../../src/train/checkpoint-io.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "diffeo-files-"));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const flow = euclid(2).gauss(2);
const [first, second] = [model(flow, { seed: 1 }), model(flow, { seed: 2 })];
const sentence = (result: either.Either<DiffeoError, unknown>): string => (either.isLeft(result) ? render(result.left) : "no error");

describe("models in files", () => {
  it("are saved and loaded", async () => {
    const file = join(folder, "model.json");
    expect(sentence(await saveModel(file, first, { table: { columns: ["x", "y"] } })())).toBe("no error");
    const loaded = unsafe(await loadModel(file, { expect: "e2" })());
    expect(loaded.model.parameters).toEqual(first.parameters);
    expect(loaded.table).toEqual({ columns: ["x", "y"] });
    expect(unsafe(await loadModelOf(flow, file)()).parameters).toEqual(first.parameters);
  });

  it("are replaced as a whole, through links, and leave nothing beside them", async () => {
    const [file, link] = [join(folder, "model.json"), join(folder, "latest.json")];
    await saveModel(file, first)();
    symlinkSync(file, link);
    await saveModel(link, second)();
    expect(unsafe(await loadModel(file)()).model.parameters).toEqual(second.parameters);
    expect(readdirSync(folder).sort()).toEqual(["latest.json", "model.json"]);
  });

  it("stay whole when several are saved at once", async () => {
    const file = join(folder, "model.json");
    const models = Array.from({ length: 8 }, (_, seed) => model(flow, { seed }));
    await Promise.all(models.map((each) => saveModel(file, each)()));
    expect(models.map((each) => Array.from(each.parameters))).toContainEqual(Array.from(unsafe(await loadModel(file)()).model.parameters));
  });

  it("stay as they were when a write fails half way", async () => {
    const file = join(folder, "model.json");
    await saveModel(file, first)();
    const before = readFileSync(file, "utf8");
    // The disk takes some bytes of the new text, then no more.
    vi.spyOn(fs, "write").mockImplementation(((descriptor: number, data: string, ...rest: readonly unknown[]) => {
      fs.writeSync(descriptor, data.slice(0, 100));
      (rest.at(-1) as (error: Error) => void)(Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" }));
    }) as never);
    expect(sentence(await saveModel(file, second)())).toBe(`${file}: The disk is full; the file is as it was.`);
    vi.restoreAllMocks();
    expect(readFileSync(file, "utf8")).toBe(before);
    expect(readdirSync(folder)).toEqual(["model.json"]);
  });

  it("are not begun when the model cannot be written", async () => {
    const file = join(folder, "model.json");
    await saveModel(file, first)();
    expect(sentence(await saveModel(file, second, { table: [NaN] })())).toContain("received NaN, expected finite numbers");
    expect(unsafe(await loadModel(file)()).model.parameters).toEqual(first.parameters);
  });
});

describe("what the file system refuses is said in one sentence", () => {
  it("on reading", async () => {
    const at = (name: string): string => join(folder, name);
    expect(sentence(await loadModel(at("none.json"))())).toBe(`${at("none.json")}: There is no such file.`);
    expect(sentence(await loadModel(folder)())).toBe(`${folder}: This is a folder, not a file.`);
    writeFileSync(at("binary"), Uint8Array.of(0xff, 0xfe, 0x00));
    expect(sentence(await loadModel(at("binary"))())).toBe(`${at("binary")}: The file is no text in UTF-8.`);
    expect(sentence(await loadModel(at("binary/inside"))())).toBe(`${at("binary/inside")}: A part of the path is a file, not a folder.`);
    expect(sentence(await loadModel(at("x".repeat(300)))())).toContain("The name of the file is too long.");
    writeFileSync(at("long"), "12345678");
    expect(sentence(await loadText(at("long"), 5)())).toBe(`${at("long")}: The file has 8 bytes; at most 5 are read.`);
    expect(sentence(await loadModel(at("a\0b"))())).toMatch(/: The system did not read the file: .*\.$/u);
  });

  // A device is no regular file, tells no size, and has no end.
  it.runIf(existsSync("/dev/zero"))("on reading what has no end", async () => {
    expect(sentence(await loadText("/dev/zero", 100_000)())).toBe("/dev/zero: The file has more than 100000 bytes; at most so many are read.");
  });

  it("without what would garble a terminal", async () => {
    expect(sentence(await loadModel(join(folder, "a\nb\u001b[31m"))())).toBe(`${folder}/a\uFFFDb\uFFFD[31m: There is no such file.`);
  });

  it("on moving the written file without permission", async () => {
    const denied = Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
    const file = join(folder, "model.json");
    await saveModel(file, first)();
    vi.spyOn(fs, "rename").mockImplementation(((_: string, __: string, done: (error: Error) => void) => done(denied)) as never);
    expect(sentence(await saveModel(file, second)())).toBe(`${file}: There is no permission to write the file.`);
  });

  it("on writing", async () => {
    expect(sentence(await saveModel(join(folder, "none", "model.json"), first)())).toBe(`${join(folder, "none", "model.json")}: The folder does not exist.`);
    mkdirSync(join(folder, "sub"));
    expect(sentence(await saveModel(join(folder, "sub"), first)())).toBe(`${join(folder, "sub")}: This is a folder, not a file.`);
    expect(readdirSync(folder), "nothing is left beside it").toEqual(["sub"]);
  });

  it("and a damaged file is named", async () => {
    const file = join(folder, "model.json");
    writeFileSync(file, "{}");
    expect(sentence(await loadModel(file)())).toBe(`In ${file}: received a record that states no format, expected a diffeo model.`);
    expect(sentence(await loadCheckpoint(file)())).toBe(`In ${file}: received a record that states no format, expected a diffeo checkpoint.`);
  });
});

it("checkpoints are saved and loaded", async () => {
  const file = join(folder, "checkpoint.json");
  const checkpoint: Checkpoint = { version: 1, fingerprint: "0123456789abcdef", epoch: 1, parameters: Float64Array.of(1, -0), adam: freshAdam(2), best: { epoch: 1, heldOut: -2, parameters: Float64Array.of(1, 2) }, history: [{ epoch: 1, train: -3, heldOut: -2 }] };
  expect(sentence(await saveCheckpoint(file, checkpoint)())).toBe("no error");
  expect(unsafe(await loadCheckpoint(file)())).toEqual(checkpoint);
  expect(sentence(await loadModel(file)())).toBe(`In ${file}, format: received "diffeo checkpoint", expected "diffeo model".`);
});
