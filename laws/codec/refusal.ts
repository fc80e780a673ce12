/**
 * What every refusal owes to the person who reads it: one sentence, short, that ends, that garbles no terminal, and a
 * path that leads to the fault.
 */
import { either } from "fp-ts";
import { render, type DiffeoError } from "../../src/error.ts";

/** The longest sentence, in characters. */
export const longestSentence = 1_000;

/** What is wrong with a sentence, if anything. */
export const sentenceFlaw = (sentence: string, longest = longestSentence): string | undefined => {
  if (sentence.trim() === "") return "an empty sentence";
  if (sentence.length > longest) return `a sentence of ${sentence.length} characters: ${sentence.slice(0, 200)}…`;
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(sentence)) return `a sentence with characters that garble a terminal: ${JSON.stringify(sentence)}`;
  if (/\[object |undefined undefined|\bat .*:\d+:\d+/.test(sentence)) return `a sentence of a program, not for a person: ${sentence}`;
  return /[.?]$/.test(sentence) ? undefined : `a sentence without its end: ${sentence}`;
};

/** What is wrong with the refusal of a document, if it was refused and anything is. */
export const refusalFlaw = (result: either.Either<DiffeoError, unknown>, leads: (path: readonly string[]) => boolean): string | undefined => {
  if (either.isRight(result)) return undefined;
  const error = result.left;
  const path = "path" in error ? (error.path ?? []) : [];
  return sentenceFlaw(render(error)) ?? (leads(path) ? undefined : `a path that leads nowhere: ${JSON.stringify(path)}, in “${render(error)}”`);
};
