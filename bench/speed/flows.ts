/** The flows of the table, by the strings that make them. */
import type { AnyFlow } from "../../src/flow/flow.ts";
import { parse } from "../../src/flow/parse.ts";

export const plane = '("e3","gggg")';

export const flows: { readonly [name: string]: AnyFlow } = {
  [plane]: parse("e3", "gggg"),
  [`${plane} given e2`]: parse("e3", "gggg").given("e2"),
  '("e4+s2+e4","gggg+n+gggg")': parse("e4+s2+e4", "gggg+n+gggg"),
  '("s2","n")': parse("s2", "n"),
  '("s1","m")': parse("s1", "m"),
  '("i","rrr")': parse("i", "rrr"),
};
