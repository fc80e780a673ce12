/**
 * The curve of a training run: the mean negative log-likelihood by epoch, on the rows that were learned from and on those
 * held out, with the best epoch marked. Long runs have epochs on a logarithmic axis, since most happens early.
 */
import { DiffeoFault } from "../error.ts";
import { axes, linear, spanOf, type Interval, type Tick } from "./axis.ts";
import { figure } from "./figure.ts";
import { line, type Pixel } from "./lines.ts";
import { element, translate } from "./svg.ts";
import type { Size, Panel } from "./panel.ts";
import type { Theme } from "./theme.ts";

/** What `fit` tells of a run: log-likelihoods in nats, higher is better. */
export interface TrainingHistory {
  readonly history: readonly { readonly epoch: number; readonly train: number; readonly heldOut: number }[];
}

/** What `onProgress` tells: the loss in nats, lower is better, and what was held out. */
export interface ProgressEvent {
  readonly epoch: number;
  readonly loss: number;
  readonly heldOut: number;
}

export interface TrainingCurveOptions {
  readonly size?: Size;
  readonly title?: string;
  /** What one row is, for the axis. Default `"row"`. */
  readonly per?: string;
  /** A logarithmic axis of epochs; by default for runs of 40 epochs and more. */
  readonly logEpochs?: boolean;
  readonly theme?: Theme;
  readonly id?: string;
}

interface Entry {
  readonly epoch: number;
  readonly train: number;
  readonly heldOut: number;
}

/** Losses by epoch. Of progress events the last of each epoch counts, for it knows what was measured at its end. */
const entriesOf = (run: TrainingHistory | readonly ProgressEvent[]): readonly Entry[] => {
  const all = "history" in run ? run.history.map(({ epoch, train, heldOut }) => ({ epoch, train: -train, heldOut: -heldOut }))
    : [...new Map(run.map(({ epoch, loss, heldOut }) => [epoch, { epoch, train: loss, heldOut: -heldOut }])).values()];
  return all.filter(({ train, heldOut }) => Number.isFinite(train) && Number.isFinite(heldOut));
};

/** The first epochs may be far worse than all others; the axis leaves out what lies above most of them. */
const spanOfLosses = (entries: readonly Entry[]): Interval => {
  const all = entries.flatMap(({ train, heldOut }) => [train, heldOut]).sort((a, b) => a - b);
  const [low, middle, high] = [all[0]!, all[Math.floor(0.75 * (all.length - 1))]!, all.at(-1)!];
  return spanOf([low, Math.min(high, middle + 3 * Math.max(middle - low, 1e-6))], 0.06);
};

const powers = ([low, high]: Interval): readonly Tick[] =>
  [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000, 1_000_000]
    .filter((epoch) => Math.log10(epoch) >= low - 1e-9 && Math.log10(epoch) <= high + 1e-9)
    .map((epoch) => ({ at: Math.log10(epoch), text: epoch.toLocaleString("en") }));

const margin = { left: 70, right: 14, top: 6, bottom: 46 };

/** The panel of a training run. */
export const trainingPanel = (run: TrainingHistory | readonly ProgressEvent[], options: TrainingCurveOptions = {}): Panel => {
  const entries = entriesOf(run);
  if (entries.length === 0) throw new DiffeoFault({ tag: "OptionError", path: ["trainingCurve"], sentence: "There is no epoch with finite losses to draw." });
  const { width, height } = options.size ?? { width: 640, height: 360 };
  const sheet = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  const logarithmic = options.logEpochs ?? entries.length >= 40;
  const scaled = (epoch: number): number => (logarithmic ? Math.log10(Math.max(1, epoch)) : epoch);
  const xSpan = spanOf(entries.map(({ epoch }) => scaled(epoch)), entries.length > 1 ? 0 : 0.5);
  const ySpan = spanOfLosses(entries);
  const [across, up] = [linear(xSpan, [0, sheet.width]), linear(ySpan, [sheet.height, 0])];
  const curve = (of: (entry: Entry) => number): string => line(entries.map((entry): Pixel => [across(scaled(entry.epoch)), up(of(entry))]));
  const best = entries.reduce((found, entry) => (entry.heldOut < found.heldOut ? entry : found));
  const [x, y] = [across(scaled(best.epoch)), up(best.heldOut)];
  const words = `best: ${best.heldOut.toFixed(3).replace("-", "\u2212")} in epoch ${best.epoch.toLocaleString("en")}`;
  const { grid, labels } = axes(
    sheet,
    { span: xSpan, label: "epoch", ...(logarithmic && { ticks: powers(xSpan) }) },
    { span: ySpan, label: `\u2212 log-likelihood (nats per ${options.per ?? "row"})` },
  );
  const [train, heldOut] = [curve((entry) => entry.train), curve((entry) => entry.heldOut)];
  return {
    width,
    height,
    title: "",
    description: `The mean negative log-likelihood over ${entries.length} epochs, on the rows that were learned from and on those held out; ${words}.`,
    keys: [{ mark: "line", class: "line level-1 learned", label: "rows learned from" }, { mark: "line", class: "line", label: "rows held out" }],
    body: element(
      "g",
      { transform: translate(margin.left, margin.top) },
      element("rect", { class: "field", ...sheet }),
      grid,
      element("svg", { ...sheet, overflow: "hidden" },
        element("path", { class: "line level-1 learned", d: train }),
        element("path", { class: "line-halo", d: heldOut }),
        element("path", { class: "line", d: heldOut }),
        // Losses fall, so this corner is free.
        element("text", { class: "halo", x: sheet.width - 10, y: 20, "text-anchor": "end" }, words),
      ),
      element("rect", { class: "frame", ...sheet }),
      // The best epoch may be the last one, at the frame.
      element("circle", { class: "spot", cx: x, cy: y, r: 4.5 }),
      labels,
    ),
  };
};

/** The curve of a training run, from the result of `fit` or from the events of `onProgress`, as the text of an SVG file. */
export const trainingCurve = (run: TrainingHistory | readonly ProgressEvent[], options: TrainingCurveOptions = {}): string =>
  figure({
    title: options.title ?? "Training",
    rows: [[trainingPanel(run, options)]],
    ...(options.theme && { theme: options.theme }),
    ...(options.id !== undefined && { id: options.id }),
  });
