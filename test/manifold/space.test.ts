import fc from "fast-check";
import { either, function as fn } from "fp-ts";
import { describe, expect, it } from "vitest";
import { canonical, longestSpec, type ManifoldSpec, parseSpace } from "../../src/manifold/space.ts";

const blocks = (spec: string): readonly ManifoldSpec[] | string =>
  fn.pipe(parseSpace(spec), either.matchW((error) => error.sentence, fn.identity));

const spelling = (spec: string): string => fn.pipe(canonical(spec), either.getOrElse((error) => error.sentence));

const bound = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.double({ min: -1e20, max: 1e20, noNaN: true }),
  fc.constantFrom(0, -0, 1, 5e-324, -5e-324, 1e-7, 999999999999999900000),
);

/** Blocks in a canonical spelling, with e0 left out. */
const properBlock: fc.Arbitrary<string> = fc.oneof(
  fc.integer({ min: 1, max: 9999 }).map((n) => `e${n}`),
  fc.integer({ min: 1, max: 9999 }).map((n) => `s${n}`),
  fc.constant("i"),
  fc.integer({ min: 1, max: 9999 }).map((n) => `a${n}`),
  fc.integer({ min: 2, max: 9999 }).map((k) => `c${k}`),
  fc.tuple(bound, fc.boolean()).map(([end, above]) => (above ? `i_${end + 0}_inf` : `i_-inf_${end + 0}`)),
  fc.tuple(bound, bound).filter(([a, b]) => a < b && !(a === 0 && b === 1)).map(([a, b]) => `i_${a}_${b}`),
);

const properSpec: fc.Arbitrary<string> = fc.array(properBlock, { minLength: 1, maxLength: 8 }).map((parts) => parts.join("+"));

/** Strings that look like specs, and strings that do not. */
const anySpec: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."esiac0123456789+-_.qE "), maxLength: 30 }),
  fc.string({ unit: "binary" }),
);

describe("parseSpace", () => {
  it("reads every kind of manifold", () => {
    expect(blocks("e4+s2+i+i_-3_0.5+i_0_inf+i_-inf_-2+a2+c3")).toEqual([
      { kind: "e", dim: 4, spec: "e4" },
      { kind: "s", dim: 2, spec: "s2" },
      { kind: "i", dim: 1, lower: 0, upper: 1, spec: "i" },
      { kind: "i", dim: 1, lower: -3, upper: 0.5, spec: "i_-3_0.5" },
      { kind: "h", dim: 1, end: 0, side: "above", spec: "i_0_inf" },
      { kind: "h", dim: 1, end: -2, side: "below", spec: "i_-inf_-2" },
      { kind: "a", dim: 2, spec: "a2" },
      { kind: "c", dim: 1, classes: 3, spec: "c3" },
    ]);
  });

  it("reads the one-point space", () => {
    expect(blocks("e0")).toEqual([{ kind: "e", dim: 0, spec: "e0" }]);
  });

  it("knows no negative zero", () => {
    expect(blocks("i_-0_2")).toEqual([{ kind: "i", dim: 1, lower: 0, upper: 2, spec: "i_0_2" }]);
  });

  it("keeps the spec in the error", () => {
    expect(parseSpace("e2+q3")).toEqual(either.left({
      tag: "SpecError",
      spec: "e2+q3",
      sentence: "Unknown manifold q3; the manifolds are e<n>, s<n>, i, i_<a>_<b>, a<n> and c<k>.",
    }));
  });

  it.each(["__proto__", "constructor", "toString1", "e2\u0000", "e2\u00a0", "E2", "b2", "a0", "c1", "i_inf_0", "i_0_-inf", "i_-inf_inf", "i_0_infinity", "i_0_Inf", "e２", "e1e3", "i_0_1e21", "i_1e21_2e21", "i__", "i_"])(
    "refuses %j",
    (spec) => {
      expect(either.isLeft(parseSpace(spec))).toBe(true);
    },
  );

  it("refuses bounds whose printed form holds a plus sign", () => {
    expect(blocks("i_0_1e21")).toBe("Interval i_0_1e21 is too wide; write bounds between -1e21 and 1e21.");
  });

  it("is bounded: long specs are refused unread, and no sentence repeats them", () => {
    expect(blocks("e1+".repeat(1e6))).toBe("The spec has 3000000 characters; specs go up to 10000.");
    for (const part of ["q", "e", "1", "0", "+", "_", "-", "e1+", "i_", "i_0_", "i_1."]) {
      for (const head of ["", "e", "s", "i_", "i_0_"]) {
        for (const length of [400, longestSpec]) {
          const result = blocks(`${head}${part.repeat(length)}`.slice(0, length));
          if (typeof result === "string") expect(result.length).toBeLessThan(180);
        }
      }
    }
  });

  it("answers every string with blocks or one sentence", () => {
    fc.assert(fc.property(anySpec, (spec) => {
      const result = blocks(spec);
      if (typeof result === "string") expect(result).toMatch(/^[A-Z].*\.$/u);
      else expect(result.length).toBeGreaterThan(0);
    }), { numRuns: 5000 });
  });

  it("reads intervals that are not empty, and nothing else", () => {
    fc.assert(fc.property(bound, bound, (a, b) => {
      expect(either.isRight(parseSpace(`i_${a}_${b}`))).toBe(a < b);
    }));
  });
});

