/**
 * Expected failures are values. Every failure is data first: what was received, what was expected, where, and what to
 * do; `render` turns it into one sentence. `DiffeoFault` carries the same data where a failure must be thrown because
 * it is the program that is wrong (an impossible option in a literal, a batch of another space).
 */
import { either } from "fp-ts";
import { printable } from "./foreign.ts";

/** Where in a flow, table or file a failure sits, outermost first, such as `["block 2", "layer 1 (moebius)"]`. */
export type Path = readonly string[];

export type DiffeoError =
  /** A spec string that names no space. */
  | { readonly tag: "SpecError"; readonly path?: Path; readonly spec: string; readonly sentence: string }
  /** A layer on a manifold it does not act on. */
  | { readonly tag: "LayerMisfit"; readonly path: Path; readonly sentence: string }
  /** Options that a layer, join or fit does not take. */
  | { readonly tag: "OptionError"; readonly path: Path; readonly sentence: string }
  /** A point off its manifold, or a batch of another space or length. */
  | { readonly tag: "NotOnManifold"; readonly path: Path; readonly received: string; readonly expected: string }
  /** A file or row that does not decode. */
  | { readonly tag: "DecodeError"; readonly path: Path; readonly received: string; readonly expected: string }
  /** A monotone equation whose bracket holds no root. */
  | { readonly tag: "RootNotBracketed"; readonly path: Path; readonly sentence: string }
  /** Training that left the finite numbers. */
  | { readonly tag: "Diverged"; readonly path: Path; readonly step: number; readonly sentence: string }
  /** A log-density given by the user that is no number where a flow's samples lie, or whose gradient is none. */
  | { readonly tag: "TargetNotFinite"; readonly path: Path; readonly point: readonly number[]; readonly of: "log-density" | "gradient"; readonly value: number }
  /** A run that was stopped by its abort signal. */
  | { readonly tag: "Aborted"; readonly step: number }
  /** The file system said no. */
  | { readonly tag: "FileError"; readonly file: string; readonly sentence: string };

/** The longest name of a file or place that a sentence repeats. */
const longestName = 300;

/** A path as sentences begin with it; names in it come from files and from the user. */
export const located = (path: Path, sentence: string): string =>
  path.length === 0 ? sentence : `In ${path.map((each) => printable(each, longestName)).join(", ")}: ${sentence}`;

/** One sentence that says what was received, what was expected and, where it helps, what to do. */
export const render = (error: DiffeoError): string => {
  switch (error.tag) {
    case "SpecError":
      return located(error.path ?? [], error.sentence);
    case "FileError":
      return `${printable(error.file, longestName)}: ${error.sentence}`;
    case "NotOnManifold":
    case "DecodeError":
      return located(error.path, `received ${error.received}, expected ${error.expected}.`);
    case "TargetNotFinite":
      return located(error.path, `The ${error.of} of the target is ${error.value} at the point (${error.point.join(", ")}), expected a finite number.`);
    case "Aborted":
      return `Stopped by the abort signal at step ${error.step}.`;
    case "LayerMisfit":
    case "OptionError":
    case "RootNotBracketed":
    case "Diverged":
      return located(error.path, error.sentence);
  }
};

/** What is said to be received where reading threw. */
export const unreadable = "data that throw when they are read";

/** What `read` makes of data from elsewhere; data that throw when they are looked at, by a getter or as a proxy, are refused. */
export const guarded = <A>(read: () => either.Either<DiffeoError, A>): either.Either<DiffeoError, A> => {
  try {
    return read();
  } catch {
    return either.left({ tag: "DecodeError", path: [], received: unreadable, expected: "plain data" });
  }
};

/** A `DiffeoError` as an exception, for mistakes of the program rather than of its input. */
export class DiffeoFault extends Error {
  readonly error: DiffeoError;
  constructor(error: DiffeoError) {
    super(render(error));
    this.name = `diffeo ${error.tag}`;
    this.error = error;
  }
}

/** The value of an `Either`, or its error thrown as a `DiffeoFault`: for literals that the compiler has checked, scripts and notebooks. */
export const unsafe = <A>(result: { readonly _tag: "Left"; readonly left: DiffeoError } | { readonly _tag: "Right"; readonly right: A }): A => {
  if (result._tag === "Left") throw new DiffeoFault(result.left);
  return result.right;
};
