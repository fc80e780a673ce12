/** What a run found: which laws caught which faults, after how many cases. It is kept in `matrix.json`, and told in docs/mutants.md. */
import { either } from "fp-ts";
import * as t from "io-ts";

const codec = t.readonly(t.type({
  /** Cases of a law of share 1. */
  cases: t.number,
  seed: t.number,
  /** All laws that were asked, in the order in which they come. */
  laws: t.readonlyArray(t.string),
  /** By fault and law, the number of the case that broke the law. */
  faults: t.readonly(t.record(t.string, t.readonly(t.record(t.string, t.number)))),
}));

export type Matrix = t.TypeOf<typeof codec>;

/** The matrix of a file's text. The file is written by the run alone, so anything else in it is a mistake of the program. */
export const readMatrix = (text: string): Matrix => {
  const read = codec.decode(JSON.parse(text));
  if (either.isRight(read)) return read.right;
  throw new Error("The matrix of mutants is damaged; write it anew by npm run mutants -- --write.");
};

/** One line for each fault. */
export const writeMatrix = ({ faults, laws, ...rest }: Matrix): string => {
  const lines = Object.entries(faults).map(([fault, caught]) => `    ${JSON.stringify(fault)}: ${JSON.stringify(caught)}`);
  return `${JSON.stringify(rest, undefined, 2).slice(0, -2)},\n  "laws": ${JSON.stringify(laws, undefined, 2).replaceAll("\n", "\n  ")},\n  "faults": {\n${lines.join(",\n")}\n  }\n}\n`;
};

/** The faults that a law alone catches. */
export const ownOf = ({ faults }: Matrix, law: string): readonly string[] =>
  Object.entries(faults).flatMap(([fault, caught]) => (Object.hasOwn(caught, law) && Object.keys(caught).length === 1 ? [fault] : []));

/** The faults that no law catches. */
export const survivors = ({ faults }: Matrix): readonly string[] =>
  Object.entries(faults).flatMap(([fault, caught]) => (Object.keys(caught).length === 0 ? [fault] : []));
