/** Extreme arguments on the backends that Node has: within float32 of the reference, in both tails. */
import { beforeAll, describe, expect, test } from "vitest";
import { tfjsInterpreter } from "../../../src/interpret/tfjs/index.ts";
import { cases } from "./cases.ts";
import { compute, errorOf } from "./error.ts";
import { backends, tf, use } from "./tensorflow.ts";

describe.each(backends)("%s", (backend) => {
  beforeAll(() => use(backend));
  test.each(cases.map((each) => [each.name, each] as const))("%s", (_, each) => {
    expect(errorOf(each, compute(each, tfjsInterpreter(tf)))).toBeLessThanOrEqual(each.bound);
  });
});
