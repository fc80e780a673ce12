/** Pictures in a browser: a page that is bundled as an application would be draws what Node draws. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bundled, launch } from "../interpret/tfjs/chromium.ts";
import { pictures, refusal } from "./browser/page.ts";

let browser: Browser;
let drawn: { readonly [name: string]: string };
let refused: string;

interface Bundle {
  readonly pictures: typeof pictures;
  readonly refusal: typeof refusal;
}

/** All but the course of lines: engines differ in the last bit of sines, and so in whether a chord of no length is drawn. */
const bones = (svg: string): string => svg.replaceAll(/ d="[^"]*"/g, "");

beforeAll(async () => {
  browser = await launch();
  const page = await browser.newPage();
  await page.addScriptTag({ content: await bundled("../../plot/browser/page.ts") });
  [drawn, refused] = await page.evaluate(() => {
    const own = (globalThis as unknown as { readonly bundle: Bundle }).bundle;
    return [own.pictures(), own.refusal()] as const;
  });
});
afterAll(() => browser.close());

it.each(Object.entries(pictures()))("%s", (name, here) => {
  expect(bones(drawn[name]!)).toBe(bones(here));
  expect(Math.abs(drawn[name]!.length / here.length - 1)).toBeLessThan(0.01);
});

it("says in a sentence that there are no files", () => {
  expect(refused).toContain("There are no files to read coastlines from here; pass land itself, as in { coastlines: land(topology) }");
  expect(refusal()).toBe("");
});
