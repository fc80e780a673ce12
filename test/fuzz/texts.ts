/** Texts that nobody should type: at random, and near texts that are right. */
import fc from "fast-check";

/** Any text: of letters, of all of Unicode, of control characters, of bytes read as text, and very long ones. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string(),
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("\0", "\u001b[2J", "\r", "\n", "\u0085", "\u202e", "\u2028", "\ufeff", "\ud800", "é", "١", "２") }),
  fc.constantFrom("__proto__", "constructor", "toString", "hasOwnProperty", "undefined", "null", "NaN", "-Infinity", "1e999", "-0", "0x1F", "%s%n", "../../etc", "${x}", "<b>"),
);

/** The longest that is worth trying: beyond every bound. */
const many = 1_000_000;

/** Texts of a million characters, of which each reader has its own worst. */
export const longText = (...pieces: readonly string[]): fc.Arbitrary<string> =>
  fc.constantFrom(...pieces, "x", "\u0000", "é").chain((piece) => fc.constantFrom(10, 3000, many).map((length) => piece.repeat(Math.ceil(length / piece.length))));

const stroke = (pieces: readonly string[]) =>
  fc.record({ at: fc.nat(), length: fc.nat(4), put: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, { weight: 1, arbitrary: anyText }), how: fc.constantFrom("replaced", "inserted", "taken out", "doubled", "turned round") });

/** A text near a right one: one to four pieces of it changed. */
export const near = (right: fc.Arbitrary<string>, ...pieces: readonly string[]): fc.Arbitrary<string> =>
  fc.tuple(right, fc.array(stroke(pieces), { minLength: 1, maxLength: 4 })).map(([text, strokes]) =>
    strokes.reduce((own, { at, length, put, how }) => {
      const place = at % (own.length + 1);
      const [before, middle, after] = [own.slice(0, place), own.slice(place, place + length), own.slice(place + length)];
      return { replaced: before + put + after, inserted: before + put + middle + after, "taken out": before + after, doubled: before + middle + middle + after, "turned round": before + [...middle].reverse().join("") + after }[how]!;
    }, text));
