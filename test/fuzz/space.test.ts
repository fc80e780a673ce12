/** Spec strings: whatever they are, they name a space in one spelling or are refused in one sentence. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiffeoFault } from "../../src/error.ts";
import { chartNamed } from "../../src/manifold/chart.ts";
import { ambient } from "../../src/manifold/point.ts";
import { canonical, parseSpace, specOf } from "../../src/manifold/space.ts";
import { spec } from "../../src/manifold/spelling.ts";
import { sentenceFlaw } from "../../laws/codec/refusal.ts";
import { accepted, answered, share } from "./owed.ts";
import { anyText, longText, near } from "./texts.ts";

const bound = fc.oneof(fc.integer({ min: -99, max: 99 }).map(String), fc.double({ noNaN: true, noDefaultInfinity: true }).map(String), fc.constantFrom("inf", "-inf", "Infinity", "1e20", "-1e21", "1E3", ".5", "5.", "0x10", "5e-324", "1e999", "007"));
const block = fc.oneof(
  fc.tuple(fc.constantFrom("e", "s", "a", "c", "i", "h"), fc.oneof(fc.nat(12), fc.constantFrom(0, 9999, 10_000, "007", "1e3", "2.0", ""))).map(([letter, dimension]) => `${letter}${dimension}`),
  bound.map((end) => `i_${end}_${end}`),
  fc.tuple(fc.constantFrom("i", "i1", "i2"), bound, bound).map(([letter, a, b]) => `${letter}_${a}_${b}`),
  fc.constant("i"),
);
/** Specs that are right, or nearly. */
export const specs: fc.Arbitrary<string> = fc.array(block, { minLength: 1, maxLength: 4 }).map((blocks) => blocks.join("+"));

const texts = fc.oneof({ weight: 3, arbitrary: specs }, { weight: 3, arbitrary: near(specs, "+", "_", "e", "s", "i", "-", "0", "9", "inf", " ") }, { weight: 1, arbitrary: anyText }, { weight: 1, arbitrary: longText("e1+", "e", "9", "+", "_", "i_0_1+", "i_1e-320_", "s2+\u202e") });

describe("spec strings", () => {
  it("name a space or are refused, and the spelling of what they name is a normal form", () => {
    fc.assert(fc.property(texts, (text) => {
      const blocks = accepted(() => parseSpace(text));
      if (blocks === undefined) return;
      const spelling = accepted(() => canonical(text));
      expect(spelling).toBe(specOf(blocks));
      expect(accepted(() => parseSpace(spelling!))).toEqual(blocks);
      expect(Number.isSafeInteger(ambient(blocks))).toBe(true);
      for (const each of blocks) if (each.kind === "i") expect(each.lower).toBeLessThan(each.upper);
    }), share(5));
  });

  it("as literals throw the same sentence", () => {
    fc.assert(fc.property(texts, (text) => {
      try {
        expect(parseSpace((spec as (text: string) => string)(text))._tag).toBe("Right");
      } catch (thrown) {
        if (!(thrown instanceof DiffeoFault)) throw thrown;
        expect(sentenceFlaw(thrown.message)).toBeUndefined();
      }
    }), share(5));
  });

  it("that are no strings are refused too", () => {
    const none: readonly unknown[] = [undefined, null, 3, [], ["e1"], {}, Symbol("e1"), { length: 3, split: () => [] }];
    for (const value of none) expect(accepted(() => parseSpace(value as string))).toBeUndefined();
  });

  it("of a million blocks cost nothing", () => {
    for (const text of ["e1+".repeat(1_000_000), "+".repeat(1_000_000), "9".repeat(1_000_000), `i_${"_".repeat(1_000_000)}`]) expect(accepted(() => parseSpace(text))).toBeUndefined();
  });
});

describe("names of charts", () => {
  const names = fc.tuple(fc.constantFrom("period", "bounded", "plain", "unitVector", "above", "below", "fractions", "classNumber", "hourOfDay", "constructor", "__proto__"), fc.array(fc.oneof(bound, fc.nat(10_000).map(String)), { maxLength: 3 })).map(([name, numbers]) => `${name}(${numbers.join(",")})`);
  it("name a chart whose own name names it again, or are refused", () => {
    fc.assert(fc.property(fc.oneof(names, near(names, "(", ")", ",", "-", "0"), anyText, longText("period(", "(", "1,")), (name) => {
      const found = answered(() => chartNamed(name));
      if (found._tag === "Left") expect(sentenceFlaw(found.left)).toBeUndefined();
      else {
        const again = chartNamed(found.right.name);
        expect(again._tag === "Right" && again.right.on).toBe(found.right.on);
        expect(parseSpace(found.right.on)._tag).toBe("Right");
      }
    }), share(5));
  });
});
