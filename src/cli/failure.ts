/**
 * Failures of the command line: one sentence and an exit code. A failure of the arguments alone is told from one of the
 * data, so that a script can tell a typing error (2) from a bad table (1).
 */
import { either } from "fp-ts";
import { located, render, type DiffeoError, type Path } from "../error.ts";

export interface Failure {
  readonly code: 1 | 2 | 130;
  readonly sentence: string;
}

export type Result<A> = either.Either<Failure, A>;

/** What the user typed cannot be meant. */
export const misuse = (path: Path, sentence: string): Result<never> => either.left({ code: 2, sentence: located(path, sentence) });

/** What the user's files hold is not what was asked for. */
export const badData = (path: Path, sentence: string): Result<never> => either.left({ code: 1, sentence: located(path, sentence) });

/** Options, specs and layers are typed by the user, all else is data. */
export const failure = (error: DiffeoError): Failure => ({
  code: error.tag === "OptionError" || error.tag === "SpecError" || error.tag === "LayerMisfit" ? 2 : 1,
  sentence: render(error),
});

export const lift = <A>(result: either.Either<DiffeoError, A>): Result<A> => either.mapLeft(failure)(result);

/** A failure on its way to the place that prints it: commands are written as a sequence of steps that may stop. */
export class Stop extends Error {
  readonly failure: Failure;
  constructor(reason: Failure) {
    super(reason.sentence);
    this.failure = reason;
  }
}

/** The value, or the end of the command. */
export const orStop = <A>(result: Result<A>): A => {
  if (either.isLeft(result)) throw new Stop(result.left);
  return result.right;
};
