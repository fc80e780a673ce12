import fc from "fast-check";
import { either, function as fn } from "fp-ts";
import { describe, expect, it } from "vitest";
import { alphabet, type Domain, domains, fits, isLetter, layerRow, type Letter, letters } from "../../src/bijectors/letters.ts";
import { registry } from "../../src/bijectors/registry.ts";
import { render } from "../../src/error.ts";
import { longestLayers, parseLayers } from "../../src/flow/letters.ts";
import { misfit } from "../../src/flow/sentences.ts";
import { type ManifoldSpec, parseSpace } from "../../src/manifold/space.ts";

const block = (spec: string): ManifoldSpec =>
  fn.pipe(parseSpace(spec), either.match((error) => { throw new Error(error.sentence); }, ([first]) => first!)); // never empty

const groups = (spec: string, layers: string): readonly (readonly Letter[])[] | string =>
  fn.pipe(parseLayers(spec, layers), either.matchW(render, fn.identity));

/** Which letters act where: written out by hand, block by block. */
const acting: Readonly<Record<string, string>> = {
  "e0": "tghpx",
  "e4": "tghpx",
  "s1": "movcyR",
  "s2": "nfvcMyR",
  "s10": "nfvcMyR",
  "i": "rz",
  "i_-3_3": "rz",
  "i_0_inf": "tghpx",
  "a2": "wu",
  "c3": "l",
};

it("says what it was given without what would garble a terminal, and takes texts alone", () => {
  expect(groups("s2", "\ud800")).toBe("Unknown layer \uFFFD in block 1; the layers on s2 are n, f, v, c, M, y, R.");
  expect(groups("e1", "\u202e")).toBe("Unknown layer \uFFFD in block 1; the layers on e1 are t, g, h, p, x.");
  expect(groups("e1", null as unknown as string)).toBe("The layers should be a text, but null was given.");
});

describe("the table of letters", () => {
  it("has exactly one row per letter of the alphabet", () => {
    expect(Object.keys(letters).sort()).toEqual([...alphabet].sort());
  });

  it.each(Object.entries(acting))("on %s knows %s", (spec, expected) => {
    const found = (Object.keys(letters) as Letter[]).filter((letter) => fits(block(spec), layerRow(letter).on)); // keys of a const
    expect(found.join("")).toBe(expected);
  });

  it("gives each domain an example in it", () => {
    for (const domain of Object.keys(domains) as Domain[]) expect(fits(block(domains[domain].example), domain)).toBe(true); // keys of a const
  });

  it("gives no two layers of one block the same name: letters that share one are one layer with other options", () => {
    for (const known of Object.values(acting)) {
      const own = [...known] as Letter[]; // letters of the table above
      const definitions = new Set(own.map((letter) => registry[letter].definition));
      expect(definitions.size).toBe(new Set(own.map((letter) => layerRow(letter).name)).size);
    }
  });
});

describe("isLetter", () => {
  it("knows the letters and nothing that every object has", () => {
    expect([...alphabet].every(isLetter)).toBe(true);
    expect(["", "tg", "toString", "constructor", "__proto__", "q"].some(isLetter)).toBe(false);
  });
});

describe("parseLayers", () => {
  it("reads the layers of every block, from the base to the data", () => {
    expect(groups("e4+s2+e4", "gggt+n+g")).toEqual([["g", "g", "g", "t"], ["n"], ["g"]]);
  });

  it("reads an empty group as the base itself", () => {
    expect(groups("e4", "")).toEqual([[]]);
    expect(groups("e0", "")).toEqual([[]]);
    expect(groups("s2+s1", "+")).toEqual([[], []]);
  });

  it("counts the blocks of the canonical spec", () => {
    expect(groups("e02+e0+i1", "g+r")).toEqual([["g"], ["r"]]);
    expect(groups("e2+e0", "g+")).toBe(
      "The layers name 2 blocks, but the space e2 has 1; write one group per block, joined by +.",
    );
  });

  it("speaks of the space first, then of the layers", () => {
    expect(groups("q3", "gggg+n")).toBe("Unknown manifold q3; the manifolds are e<n>, s<n>, i, i_<a>_<b>, a<n> and c<k>.");
  });

  it("tags a layer on the wrong manifold", () => {
    expect(parseLayers("e4", "m")).toEqual(either.left({
      tag: "LayerMisfit",
      path: [],
      sentence: "Layer moebius (m) acts on circles s1, but block 1 lives on e4.",
    }));
  });

  it("reads exactly the letters that act on each block", () => {
    const characters = fc.oneof(fc.constantFrom(...alphabet), fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }));
    const group = fc.array(characters, { maxLength: 6 });
    const row = fc.tuple(fc.constantFrom(...Object.keys(acting).filter((spec) => spec !== "e0")), group);
    fc.assert(fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
      const texts = rows.map(([, letterGroup]) => letterGroup.join(""));
      fc.pre(texts.every((text) => !text.includes("+")));
      const right = rows.every(([spec], k) => [...texts[k]!].every((letter) => acting[spec]!.includes(letter)));
      const result = groups(rows.map(([spec]) => spec).join("+"), texts.join("+"));
      if (right) expect(result).toEqual(texts.map((text) => [...text]));
      else expect(result).toMatch(/^[A-Z].*\.$/u);
    }), { numRuns: 3000 });
  });

  it("answers every pair of strings", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (spec, layers) => {
      expect(["string", "object"]).toContain(typeof groups(spec, layers));
      expect(["string", "object"]).toContain(typeof groups("e4", layers));
    }), { numRuns: 3000 });
  });

  it.each(["__proto__", "constructor", "\ud800", "é", "gg\u0000", "g\u202f"])("refuses the layers %j", (layers) => {
    expect(groups("e4", layers)).toEqual(expect.any(String));
  });

  it("is bounded: long layers are refused unread, and no sentence repeats them", () => {
    expect(groups("e4", "g".repeat(1e7))).toBe("The layers have 10000000 characters; layers go up to 10000.");
    expect(groups("e4", "g".repeat(longestLayers))).toEqual([Array.from({ length: longestLayers }, () => "g")]);
    const many = groups(Array.from({ length: 3000 }, () => "e1").join("+"), "+".repeat(longestLayers));
    expect(many).toEqual(expect.stringMatching(/^The layers name 10001 blocks, .{0,80} has 3000; /));
  });
});

describe("misfit", () => {
  it("says the sentence of the fluent builder", () => {
    const said: "Layer moebius acts on circles s1, but this flow lives on e4." = misfit("moebius", "circles s1", "e4");
    expect(said).toBe("Layer moebius acts on circles s1, but this flow lives on e4.");
  });
});
