import fc from "fast-check";
import { either } from "fp-ts";
import { describe, expect, expectTypeOf, it } from "vitest";
import { bijector } from "../../src/bijectors/bijector.ts";
import { render, unsafe, type DiffeoError } from "../../src/error.ts";
import { zero } from "../../src/expr/index.ts";
import { longestText, type Json } from "../../src/flow/codec-json.ts";
import { eqFlow, oplus, oplusWith } from "../../src/flow/flow.ts";
import { circle, euclid, sphere } from "../../src/flow/manifolds.ts";
import { plan } from "../../src/flow/plan.ts";
import { reference32 } from "../../src/interpret/reference/reference.ts";
import { decodeModel, decodeModelOf, encodeModel, type DecodeModelOptions, type ModelFile } from "../../src/model/file.ts";
import { model, type Model } from "../../src/model/model.ts";
import { flows } from "../../laws/arbitrary/flow.ts";

const small = oplus(euclid(1).affine(), circle().moebius(1, { kernels: 1 }));
const text = encodeModel(model(small, { seed: 1 }));

const sentence = (result: either.Either<DiffeoError, unknown>): string => (either.isLeft(result) ? render(result.left) : "no error");
const refusal = (source: string, options: DecodeModelOptions = {}): string => sentence(decodeModel(source, options));

/** The document with some keys replaced, or left out where undefined. */
const changed = (keys: Readonly<Record<string, unknown>>): string => JSON.stringify({ ...(JSON.parse(text) as object), ...keys });

describe("a model file", () => {
  it("is read back: the flow, every bit of the parameters, and what was added", () => {
    const bits = fc.double({ noNaN: true, noDefaultInfinity: true });
    const json = fc.jsonValue({ maxDepth: 2 }).filter((value) => !JSON.stringify(value).includes("__proto__")) as fc.Arbitrary<Json>;
    fc.assert(fc.property(flows({ layers: 2, parts: 2 }), fc.array(bits, { minLength: 1 }), json, (flow, values, table) => {
      const parameters = Float64Array.from({ length: plan(flow.tree).parameterCount }, (_, index) => values[index % values.length]!);
      const about = { createdBy: "diffeo test", training: { rows: 10, epochs: 2, heldOut: -1.5, history: [{ train: -2.25, heldOut: -2 }, { train: -1.25, heldOut: -1.5 }] } };
      const back = unsafe(decodeModel(encodeModel(model(flow as never, { parameters }), { about, table })));
      expect(eqFlow.equals(back.model.flow, flow)).toBe(true);
      expect(back.model.parameters).toEqual(parameters);
      expect(back.about).toEqual(about);
      expect(back.table).toEqual(JSON.parse(JSON.stringify(table)));
    }));
  });

  it("computes what the model computed", () => {
    const flow = oplus(sphere(2).nsphere(), euclid(2).gauss(2));
    const before = model(flow, { seed: 5 });
    const after = unsafe(decodeModelOf(flow, encodeModel(before)));
    const { points, logProb } = before.sample(20, { seed: 1 });
    expect(after.logProb(points)).toEqual(before.logProb(points));
    expect(after.sample(20, { seed: 1 }).logProb).toEqual(logProb);
  });

  it("can be read by people", () => {
    expect(encodeModel(model(euclid(1).affine(), { parameters: [0, 1, -0, 0.1 + 0.2] }), { about: { createdBy: "diffeo 0.1.0" } })).toBe([
      "{",
      '  "format": "diffeo model",',
      '  "version": 1,',
      '  "space": "e1",',
      '  "condition": "e0",',
      '  "flow": {',
      '    "manifold": "e1",',
      '    "layers": [',
      "      {",
      '        "layer": "affine",',
      '        "options": { "matrix": "diagonal", "scaleMap": "exponential", "minScale": "none", "maxScale": "none" }',
      "      }",
      "    ]",
      "  },",
      '  "about": { "createdBy": "diffeo 0.1.0" },',
      '  "parameters": [',
      "    0, 1, -0, 0.30000000000000004",
      "  ]",
      "}",
      "",
    ].join("\n"));
  });

  it("with a hundred thousand parameters is written and read at once", () => {
    const flow = oplusWith({ hidden: [64, 1000] })(euclid(2).gauss(), euclid(4).gauss());
    const before = model(flow, { seed: 3 });
    expect(before.parameters.length).toBeGreaterThan(1e5);
    const began = performance.now();
    const source = encodeModel(before);
    const after = unsafe(decodeModelOf(flow, source));
    expect(performance.now() - began).toBeLessThan(2000);
    expect(after.parameters).toEqual(before.parameters);
  });

  it("takes an interpreter and layers of one's own", () => {
    expect(unsafe(decodeModel(text, { interpreter: reference32 })).model.interpreter).toBe(reference32);
    const own = bijector({ name: "wobble", on: "e", options: {}, parameters: () => ({}), forward: (point) => ({ point, logDet: zero }), inverse: (point) => ({ point, logDet: zero }) });
    const source = encodeModel(model(euclid(1).through(own)));
    expect(refusal(source)).toContain("In flow, layers 1, layer: Unknown layer wobble");
    expect(refusal(source, { layers: [own] })).toBe("no error");
    expect(sentence(decodeModelOf(euclid(1).through(own), source))).toBe("no error");
  });
});

