/** The same cases on webgl, in a headless Chromium (software graphics): a test of correctness, not of speed. */
import { beforeAll, expect, test } from "vitest";
import { cases } from "./cases.ts";
import { bundled, launch } from "./chromium.ts";
import { errorOf, type Numbers } from "./error.ts";

interface Page {
  readonly diffeo: { readonly onBackend: (backend: string) => Promise<readonly Numbers[]> };
}

let computed: readonly Numbers[] = [];

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
  expect(errorOf(each, computed[at]!)).toBeLessThanOrEqual(each.bound);
});
