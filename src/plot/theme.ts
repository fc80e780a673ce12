/**
 * How pictures look: two palettes, one for light and one for dark surroundings, and the style sheet made of them. The
 * sheet travels inside the SVG and follows the reader's `prefers-color-scheme`. Colours are written out instead of
 * going through CSS variables, because converters to PDF and PNG do not know these; they show the light palette.
 *
 * Data are blue and fits are vermillion (orange on dark), from the colour-blind-safe set of Okabe and Ito (2008,
 * https://jfly.uni-koeln.de/color/). Levels also differ in width and dashes, so that a print without colour reads too.
 */

export interface Palette {
  readonly paper: string;
  readonly ink: string;
  readonly faintInk: string;
  readonly grid: string;
  readonly field: string;
  readonly land: string;
  readonly coast: string;
  readonly data: string;
  readonly fit: string;
  /** Low, middle and high thirds of a number. */
  readonly tones: readonly [string, string, string];
  /** Classes, and parts of a circle. */
  readonly hues: readonly [string, string, string, string, string, string];
}

export interface Theme {
  readonly light: Palette;
  readonly dark: Palette;
  /** CSS font-family list. */
  readonly font: string;
}

export const okabeIto: Theme = {
  light: {
    paper: "#ffffff",
    ink: "#1a1a1a",
    faintInk: "#595959",
    grid: "#d3dae0",
    field: "#f7f9fb",
    land: "#e6e3dc",
    coast: "#8f8b82",
    data: "#0072b2",
    fit: "#d55e00",
    tones: ["#0072b2", "#7a7f87", "#e08a00"],
    hues: ["#0072b2", "#e08a00", "#009e73", "#b8588f", "#4a9fd0", "#d55e00"],
  },
  dark: {
    paper: "#14171c",
    ink: "#eceff2",
    faintInk: "#a9b1ba",
    grid: "#333b45",
    field: "#191e25",
    land: "#323841",
    coast: "#747d88",
    data: "#56b4e9",
    fit: "#f5a623",
    tones: ["#56b4e9", "#a9b1ba", "#f5a623"],
    hues: ["#4aa3e0", "#f5a623", "#2bbf93", "#d98fbb", "#9bd3f5", "#ff8552"],
  },
  font: "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif",
};

/** The class of the outermost element. Every rule is scoped to it, so that a page that inlines the figure keeps its own styles. */
export const figureClass = "diffeo-figure";

/** The class of the level at `index`, counted from the innermost; the sheet tells three apart. */
export const levelClass = (index: number): string => `level-${Math.min(index, 2)}`;

/** Classes of parts that are told apart by colour: thirds of a number by tone, classes and parts of a circle by hue. */
export const toneClass = (index: number): string => `tone-${Math.min(index, 2)}`;
export const hueClass = (index: number): string => `hue-${index % 6}`;

type Rules = Readonly<Record<string, string>>;

/** Whether any element has the classes that a selector asks for. */
type Used = (selector: string) => boolean;

const rules = (selectors: Rules, scope = `.${figureClass}`): string =>
  Object.entries(selectors)
    .map(([selector, body]) => `${scope} ${selector}{${body}}`)
    .join("\n");

/**
 * Rules that not every figure has outweigh those that every one has: on a page with several figures the sheet of a later one
 * says the common rules again, and must not take back what an earlier one added.
 */
const added = (selectors: Rules): string => rules(selectors, `.${figureClass}.${figureClass}`);

const colours = (palette: Palette): Rules => ({
  ".paper": `fill:${palette.paper}`,
  ".field": `fill:${palette.field}`,
  text: `fill:${palette.ink}`,
  "text.faint": `fill:${palette.faintInk}`,
  "text.halo": `stroke:${palette.field}`,
  ".frame": `stroke:${palette.faintInk}`,
  ".grid": `stroke:${palette.grid}`,
  ".land": `fill:${palette.land};stroke:${palette.coast}`,
  ".mesh": `stroke:${palette.ink}`,
  ".dots": `stroke:${palette.data}`,
  ".bars": `fill:${palette.data};stroke:${palette.field}`,
  ".region": `fill:${palette.fit}`,
  ".line": `stroke:${palette.fit}`,
  ".line-halo": `stroke:${palette.field}`,
});

/** Rules of marks that most figures do without; a figure has those that it uses. */
const rareColours = (palette: Palette): Rules => ({
  ".draws": `stroke:${palette.fit}`,
  ".ridge": `fill:${palette.fit};stroke:${palette.fit}`,
  ".shade": `fill:${palette.fit}`,
  ".learned": `stroke:${palette.data}`,
  ".spot": `fill:${palette.fit};stroke:${palette.field}`,
  ...Object.fromEntries([
    ...palette.tones.map((colour, index) => [`.${toneClass(index)}`, `stroke:${colour}`] as const),
    ...palette.hues.map((colour, index) => [`.${hueClass(index)}`, `stroke:${colour}`] as const),
  ]),
});

const shapes = (font: string): Rules => ({
  text: `font-family:${font};font-size:12px`,
  "text.heading": "font-size:20px;font-weight:600",
  "text.panel-title": "font-size:14.5px;font-weight:600",
  "text.halo": "stroke-width:3px;stroke-linejoin:round;paint-order:stroke",
  ".frame": "fill:none;stroke-width:1",
  ".grid": "fill:none;stroke-width:0.8",
  ".land": "stroke-width:0.6;stroke-linejoin:round",
  ".mesh": "fill:none;stroke-linejoin:round;stroke-width:0.7;stroke-opacity:0.5",
  ".mesh.axis": "stroke-width:1.5;stroke-opacity:0.75",
  ".dots": "fill:none;stroke-linecap:round",
  ".bars": "fill-opacity:0.55;stroke-width:0.6",
  ".region": "fill-opacity:0.13;stroke:none",
  ".line": "fill:none;stroke-linejoin:round;stroke-width:2.2",
  ".line-halo": "fill:none;stroke-linejoin:round;stroke-width:4.2;stroke-opacity:0.75",
  ".line.level-1": "stroke-width:1.7;stroke-dasharray:6 3",
  ".line.level-2": "stroke-width:1.4;stroke-dasharray:2 3",
});

const rareShapes: Rules = {
  ".ridge": "fill-opacity:0.16;stroke-width:1.5;stroke-linejoin:round",
  ".key": "stroke-opacity:1;stroke-width:8px",
  ".shade": "fill-opacity:0.1;stroke:none",
  ".spot": "stroke-width:1.5",
  ".still": "display:none",
};

/** What moves has a copy that stands still, for readers who ask for less motion. */
const lessMotion: Rules = { ".moving": "display:none", ".still": "display:inline" };

const among = (all: Rules, used: Used): Rules => Object.fromEntries(Object.entries(all).filter(([selector]) => used(selector)));

/** The style sheet of a figure; `classes` are the names that its elements have. */
export const styleSheet = (theme: Theme, classes: ReadonlySet<string>): string => {
  const used: Used = (selector) => classes.has(selector.slice(1));
  const sheet = (common: Rules, rare: Rules): string => [rules(common), added(among(rare, used))].filter((each) => each !== "").join("\n");
  const coloured = (palette: Palette): string => sheet(colours(palette), rareColours(palette));
  const still = used(".moving") ? `\n@media (prefers-reduced-motion:reduce){\n${added(lessMotion)}\n}` : "";
  return `${sheet(shapes(theme.font), rareShapes)}\n${coloured(theme.light)}\n@media (prefers-color-scheme:dark){\n${coloured(theme.dark)}\n}${still}`;
};
