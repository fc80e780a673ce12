/**
 * Documents damaged as disks, editors and attackers damage them: somewhere in a good document an entry is lost, doubled,
 * swapped, renamed, altered or replaced, the document is nested in itself, or the text is cut, flipped and patched. One to
 * three strokes each; they shrink to one. Most of it is refused; `retouched` documents are changed as hands would change
 * them, and many of them say something else that is well said.
 */
import fc from "fast-check";
import { junk } from "./hostile.ts";
import { isRecord } from "../../src/foreign.ts";
import { isList } from "./document.ts";

export interface Damaged {
  readonly document: unknown;
  /** What was done, for reports. */
  readonly how: string;
}

/** A key that no codec knows. */
export const stranger = "stranger_7f3a";

/** The numbers that decide a stroke: where, and what there. */
interface Draw {
  readonly a: number;
  readonly b: number;
  readonly junk: unknown;
}

/** What becomes of the node that was hit; `around` is the document with something else in its place. */
type Edit = (node: unknown, draw: Draw, around: (inner: unknown) => unknown) => unknown;

/** Of a document nested in itself, in characters. */
const longest = 200_000;

const pick = <A>(from: readonly A[], at: number): A => from[at % from.length]!;

const entriesOf = (node: unknown): readonly (readonly [string, unknown])[] => (isRecord(node) ? Object.entries(node) : isList(node) ? Array.from(node, (each, index) => [String(index), each] as const) : []);

const rebuilt = (node: unknown, entries: readonly (readonly [string, unknown])[]): unknown => (isList(node) ? entries.map(([, value]) => value) : Object.fromEntries(entries));

/** Containers lose, double and swap entries; what is none is replaced. */
const among = (change: (entries: (readonly [string, unknown])[], draw: Draw) => readonly (readonly [string, unknown])[]): Edit => (node, draw) => {
  const entries = entriesOf(node);
  return entries.length === 0 ? draw.junk : rebuilt(node, change([...entries], draw));
};

const names = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "", " ", "\u0000", "0", "length", "times", "options", "layers", "flow"];

const altered: Edit = (node, { a, b, junk: other }) => {
  switch (typeof node) {
    case "number":
      return pick([0, -0, 1, -1, node + 1, -node, node / 2, 2 * node, 1e308, 1e21, 5e-324, Infinity, NaN, String(node), [node], null], a);
    case "boolean":
      return pick([!node, String(node), Number(node), null], a);
    case "string":
      return pick([`${node} `, node.toUpperCase(), node.slice(0, -1), node + node, `${node}\u0000`, node.slice(0, b % (node.length + 1)) + pick([..."0123456789_+-.esia\n"], a) + node.slice(b % (node.length + 1)), [node], null], a);
    default:
      return other;
  }
};

const retouches: { readonly [how: string]: Edit } = {
  altered: (node, { a }) => (typeof node === "number" ? pick([node + 1, node - 1, 2 * node, node / 2, -node, 0, 1], a) : typeof node === "boolean" ? !node : node),
  "an entry left out": among((entries, { a }) => entries.toSpliced(a % entries.length, 1)),
  "an entry twice": among((entries, { a, b }) => entries.toSpliced(b % entries.length, 0, entries[a % entries.length]!)),
  "two entries swapped": among((entries, { a, b }) => entries.map(([key], index) => [key, entries[index === a % entries.length ? b % entries.length : index === b % entries.length ? a % entries.length : index]![1]] as const)),
  "replaced by another part": (_, { a, b }, around) => hit(around(undefined), [a, b], (other) => other).found,
};

const edits: { readonly [how: string]: Edit } = {
  ...retouches,
  "replaced by another value": (_, { junk: other }) => other,
  altered,
  "a key renamed": among((entries, { a, b }) => entries.with(a % entries.length, [pick([...names, ...entries.map(([key]) => key.toUpperCase())], b), entries[a % entries.length]![1]])),
  "a stranger added": (node, { junk: other }) => (isRecord(node) ? { ...node, [stranger]: other } : isList(node) ? [...node, { [stranger]: other }] : { [stranger]: node }),
  "wrapped in lists": (node, { a }) => Array.from({ length: pick([1, 2, 40, 200], a) }).reduce<unknown>((inner) => [inner], node),
  "nested in itself": (node, { a }, around) => Array.from({ length: Math.min(pick([1, 2, 36], a), Math.ceil(longest / (JSON.stringify(around(node)) ?? "").length)) }).reduce<unknown>(around, node),
};

