/** Spaces, charts and models under their laws. */
import { it } from "vitest";
import { testLaws } from "./claim.ts";
import { chartLaws, manifoldLaws } from "./manifold/laws.ts";
import { modelLaws } from "./model/laws.ts";

testLaws(it, [...manifoldLaws(), ...chartLaws(), ...modelLaws()]);
