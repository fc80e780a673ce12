/**
 * What the laws on codecs are asked of: anything that writes values as documents and reads documents of unknown origin.
 * A document is data (what `JSON.parse` gives) or a text; `decode` takes whatever it is handed.
 */
import type fc from "fast-check";
import type { either } from "fp-ts";
import type { DiffeoError, Path } from "../../src/error.ts";
import { leads } from "./document.ts";

export interface Codec<A> {
  readonly name: string;
  /** Data, or a text of JSON. */
  readonly encode: (value: A) => unknown;
  readonly decode: (document: unknown) => either.Either<DiffeoError, A>;
  readonly equals: (a: A, b: A) => boolean;
  readonly values: fc.Arbitrary<A>;
  /** Whether the path of an error leads into a document; by default keys as they stand, entries of lists counted from 1. */
  readonly leads?: (path: Path, document: unknown) => boolean;
  /** How far reading may move a number, such as onto a manifold; by default not at all. */
  readonly tolerance?: number;
  /** The one spelling of a text that may be spelt in several ways; by default the text itself. */
  readonly spelling?: (text: string) => string;
}

/** The data of a document, be it a text; undefined of a text that is no JSON. */
export const dataOf = (document: unknown): unknown => {
  if (typeof document !== "string") return document;
  try {
    return JSON.parse(document) as unknown;
  } catch {
    return undefined;
  }
};

/** Whether a path leads into the document, or the document is no data that could be followed. */
export const follows = <A>(codec: Codec<A>, path: Path, document: unknown): boolean => {
  const data = dataOf(document);
  return data === undefined || (codec.leads ?? leads)(path, data);
};
