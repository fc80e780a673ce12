/**
 * Kernels in Chromium, under a content-security policy that refuses text as code. Three pages compute the same: one that is
 * cross-origin isolated and has threads, one that is not, and one whose bundler has lost the file of the threads. A fourth
 * may not use WebAssembly, either.
 */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultThreads } from "../../../src/interpret/kernel/heap.ts";
import { launch } from "../tfjs/chromium.ts";
import type { Bits, NumbersAsBits, Ran } from "./browser/page.ts";
import { bundledPage } from "./browser/site.ts";
import { visit, type Visit } from "./browser/visit.ts";
import { errorOf, meant } from "./meant.ts";
import { computed, fitted, same, type Numbers, type Trial } from "./trial.ts";

const count = 20_000;

const trials = {
  plain32: { precision: "float32", threads: 1, fused: false, count },
  plain64: { precision: "float64", threads: 1, fused: false, count },
  fused32: { precision: "float32", threads: 1, fused: true, count },
  fused64: { precision: "float64", threads: 1, fused: true, count },
  threaded32: { precision: "float32", threads: 3, fused: true, count },
  threaded64: { precision: "float64", threads: 3, fused: true, count },
} satisfies Readonly<Record<string, Trial>>;
type Name = keyof typeof trials;

const pages = {
  isolated: Object.keys(trials) as Name[],
  alone: ["threaded32", "threaded64"],
  orphaned: ["threaded64"],
  barred: [],
} satisfies Readonly<Record<string, readonly Name[]>>;
type Page = keyof typeof pages;
const withKernels = ["isolated", "alone", "orphaned"] as const;

const visits = new Map<Page, Visit>();
const of = (page: Page): Visit => visits.get(page)!;
const ran = (page: Page, name: Name): Ran => of(page).report.runs[(pages[page] as readonly Name[]).indexOf(name)]!;

const isThread = (path: string): boolean => /\/worker-[^/]*\.js$/.test(path);
const numbersOf = (bits: Bits): Float64Array => new Float64Array(Uint8Array.from(Buffer.from(bits, "base64")).buffer);
const read = ({ logProb, parameters, points }: NumbersAsBits): Numbers => ({ logProb: numbersOf(logProb), parameters: numbersOf(parameters), points: numbersOf(points) });

let browser: Browser | undefined;
let want: Numbers;

beforeAll(async () => {
  const files = await bundledPage();
  const orphans = new Map([...files].filter(([path]) => !isThread(path)));
  expect(orphans.size).toBe(files.size - 1);
  const task = (page: Page, calls: number) => ({ runs: pages[page].map((name) => trials[name]), calls });
  browser = await launch();
  visits.set("isolated", await visit(browser, files, { isolated: true, wasm: true }, task("isolated", 200)));
  visits.set("alone", await visit(browser, files, { isolated: false, wasm: true }, task("alone", 1)));
  visits.set("orphaned", await visit(browser, orphans, { isolated: true, wasm: true }, task("orphaned", 6)));
  visits.set("barred", await visit(browser, files, { isolated: true, wasm: false }, task("barred", 1)));
  want = meant(numbersOf(of("isolated").report.parameters), count);
});

afterAll(() => browser?.close());

describe.each(Object.keys(pages) as Page[])("the page %s", (page) => {
  it("is refused text as code, and does without", () => {
    const { report, complaints } = of(page);
    expect(report.evalBlocked).toEqual([true, true]);
    // Once the library asks for vectors, and once this page whether they are fused.
    expect(report.violations).toEqual(page === "barred" ? ["script-src wasm-eval", "script-src wasm-eval"] : []);
    expect(complaints.filter((each) => page !== "orphaned" || !each.includes("404"))).toEqual([]);
  });

  it("closes", () => {
    expect(of(page).closing).toBeLessThan(5000);
  });
});

describe.each(withKernels)("the page %s", (page) => {
  it("has the bits of one thread, call after call", () => {
    for (const [threaded, one] of [["threaded32", "fused32"], ["threaded64", "fused64"]] as const) {
      if (!(pages[page] as readonly Name[]).includes(threaded)) continue;
      expect(ran(page, threaded).numbers).toEqual(ran("isolated", one).numbers);
      expect(ran(page, threaded).steady).toBe(true);
    }
  });

  it("has them in a worker, too", () => {
    const { called } = of(page).report;
    expect(called?.numbers).toEqual(ran("isolated", "fused64").numbers);
    expect(called?.steady).toBe(true);
  });

  it("fits to the same bits", () => {
    const [got, first] = [of(page).report, of("isolated").report];
    expect([got.heldOut, got.parameters]).toEqual([first.heldOut, first.parameters]);
  });
});

it("threads take part where the page is isolated, for the page as for its worker", () => {
  const { isolated, called } = of("isolated").report;
  expect(isolated).toBe(true);
  expect(ran("isolated", "threaded32").others).toBeGreaterThan(0);
  expect(ran("isolated", "threaded64").others).toBeGreaterThan(0);
  expect(called?.others).toBeGreaterThan(0);
});

it("no thread is asked for elsewhere", () => {
  const { report, asked } = of("alone");
  expect(report.isolated).toBe(false);
  expect([...report.runs, report.called].map((each) => each?.others)).toEqual([0, 0, 0]);
  expect(asked.filter(isThread)).toEqual([]);
});

it("threads that are not found are asked for once, and done without", () => {
  const { report, asked } = of("orphaned");
  expect(report.isolated).toBe(true);
  expect([...report.runs, report.called].map((each) => each?.others)).toEqual([0, 0]);
  const own = trials.threaded64.threads - 1;
  // By the pools of the run and of the worker, and perhaps by that of the fit.
  expect(asked.filter(isThread).length).toBeGreaterThan(0);
  expect(asked.filter(isThread).length).toBeLessThan(2 * own + defaultThreads());
});

describe.each([["float32", "plain32", "fused32", 1e-4], ["float64", "plain64", "fused64", 1e-12]] as const)("in %s", (precision, plain, fused, bound) => {
  it.each([plain, fused])("the page agrees with the reference in Node: %s", (name) => {
    expect(errorOf(read(ran("isolated", name).numbers), want)).toBeLessThan(bound);
  });

  it("multiplications and additions are fused unless that is declined", () => {
    expect(of("isolated").report.hasFused).toBe(true);
    const [one, other] = [ran("isolated", plain).numbers, ran("isolated", fused).numbers];
    // One rounding instead of two is seen in the last bits.
    expect(one.logProb).not.toEqual(other.logProb);
    expect(errorOf(read(other), read(one))).toBeLessThan(bound);
  });

  it("without them, Node has the page's bits", async () => {
    const here = await computed({ precision, threads: 1, fused: false, count }, numbersOf(of("isolated").report.parameters), () => true, 1);
    expect(same(here.numbers, read(ran("isolated", plain).numbers))).toBe(true);
  });
});

it.each(["isolated", "barred"] as const)("a fit ends where it ends in Node, in the page %s", async (page) => {
  const { heldOut, parameters } = of(page).report;
  const here = await fitted();
  expect(heldOut).toBeCloseTo(here.heldOut, 8);
  expect(Math.max(...numbersOf(parameters).map((each, at) => Math.abs(each - here.parameters[at]!)))).toBeLessThan(1e-8);
});
