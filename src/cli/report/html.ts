/**
 * HTML as values. What is text goes through `printable` and is escaped here and nowhere else, so that no name of a column,
 * cell or title can become markup or turn the line around; what is markup already is a value of its own. The result is
 * also well-formed XML, which tests can read.
 */
import { printable } from "../../foreign.ts";
import { escaped } from "../../plot/svg.ts";

/** Markup that is safe to stand in a page. */
export interface Html {
  readonly html: string;
}

export type Content = Html | string;

const said = (text: string): string => escaped(text.split("\n").map((line) => printable(line, Infinity)).join("\n"));

const markup = (content: Content): string => (typeof content === "string" ? said(content) : content.html);

/** `tag("p", {}, "a < b")` is `<p>a &lt; b</p>`. */
export const tag = (name: string, attributes: Readonly<Record<string, string>>, ...content: readonly Content[]): Html => {
  const head = `${name}${Object.entries(attributes).map(([key, value]) => ` ${key}="${said(value)}"`).join("")}`;
  return { html: name === "meta" ? `<${head}/>` : `<${head}>${content.map(markup).join("")}</${name}>` };
};

export const paragraph = (...content: readonly Content[]): Html => tag("p", {}, ...content);

/** A style sheet of this program's own. */
export const style = (css: string): Html => ({ html: `<style>\n${css}</style>` });

/** The text of an SVG file as a part of a page. It can be scrolled where the page is narrow, and is told by its own title and description. */
export const picture = (svg: string, caption: string): Html => {
  const drawn = svg.replace(/^<\?xml[^>]*\?>\s*/, "").trimEnd();
  const width = Number(/ width="(\d+)"/.exec(drawn)?.[1] ?? 600);
  // Below two thirds of its size, the words in a picture are too small.
  return tag("figure", {},
    tag("div", { class: "picture", role: "group", "aria-label": caption, tabindex: "0" }, tag("div", { style: `min-width:${Math.round((2 / 3) * width)}px;max-width:${width}px` }, { html: drawn })),
    tag("figcaption", {}, caption));
};

export interface TableOptions {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of numbers, which stand to the right. */
  readonly numbers?: readonly number[];
}

/** A table; the first cell of a row is its heading. */
export const table = ({ caption, head, rows, numbers = [] }: TableOptions): Html => {
  const look = (column: number): Readonly<Record<string, string>> => (numbers.includes(column) ? { class: "number" } : {});
  return tag("div", { class: "table", role: "group", "aria-label": caption, tabindex: "0" },
    tag("table", {},
      tag("caption", {}, caption),
      tag("thead", {}, tag("tr", {}, ...head.map((name, column) => tag("th", { scope: "col", ...look(column) }, name)))),
      tag("tbody", {}, ...rows.map((cells) => tag("tr", {}, ...cells.map((cell, column) => (column === 0 ? tag("th", { scope: "row", ...look(column) }, cell) : tag("td", look(column), cell))))))));
};
