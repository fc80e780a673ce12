/**
 * The page of a report: one file that needs no script and nothing from the network, for wide and narrow screens, light and
 * dark surroundings, and paper.
 */
import { okabeIto, type Palette } from "../../plot/theme.ts";
import { style, tag, type Content, type Html } from "./html.ts";

/** One part of a report, under a heading of its own. */
export interface Section {
  /** Of the heading, for links. */
  readonly id: string;
  readonly title: string;
  readonly body: readonly Html[];
  /** What it comes to, for the top of the page. */
  readonly short?: string;
}

export interface Page {
  readonly title: string;
  readonly sections: readonly Section[];
  /** What the page does not tell, and why. */
  readonly leftOut: readonly string[];
  /** By what it was written. */
  readonly foot: string;
}

export const page = ({ title, sections, leftOut, foot }: Page): string => {
  const short = sections.flatMap(({ id, title: name, short: said }) => (said === undefined ? [] : [tag("li", {}, tag("a", { href: `#${id}` }, name), ": ", said)]));
  const html = tag("html", { lang: "en", xmlns: "http://www.w3.org/1999/xhtml" },
    tag("head", {},
      tag("meta", { charset: "utf-8" }),
      tag("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      tag("meta", { name: "color-scheme", content: "light dark" }),
      tag("title", {}, title),
      style(css)),
    tag("body", {},
      tag("header", {}, tag("h1", {}, title)),
      tag("nav", { "aria-label": "Contents" }, tag("ul", {}, ...sections.map((section) => tag("li", {}, tag("a", { href: `#${section.id}` }, section.title))))),
      tag("main", {},
        ...(short.length > 0 ? [tag("section", { "aria-labelledby": "short" }, heading("short", "In short"), tag("ul", {}, ...short))] : []),
        ...sections.map(({ id, title: name, body }) => tag("section", { "aria-labelledby": id }, heading(id, name), ...body)),
        ...(leftOut.length > 0 ? [tag("section", { "aria-labelledby": "left-out" }, heading("left-out", "What is left out"), tag("ul", {}, ...leftOut.map((each) => tag("li", {}, each))))] : [])),
      tag("footer", {}, tag("p", {}, foot))));
  return `<!DOCTYPE html>\n${html.html}\n`;
};

const heading = (id: string, ...content: readonly Content[]): Html => tag("h2", { id }, ...content);

/** The colours of the pictures, so that these stand on the page as on their own paper. */
const colours = ({ paper, ink, faintInk, grid, field, data }: Palette): string =>
  `--paper:${paper};--ink:${ink};--faint:${faintInk};--rule:${grid};--field:${field};--link:${data}`;

const css = `:root{color-scheme:light dark;${colours(okabeIto.light)}}
@media (prefers-color-scheme:dark){:root{${colours(okabeIto.dark)}}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:64rem;padding:1rem 1.25rem 3rem;background:var(--paper);color:var(--ink);font:1rem/1.55 ${okabeIto.font};overflow-wrap:anywhere}
h1{font-size:1.9rem;line-height:1.2;margin:.75rem 0 1rem}
h2{font-size:1.35rem;margin:2.5rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--rule)}
h3{font-size:1.05rem;margin:1.75rem 0 .5rem}
a{color:var(--link)}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;margin:0;padding:0}
p,li{max-width:46rem}
pre{background:var(--field);border:1px solid var(--rule);padding:.75rem 1rem;overflow-x:auto;font-size:.85rem;line-height:1.4}
figure{margin:1.25rem 0}
figcaption,footer{color:var(--faint);font-size:.9rem}
.picture,.table{overflow-x:auto}
.picture svg{display:block;width:100%;height:auto}
.table{margin:1rem 0}
table{border-collapse:collapse;font-size:.92rem;overflow-wrap:normal}
caption{text-align:left;font-weight:600;padding:.25rem 0 .5rem}
th,td{text-align:left;vertical-align:top;padding:.3rem .9rem .3rem 0;border-bottom:1px solid var(--rule);font-variant-numeric:tabular-nums}
thead th{color:var(--faint);font-weight:600;border-bottom-width:2px}
tbody th{font-weight:400}
td,th{max-width:28rem}
.number{text-align:right}
@media (min-width:40rem){.number{white-space:nowrap}}
@media print{body{max-width:none;padding:0;font-size:.85rem}nav{display:none}h2{break-after:avoid}figure,tr{break-inside:avoid}.picture,.table{overflow:visible}.picture>div{min-width:0!important}pre{white-space:pre-wrap}}
`;
