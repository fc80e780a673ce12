/**
 * Simpler options, of layers and of networks: first fewer that differ from their defaults, then smaller numbers in those
 * that do.
 */
import { either } from "fp-ts";
import { altered, defaults, type Fields } from "../../../src/bijectors/options.ts";
import { lowered } from "./number.ts";

export type Options = { readonly [name: string]: unknown };

/** At their defaults: all, each alone, and where an option does not go without another one, that one with it. */
export function* fewer(fields: Fields, options: Options, goes: (options: Options) => boolean): Iterable<Options> {
  const names = Object.keys(altered(fields, options));
  const without = (...dropped: readonly string[]): Options => ({ ...options, ...Object.fromEntries(dropped.map((name) => [name, fields[name]!.fallback])) });
  if (names.length > 1) yield defaults(fields);
  for (const name of names) {
    if (goes(without(name))) yield without(name);
    else if (names.length > 2) yield* names.filter((other) => other !== name).map((other) => without(name, other));
  }
}

/** One number in an option, or one element of a list, made smaller. */
export function* lower(fields: Fields, options: Options): Iterable<Options> {
  for (const [name, value] of Object.entries(altered(fields, options))) {
    for (const each of less(value)) if (either.isRight(fields[name]!.codec.decode(each))) yield { ...options, [name]: each };
  }
}

const less = (value: unknown): readonly unknown[] => {
  if (typeof value === "number") return lowered(value);
  if (!Array.isArray(value)) return [];
  const list: readonly unknown[] = value;
  return [
    ...(list.length > 1 ? [[]] : []),
    ...list.map((_, at) => list.toSpliced(at, 1)),
    ...list.flatMap((each, at) => less(each).map((smaller) => list.with(at, smaller))),
  ];
};