describe("canonical", () => {
  it.each([
    ["e04", "e4"],
    ["e000", "e0"],
    ["i1", "i"],
    ["i_0_1", "i"],
    ["i_-0.0_1.0", "i"],
    ["i1_-3.0_3.0", "i_-3_3"],
    ["i_0_1e3", "i_0_1000"],
    ["i_0_Infinity", "i_0_inf"],
    ["i1_-inf_-3.0", "i_-inf_-3"],
    ["a03+c004", "a3+c4"],
    ["e2+e0", "e2"],
    ["e0+s2+e00+i1", "s2+i"],
    ["e0+e0", "e0"],
  ])("spells %s as %s", (spec, expected) => {
    expect(spelling(spec)).toBe(expected);
  });

  it("leaves canonical specs alone", () => {
    fc.assert(fc.property(properSpec, (spec) => {
      expect(spelling(spec)).toBe(spec);
    }));
  });

  it("is idempotent, and its blocks are those of the spec", () => {
    fc.assert(fc.property(anySpec, (spec) => {
      const once = canonical(spec);
      expect(either.chain(canonical)(once)).toEqual(once);
      expect(either.chain(parseSpace)(once)).toEqual(parseSpace(spec));
    }), { numRuns: 5000 });
  });

  it("is a homomorphism into the products, with the unit e0", () => {
    fc.assert(fc.property(properSpec, properSpec, (a, b) => {
      expect(spelling(`${a}+${b}`)).toBe(`${spelling(a)}+${spelling(b)}`);
      expect(spelling(`${a}+e0`)).toBe(spelling(a));
      expect(spelling(`e0+${a}`)).toBe(spelling(a));
    }));
  });
});

it("says what it was given without what would garble a terminal, and takes texts alone", () => {
  expect(blocks("\u202ee2")).toBe("Unknown manifold \uFFFDe2; the manifolds are e<n>, s<n>, i, i_<a>_<b>, a<n> and c<k>.");
  expect(blocks("e2\u200b")).toBe("Manifold e2\uFFFD does not exist; write e<n> with a whole number n of at least 0.");
  expect(blocks("s\ud800")).toBe("Manifold s\uFFFD does not exist; write s<n> with a whole number n of at least 1.");
  const none: readonly unknown[] = [null, undefined, 3, ["e1"], { length: 2 }];
  expect(none.map((each) => blocks(each as string))).toEqual(["null", "undefined", "3", "a list of 1 entry", "a record"].map((words) => `The spec should be a text, but ${words} was given.`));
});
