import fc from "fast-check";
import { expect, it } from "vitest";
import { distance, listed, nearest, unknownName } from "../../src/cli/nearest.ts";

it.each([
  ["", "", 0], ["a", "", 1], ["lat", "lat", 0], ["lat", "lta", 1], ["kitten", "sitting", 3], ["wnd_kt", "wind_kt", 1], ["ab", "ba", 1], ["abc", "ca", 3],
])("distance(%s, %s) = %i", (a, b, far) => expect(distance(a, b)).toBe(far));

it("is symmetric, and no more than the longer word", () => {
  const word = fc.string({ maxLength: 8 });
  fc.assert(fc.property(word, word, (a, b) => {
    expect(distance(a, b)).toBe(distance(b, a));
    expect(distance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
  }));
});

it.each([
  ["wnd_kt", "wind_kt"], ["Wind_KT", "wind_kt"], ["wind", "wind_kt"], ["ln", "lon"], ["pressure", "pressure_hpa"], ["zzz", undefined], ["x", undefined], ["", undefined],
])("nearest to %s is %s", (name, meant) => expect(nearest(name, ["lon", "lat", "wind_kt", "pressure_hpa"])).toBe(meant));

it("says which names there are", () => {
  expect(unknownName("column", "ln", ["lon", "lat"])).toBe("there is no column ln (did you mean lon?); the columns are lon and lat.");
  expect(unknownName("column", "", ["lon"])).toBe('there is no column ""; the column is lon.');
  expect(unknownName("column", "q", Array.from({ length: 50 }, (_, index) => `c${index}`))).toContain("c39, … (50 in all).");
  expect([listed([]), listed(["a"]), listed(["a", "b", "c"])]).toEqual(["", "a", "a, b and c"]);
});
