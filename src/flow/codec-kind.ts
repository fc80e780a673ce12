/** The kind and version that every JSON file of the library states first, so that one file is not read as another. */
import { either } from "fp-ts";
import type { DiffeoError, Path } from "../error.ts";
import { described, isRecord } from "../foreign.ts";

export interface FileKind {
  readonly format: string;
  readonly version: number;
}

const refused = (path: Path, received: string, expected: string): either.Either<DiffeoError, never> =>
  either.left({ tag: "DecodeError", path, received, expected });

/** The record, if it is a file of this kind and version. */
export const ofKind =
  ({ format, version }: FileKind) =>
  (data: unknown): either.Either<DiffeoError, Readonly<Record<string, unknown>>> => {
    if (!isRecord(data)) return refused([], described(data), `a ${format}`);
    if (!Object.hasOwn(data, "format")) return refused([], "a record that states no format", `a ${format}`);
    if (data["format"] !== format) return refused(["format"], described(data["format"]), JSON.stringify(format));
    if (!Object.hasOwn(data, "version")) return refused([], "no key version", `a ${format}`);
    return data["version"] === version ? either.right(data) : refused(["version"], described(data["version"]), `${version}, the only version that is known`);
  };
