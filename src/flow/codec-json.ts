/**
 * JSON as files hold it. Reading is written for texts of unknown origin: length, depth and number of parts are bounded before
 * anything is built, a key stands once in its record, and the key `__proto__` is refused. Writing is for people too: what fits a line
 * stands on one, and numbers keep every bit, the sign of zero included.
 */
import { either } from "fp-ts";
import { DiffeoFault, type DiffeoError, type Path } from "../error.ts";
import { described, printable } from "../foreign.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** The longest text that is read, in characters. */
export const longestText = 2 ** 27;

/** The deepest nesting of lists and records that is read. */
export const deepestJson = 128;

/** How much is read at most: small parts take many times their text in memory. */
export const mostJson = { "lists and records": 5_000_000, entries: 2 ** 25, "keys in one record": 100_000 } as const;

const refuse = (path: Path, received: string, expected: string): either.Either<DiffeoError, never> =>
  either.left({ tag: "DecodeError", path, received, expected });

/** The value of a JSON text, or what is wrong with the text. `expected` says in words what the text should be. */
export const readJson = (text: string, expected: string, longest: number = longestText): either.Either<DiffeoError, unknown> => {
  // A caller without types may hand over anything.
  if (typeof text !== "string") return refuse([], described(text), `a text, ${expected}`);
  if (text.length > longest) return refuse([], `${text.length} characters`, `at most ${longest} characters`);
  const flaw = scan(text);
  if (flaw?.tag === "large") return refuse([], flaw.received, flaw.expected ?? expected);
  try {
    const value: unknown = JSON.parse(text);
    return flaw ? refuse(flaw.path, flaw.received, "each key once, and no key __proto__") : either.right(value);
  } catch {
    return refuse([], text.trim() === "" ? "an empty text" : "a text that is not JSON, or not all of it", expected);
  }
};

type Flaw = { readonly tag: "large"; readonly received: string; readonly expected?: string } | { readonly tag: "key"; readonly path: Path; readonly received: string };

const large = (what: keyof typeof mostJson): Flaw => ({ tag: "large", received: `more than ${mostJson[what]} ${what}`, expected: `at most ${mostJson[what]} ${what}` });

/** An open list (no keys) or record, and where in it the scan stands. */
interface Level {
  readonly keys: Set<string> | undefined;
  at: number | string;
}

/** The first flaw that `JSON.parse` would pass over. Written as one loop over characters, for texts of many megabytes. */
const scan = (text: string): Flaw | undefined => {
  const open: Level[] = [];
  let flaw: Flaw | undefined;
  let [parts, entries] = [0, 0];
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case 0x5b: // [
        open.push({ keys: undefined, at: 1 });
        parts++;
        break;
      case 0x7b: // {
        open.push({ keys: new Set(), at: "" });
        parts++;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        open.pop();
        break;
      case 0x2c: { // ,
        const level = open.at(-1);
        if (level && typeof level.at === "number") level.at++;
        entries++;
        break;
      }
      case 0x22: { // "
        const end = closing(text, index);
        const level = open.at(-1);
        if (level?.keys && flaw === undefined && isKey(text, end)) {
          const key = keyOf(text.slice(index, end + 1));
          if (level.keys.has(key) || key === "__proto__") {
            const path = open.slice(0, -1).map(({ at }) => printable(String(at)));
            flaw = { tag: "key", path, received: level.keys.has(key) ? `the key ${printable(key)} twice` : "the key __proto__" };
          }
          level.keys.add(key);
          level.at = key;
          if (level.keys.size > mostJson["keys in one record"]) return large("keys in one record");
        }
        index = end;
      }
    }
    if (open.length > deepestJson) return { tag: "large", received: `lists and records nested deeper than ${deepestJson}` };
    if (parts > mostJson["lists and records"]) return large("lists and records");
    if (entries > mostJson.entries) return large("entries");
  }
  return flaw;
};

/** The index of the quotation mark that ends the string that begins at `start`. */
const closing = (text: string, start: number): number => {
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x5c) index++;
    else if (code === 0x22) return index;
  }
  return text.length;
};

const isKey = (text: string, end: number): boolean => {
  let next = end + 1;
  while (next < text.length && text.charCodeAt(next) <= 0x20) next++;
  return text.charCodeAt(next) === 0x3a;
};

const keyOf = (quoted: string): string => {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
};

/** JSON text of data, broken where a line would pass `width`. A number that is not finite is no data, and thrown. */
export const writeJson = (data: Json, width = 100, indent = ""): string => {
  const flat = onOneLine(data);
  if (typeof data !== "object" || data === null || indent.length + flat.length <= width) return flat;
  const inner = `${indent}  `;
  const [first, entries, last] = Array.isArray(data)
    ? ["[", (data as readonly Json[]).map((each) => writeJson(each, width, inner)), "]"]
    : ["{", entriesOf(data).map(([key, value]) => `${JSON.stringify(key)}: ${writeJson(value, width, inner)}`), "}"];
  return `${first}\n${filled(entries, width - inner.length).map((line) => `${inner}${line}`).join(",\n")}\n${indent}${last}`;
};

/** Lines of as many entries as fit, where all are short; else each entry on lines of its own. */
const filled = (entries: readonly string[], width: number): readonly string[] => {
  if (entries.some((entry) => entry.includes("\n") || entry.includes("{"))) return entries;
  const lines: string[] = [];
  for (const entry of entries) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + entry.length + 2 < width) lines[lines.length - 1] = `${last}, ${entry}`;
    else lines.push(entry);
  }
  return lines;
};

const onOneLine = (data: Json): string => {
  if (typeof data === "number") return numberText(data);
  if (typeof data !== "object" || data === null) return JSON.stringify(data);
  if (Array.isArray(data)) return `[${(data as readonly Json[]).map(onOneLine).join(", ")}]`;
  const entries = entriesOf(data).map(([key, value]) => `${JSON.stringify(key)}: ${onOneLine(value)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
};

const entriesOf = (data: object): readonly (readonly [string, Json])[] =>
  Object.entries(data).filter((entry): entry is [string, Json] => entry[1] !== undefined);

const numberText = (value: number): string => {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0" : String(value);
  throw new DiffeoFault({ tag: "DecodeError", path: [], received: String(value), expected: "finite numbers: JSON has no others" });
};

/** JSON text of a list of numbers, eight to a line. */
export const writeNumbers = (values: ArrayLike<number>, indent = ""): string => {
  const lines: string[] = [];
  for (let start = 0; start < values.length; start += 8) {
    const line: string[] = [];
    for (let index = start; index < Math.min(start + 8, values.length); index++) line.push(numberText(values[index]!));
    lines.push(`${indent}  ${line.join(", ")}`);
  }
  return lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n${indent}]`;
};
