/** The command line of `npm run bench`. */
import { parseArgs } from "node:util";
import { either } from "fp-ts";
import type { CostOptions } from "./costs.ts";
import type { Patience } from "./stopwatch.ts";

export interface Extent {
  readonly batches: readonly number[];
  readonly patience: Patience;
  readonly costs: CostOptions;
}

export interface Options {
  /** JSON in place of the table. */
  readonly json: boolean;
  /** Rows are measured whose names hold all of these. */
  readonly only: readonly string[];
  readonly extent: Extent;
}

export const full: Extent = {
  batches: [1, 10, 100, 1000, 10_000, 100_000],
  patience: { warmUp: 100, least: 5, enough: 200, most: 2000, longest: 10_000 },
  costs: { warmUp: 100, repeats: 51 },
};

/** A minute or two: too few repeats, and engines that are still compiling: not to be quoted. */
export const quick: Extent = {
  batches: [10, 1000, 10_000],
  patience: { warmUp: 60, least: 3, enough: 20, most: 100, longest: 1000 },
  costs: { warmUp: 60, repeats: 15 },
};

/** Or the sentence that says what is wrong with the arguments. */
export const options = (args: readonly string[]): either.Either<string, Options> =>
  either.tryCatch(() => {
    const { values: { json, quick: short, only } } = parseArgs({
      args: [...args],
      options: {
        json: { type: "boolean", default: false },
        quick: { type: "boolean", default: false },
        only: { type: "string", multiple: true, default: [] },
      },
    });
    return { json, only, extent: short ? quick : full };
  }, (thrown) => `${(thrown as Error).message.replace(/\.$/, "")}: the options are --quick, --only <part of a row's name> and --json.`); // parseArgs throws nothing else
