/** The language of formulas under its laws: every operation, and random formulas. */
import { describe, it } from "vitest";
import { assert } from "./claim.ts";
import { operationLaws } from "./operation/laws.ts";

const claims = operationLaws();

describe("every operation obeys every law", () => {
  it.each([...new Set(claims.map(({ subject }) => subject))])("%s", (own) => claims.filter(({ subject }) => subject === own).forEach((each) => assert(each)));
});
