/** The command line of `npm run laws`. */
import { parseArgs } from "node:util";
import { either } from "fp-ts";

export interface Options {
  /** Cases of a law of share 1; without it, rounds of few cases until the time is up. */
  readonly cases: number | undefined;
  readonly minutes: number;
  readonly seed: number;
  /** Claims whose subject or law holds one of these, or all. */
  readonly only: readonly string[];
  readonly json: boolean;
}

const words = "the options are --minutes <number>, --cases <number>, --seed <number>, --only <part of a layer's or law's name> and --json";

const number = (name: string, text: string, least: number, whole: boolean): number => {
  const value = text.trim() === "" ? NaN : Number(text);
  if (!(value >= least && value <= 1e9 && (!whole || Number.isInteger(value)))) throw new Error(`--${name} takes a ${whole ? "whole number" : "number"} from ${least}, but ${JSON.stringify(text)} was given`);
  return value;
};

/** Or the sentence that says what is wrong with the arguments. */
export const options = (args: readonly string[]): either.Either<string, Options> =>
  either.tryCatch(() => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        cases: { type: "string" },
        minutes: { type: "string", default: "2" },
        seed: { type: "string", default: "1" },
        only: { type: "string", multiple: true, default: [] },
        json: { type: "boolean", default: false },
      },
    });
    return {
      cases: values.cases === undefined ? undefined : number("cases", values.cases, 1, true),
      minutes: number("minutes", values.minutes, 0, false),
      seed: number("seed", values.seed, 0, true),
      only: values.only,
      json: values.json,
    };
  }, (thrown) => `${(thrown as Error).message.split("\n")[0]!.replace(/\.$/, "")}; ${words}.`); // Only errors are thrown above.
