import { describe, expect, it } from "vitest";
import { described, isRecord, printable, quoted } from "../src/foreign.ts";

const revoked = (() => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
})();
const endless: Record<string, unknown> = {};
endless["a"] = [endless, endless];
const lying = new Proxy([], { get: () => { throw new Error("no"); } });

describe("foreign text", () => {
  it.each([
    ["plain", "plain"], ["a\nb\u001b[31m", "a\uFFFDb\uFFFD[31m"], ["\u202eabc\u200b", "\uFFFDabc\uFFFD"], ["\ud800x\u2028", "\uFFFDx\uFFFD"], ["𝔘é", "𝔘é"], ["x".repeat(61), `${"x".repeat(59)}…`],
  ])("%j is shown as %j", (text, shown) => expect(printable(text)).toBe(shown));

  it("is as long as it may be", () => expect(printable("x".repeat(300), 300)).toHaveLength(300));
});

describe("a value", () => {
  // In one test each: a test runner looks into the values of a table.
  it("is described by its kind", () => {
    const rows: readonly (readonly [unknown, string])[] = [
      [null, "null"], [undefined, "undefined"], [3, "3"], [-0, "0"], [10n, "10"], ["a\nb", '"a\uFFFDb"'], [[], "a list of 0 entries"], [[1], "a list of 1 entry"], [{}, "a record"], [Object.create(null), "a record"], [endless, "a record"],
      [() => "a\nfunction", "a function"], [Symbol("a\nsymbol"), "a symbol"], [new Map(), "a value of type Map"], [new Date(0), "a value of type Date"], [Float64Array.of(1), "a value of type Float64Array"], [revoked, "a value of type Proxy"], [lying, "a value of type Proxy"],
    ];
    for (const [value, words] of rows) expect(described(value)).toBe(words);
  });

  it("is quoted as JSON, and no more of it looked at than is shown", () => {
    const rows: readonly (readonly [unknown, string])[] = [
      [[3], "[3]"], [{ a: [1, "b"] }, '{"a":[1,"b"]}'], ["text", '"text"'], [NaN, "NaN"], [[NaN, undefined], "[NaN,undefined]"], [10n, "10"], [() => 1, "a function"], [new Map(), "a value of type Map"], [revoked, "a value of type Proxy"], [lying, "a value of type Proxy"],
      [Array(1e9), `[${"undefined,".repeat(5)}undefine…`], [endless, `${'{"a":[{"a":[{"a":[{"a":[{"a":[{"a":[{"a":[{"a":[{"a":[{"a":['.slice(0, 59)}…`], ["x".repeat(1e6), `"${"x".repeat(58)}…`], ["\u001b", '"\\u001b"'],
    ];
    for (const [value, words] of rows) expect(quoted(value)).toBe(words);
  });

  it("is a record or none", () => {
    expect([{}, Object.create(null), { length: 1 }].map(isRecord)).toEqual([true, true, true]);
    expect([null, [], "a", new Map(), new Date(), Float64Array.of(1), revoked, () => 1].map(isRecord)).toEqual(Array(8).fill(false));
  });
});
