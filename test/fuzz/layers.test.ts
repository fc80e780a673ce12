/** Layer strings and their options: `decode` makes a flow that can be written and read, or refuses in one sentence. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alphabet, fits, letters, type Letter } from "../../src/bijectors/letters.ts";
import { registry } from "../../src/bijectors/registry.ts";
import { DiffeoFault, unsafe } from "../../src/error.ts";
import { decodeFlow, encodeFlow } from "../../src/flow/codec.ts";
import { eqFlow, type AnyFlow } from "../../src/flow/flow.ts";
import { decode, parse } from "../../src/flow/parse.ts";
import { plan } from "../../src/flow/plan.ts";
import { parseSpace } from "../../src/manifold/space.ts";
import { networkOptions, optionValue } from "../../laws/arbitrary/flow.ts";
import { hostile, junk } from "../../laws/codec/hostile.ts";
import { retouched } from "../../laws/codec/damage.ts";
import { sentenceFlaw } from "../../laws/codec/refusal.ts";
import { shared } from "../../laws/codec/untouched.ts";
import { accepted, share } from "./owed.ts";
import { anyText, longText, near } from "./texts.ts";

const manifolds = ["e1", "e3", "s1", "s2", "s3", "i", "i_-3_0.5", "i_0_inf", "a2", "c3"];

const lettersOn = (spec: string): readonly string[] => [...alphabet].filter((letter) => fits(unsafe(parseSpace(spec))[0]!, letters[letter as Letter].on));

/** A space with letters that fit it. */
const fitting = fc.array(fc.constantFrom(...manifolds).chain((spec) => fc.tuple(fc.constant(spec), fc.array(fc.constantFrom(...lettersOn(spec)), { maxLength: spec.startsWith("c") ? 1 : 3 }))), { minLength: 1, maxLength: 3 })
  .map((blocks) => ({ spec: blocks.map(([each]) => each).join("+"), layers: blocks.map(([, group]) => group.join("")).join("+") }));

const optionsOf = (letter: string): fc.Arbitrary<object> =>
  fc.record(Object.fromEntries(Object.entries(registry[letter as Letter].definition.options).map(([name, option]) => [name, optionValue(option)])), { requiredKeys: [], noNullPrototype: true });

/** Options that are right by their names and values, where the letters have such places. */
const suiting = (layers: string): fc.Arbitrary<Readonly<Record<string, unknown>>> => {
  const groups = layers.split("+");
  const own = [...new Set(groups.join(""))].map((letter): [string, fc.Arbitrary<unknown>] => [letter, optionsOf(letter)]);
  const blocks = groups.map((group, index): [string, fc.Arbitrary<unknown>] => [`${index + 1}`, fc.record(Object.fromEntries([...group].flatMap((letter, at) => [[letter, optionsOf(letter)], [`${at + 1}`, optionsOf(letter)]])), { requiredKeys: [] })]);
  return fc.record(Object.fromEntries<fc.Arbitrary<unknown>>([...own, ...blocks, ...(groups.length > 1 ? [["network", networkOptions] as const] : [])]), { requiredKeys: [], noNullPrototype: true });
};

const whole = fitting.chain(({ spec, layers }) => fc.record({ spec: fc.constant(spec), layers: fc.constant(layers), options: suiting(layers) }));

const same = (a: AnyFlow, b: AnyFlow): boolean => eqFlow.equals(a, b);

/** What can be written is read back; parameters by the million keep some flows from files. */
const writable = (flow: AnyFlow): void => {
  expect(() => plan(flow.tree)).not.toThrow();
  const back = accepted(() => decodeFlow(encodeFlow(flow)));
  if (back !== undefined) expect(same(back, flow)).toBe(true);
};

describe("layer strings", () => {
  it("that fit make a flow, which is the one that literals make", () => {
    fc.assert(fc.property(whole, ({ spec, layers, options }) => {
      const flow = accepted(() => decode(spec, layers, options));
      if (flow === undefined) return;
      expect(same(flow, parse<string, string>(spec, layers, options))).toBe(true);
      expect(shared(options, flow)).toBeUndefined();
      writable(flow);
    }), share(0.5));
  });

  it("near right ones make a flow or are refused", () => {
    const pieces = ["+", "g", "t", "n", "m", "r", "w", "l", " ", "Q", "1"];
    fc.assert(fc.property(whole.chain(({ spec, layers, options }) => fc.record({ spec: fc.oneof(fc.constant(spec), near(fc.constant(spec), "+", "e", "s", "2", "i_")), layers: fc.oneof(near(fc.constant(layers), ...pieces), anyText, longText("g", "g+", "gt+\u202e")), options: fc.oneof(fc.constant({}), fc.constant(options)) })), ({ spec, layers, options }) => {
      const flow = accepted(() => decode(spec, layers, options));
      if (flow !== undefined) writable(flow);
    }));
  });

  it("with options near right ones make a flow that keeps none of them, or are refused", () => {
    fc.assert(fc.property(whole.chain(({ options, ...rest }) => fc.record({ spec: fc.constant(rest.spec), layers: fc.constant(rest.layers), options: retouched(options) })), ({ spec, layers, options: { document } }) => {
      const flow = accepted(() => decode(spec, layers, document));
      if (flow === undefined) return;
      expect(shared(document, flow)).toBeUndefined();
      writable(flow);
    }));
  });

  it("with options of any kind answer", () => {
    const places = ["g", "1", "2", "network", "kernels", "__proto__", "constructor", "hidden"];
    const values = fc.oneof(junk.map((value) => () => value), hostile);
    const options = fc.tuple(fc.array(fc.constantFrom(...places), { maxLength: 3 }), values).map(([path, make]) => () => path.reduceRight<unknown>((inner, key) => Object.fromEntries([[key, inner]]), make()));
    fc.assert(fc.property(options, (make) => {
      accepted(() => decode("e2+s1", "gg+m", make()));
    }));
    for (const lists of [Array(3), Object.assign([1], { 2: 2 }), Object.assign([1], { length: 16 })]) {
      expect(accepted(() => decode("e2+s1", "g+m", { network: { hidden: lists } }))).toBeUndefined();
      expect(accepted(() => decode("e2+s1", "g+m", { network: { rank: lists } }))).toBeUndefined();
    }
  });

  it("of a thousand blocks and ten thousand layers take no time", () => {
    const blocks = 1000;
    expect(accepted(() => decode(Array(blocks).fill("e1").join("+"), Array(blocks).fill("gggg").join("+")))?.space.length).toBe(3 * blocks - 1);
    expect(accepted(() => decode("e1", "g".repeat(10_000)))?.tree).toMatchObject({ layers: { length: 10_000 } });
    expect(accepted(() => decode("e1", "g".repeat(10_001)))).toBeUndefined();
    expect(accepted(() => decode("e1", "gt", { 1: Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [index + 3, {}])) }))).toBeUndefined();
  });

  it("as literals throw the sentence", () => {
    fc.assert(fc.property(anyText, anyText, (spec, layers) => {
      try {
        parse<string, string>(spec, layers);
      } catch (thrown) {
        if (!(thrown instanceof DiffeoFault)) throw thrown;
        expect(sentenceFlaw(thrown.message)).toBeUndefined();
      }
    }));
  });

  it("that are no strings are refused too", () => {
    const none: readonly unknown[] = [undefined, null, 3, ["g"], {}, { length: 1 }];
    for (const value of none) expect(accepted(() => decode("e1", value as string))).toBeUndefined();
  });
});
