/**
 * Options of layers and joins: a record of named fields, each with an io-ts codec, a default and words for what it
 * takes. Unknown names and wrong values are refused with one sentence that names the owner and the choices.
 */
import { either, function as fn } from "fp-ts";
import * as t from "io-ts";
import type { DiffeoError } from "../error.ts";
import { isRecord, printable, quoted } from "../foreign.ts";

/** One option: its codec's name says in words what it takes. */
export interface Option<A> {
  readonly codec: t.Decoder<unknown, A>;
  readonly fallback: A;
  /** What the option does, for documentation and `--help`. */
  readonly meaning: string;
}

export type Fields = { readonly [name: string]: Option<unknown> };

/** The record that fields describe. */
export type Values<F extends Fields> = { readonly [K in keyof F]: F[K] extends Option<infer A> ? A : never };

const refined = <A>(words: string, is: (input: unknown) => input is A): t.Type<A> =>
  new t.Type(words, is, (input, context) => (is(input) ? t.success(input) : t.failure(input, context)), (value) => value);

/** A whole number between two bounds, both included. */
export const whole = (least: number, most: number, fallback: number, meaning: string): Option<number> => ({
  codec: refined(`a whole number from ${least} to ${most}`, (input): input is number => Number.isInteger(input) && (input as number) >= least && (input as number) <= most),
  fallback,
  meaning,
});

/** A number strictly between two bounds. */
export const between = (lower: number, upper: number, fallback: number, meaning: string): Option<number> => ({
  codec: refined(`a number between ${lower} and ${upper}`, (input): input is number => typeof input === "number" && input > lower && input < upper),
  fallback,
  meaning,
});

/** A number from a lower bound, included, to an upper one, excluded. */
export const from = (lower: number, upper: number, fallback: number, meaning: string): Option<number> => ({
  codec: refined(`a number from ${lower} to below ${upper}`, (input): input is number => typeof input === "number" && input >= lower && input < upper),
  fallback,
  meaning,
});

export const flag = (fallback: boolean, meaning: string): Option<boolean> => ({
  codec: refined("true or false", (input): input is boolean => typeof input === "boolean"),
  fallback,
  meaning,
});

export const oneOf = <const A extends readonly string[]>(choices: A, fallback: A[number], meaning: string): Option<A[number]> => ({
  codec: refined(`one of ${choices.join(", ")}`, (input): input is A[number] => choices.includes(input as string)),
  fallback,
  meaning,
});

/** An option that can be left out by the word "none". */
export const orNone = <A>({ codec, fallback, meaning }: Option<A>, given: "given" | "none" = "given"): Option<A | "none"> => ({
  codec: refined(`${codec.name}, or none`, (input): input is A | "none" => input === "none" || either.isRight(codec.decode(input))),
  fallback: given === "none" ? "none" : fallback,
  meaning: `${meaning}; none for no bound`,
});

/** Some whole numbers, such as the widths of hidden layers. */
export const wholes = (least: number, most: number, fallback: readonly number[], meaning: string): Option<readonly number[]> => ({
  codec: refined(`a list of at most 16 whole numbers from ${least} to ${most}`, (input): input is readonly number[] =>
    Array.isArray(input) && input.length <= 16 && [...input].every((each) => Number.isInteger(each) && each >= least && each <= most)),
  fallback: owned(fallback),
  meaning,
});

/** An option as data of its own, which no caller can change later: a list is copied and frozen; −0, which no option tells from 0, is 0. */
const owned = <A>(value: A): A =>
  // A list of numbers stays one, a number a number.
  (Array.isArray(value) ? Object.freeze(value.map(owned)) : typeof value === "number" ? value + 0 : value) as A;

/** All fallbacks. */
export const defaults = <F extends Fields>(fields: F): Values<F> =>
  Object.fromEntries(Object.entries(fields).map(([name, option]) => [name, option.fallback])) as Values<F>;

/** The values that differ from the fallbacks. */
export const altered = (fields: Fields, values: { readonly [name: string]: unknown }): Chosen =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(fields[name]?.fallback)));

export type OptionError = Extract<DiffeoError, { readonly tag: "OptionError" }>;

/** Options as they were given: some of an owner's, by name. */
export type Chosen = { readonly [name: string]: unknown };

const refuse = (sentence: string): either.Either<OptionError, never> => either.left({ tag: "OptionError", path: [], sentence });

/** What was given as a record, or the sentence that it is none. */
export const recordOf = (owner: string, given: unknown): either.Either<OptionError, Chosen> =>
  isRecord(given)
    ? either.right({ ...given })
    : refuse(`The options of ${owner} are a record, but ${quoted(given)} was given.`);

/** The given options alone, each checked, or the sentence that says which one is wrong. */
export const chosenOptions = (owner: string, fields: Fields, given: unknown): either.Either<OptionError, Chosen> =>
  fn.pipe(
    recordOf(owner, given),
    either.chain((record) => {
      const names = Object.keys(fields);
      const unknown = Object.keys(record).find((name) => !Object.hasOwn(fields, name));
      if (unknown === undefined) return either.right(record);
      return refuse(names.length === 0 ? `Option ${printable(unknown)} is unknown: ${owner} takes no options.` : `Option ${printable(unknown)} is unknown to ${owner}; it takes ${names.join(", ")}.`);
    }),
    either.chain((record) => either.traverseArray(([name, value]: readonly [string, unknown]) => {
      const { codec } = fields[name]!;
      const decoded = codec.decode(value);
      return either.isRight(decoded) ? either.right([name, owned(decoded.right)] as const) : refuse(`Option ${name} of ${owner} takes ${codec.name}, but ${quoted(value)} was given.`);
    })(Object.entries(record).filter(([, value]) => value !== undefined))),
    either.map((pairs) => Object.fromEntries(pairs)),
  );

/** The given options over the fallbacks, or the sentence that says which one is wrong. */
export const decodeOptions = <F extends Fields>(owner: string, fields: F, given: unknown): either.Either<OptionError, Values<F>> =>
  fn.pipe(
    chosenOptions(owner, fields, given),
    either.map((chosen) => ({ ...defaults(fields), ...chosen })),
  );
