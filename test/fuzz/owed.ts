/** What every reader owes, whatever it reads: an answer, soon; if it refuses, one sentence; and the built-in prototypes as they were. */
import fc from "fast-check";
import { either } from "fp-ts";
import { expect } from "vitest";
import { render, type DiffeoError } from "../../src/error.ts";
import { sentenceFlaw } from "../../laws/codec/refusal.ts";
import { watched } from "../../laws/codec/untouched.ts";
import type { Failure, Result } from "../../src/cli/failure.ts";

/** A share of the cases of a property, for those that cost more. */
export const share = (part: number): { readonly numRuns: number } => ({ numRuns: Math.ceil(part * (fc.readConfigureGlobal().numRuns ?? 100)) });

/** Seconds that one answer may take: far more than any does on a busy machine, and far less than a hang. */
const patience = 20;

/** What `run` answers, if it answers in time and leaves all prototypes alone. */
export const answered = <A>(run: () => A): A => {
  const changed = watched();
  const began = performance.now();
  const answer = run();
  expect((performance.now() - began) / 1000, "seconds").toBeLessThan(patience);
  expect(changed()).toBeUndefined();
  return answer;
};

/** The value, or undefined where it was refused in one sentence. */
export const accepted = <A>(run: () => either.Either<DiffeoError, A>): A | undefined => {
  const result = answered(run);
  if (either.isRight(result)) return result.right;
  expect(sentenceFlaw(render(result.left))).toBeUndefined();
  return undefined;
};

/** The same of the command line, whose sentences may list forty names. */
export const acceptedLine = <A>(run: () => Result<A>): A | undefined => {
  const result = answered(run);
  if (either.isRight(result)) return result.right;
  expectFailure(result.left);
  return undefined;
};

export const longestLine = 4_000;

export const expectFailure = ({ code, sentence }: Failure): void => {
  expect([1, 2]).toContain(code);
  expect(sentenceFlaw(sentence, longestLine)).toBeUndefined();
};
