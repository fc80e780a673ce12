/**
 * What every codec obeys that reads documents of unknown origin: what was written is read back, in one encoding; what is
 * damaged is refused with its place, or read as what it says; and whatever is handed to it, it answers, soon, and touches
 * nothing.
 */
import fc from "fast-check";
import { either } from "fp-ts";
import { render, unreadable } from "../../src/error.ts";
import { quoted } from "../../src/foreign.ts";
import { law, type Law } from "../law.ts";
import { claim, type AnyClaim } from "../claim.ts";
import { dataOf, follows, type Codec } from "./codec.ts";
import { damaged, retouched, stranger, type Damaged } from "./damage.ts";
import { contradiction, same } from "./document.ts";
import { hostile, junk } from "./hostile.ts";
import { refusalFlaw } from "./refusal.ts";
import { shared, watched } from "./untouched.ts";

/** A law without measure: it holds where nothing is found wrong. */
const flawless = <A>(name: string, statement: string, flaw: (of: A) => string | undefined): Law<A> =>
  law({ name: `codec: ${name}`, statement, tolerance: 0 }, (of) => {
    const found = flaw(of);
    return found === undefined ? [] : [{ deviation: Infinity, unit: 1, detail: () => found }];
  });

export const roundTrip = <A>({ encode, decode, equals }: Codec<A>): Law<A> =>
  flawless("round trip", "decode(encode(a)) = a, written as before", (value) => {
    const back = decode(encode(value));
    if (either.isLeft(back)) return `refused: ${render(back.left)}`;
    return equals(back.right, value) ? (same(encode(back.right), encode(value)) ? undefined : "what was read is written otherwise") : "another value was read";
  });

export const oneEncoding = <A>({ encode, decode }: Codec<A>): Law<Damaged> =>
  flawless("one encoding", "encode(decode(d)) is read as itself: it is a normal form of whatever was accepted", ({ document }) => {
    const read = decode(document);
    if (either.isLeft(read)) return undefined;
    const encoded = encode(read.right);
    const again = decode(encoded);
    if (either.isLeft(again)) return `what was read and written is refused: ${render(again.left)}`;
    return same(encode(again.right), encoded) ? undefined : "what was read and written is written otherwise the next time";
  });

export const faithful = <A>({ encode, decode, ...codec }: Codec<A>): Law<Damaged> =>
  flawless("faithful", "encode(decode(d)) contradicts d nowhere, and drops no key that it does not know", ({ document }) => {
    const read = decode(document);
    if (either.isLeft(read)) return undefined;
    const [said, encoded] = [dataOf(document), dataOf(encode(read.right))];
    const place = contradiction(said, encoded, codec);
    if (place) return `read as something else at ${place.join(", ") || "the top"}`;
    return textOf(said).includes(`"${stranger}":`) && !textOf(encoded).includes(`"${stranger}":`) ? "a key that is unknown was passed over" : undefined;
  });

/** Of any data, such as holds itself. */
const textOf = (data: unknown): string => {
  try {
    return JSON.stringify(data) ?? "";
  } catch {
    return "";
  }
};

export const refusals = <A>(codec: Codec<A>): Law<Damaged> =>
  flawless("refusals", "what is refused is told in one short sentence, with a path that leads to the fault", ({ document }) => {
    const result = codec.decode(document);
    // A document is plain data: it is the reader that threw.
    if (either.isLeft(result) && "received" in result.left && result.left.received === unreadable) return "an error inside of the reader";
    return refusalFlaw(result, (path) => follows(codec, path, document));
  });

export const total = <A>({ decode }: Codec<A>): Law<Damaged> =>
  flawless("total", "decode answers whatever it is handed, throws nothing and changes no prototype", ({ document }) => {
    const changed = watched();
    const result = attempted(() => decode(document));
    if ("thrown" in result) return `threw ${String(result.thrown)}`;
    return changed() ?? refusalFlaw(result.value, () => true);
  });

export const independent = <A>({ encode, decode }: Codec<A>): Law<Damaged> =>
  flawless("independent", "a, d and encode(a) share nothing that could change, for a = decode(d)", ({ document }) => {
    const read = decode(document);
    return either.isLeft(read) ? undefined : (shared(document, read.right) ?? shared(read.right, encode(read.right)));
  });

const attempted = <A>(run: () => A): { readonly value: A } | { readonly thrown: unknown } => {
  try {
    return { value: run() };
  } catch (thrown) {
    return { thrown };
  }
};

/** `patience` are the seconds that one document may take: a thousand times what it does, so that a busy machine breaks no law. */
export const prompt = <A>({ decode }: Codec<A>, patience = 20): Law<Damaged> =>
  law({ name: "codec: prompt", statement: "decode answers within seconds, however the document is nested and repeated", tolerance: patience }, ({ document }) => {
    const began = performance.now();
    const result = attempted(() => decode(document));
    const seconds = (performance.now() - began) / 1000;
    return [{ deviation: seconds, unit: 1, detail: () => `${"thrown" in result ? "thrown" : result.value._tag} after ${seconds.toFixed(1)} s` }];
  });

const shown = ({ how, document }: Damaged): string => `${how}: ${quoted(document, 1000)}`;

/** The laws of a codec. */
export const codecLaws = <A>(codec: Codec<A>): readonly AnyClaim[] => {
  const whole = codec.values.map((value): Damaged => ({ document: codec.encode(value), how: "undamaged" }));
  const broken = codec.values.chain((value) => damaged(codec.encode(value)));
  const varied = fc.oneof({ weight: 3, arbitrary: codec.values.chain((value) => retouched(codec.encode(value))) }, { weight: 1, arbitrary: broken }, { weight: 1, arbitrary: whole });
  const anything = fc.oneof(
    { weight: 2, arbitrary: broken },
    { weight: 1, arbitrary: junk.map((document): Damaged => ({ document, how: "junk" })) },
    { weight: 2, arbitrary: hostile.map((make): Damaged => ({ get document() { return make(); }, how: "hostile" })) },
  );
  return [
    claim(codec.name, roundTrip(codec), codec.values, (value) => quoted(codec.encode(value), 1000), 0.3),
    claim(codec.name, oneEncoding(codec), varied, shown, 0.5),
    claim(codec.name, faithful(codec), varied, shown, 1),
    claim(codec.name, independent(codec), varied, shown, 0.3),
    claim(codec.name, refusals(codec), broken, shown, 1),
    claim(codec.name, total(codec), anything, shown, 1),
    claim(codec.name, prompt(codec), anything, shown, 0.5),
  ];
};
