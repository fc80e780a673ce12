/** All laws of a bijector, on lines, on spaces and on a half line. With vitest, import `it` from there. */
import { it } from "node:test";
import { bijectorLaws, testLaws } from "diffeo/laws";
import { sinhArcsinh } from "../src/index.ts";

testLaws(it, bijectorLaws(sinhArcsinh, { on: ["e1", "e3", "i_0_inf"] }));
testLaws(it, bijectorLaws(sinhArcsinh.with({ maxTail: 2 }), { on: "e2" }));
