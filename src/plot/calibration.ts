/**
 * A calibration as a picture: observed against nominal shares, jointly and block by block, with the intervals of the true
 * shares about the curves, and the ranks of each block's numbers as histograms. A right model's curves lie on the diagonal and its
 * histograms are flat.
 */
import { binomialQuantile } from "../model/coverage/binomial.ts";
import type { Calibration } from "../model/coverage/calibration.ts";
import type { Check } from "../model/coverage/check.ts";
import { curvesPanel } from "./curves.ts";
import { figure } from "./figure.ts";
import { percent } from "./marks.ts";
import type { Panel, Size } from "./panel.ts";
import type { Theme } from "./theme.ts";

export interface CalibrationPlotOptions {
  /** Default `"Calibration of <space>"`. */
  readonly title?: string;
  readonly theme?: Theme;
  /** As in `figure`. */
  readonly id?: string;
}

const width = 920;
const gap = 20;

/** The picture as the text of an SVG file. */
export const plotCalibration = (report: Calibration, { title = `Calibration of ${report.space}`, ...options }: CalibrationPlotOptions = {}): string => {
  const { joint, blocks, rows, samples, confidence, condition, verdict } = report;
  const across = Math.min(3, 1 + Math.ceil(blocks.length / 3));
  const size = { width: column(across), height: column(across) - 28 }; // a square field
  const curves = [
    coveragePanel({ size, title: "Joint", confidence, checks: [["density: the smallest region", joint.density], ["base: the smallest ball", joint.base], ["distance: a ball about a reference (TARP)", joint.distance]] }),
    ...groups(blocks, 3).map((some, group) => coveragePanel({
      size, confidence,
      title: blocks.length > 3 ? some.length === 1 ? `Block ${3 * group + 1}` : `Blocks ${3 * group + 1} to ${3 * group + some.length}` : "Block by block",
      checks: some.map(({ spec, coverage }, at) => [`block ${3 * group + at + 1} (${spec})`, coverage] as const),
    })),
  ];
  const ranked = blocks.flatMap(({ spec, ranks }, index) => ranks.map((rank) => ({ rank, title: `Block ${index + 1} (${spec}): ${rank.name}` })));
  // Many ranks would make a picture nobody reads: the ones that stand out most are kept, in their order.
  const outstanding = new Set([...ranked].sort((a, b) => a.rank.pValue - b.rank.pValue).slice(0, most));
  const kept = ranked.filter((each) => outstanding.has(each));
  return figure({
    title,
    subtitle: `${rows.toLocaleString("en")} rows${condition === "e0" ? "" : ` given ${condition}`}, ${samples.toLocaleString("en")} samples for each: ${verdict}`,
    rows: [...groups(curves, across), ...groups(kept.map((each) => rankPanel(each.title, each.rank, confidence)), 3)],
    ...(kept.length < ranked.length && { note: `The ${kept.length} of ${ranked.length} histograms of ranks that stand out most.` }),
    ...options,
  });
};

const most = 12;

const groups = <A>(all: readonly A[], size: number): readonly (readonly A[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));

/** The width of one panel of so many in a row. */
const column = (across: number): number => (width - (across - 1) * gap) / across;

export interface CoveragePanelOptions {
  readonly size: Size;
  readonly title: string;
  /** Each has its curve; at most three can be told apart. */
  readonly checks: readonly (readonly [label: string, check: Check])[];
  /** That of the report, which the legend states. Default 0.95. */
  readonly confidence?: number;
}

/** The panel of coverage curves: observed against nominal shares of some checks of a calibration, with their intervals, beside the diagonal. */
export const coveragePanel = ({ size, title, checks, confidence = 0.95 }: CoveragePanelOptions): Panel =>
  curvesPanel({
    size,
    title,
    description: `Observed against nominal shares: ${checks.map(([label, { verdict }]) => `${label}, ${verdict}`).join("; ")}.`,
    curves: checks.map(([label, { curve }]) => ({ label, points: [[0, 0], ...curve.map(({ nominal, observed }) => [nominal, observed] as const), [1, 1]] })),
    bands: { areas: checks.map(([, { curve }]) => curve.map(({ nominal, low, high }) => [nominal, low, high] as const)), label: `${percent(confidence)} interval of the true share` },
    guide: { points: [[0, 0], [1, 1]], label: "a right model" },
    xLabel: "nominal share", yLabel: "observed share", xSpan: [0, 1], ySpan: [0, 1],
  });

/** Few rows in many bars would be noise. */
const barsFor = (rows: number): number => Math.max(4, Math.min(20, Math.round(rows / 25)));

const rankPanel = (title: string, { contents, verdict }: Check, confidence: number): Panel => {
  const [rows, bars] = [contents.length, barsFor(contents.length)];
  const counts = Array<number>(bars).fill(0);
  for (const each of contents) counts[Math.min(bars - 1, Math.floor(each * bars))]! += 1;
  const heights = counts.map((count) => (count * bars) / rows);
  const [low, high] = [(1 - confidence) / 2, (1 + confidence) / 2].map((level) => (binomialQuantile(level, rows, 1 / bars) * bars) / rows) as [number, number]; // one for each of the two
  return curvesPanel({
    size: { width: column(3), height: 190 },
    title,
    description: `A histogram of ${rows} ranks in ${bars} bars: ${verdict}.`,
    bars: { edges: Array.from({ length: bars + 1 }, (_, at) => at / bars), heights, label: "ranks of the rows" },
    bands: { areas: [[[0, low, high], [1, low, high]]], label: `where ${percent(confidence)} of the bars of a right model end` },
    guide: { points: [[0, 1], [1, 1]], label: "a right model" },
    curves: [],
    xLabel: "rank", yLabel: "density", xSpan: [0, 1], ySpan: [0, 1.1 * Math.max(high, ...heights)],
  });
};
