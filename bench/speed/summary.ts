/** What stands below the table: the factors, the speeds required, and how it is all to be read. */
import type { Costs } from "./costs.ts";
import { plane } from "./flows.ts";
import { factor, time, whole } from "./numbers.ts";
import type { Patience } from "./stopwatch.ts";
import { works } from "./subject.ts";
import { listed, wrapped } from "./text.ts";
import type { Range, Required, Verdicts } from "./verdicts.ts";

const line = (title: string, cells: readonly string[]): string => title.padEnd(29) + cells.map((cell) => cell.padStart(13)).join("");

const span = ({ least, most }: Range): string => (factor(least) === factor(most) ? `${factor(least)}×` : `${factor(least)}–${factor(most)}×`);

export const summary = ({ overTfjs, overOneThread, float64, required }: Verdicts, batches: readonly number[]): readonly string[] => {
  const tfjs = works.filter((work) => overTfjs.some((each) => each.work === work)).map((work) => line(`  ${work}`, batches.map((batch) => {
    const found = overTfjs.find((each) => each.work === work && each.batch === batch);
    return found ? span(found.range) : "–";
  })));
  const threads = overOneThread.map(({ work, precision, range }) => line(`  ${work}, ${precision}`, [span(range)]));
  return [
    ...(tfjs.length > 0 ? ["kernel float32, 1 thread, times as fast as tfjs wasm, over the flows", line("", batches.map(whole)), ...tfjs] : []),
    ...(threads.length > 0 ? ["2 threads, times as fast as 1, over the flows, batch 10,000", ...threads] : []),
    ...(float64 === undefined ? [] : [`float64, times as long as float32, ${plane}, batch 10,000`, line("  training step", [`${factor(float64)}×`])]),
    ...(required.length > 0 ? [`required of ${plane}, kernel float32`, ...required.map(goal)] : []),
  ];
};

const goal = ({ what, goal: bound, measured, unit, reached }: Required): string =>
  `  ${what.padEnd(44)}${`${measured.toPrecision(3)} ${unit}`.padStart(18)}, ${unit === "µs" ? "at most" : "at least"} ${bound}: ${reached ? "reached" : "not reached"}`;

export const footnotes = (costs: { readonly [precision: string]: Costs }, { longest }: Patience): readonly string[] =>
  [
    "Median time of a call. Training step: value, gradient of all parameters and Adam. Sampling: points and log-densities from base noise that was drawn before. samples/s: at the largest batch measured.",
    `–: not measured, since in proportion to the smaller batch a call would take more than ${time(longest)}.`,
    "limit: per sample, on one thread, what the operations listed beside each program cost if nothing but arithmetic took time. An addition, a product, a comparison or a choice is half a multiplyAdd. What is the same for all samples counts nothing, nor does Adam. A root counts as many iterations as its elements take on the mean; the lists say how many in float32. × limit: at batch 10,000.",
    ...Object.entries(costs).map(([precision, own]) => `Measured cost per number, ${precision}, in nanoseconds: ${listed(own, (cost) => cost.toPrecision(2))}.`),
  ].flatMap((text) => wrapped(text));
