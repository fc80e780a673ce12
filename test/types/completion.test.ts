/** What an editor offers inside the options of `parse`: what occurs, and no more. */
import { expect, it } from "vitest";
import { affine } from "../../src/bijectors/affine.ts";
import { moebius } from "../../src/bijectors/moebius.ts";
import { networkFields } from "../../src/bijectors/network.ts";
import { offered } from "./editor.ts";

const places: readonly (readonly [place: string, names: readonly string[]])[] = [
  [`parse("e2+s1", "tt+m", { /**/ })`, ["t", "m", "1", "2", "network"]],
  [`parse("e2", "tx", { /**/ })`, ["t", "x", "1"]],
  [`parse("e2+s1", "tt+m", { t: { /**/ } })`, Object.keys(affine.options)],
  [`parse("e2+s1", "tt+m", { t: { matrix: "/**/" } })`, ["identity", "scalar", "diagonal", "full"]],
  [`parse("e2+s1", "tt+m", { 1: { /**/ } })`, ["t", "1", "2"]],
  [`parse("e2+s1", "tt+m", { 2: { /**/ } })`, ["m", "1", "network"]],
  [`parse("e2+s1", "tt+m", { 2: { 1: { /**/ } } })`, Object.keys(moebius.options)],
  [`parse("e2+s1", "tt+m", { 2: { network: { /**/ } } })`, Object.keys(networkFields)],
];

it("the letters that occur, blocks and layers by number, and what each takes", async () => {
  const answers = await offered("test/types/unsaved.ts", places.map(([code]) => code).concat(`import { parse } from "../../src/flow/parse.ts"; /**/`));
  places.forEach(([place, names], index) => expect({ place, names: answers[index] }).toEqual({ place, names: [...names].sort() }));
}, 120_000);
