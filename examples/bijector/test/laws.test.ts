/** All laws of a bijector, on lines, on spaces and on a half line. With vitest, import `it` from there. */
import { it } from "node:test";
import { parseSpace, type Layer } from "diffeo";
import { assert, bijectorLaws } from "diffeo/laws";
import { sinhArcsinh } from "../src/index.ts";

const testLaws = (layer: Layer, on: string): void => {
  const space = parseSpace(on);
  if (space._tag === "Right") for (const each of bijectorLaws(layer, space.right[0]!)) it(`${on} ${each.law.name}`, () => assert(each));
};
for (const on of ["e1", "e3", "i_0_inf"]) testLaws(sinhArcsinh, on);
testLaws(sinhArcsinh.with({ maxTail: 2 }), "e2");
