/**
 * What the codecs of files share: records with exactly the stated keys, lists with a bound, lists of finite numbers, and
 * errors of io-ts turned into ours. The context of io-ts is the path: keys of records as they stand, entries of lists
 * counted from 1 and joined to the key of their list, as in `flow, oplus 2, layers 1, options`.
 */
import { either, function as fn } from "fp-ts";
import * as t from "io-ts";
import { guarded, type DiffeoError, type Path } from "../error.ts";
import { described, isRecord, printable } from "../foreign.ts";

/** An io-ts error that knows which of our errors it is; the path of that one is relative to the context. */
interface Fault extends t.ValidationError {
  readonly error: DiffeoError;
}

/** Refuses at this context with an error of its own. */
export const fault = (context: t.Context, value: unknown, error: DiffeoError): t.Validation<never> => {
  const own: Fault = { value, context, error };
  return either.left([own]);
};

export const refuse = (context: t.Context, value: unknown, expected: string, received: string = described(value)): t.Validation<never> =>
  fault(context, value, { tag: "DecodeError", path: [], received, expected });

/** A codec that only reads: what it writes is what it was given. */
export const reading = <A>(name: string, validate: t.Validate<unknown, A>): t.Type<A, unknown> =>
  new t.Type<A, unknown>(name, (input): input is A => either.isRight(validate(input, [])), validate, fn.identity);

/** Reads one field of what `context` stands on. */
export const at = <A>(context: t.Context, key: string, codec: t.Decoder<unknown, A>, value: unknown): t.Validation<A> =>
  codec.validate(value, t.appendContext(context, key, codec, value));

/** Reads from the top: the value, or the first error with its path. */
export const read = <A>(codec: t.Decoder<unknown, A>, value: unknown, root: string): either.Either<DiffeoError, A> =>
  guarded(() => fn.pipe(codec.validate(value, [{ key: root, type: codec, actual: value }]), either.mapLeft(errorOf)));

const errorOf = (errors: t.Errors): DiffeoError => {
  const first = errors[0]!; // a validation fails with at least one
  const path = pathOf(first.context);
  const own = (first as Partial<Fault>).error;
  if (own === undefined) return { tag: "DecodeError", path, received: described(first.value), expected: first.context.at(-1)!.type.name };
  return own.tag === "Aborted" || own.tag === "FileError" ? own : { ...own, path: [...path, ...(own.path ?? [])] };
};

const pathOf = (context: t.Context): Path =>
  context.reduce<readonly string[]>((path, { key }) => {
    if (key === "") return path;
    const last = path.at(-1);
    return /^\d+$/.test(key) && last !== undefined ? [...path.slice(0, -1), `${last} ${key}`] : [...path, printable(key, 40)];
  }, []);

type Fields = { readonly [key: string]: t.Decoder<unknown, unknown> };
type ValueOf<D> = D extends t.Decoder<unknown, infer A> ? A : never;

export type Exact<R extends Fields, O extends Fields> = { readonly [K in keyof R]: ValueOf<R[K]> } & { readonly [K in keyof O]?: ValueOf<O[K]> };

/** A record with these keys and no others; `name` says in words what it is. */
export const exact = <R extends Fields, O extends Fields = Record<never, never>>(name: string, required: R, optional: O = {} as O): t.Type<Exact<R, O>, unknown> => {
  const fields: Fields = { ...required, ...optional };
  const names = Object.keys(fields).join(", ");
  return reading(name, (input, context) => {
    if (!isRecord(input)) return refuse(context, input, name);
    const unknown = Object.keys(input).find((key) => !Object.hasOwn(fields, key));
    if (unknown !== undefined) return refuse(context, input, names === "" ? "no keys" : `the keys ${names} alone`, `the unknown key ${printable(unknown)}`);
    const values: [string, unknown][] = [];
    for (const [key, codec] of Object.entries(fields)) {
      if (Object.hasOwn(input, key)) {
        const value = at(context, key, codec, input[key]);
        if (either.isLeft(value)) return value;
        values.push([key, value.right]);
      } else if (Object.hasOwn(required, key)) {
        return refuse(context, input, name, `no key ${key}`);
      }
    }
    // Every required field was read, and every optional one that is there.
    return t.success(Object.fromEntries(values) as Exact<R, O>);
  });
};

/** A list of at most `most` entries. */
export const list = <A>(name: string, item: t.Decoder<unknown, A>, most: number): t.Type<readonly A[], unknown> =>
  reading(name, (input, context) => {
    if (!Array.isArray(input)) return refuse(context, input, name);
    if (input.length > most) return refuse(context, input, `at most ${most} entries`);
    const values: A[] = [];
    for (const [index, each] of input.entries()) {
      const value = at(context, String(index + 1), item, each);
      if (either.isLeft(value)) return value;
      values.push(value.right);
    }
    return t.success<readonly A[]>(values);
  });

/** A list of exactly `count` finite numbers (any number of them up to `most`, where no count is given). */
export const numbers = (most: number, count?: number): t.Type<Float64Array, unknown> =>
  reading("a list of numbers", (input, context) => {
    if (!Array.isArray(input)) return refuse(context, input, "a list of numbers");
    if (input.length > most) return refuse(context, input, `at most ${counted(most)}`, counted(input.length));
    if (count !== undefined && input.length !== count) return refuse(context, input, counted(count), counted(input.length));
    const values = new Float64Array(input.length);
    for (let index = 0; index < input.length; index++) {
      const value: unknown = input[index];
      if (typeof value !== "number" || !Number.isFinite(value)) {
        return refuse([...context, { key: String(index + 1), type: t.number, actual: value }], value, "a finite number");
      }
      values[index] = value;
    }
    return t.success<Float64Array>(values);
  });

const counted = (count: number): string => (count === 1 ? "1 number" : `${count} numbers`);

/** A whole number between two bounds, both included. */
export const whole = (least: number, most: number): t.Type<number, unknown> => {
  const name = `a whole number from ${least} to ${most}`;
  return reading(name, (input, context) =>
    Number.isInteger(input) && (input as number) >= least && (input as number) <= most ? t.success(input as number) : refuse(context, input, name));
};

/** A finite number. */
export const finite: t.Type<number, unknown> = reading("a finite number", (input, context) =>
  typeof input === "number" && Number.isFinite(input) ? t.success(input) : refuse(context, input, "a finite number"));

export const truth: t.Type<boolean, unknown> = reading("true or false", (input, context) =>
  typeof input === "boolean" ? t.success(input) : refuse(context, input, "true or false"));

/** A text of at most `longest` characters. */
export const text = (longest: number): t.Type<string, unknown> =>
  reading("a text", (input, context) =>
    typeof input !== "string" ? refuse(context, input, "a text")
      : input.length > longest ? refuse(context, input, `at most ${longest} characters`, `${input.length} characters`)
      : t.success(input));