describe("the type of what was read", () => {
  it("is what was asked for", () => {
    expectTypeOf(unsafe(decodeModel(text))).toEqualTypeOf<ModelFile<string, string>>();
    expectTypeOf(unsafe(decodeModel(text, { expect: "e1+s1" })).model).toEqualTypeOf<Model<"e1+s1", "e0">>();
    expectTypeOf(unsafe(decodeModelOf(small, text))).toEqualTypeOf<Model<"e1+s1", "e0">>();
    const conditional = decodeModel(encodeModel(model(euclid(1).affine().given("s2"))), { expect: "e1", given: "s2" });
    expectTypeOf(unsafe(conditional).model).toEqualTypeOf<Model<"e1", "s2">>();
    expect(sentence(conditional)).toBe("no error");
  });

  it("and a file of another space, condition or flow is refused", () => {
    expect(sentence(decodeModel(text, { expect: "e2" }))).toBe('In space: received "e1+s1", expected "e2", the space that was asked for.');
    expect(sentence(decodeModel(text, { expect: "e1+s1", given: "e1" }))).toBe('In condition: received "e0", expected "e1", the condition that was asked for.');
    const other = oplus(euclid(1).affine(), circle().moebius(1, { kernels: 2 }));
    expect(sentence(decodeModelOf(other, text))).toBe("In flow, oplus 2, layers 1, options, kernels: received 1, expected 2, as in the flow that was asked for.");
    expect(sentence(decodeModelOf(oplus(euclid(1).affine(), circle().moebius(2, { kernels: 1 })), text))).toBe("In flow, oplus 2, layers 1: received a record with layer, options, expected one with layer, times, options, as in the flow that was asked for.");
    expect(sentence(decodeModelOf(euclid(2), text))).toBe("In flow: received a record with oplus, networks, expected one with manifold, layers, as in the flow that was asked for.");
    expect(sentence(decodeModelOf(oplus(euclid(1).affine(), circle().moebius(1, { kernels: 1 }), circle()), text))).toBe("In flow, oplus: received a list of 2 entries, expected a list of 3 entries, as in the flow that was asked for.");
  });
});

