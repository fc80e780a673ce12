/**
 * Models in files, in Node. A file is replaced as a whole or not at all: the text is written beside it and moved over it,
 * so a failed write, or two at once, leave a whole model behind.
 */
import { either, function as fn, taskEither } from "fp-ts";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import writeFileAtomic from "write-file-atomic";
import { DiffeoFault, type DiffeoError } from "../error.ts";
import { printable } from "../foreign.ts";
import { longestText } from "../flow/codec-json.ts";
import type { AnyFlow } from "../flow/flow.ts";
import { decodeModel, decodeModelOf, encodeModel, type DecodeModelOptions, type Expected, type Extras, type ModelFile } from "./file.ts";
import type { Model } from "./model.ts";

/** Writes a model. What no file can hold is an error value here. */
export const saveModel = <S extends string, C extends string>(file: string, model: Model<S, C>, extras: Extras = {}): taskEither.TaskEither<DiffeoError, void> =>
  saveText(file, () => encodeModel(model, extras));

/** Reads a model: see `decodeModel`. */
export function loadModel<const S extends string, const C extends string = "e0">(file: string, options: DecodeModelOptions & Expected<S, C>): taskEither.TaskEither<DiffeoError, ModelFile<S, C>>;
export function loadModel(file: string, options?: DecodeModelOptions): taskEither.TaskEither<DiffeoError, ModelFile>;
export function loadModel(file: string, options: DecodeModelOptions = {}): taskEither.TaskEither<DiffeoError, ModelFile> {
  return fn.pipe(loadText(file), taskEither.chainEitherK((text) => decodeModel(text, options)), taskEither.mapLeft(inFile(file)));
}

/** Reads a model of this very flow: see `decodeModelOf`. */
export const loadModelOf = <S extends string, C extends string>(
  flow: AnyFlow<S, C>,
  file: string,
  options: Pick<DecodeModelOptions, "interpreter"> = {},
): taskEither.TaskEither<DiffeoError, Model<S, C>> =>
  fn.pipe(loadText(file), taskEither.chainEitherK((text) => decodeModelOf(flow, text, options)), taskEither.mapLeft(inFile(file)));

/** An error about the content of a file says which file. */
export const inFile = (file: string) => (error: DiffeoError): DiffeoError =>
  error.tag === "Aborted" || error.tag === "FileError" ? error : { ...error, path: [file, ...(error.path ?? [])] };

// ---- texts in files, for checkpoints too

/** Replaces a file by a text, or leaves it as it was. Faults while the text is made are error values. */
export const saveText = (file: string, text: () => string | Uint8Array): taskEither.TaskEither<DiffeoError, void> =>
  taskEither.tryCatch(
    async () => {
      const content = text();
      await writeFileAtomic(file, typeof content === "string" ? content : Buffer.from(content), "utf8");
    },
    (thrown) => {
      if (thrown instanceof DiffeoFault) return thrown.error;
      return { tag: "FileError", file, sentence: sentenceOf(thrown, "write") };
    },
  );

/** The text of a file of at most `longest` bytes. */
export const loadText = (file: string, longest: number = longestText): taskEither.TaskEither<DiffeoError, string> =>
  async () => {
    const fail = (sentence: string): either.Either<DiffeoError, never> => either.left({ tag: "FileError", file, sentence });
    try {
      const { size } = await stat(file);
      if (size > longest) return fail(`The file has ${size} bytes; at most ${longest} are read.`);
      // Pipes and devices have no size, and may have no end.
      const bytes = await readAtMost(createReadStream(file), longest);
      if (bytes === undefined) return fail(`The file has more than ${longest} bytes; at most so many are read.`);
      return either.right(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    } catch (thrown) {
      return fail(sentenceOf(thrown, "read"));
    }
  };

/** All bytes of a stream; undefined where there are more than `longest`, and then no more than that is held. */
export const readAtMost = async (stream: AsyncIterable<Uint8Array>, longest: number): Promise<Uint8Array | undefined> => {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > longest) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const sentences: Readonly<Record<string, { readonly [doing in "read" | "write"]: string }>> = {
  ENOENT: { read: "There is no such file.", write: "The folder does not exist." },
  ENOTDIR: { read: "A part of the path is a file, not a folder.", write: "A part of the path is a file, not a folder." },
  EISDIR: { read: "This is a folder, not a file.", write: "This is a folder, not a file." },
  EACCES: { read: "There is no permission to read the file.", write: "There is no permission to write the file." },
  EPERM: { read: "There is no permission to read the file.", write: "There is no permission to write the file." },
  EROFS: { read: "The disk cannot be read.", write: "The disk is read-only." },
  ENOSPC: { read: "The disk is full.", write: "The disk is full; the file is as it was." },
  EFBIG: { read: "The file is too large.", write: "The file would be larger than the system allows; it is as it was." },
  ENAMETOOLONG: { read: "The name of the file is too long.", write: "The name of the file is too long." },
  ERR_ENCODING_INVALID_ENCODED_DATA: { read: "The file is no text in UTF-8.", write: "The text is no text in UTF-8." },
  EMFILE: { read: "Too many files are open.", write: "Too many files are open." },
};

const sentenceOf = (thrown: unknown, doing: "read" | "write"): string => {
  const { code, message } = thrown as { readonly code?: unknown; readonly message?: unknown };
  const known = typeof code === "string" && Object.hasOwn(sentences, code) ? sentences[code] : undefined;
  return known?.[doing] ?? `The system did not ${doing} the file: ${printable(typeof message === "string" ? message : String(thrown), 300)}.`;
};
