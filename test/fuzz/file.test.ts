/** Files of any bytes: read as what they are, or refused in one sentence that names the file; and devices that never end. */
import fc from "fast-check";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readTable } from "../../src/cli/table/read.ts";
import { encodeFlow } from "../../src/flow/codec.ts";
import { eqFlow, oplus } from "../../src/flow/flow.ts";
import { circle, euclid } from "../../src/flow/manifolds.ts";
import { loadModel, loadModelOf, loadText } from "../../src/model/file-io.ts";
import { encodeModel } from "../../src/model/file.ts";
import { model } from "../../src/model/model.ts";
import { loadCheckpoint } from "../../src/train/checkpoint-io.ts";
import { encodeCheckpoint } from "../../src/train/checkpoint.ts";
import { render } from "../../src/error.ts";
import { printable } from "../../src/foreign.ts";
import { sentenceFlaw } from "../../laws/codec/refusal.ts";
import { checkpoints } from "../train/checkpoints.ts";
import { accepted, acceptedLine } from "./owed.ts";
import { csvTexts, jsonTexts } from "./tables.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(`${tmpdir()}/diffeo-bytes-`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const flow = oplus(euclid(1).affine(), circle().moebius(1, { kernels: 1 }));
const text = encodeModel(model(flow, { seed: 1 }), { about: { createdBy: "é𝔘 diffeo" } });

const stroke = fc.record({ at: fc.nat(), how: fc.constantFrom("cut", "flipped", "put in", "zeroed"), byte: fc.integer({ min: 0, max: 255 }), length: fc.nat(40) });

/** The bytes of a text with one to three faults of a disk. */
const damagedBytes = (whole: string): fc.Arbitrary<Uint8Array> =>
  fc.array(stroke, { minLength: 1, maxLength: 3 }).map((strokes) => strokes.reduce<Uint8Array>((own, { at, how, byte, length }) => {
    const place = at % (own.length + 1);
    switch (how) {
      case "cut":
        return own.slice(0, place);
      case "flipped":
        return own.map((each, index) => (index === place ? each ^ (byte || 1) : each));
      case "put in":
        return Uint8Array.from({ length: own.length + 1 }, (_, index) => (index === place ? byte : own[index < place ? index : index - 1]!));
      default:
        return own.map((each, index) => (index >= place && index < place + length ? 0 : each));
    }
  }, new TextEncoder().encode(whole)));

const anyBytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(Uint8Array.of(0xef, 0xbb, 0xbf), Uint8Array.of(0xff, 0xfe, 0x7b, 0), Uint8Array.of(0xed, 0xa0, 0x80), Uint8Array.of(0xc0, 0x80), new Uint8Array(1000)));

const written = (name: string, bytes: Uint8Array | string): string => {
  writeFileSync(`${folder}/${name}`, bytes);
  return `${folder}/${name}`;
};

describe("files", () => {
  it("of damaged models hold a model, or are refused by name", async () => {
    await fc.assert(fc.asyncProperty(fc.oneof({ weight: 3, arbitrary: damagedBytes(text) }, { weight: 1, arbitrary: anyBytes }), async (bytes) => {
      const file = written("model.json", bytes);
      const loaded = await loadModel(file)();
      const found = accepted(() => loaded);
      if (found) {
        expect(found.model.parameters.every(Number.isFinite)).toBe(true);
        expect(encodeFlow(found.model.flow)).toEqual(encodeFlow(found.model.flow));
      } else if (loaded._tag === "Left") expect(render(loaded.left)).toContain(file);
      const known = await loadModelOf(flow, file)();
      if (accepted(() => known)) expect(found && eqFlow.equals(found.model.flow, flow)).toBe(true);
    }));
  });

  it("of damaged checkpoints hold a checkpoint, or are refused by name", async () => {
    await fc.assert(fc.asyncProperty(checkpoints.chain((each) => damagedBytes(encodeCheckpoint(each))), async (bytes) => {
      const file = written("run.json", bytes);
      const loaded = await loadCheckpoint(file)();
      const found = accepted(() => loaded);
      if (found) expect(found.adam.mean.length).toBe(found.parameters.length);
      else if (loaded._tag === "Left") expect(render(loaded.left)).toContain(file);
    }));
  });

  it("of damaged tables hold a table, or are refused by name, whatever they are called", async () => {
    const names = fc.constantFrom("a.csv", "a.json", "a.jsonl", "a", "a.CSV", "new\nline.csv", "\u202e.csv", "x".repeat(200), "a b;c.csv");
    await fc.assert(fc.asyncProperty(names, fc.oneof(csvTexts.chain(damagedBytes), jsonTexts.chain(damagedBytes), anyBytes), async (name, bytes) => {
      const file = written(name, bytes);
      const result = await readTable(file);
      const table = acceptedLine(() => result);
      if (table) for (const { cells } of table.rows.slice(0, 10)) expect(cells.length).toBe(table.columns.length);
      else if (result._tag === "Left") expect(result.left.sentence).toContain(printable(file, 300));
    }));
  });

  it("with impossible names are refused", async () => {
    for (const name of ["a\0b", "", "x".repeat(5000), "folder/\ud800", "a\nb\u202e"]) {
      const loaded = await loadText(`${folder}/none/${name}`)();
      expect(loaded._tag === "Left" && sentenceFlaw(render(loaded.left))).toBeUndefined();
    }
  });

  // A device is no regular file, tells no size, and has no end.
  it.runIf(existsSync("/dev/zero"))("that never end are read up to the bound", async () => {
    const loaded = await loadText("/dev/zero", 1_000_000)();
    expect(loaded._tag === "Left" && render(loaded.left)).toBe("/dev/zero: The file has more than 1000000 bytes; at most so many are read.");
  });
});