describe("what is no model is refused", () => {
  const count = model(small).parameters.length;
  const numbers = (edit: (values: unknown[]) => void): string => {
    const values = [...(JSON.parse(text) as { readonly parameters: readonly unknown[] }).parameters];
    edit(values);
    return changed({ parameters: values });
  };

  it.each<readonly [string, string, string]>([
    ["nothing", "", "received an empty text, expected a diffeo model."],
    ["half a file", text.slice(0, text.length / 2), "received a text that is not JSON, or not all of it, expected a diffeo model."],
    ["not JSON", "PK\u0003\u0004", "received a text that is not JSON, or not all of it, expected a diffeo model."],
    ["a list", "[1]", "received a list of 1 entry, expected a diffeo model."],
    ["another JSON", '{ "a": 1 }', "received a record that states no format, expected a diffeo model."],
    ["another format", changed({ format: "diffeo checkpoint" }), 'In format: received "diffeo checkpoint", expected "diffeo model".'],
    ["no version", changed({ version: undefined }), "received no key version, expected a diffeo model."],
    ["a later version", changed({ version: 2 }), "In version: received 2, expected 1, the only version that is known."],
    ["an unknown key", changed({ weights: [] }), "received the unknown key weights, expected the keys format, version, space, condition, flow, parameters, about, table alone."],
    ["no flow", changed({ flow: undefined }), "received no key flow, expected a diffeo model."],
    ["a bad flow", changed({ flow: { manifold: "e1", layers: [{ layer: "moebius" }] } }), "In flow, layers 1, layer: Layer moebius acts on circles s1, but this flow lives on e1."],
    ["another space than its flow", changed({ space: "e2" }), 'In space: received "e2", expected "e1+s1", the space of the flow in it.'],
    ["another condition than its flow", changed({ condition: "e2" }), 'In condition: received "e2", expected "e0", the condition of the flow in it.'],
    ["no parameters", changed({ parameters: undefined }), "received no key parameters, expected a diffeo model."],
    ["parameters in a record", changed({ parameters: { 0: 1 } }), "In parameters: received a record, expected a list of numbers."],
    ["a missing parameter", numbers((values) => values.pop()), `In parameters: received ${count - 1} numbers, expected ${count} numbers.`],
    ["an extra parameter", numbers((values) => values.push(0)), `In parameters: received ${count + 1} numbers, expected ${count} numbers.`],
    ["null among the parameters", numbers((values) => { values[2] = NaN; }), "In parameters 3: received null, expected a finite number."],
    ["a text among the parameters", numbers((values) => { values[2] = "0.5"; }), 'In parameters 3: received "0.5", expected a finite number.'],
    ["a number that is none in float64", numbers((values) => { values[0] = "1e999"; }).replace('"1e999"', "1e999"), "In parameters 1: received Infinity, expected a finite number."],
    ["a key twice", text.replace('"version": 1,', '"version": 1, "version": 1,'), "received the key version twice, expected each key once, and no key __proto__."],
    ["a key of prototypes", text.replace('"version": 1,', '"version": 1, "__proto__": {},'), "received the key __proto__, expected each key once, and no key __proto__."],
    ["a key of prototypes in the table", changed({}).replace(/\}$/, ',"table":{"a":{"__proto__":{"polluted":1}}}}'), "In table, a: received the key __proto__, expected each key once, and no key __proto__."],
    ["a number in the table that is none in float64", changed({}).replace(/\}$/, ',"table":{"a":[1,-1e999]}}'), "In table, a 2: received -Infinity, expected a finite number."],
    ["what it is about", changed({ about: { createdBy: 3 } }), "In about, createdBy: received 3, expected a text."],
    ["a summary of no training", changed({ about: { training: { rows: -1, epochs: 1, heldOut: 0 } } }), "In about, training, rows: received -1, expected a whole number from 0 to 9007199254740992."],
    ["a history of no epochs", changed({ about: { training: { rows: 1, epochs: 1, heldOut: 0, history: [{ train: 0 }] } } }), "In about, training, history 1: received no key heldOut, expected a record with train and heldOut."],
    ["nesting without end", "[".repeat(1_000_000), "received lists and records nested deeper than 128, expected a diffeo model."],
    ["a table nested too deep", changed({}).replace(/\}$/, `,"table":${"[".repeat(200)}${"]".repeat(200)}}`), "received lists and records nested deeper than 128, expected a diffeo model."],
  ])("%s", (_, source, expected) => {
    expect(refusal(source)).toBe(expected);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("no text", () => {
    expect(refusal(undefined as unknown as string)).toBe("received undefined, expected a text, a diffeo model.");
    expect(sentence(decodeModelOf(small, JSON.parse(text) as string))).toBe("received a record, expected a text, a diffeo model.");
  });

  it("a text over the bound", () => {
    expect(refusal(" ".repeat(longestText + 1))).toBe(`received ${longestText + 1} characters, expected at most ${longestText} characters.`);
  });

  it("any damage is refused or harmless", () => {
    const edits = fc.tuple(fc.nat(text.length), fc.nat(4), fc.constantFrom("", "0", "-", ",", '"', "{", "]", "null", "1e999", '"a":1,', "\u0000"));
    fc.assert(fc.property(fc.array(edits, { minLength: 1, maxLength: 3 }), (all) => {
      const damaged = all.reduce((source, [at, length, put]) => source.slice(0, at) + put + source.slice(at + length), text);
      const result = decodeModel(damaged);
      if (either.isLeft(result)) expect(render(result.left)).toMatch(/\.$/u);
      else expect(result.right.model.parameters.every(Number.isFinite)).toBe(true);
    }), { numRuns: 500 });
  });
});

describe("what no file can hold is not written", () => {
  it("numbers that are not finite in the table", () => {
    expect(() => encodeModel(model(small), { table: { a: NaN } })).toThrow("received NaN, expected finite numbers");
  });

  it("layers whose name another layer has", () => {
    const impostor = bijector({ name: "affine", on: "e", options: {}, parameters: () => ({}), forward: (point) => ({ point, logDet: zero }), inverse: (point) => ({ point, logDet: zero }) });
    expect(() => encodeModel(model(euclid(1).through(impostor)))).toThrow("Two layers on e1 are called affine; give one of them another name.");
  });
});
