import fc from "fast-check";
import { either } from "fp-ts";
import { describe, expect, it } from "vitest";
import { render, unsafe } from "../../src/error.ts";
import { decodeCheckpoint, encodeCheckpoint, fingerprint, type Checkpoint } from "../../src/train/checkpoint.ts";
import { checkpoints } from "./checkpoints.ts";

const plain: Checkpoint = {
  version: 1,
  fingerprint: "00000000ffffffff",
  epoch: 2,
  parameters: Float64Array.of(1, 2),
  adam: { step: 7, mean: Float64Array.of(0, -0), square: Float64Array.of(0, 1) },
  best: { epoch: 1, heldOut: -1, parameters: Float64Array.of(3, 4) },
  history: [{ epoch: 1, train: -2, heldOut: -1 }, { epoch: 2, train: -1, heldOut: -Infinity }],
};
const data = JSON.parse(encodeCheckpoint(plain)) as Record<string, never>;

const refusal = (text: string): string => {
  const decoded = decodeCheckpoint(text);
  return either.isLeft(decoded) ? render(decoded.left) : "no error";
};

describe("a checkpoint", () => {
  it("is read back bit by bit", () => {
    fc.assert(fc.property(checkpoints, (checkpoint) => {
      expect(unsafe(decodeCheckpoint(encodeCheckpoint(checkpoint)))).toEqual(checkpoint);
    }));
  });

  it("of a hundred thousand parameters is written and read at once", () => {
    const parameters = Float64Array.from({ length: 1e5 }, (_, index) => Math.sin(index));
    const large = { ...plain, parameters, adam: { step: 1, mean: parameters, square: parameters }, best: { ...plain.best, parameters } };
    const began = performance.now();
    expect(unsafe(decodeCheckpoint(encodeCheckpoint(large))).adam.square).toEqual(parameters);
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it.each<readonly [string, string]>([
    ["", "received an empty text, expected a diffeo checkpoint."],
    [encodeCheckpoint(plain).slice(0, -10), "received a text that is not JSON, or not all of it, expected a diffeo checkpoint."],
    [JSON.stringify({ ...data, format: "diffeo model" }), 'In format: received "diffeo model", expected "diffeo checkpoint".'],
    [JSON.stringify({ ...data, version: 3 }), "In version: received 3, expected 1, the only version that is known."],
    [JSON.stringify({ ...data, fingerprint: "abc" }), 'In fingerprint: received "abc", expected a fingerprint of 16 hexadecimal digits.'],
    [JSON.stringify({ ...data, epoch: -1 }), "In epoch: received -1, expected a whole number from 0 to 1000000."],
    [JSON.stringify({ ...data, epoch: undefined }), "received no key epoch, expected a diffeo checkpoint."],
    [JSON.stringify({ ...data, parameters: [1, null] }), "In parameters 2: received null, expected a finite number."],
    [JSON.stringify({ ...data, parameters: "1,2" }), 'In parameters: received "1,2", expected a list of numbers.'],
    [JSON.stringify({ ...data, parameters: [1] }), "In adam, mean: received 2 numbers, expected 1 number."],
    [JSON.stringify({ ...data, adam: { step: 0.5, mean: [0, 0], square: [0, 0] } }), "In adam, step: received 0.5, expected a whole number from 0 to 9007199254740991."],
    [JSON.stringify({ ...data, best: { epoch: 1, heldOut: null, parameters: [1, 2] } }), "In best, heldOut: received null, expected a finite number."],
    [JSON.stringify({ ...data, history: [{ epoch: 1, train: "much", heldOut: 0 }] }), 'In history 1, train: received "much", expected a number.'],
    [JSON.stringify({ ...data, more: 1 }), "received the unknown key more, expected the keys format, version, fingerprint, epoch, parameters, adam, best, history alone."],
    [encodeCheckpoint(plain).replace('"epoch": 2', '"epoch": 2, "epoch": 2'), "received the key epoch twice, expected each key once, and no key __proto__."],
    [encodeCheckpoint(plain).replace("7,", "1e999,"), "In adam, step: received Infinity, expected a whole number from 0 to 9007199254740991."],
  ])("%#: is refused", (text, sentence) => {
    expect(refusal(text)).toBe(sentence);
  });

  it("that is damaged anywhere is refused or finite", () => {
    const text = encodeCheckpoint(plain);
    fc.assert(fc.property(fc.nat(text.length), fc.nat(3), fc.constantFrom("", "0", ",", '"', "[", "}", "null", "1e999"), (at, length, put) => {
      const decoded = decodeCheckpoint(text.slice(0, at) + put + text.slice(at + length));
      if (either.isRight(decoded)) expect([...decoded.right.parameters, ...decoded.right.adam.mean].every(Number.isFinite)).toBe(true);
      else expect(render(decoded.left)).toMatch(/\.$/u);
    }), { numRuns: 500 });
  });
});

describe("the fingerprint of a run", () => {
  it("is 16 digits that change with every text and number", () => {
    const prints = [
      fingerprint([], []), fingerprint(["a"], []), fingerprint(["b"], []), fingerprint(["a", ""], []), fingerprint(["ab", "c"], []), fingerprint(["a", "bc"], []),
      fingerprint([], [Float64Array.of(0)]), fingerprint([], [Float64Array.of(-0)]), fingerprint([], [Float64Array.of(0, 0)]), fingerprint([], [Float64Array.of(0), Float64Array.of(0)]),
    ];
    expect(new Set(prints).size).toBe(prints.length);
    for (const print of prints) expect(print).toMatch(/^[0-9a-f]{16}$/);
  });
});
