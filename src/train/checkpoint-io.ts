/** Checkpoints in files, in Node; replaced as a whole or not at all. */
import { function as fn, taskEither } from "fp-ts";
import type { DiffeoError } from "../error.ts";
import { inFile, loadText, saveText } from "../model/file-io.ts";
import { decodeCheckpoint, encodeCheckpoint, longestCheckpoint, type Checkpoint } from "./checkpoint.ts";

export const saveCheckpoint = (file: string, checkpoint: Checkpoint): taskEither.TaskEither<DiffeoError, void> => saveText(file, () => encodeCheckpoint(checkpoint));

export const loadCheckpoint = (file: string): taskEither.TaskEither<DiffeoError, Checkpoint> =>
  fn.pipe(loadText(file, longestCheckpoint), taskEither.chainEitherK(decodeCheckpoint), taskEither.mapLeft(inFile(file)));
