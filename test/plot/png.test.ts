/** Pictures as PNG: their size, their palette and their text; and what is said where something is missing. */
import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { drawnBy, png } from "../../src/plot/png.ts";
import { trainingCurve } from "../../src/plot/training.ts";
import { okabeIto } from "../../src/plot/theme.ts";

const picture = trainingCurve([1, 2, 3].map((epoch) => ({ epoch, loss: 1 / epoch, heldOut: -1.2 / epoch })), { title: "Title" });

/** Width and height, and the colour of the first pixel, which no filter changes. */
const read = (bytes: Uint8Array): { readonly size: readonly [number, number]; readonly corner: string } => {
  const view = Buffer.from(bytes);
  expect(view.subarray(0, 8).toString("latin1")).toBe("\u0089PNG\r\n\u001a\n");
  const parts: Buffer[] = [];
  for (let at = 8; at < view.length; at += 12 + view.readUInt32BE(at)) {
    if (view.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(view.subarray(at + 8, at + 8 + view.readUInt32BE(at)));
  }
  return { size: [view.readUInt32BE(16), view.readUInt32BE(20)], corner: `#${inflateSync(Buffer.concat(parts)).toString("hex", 1, 4)}` };
};

const [, width, height] = / width="(\d+)" height="(\d+)"/.exec(picture)!.map(Number);

describe("png", () => {
  it("is as large as it is told to be, on the paper of its palette", async () => {
    expect(read(await png(picture))).toEqual({ size: [2 * width!, 2 * height!], corner: okabeIto.light.paper });
    expect(read(await png(picture, { scale: 1, dark: true }))).toEqual({ size: [width!, height!], corner: okabeIto.dark.paper });
  });
  it("has the text of the picture", async () => {
    expect(await png(picture)).not.toEqual(await png(picture.replaceAll(/<text[^>]*>[^<]*<\/text>/g, "")));
  });
  it.each([0, -1, NaN, 17])("refuses a scale of %d", async (scale) => {
    await expect(png(picture, { scale })).rejects.toThrow("a number above 0, at most 16");
  });
});

describe("what is missing", () => {
  it("is the package", async () => {
    await expect(drawnBy(() => Promise.reject(new Error("not there")), picture, {})).rejects.toThrow("npm install @resvg/resvg-js");
  });
  it("is fonts", async () => {
    const Resvg = class {
      readonly getBBox = (): undefined => undefined;
      readonly render = (): never => {
        throw new Error("Nothing should be drawn.");
      };
    };
    await expect(drawnBy(() => Promise.resolve({ Resvg }), picture, {})).rejects.toThrow("There are no fonts");
  });
});
