/**
 * A figure: panels in rows under a title and a legend, as the text of one self-contained SVG file. It scales to any
 * width, follows light and dark, keeps its text as text and describes itself to screen readers.
 */
import { legend } from "./legend.ts";
import type { Panel } from "./panel.ts";
import { element, markup, siblings, translate, type Svg } from "./svg.ts";
import { figureClass, okabeIto, styleSheet, type Theme } from "./theme.ts";

export interface FigureOptions {
  readonly title: string;
  /** A line under the title. */
  readonly subtitle?: string;
  /** Panels from left to right, rows from top to bottom. */
  readonly rows: readonly (readonly Panel[])[];
  /** A line at the foot, such as the source of the data. */
  readonly note?: string;
  readonly theme?: Theme;
  /** Start of the two ids in the file; different for each figure that one page holds. Default `"figure"`. */
  readonly id?: string;
}

const margin = 24;
const gap = 20;
const panelTitle = 30;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const widthOf = (row: readonly Panel[]): number => sum(row.map(({ width }) => width)) + gap * (row.length - 1);
/** Panels without titles need no room for them. */
const titleOf = (row: readonly Panel[]): number => (row.some(({ title }) => title !== "") ? panelTitle : 0);
const heightOf = (row: readonly Panel[]): number => titleOf(row) + Math.max(0, ...row.map(({ height }) => height));

const placePanel = (panel: Panel, letter: string, x: number, y: number, titled: number): Svg =>
  element(
    "g",
    { transform: translate(x, y) },
    ...(titled > 0 ? [element("text", { class: "panel-title", y: 16 }, letter === "" ? panel.title : `${letter} ${panel.title}`)] : []),
    element("g", { transform: translate(0, titled) }, panel.body),
  );

/** The names of classes that an element and all below it have. */
const classesOf = ({ attributes, children }: Svg): ReadonlySet<string> =>
  new Set([...String(attributes["class"] ?? "").split(" "), ...children.flatMap((child) => (typeof child === "string" ? [] : [...classesOf(child)]))]);

/** The figure as the text of an SVG file. */
export const figure = (options: FigureOptions): string => {
  const { rows, theme = okabeIto, id = "figure" } = options;
  const panels = rows.flat();
  const content = Math.max(...rows.map(widthOf));
  const key = legend(panels.flatMap(({ keys }) => keys), content);
  const subtitleY = margin + 18 + (options.subtitle === undefined ? 0 : 22);
  const legendY = subtitleY + 30;
  const top = legendY + key.height + 2;
  const tops = rows.map((_, i) => top + sum(rows.slice(0, i).map((row) => heightOf(row) + gap)));
  const bottom = top + sum(rows.map(heightOf)) + gap * (rows.length - 1);
  const height = bottom + (options.note === undefined ? 0 : 24) + margin - 8;
  const width = content + 2 * margin;
  const letters = panels.length > 1 ? panels.map((_, i) => `(${String.fromCharCode(97 + (i % 26))})`) : [""];
  const drawn = rows.flatMap((row, r) =>
    row.map((panel, i) =>
      placePanel(panel, letters[panels.indexOf(panel)] ?? "", margin + sum(row.slice(0, i).map((before) => before.width + gap)), tops[r]!, titleOf(row)),
    ),
  );
  const line = (text: string | undefined, y: number, look: string): Svg =>
    text === undefined ? siblings() : element("text", { class: look, x: margin, y }, text);
  const root = element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: figureClass,
      viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
      width: Math.ceil(width),
      height: Math.ceil(height),
      role: "img",
      "aria-labelledby": `${id}-title ${id}-desc`,
    },
    element("title", { id: `${id}-title` }, options.title),
    element("desc", { id: `${id}-desc` }, panels.map((panel, i) => (panel.title === "" ? panel.description : `${letters[i]} ${panel.title}. ${panel.description}`.trim())).join(" ")),
    element("style", {}, styleSheet(theme, classesOf(siblings(key.body, ...drawn)))),
    element("rect", { class: "paper", width: Math.ceil(width), height: Math.ceil(height) }),
    line(options.title, margin + 16, "heading"),
    line(options.subtitle, subtitleY, "faint"),
    element("g", { transform: translate(margin, legendY) }, key.body),
    ...drawn,
    line(options.note, bottom + 22, "faint"),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${markup(root)}\n`;
};
