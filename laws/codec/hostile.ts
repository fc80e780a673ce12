/**
 * Values that nobody should hand to a reader. `junk` is what a file can hold, or nearly (NaN, undefined); `hostile` is what
 * only a program can: cycles, getters that throw, proxies, lists with holes, records with a borrowed prototype.
 */
import fc from "fast-check";

/** A record with a key of its own called `__proto__`, as `JSON.parse` makes it. */
const withProto = (value: unknown): unknown => Object.fromEntries([["__proto__", value]]);

const texts: readonly string[] = [
  "", " ", "NaN", "Infinity", "-0", "1e999", "0x10", "__proto__", "constructor", "prototype", "toString", "null", "true", "e9999", "e2+s2", "i_1_0", "gauss", "none",
  "\u001b[31mred", "a\nb", "a\u0000b", "\u202eabc", "\ud800", "\u2028", "x".repeat(100_000), "𝔘𝔫𝔦", "ﬁ", "1".repeat(400),
];

const numbers: readonly number[] = [0, -0, 1, -1, 2, 0.5, 1.5, 1e-7, 1e21, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 53, 4096, 10_001, NaN, Infinity, -Infinity];

const structures: readonly unknown[] = [
  null, undefined, true, false, [], {}, [[]], [null], [{}], [[[[]]]], withProto({ polluted: 1 }), { constructor: { prototype: { polluted: 1 } } }, { length: 3 }, { toString: 1, valueOf: null },
  Array.from({ length: 20_000 }, () => 0), Array.from({ length: 2_000 }, () => ({})), Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`key${index}`, index])),
];

/** Data that a file can hold, or nearly. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(fc.constantFrom<unknown>(...numbers), fc.constantFrom<unknown>(...texts), fc.constantFrom(...structures), fc.jsonValue({ maxDepth: 2 }), fc.string());

const throwing = (): never => {
  throw new Error("a getter that throws\nin two lines");
};

const programs: readonly (() => unknown)[] = [
  () => {
    const cycle: Record<string, unknown> = { manifold: "e1" };
    cycle["layers"] = [cycle];
    cycle["oplus"] = cycle;
    return cycle;
  },
  () => Object.defineProperty({ layers: [] }, "manifold", { enumerable: true, get: throwing }),
  () => Object.defineProperty([1, 2], 1, { enumerable: true, get: throwing }),
  () => ({ toJSON: throwing, toString: throwing, valueOf: throwing, manifold: { toString: throwing } }),
  () => new Proxy({}, { ownKeys: throwing, get: throwing, has: throwing, getOwnPropertyDescriptor: throwing }),
  () => new Proxy([], { get: throwing }),
  () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  () => Array(3), () => Object.assign(Array(1_000_000_000), { 5: 1 }), () => ({ length: 1_000_000_000 }),
  () => Symbol("a\nsymbol"), () => 10n ** 30n, () => throwing, () => new Map([["manifold", "e1"]]), () => new Date(NaN), () => new Float64Array([NaN, 1]), () => new Error("an\nerror"),
  () => Object.create({ manifold: "e1", layers: [], format: "diffeo model" }), () => Object.assign(Object.create(null) as object, { manifold: "e1", layers: [] }),
  () => new (class Foreign { readonly manifold = "e1"; readonly layers: readonly unknown[] = []; })(), () => ({ manifold: new String("e1"), layers: [] }), () => [new Number(1)], () => ({ [Symbol.toStringTag]: "Array" }),
];

/** Values that only a program can hold. They are made when they are asked for, since fast-check looks at what it draws. */
export const hostile: fc.Arbitrary<() => unknown> = fc.constantFrom(...programs);