/** The node that the picks lead to, changed. */
const hit = (document: unknown, [at, ...rest]: readonly number[], change: (node: unknown) => unknown): { readonly found: unknown; readonly document: unknown } => {
  const entries = entriesOf(document);
  if (at === undefined || entries.length === 0) return { found: document, document: change(document) };
  const index = at % entries.length;
  const inner = hit(entries[index]![1], rest, change);
  return { found: inner.found, document: rebuilt(document, entries.with(index, [entries[index]![0], inner.document])) };
};

const strokes = (of: { readonly [how: string]: Edit }, most: number) =>
  fc.array(fc.record({ picks: fc.array(fc.nat(1_000), { maxLength: 8 }), how: fc.constantFrom(...Object.keys(of)), a: fc.nat(1_000), b: fc.nat(1_000), junk }), { minLength: 1, maxLength: most });

const struck = (data: unknown, of: { readonly [how: string]: Edit }, most: number): fc.Arbitrary<Damaged> =>
  strokes(of, most).map((all) => ({
    document: all.reduce((document, { picks, how, ...draw }) => hit(document, picks, (node) => of[how]!(node, draw, (inner) => hit(document, picks, () => inner).document)).document, data),
    how: all.map(({ how }) => how).join(", "),
  }));

/** JSON text of data that need not be JSON: numbers that are none become 1e999 or a word. */
const writtenAnyway = (data: unknown): string => {
  if (typeof data === "number" && !Number.isFinite(data)) return Number.isNaN(data) ? "NaN" : data > 0 ? "1e999" : "-1e999";
  if (typeof data === "number" && Object.is(data, -0)) return "-0";
  if (isList(data)) return `[${data.map(writtenAnyway).join(",")}]`;
  if (isRecord(data)) return `{${Object.entries(data).filter(([, value]) => value !== undefined).map(([key, value]) => `${JSON.stringify(key)}:${writtenAnyway(value)}`).join(",")}}`;
  return JSON.stringify(data) ?? "null";
};

const patches = ["", "0", "-", "9", ",", '"', "{", "]", "null", "1e999", '"a":1,', '"__proto__":{},', "\u0000", "\ufeff", "\\u0000", "e", "[", "}", "\n", "\ud800"];

const textStroke = fc.record({ at: fc.nat(), length: fc.nat(6), bit: fc.nat(6), patch: fc.constantFrom(...patches), how: fc.constantFrom("cut", "a bit flipped", "patched", "a piece twice") });

/** A text with one to three strokes of damage to its characters. */
export const damagedText = (text: string): fc.Arbitrary<Damaged> =>
  fc.array(textStroke, { minLength: 1, maxLength: 3 }).map((strokes) => ({
    document: strokes.reduce((own, { at, length, bit, patch, how }) => {
      const place = at % (own.length + 1);
      const [before, after] = [own.slice(0, place), own.slice(place)];
      switch (how) {
        case "cut":
          return before;
        case "a bit flipped":
          return after === "" ? before : `${before}${String.fromCharCode(after.charCodeAt(0) ^ (1 << bit))}${after.slice(1)}`;
        case "patched":
          return `${before}${patch}${after.slice(length)}`;
        default:
          return `${before}${after.slice(0, 10 * length)}${after}`;
      }
    }, text),
    how: strokes.map(({ how }) => how).join(", "),
  }));

/** A document damaged, of its own kind: data as data, a text by its data or by its characters. */
export const damaged = (document: unknown): fc.Arbitrary<Damaged> =>
  typeof document !== "string" ? struck(document, edits, 3)
    : fc.oneof(damagedText(document), asText(struck(JSON.parse(document), edits, 3)));

/** A document with one entry changed into another that it might well have had. */
export const retouched = (document: unknown): fc.Arbitrary<Damaged> =>
  typeof document === "string" ? asText(struck(JSON.parse(document), retouches, 1)) : struck(document, retouches, 1);

const asText = (data: fc.Arbitrary<Damaged>): fc.Arbitrary<Damaged> => data.map((each) => ({ ...each, document: writtenAnyway(each.document) }));
