/**
 * Documents as data: whether two are the same, whether one says what another denies, and whether the path of an error
 * leads anywhere in one. All three walk records by own keys and lists by index, and trust neither.
 */
import type { Path } from "../../src/error.ts";
import { isRecord, printable } from "../../src/foreign.ts";

export const isList = (node: unknown): node is readonly unknown[] => Array.isArray(node);

/** Equal data, in which the order of keys counts and undefined is no value. */
export const same = (a: unknown, b: unknown): boolean => {
  if (isList(a) && isList(b)) return a.length === b.length && a.every((each, index) => same(each, b[index]));
  if (!isRecord(a) || !isRecord(b)) return Object.is(a, b);
  const [own, other] = [a, b].map((record) => Object.entries(record).filter(([, value]) => value !== undefined));
  return own!.length === other!.length && own!.every(([key, value], index) => key === other![index]![0] && same(value, other![index]![1]));
};

export interface Reading {
  readonly tolerance?: number;
  readonly spelling?: (text: string) => string;
}

/**
 * Where one document first says what another denies: another number, text or kind of value at one place. A normal form may
 * add and leave out defaults, and flatten joins: keys that only one of them has are no contradiction; records of which
 * each has keys that the other lacks are of two forms, which are not compared; nor are lists of records of different
 * lengths. Lists of numbers and texts are as long as they are.
 */
export const contradiction = (said: unknown, read: unknown, how: Reading = {}, path: Path = []): Path | undefined => {
  if (said === undefined || read === undefined) return undefined;
  if (isList(said) && isList(read)) {
    if (said.length !== read.length) return [...said, ...read].every(isRecord) ? undefined : path;
    return firstOf(said.map((each, index) => () => contradiction(each, read[index], how, [...path, String(index + 1)])));
  }
  if (isRecord(said) && isRecord(read)) {
    const shared = Object.keys(said).filter((key) => Object.hasOwn(read, key));
    if (shared.length < Math.min(Object.keys(said).length, Object.keys(read).length)) return undefined;
    return firstOf(shared.map((key) => () => contradiction(said[key], read[key], how, [...path, key])));
  }
  return agree(said, read, how) ? undefined : path;
};

const agree = (a: unknown, b: unknown, { tolerance = 0, spelling = (text) => text }: Reading): boolean =>
  typeof a === "number" && typeof b === "number" ? a === b || Math.abs(a - b) <= tolerance
    : typeof a === "string" && typeof b === "string" ? spelling(a) === spelling(b)
    : a === b;

const firstOf = (tries: readonly (() => Path | undefined)[]): Path | undefined => {
  for (const each of tries) {
    const found = each();
    if (found) return found;
  }
  return undefined;
};

/**
 * Whether a path, such as `flow, oplus 2, layers 1`, leads to a place of the data. `root` is what paths begin with, where
 * they begin with anything.
 */
export const leads = (path: Path, data: unknown, root = ""): boolean => {
  const [first, ...rest] = path;
  if (root === "" || first === undefined) return steps(path, data);
  return first.startsWith(root) && stepped(numbersIn(first.slice(root.length)), data, rest);
};

const steps = ([first, ...rest]: Path, node: unknown): boolean => {
  if (first === undefined) return true;
  if (isList(node)) return stepped(numbersIn(` ${first}`), node, rest);
  if (!isRecord(node)) return false;
  // A path shortens keys and leaves out what would garble a terminal; entries of a list follow the key of the list.
  return Object.keys(node).some((key) => {
    const shown = printable(key, 40);
    return first.startsWith(shown) && stepped(numbersIn(first.slice(shown.length)), node[key], rest);
  });
};

/** ` 2 1` as the second entry and its first; undefined of what is no such list. */
const numbersIn = (text: string): readonly number[] | undefined => (text === "" ? [] : /^( \d+)+$/.test(text) ? text.trim().split(" ").map(Number) : undefined);

const stepped = (numbers: readonly number[] | undefined, node: unknown, rest: Path): boolean => {
  if (numbers === undefined) return false;
  const [at, ...more] = numbers;
  if (at === undefined) return steps(rest, node);
  return isList(node) && at >= 1 && at <= node.length && stepped(more, node[at - 1], rest);
};
