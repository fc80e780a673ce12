/** The laws of codecs on a small honest codec, and on mutants of it: each makes one mistake, and the law that must catch it does. */
import fc from "fast-check";
import { either } from "fp-ts";
import * as t from "io-ts";
import { afterEach, describe, expect, it } from "vitest";
import type { DiffeoError } from "../src/error.ts";
import { exact, list, read, text, whole } from "../src/flow/codec-record.ts";
import { codecLaws, prompt } from "./codec/laws.ts";
import type { Codec } from "./codec/codec.ts";
import { contradiction, leads } from "./codec/document.ts";
import { sentenceFlaw } from "./codec/refusal.ts";
import { assert, refuted, type AnyClaim } from "./claim.ts";

/** A tour: its name, its stops, and how often it goes. */
interface Tour {
  readonly name: string;
  readonly stops: readonly number[];
  readonly times: number;
}

const tours = exact("a tour", { name: text(20), stops: list("a list of stops", whole(0, 99), 50) }, { times: whole(1, 1000) });

const honest: Codec<Tour> = {
  name: "tours",
  encode: ({ name, stops, times }) => ({ name, stops: [...stops], ...(times > 1 && { times }) }),
  decode: (document) => either.map(({ name, stops, times = 1 }: { readonly name: string; readonly stops: readonly number[]; readonly times?: number }) => ({ name, stops, times }))(read(tours, document, "")),
  equals: (a, b) => a.name === b.name && a.times === b.times && String(a.stops) === String(b.stops),
  values: fc.record({ name: fc.string({ maxLength: 5 }), stops: fc.array(fc.nat(99), { maxLength: 4 }), times: fc.integer({ min: 1, max: 9 }) }),
};

const reading = (change: (read: Tour, document: unknown) => Tour): Codec<Tour> => ({ ...honest, decode: (document) => either.map((tour: Tour) => change(tour, document))(honest.decode(document)) });
const before = (change: (document: unknown) => unknown): Codec<Tour> => ({ ...honest, decode: (document) => honest.decode(change(document)) });
const refusing = (change: (error: DiffeoError, document: unknown) => DiffeoError): Codec<Tour> => ({ ...honest, decode: (document) => either.mapLeft((error: DiffeoError) => change(error, document))(honest.decode(document)) });
const fields = (document: unknown): Record<string, unknown> => (typeof document === "object" && document !== null && !Array.isArray(document) ? { ...document } : {});

/** As a deep merge does that trusts its keys. */
const merge = (into: Record<string, unknown>, from: object): void => {
  for (const [key, value] of Object.entries(from)) {
    if (typeof value === "object" && value !== null && typeof into[key] === "object") merge(into[key] as Record<string, unknown>, value as object);
    else into[key] = value;
  }
};

const mutants: readonly (readonly [mistake: string, codec: Codec<Tour>, law: string])[] = [
  ["loses the last stop", reading((tour) => ({ ...tour, stops: tour.stops.slice(0, 3) })), "round trip"],
  ["writes a default that it does not read", { ...honest, encode: (tour) => ({ ...honest.encode(tour) as object, once: true }) }, "round trip"],
  ["takes a letter from the name at every reading", { ...reading((tour) => ({ ...tour, name: tour.name.slice(0, -1) })), equals: () => true }, "one encoding"],
  ["passes over keys that it does not know", before((document) => Object.fromEntries(Object.entries(fields(document)).filter(([key]) => ["name", "stops", "times"].includes(key)))), "faithful"],
  ["takes the text of a number for the number", before((document) => ("times" in fields(document) ? { ...fields(document), times: Number(fields(document)["times"]) } : document)), "faithful"],
  ["brings numbers into their bounds", before((document) => (typeof fields(document)["times"] === "number" ? { ...fields(document), times: Math.min(Math.max(1, fields(document)["times"] as number), 1000) } : document)), "faithful"],
  ["reads no more stops than it likes", before((document) => (Array.isArray(fields(document)["stops"]) ? { ...fields(document), stops: (fields(document)["stops"] as unknown[]).slice(0, 4) } : document)), "faithful"],
  ["keeps the list of its document", reading((tour, document) => ({ ...tour, stops: fields(document)["stops"] as readonly number[] })), "independent"],
  ["gives away its own list", { ...honest, encode: ({ name, stops, times }) => ({ name, stops, ...(times > 1 && { times }) }) }, "independent"],
  ["has no path", refusing((error) => ({ ...error, path: ["stop"] }) as DiffeoError), "refusals"],
  ["counts stops from 0", refusing((error) => ("path" in error ? { ...error, path: error.path?.map((each) => each.replace(/^stops (\d+)$/, (_, at: string) => `stops ${Number(at) - 1}`)) ?? [] } as DiffeoError : error)), "refusals"],
  ["repeats what it was given", refusing((error, document) => (error.tag === "DecodeError" ? { ...error, received: String(JSON.stringify(document)) } : error)), "refusals"],
  ["throws on a name that is no text", { ...honest, decode: (document) => ((document as { readonly name: string }).name.trim() === "\u0000" ? either.left({ tag: "DecodeError", path: [], received: "nothing", expected: "a name" }) : honest.decode(document)) }, "total"],
  ["merges the document into defaults", before((document) => { merge({}, fields(document)); return document; }), "total"],
];

