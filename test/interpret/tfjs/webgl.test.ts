/** The same cases on webgl, in a headless Chromium (software graphics): a test of correctness, not of speed. */
import { beforeAll, expect, test } from "vitest";
import { cases } from "./cases.ts";
import { bundled, launch } from "./chromium.ts";
import type { Computed } from "./browser.ts";
import { gradients, logProb, numbers, count, sharpness } from "./composite.ts";
import { errorOf } from "./error.ts";
import { apart, joint, wanted } from "./joint.ts";
import { parse } from "../../../src/flow/parse.ts";
import { batchSum, type Expr } from "../../../src/expr/index.ts";

interface Page {
  readonly diffeo: { readonly onBackend: (backend: string) => Promise<Computed> };
}

let computed: Computed = { cases: [], first: [], second: [], flow: {}, left: NaN, fused: [] };

beforeAll(async () => {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: await bundled("./browser.ts") });
    computed = await page.evaluate(() => (globalThis as unknown as Page).diffeo.onBackend("webgl"));
  } finally {
    await browser.close();
  }
});

test.each(cases.map((each, at) => [each.name, each, at] as const))("%s", (_, each, at) => {
  expect(errorOf(each, computed.cases[at]!)).toBeLessThanOrEqual(each.bound);
});

const near = (wanted: readonly Expr[], got: readonly (readonly number[])[]): number =>
  errorOf(
    { name: "gradients", outputs: Object.fromEntries(wanted.map((each, at) => [`${at}`, each])), inputs: Object.fromEntries(Object.entries(numbers).map(([name, values]) => [name, Array.from(values)])), count, bound: 0, floor: 1 },
    Object.fromEntries(got.map((each, at) => [`${at}`, each])),
  );

test("gradients of first and second order through tf.grads", () => {
  expect(near(gradients(batchSum(logProb)), computed.first)).toBeLessThan(1e-4);
  expect(near(gradients(sharpness).slice(0, 2), computed.second)).toBeLessThan(1e-4);
});

test("a joint flow on a plane and a sphere: log-density, first and second derivatives", () => {
  const want = wanted(joint(parse("e2+s2", "g+n"), 4));
  expect(Object.keys(computed.flow)).toEqual(Object.keys(want));
  for (const [name, values] of Object.entries(want)) expect(apart(values, computed.flow[name]!), name).toBeLessThan(name.startsWith("second") ? 1e-2 : 1e-3);
});

test("no tensor is left behind", () => {
  expect(computed.left).toBe(0);
});

test("operations on webgl, and kernels of ours in the same page on cpu", () => {
  expect(computed.fused).toEqual([[0, false], [2, true]]);
});
