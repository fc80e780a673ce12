/** A visit to the page: what it reports, and what the browser has to complain about. */
import type { Browser } from "playwright-core";
import type { Report, Task } from "./page.ts";
import { serve, type Files, type Rules } from "./site.ts";

export interface Visit {
  readonly report: Report;
  /** Messages of the console and errors that nobody caught. */
  readonly complaints: readonly string[];
  /** Files that were asked for. */
  readonly asked: readonly string[];
  /** Milliseconds in which the page was closed. */
  readonly closing: number;
}

export const visit = async (browser: Browser, files: Files, rules: Rules, task: Task): Promise<Visit> => {
  const site = await serve(files, rules);
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", ({ message }) => complaints.push(message));
    await page.goto(`${site.url}#${encodeURIComponent(JSON.stringify(task))}`);
    // The page runs by itself: what is evaluated from here is exempt from its policy.
    const report = await page.evaluate(() => (globalThis as unknown as { readonly report: Promise<Report> }).report);
    const began = performance.now();
    await page.close();
    return { report, complaints, asked: site.asked, closing: performance.now() - began };
  } finally {
    site.close();
  }
};