afterEach(() => {
  delete (Object.prototype as Record<string, unknown>)["polluted"];
});

const claimOf = (codec: Codec<Tour>, name: string): AnyClaim => codecLaws(codec).find((claim) => claim.name === `codec: ${name}`)!;

describe("the laws of codecs", () => {
  it.each(codecLaws(honest).map((claim) => [claim.name, claim] as const))("%s holds for an honest codec", (_, claim) => assert(claim, { cases: 300 }));

  it.each(mutants)("a codec that %s is caught", (_, codec, name) => {
    const found = refuted(claimOf(codec, name), { cases: 3000 });
    expect(found?.report).toContain(`breaks the law “codec: ${name}”`);
  });

  it("a codec that counts to a number in its document is caught", () => {
    const slow = before((document) => {
      const until = performance.now() + (Number(fields(document)["times"]) > 1 ? 50 : 0);
      while (performance.now() < until);
      return document;
    });
    const documents = honest.values.map((value) => ({ document: honest.encode(value), how: "undamaged" }));
    const claim: AnyClaim = { ...claimOf(slow, "prompt"), ...prompt(slow, 0.02), cases: documents } as AnyClaim; // of the documents that it is given
    expect(refuted(claim, { cases: 20 })).toBeDefined();
  });
});

describe("what the laws stand on", () => {
  it.each<readonly [readonly string[], boolean]>([
    [[], true], [["a"], true], [["a 2"], true], [["a 2", "b"], true], [["a 2", "b", "c"], false], [["a 3"], false], [["a 0"], false], [["a", "b"], false], [["d e 1"], true], [["d e"], true], [["x"], false], [["nested 1 2"], true], [["nested 1 3"], false],
  ])("the path %j leads somewhere: %s", (path, expected) => {
    expect(leads(path, { a: [1, { b: 3 }], "d e": [0], nested: [[1, 2]] })).toBe(expected);
  });

  it("a path may begin with the name of its document", () => {
    expect(leads(["flow", "a"], { a: 1 }, "flow")).toBe(true);
    expect(leads(["flow 2"], [0, 1], "flow")).toBe(true);
    expect(leads(["a"], { a: 1 }, "flow")).toBe(false);
  });

  it.each<readonly [unknown, unknown, unknown]>([
    [{ a: 1 }, { a: 1, b: 2 }, undefined], [{ a: 1 }, { a: 2 }, ["a"]], [{ a: [1, 2] }, { a: [1] }, ["a"]], [{ a: [{}, {}] }, { a: [{}] }, undefined], [[1, "x"], [1, "y"], ["2"]], [{ a: 1 }, { a: "1" }, ["a"]],
    [{ oplus: [], networks: 1 }, { given: "e1", networks: 2 }, undefined], [null, 0, []], [0, -0, undefined],
  ])("%j contradicts %j at %j", (a, b, place) => expect(contradiction(a, b)).toEqual(place));

  it("numbers may move by the tolerance, and texts have their spellings", () => {
    expect(contradiction([1], [1.1], { tolerance: 0.2 })).toBeUndefined();
    expect(contradiction([1], [1.1], { tolerance: 0.05 })).toEqual(["1"]);
    expect(contradiction("A", "a", { spelling: (each) => each.toLowerCase() })).toBeUndefined();
  });

  it.each(["", "two\nlines.", "no end", "x".repeat(2000), "\u202eturned.", "received [object Object]."])("%#: this is no sentence", (sentence) => expect(sentenceFlaw(sentence)).toBeDefined());
  it("and this is one", () => expect(sentenceFlaw("In a: received 1, expected 2.")).toBeUndefined());
});

it("io-ts has its say in an error without words of its own", () => {
  const named = read(exact("a record", { a: t.number }), { a: "x" }, "");
  expect(either.isLeft(named) && named.left).toMatchObject({ path: ["a"], received: '"x"', expected: "number" });
});
