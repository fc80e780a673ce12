/** Results of the command line, opened for tests. */
import { either } from "fp-ts";
import type { Result } from "../../src/cli/failure.ts";

export const right = <A>(result: Result<A>): A => {
  if (either.isLeft(result)) throw new Error(result.left.sentence);
  return result.right;
};

/** Exit code and sentence of a failure. */
export const left = (result: Result<unknown>): string => (either.isLeft(result) ? `${result.left.code} ${result.left.sentence}` : "no failure");
