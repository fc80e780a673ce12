/**
 * Pictures as PNG, by resvg, a package that a user installs who wants them. It knows neither media queries nor variables, so
 * the sheet is settled beforehand: light, or the rules of the dark palette without their condition. A picture that moves
 * stands still. Text is drawn in fonts of the system.
 */
import { DiffeoFault } from "../error.ts";

export interface PngOptions {
  /** Pixels of the PNG to one of the picture. Default 2. */
  readonly scale?: number;
  /** The dark palette. Default false. */
  readonly dark?: boolean;
}

/** The bytes of a PNG file of a picture that this library has drawn. Refuses where resvg or fonts are missing. */
export const png = (svg: string, options: PngOptions = {}): Promise<Uint8Array> => drawnBy(() => import("@resvg/resvg-js"), svg, options);

/** What is asked of the package. */
export interface Renderer {
  readonly Resvg: new (svg: string, options: typeof fonts & { readonly fitTo: { readonly mode: "zoom"; readonly value: number } }) => {
    readonly getBBox: () => object | undefined;
    readonly render: () => { readonly asPng: () => Uint8Array };
  };
}

export const drawnBy = async (load: () => Promise<Renderer>, svg: string, { scale = 2, dark = false }: PngOptions): Promise<Uint8Array> => {
  if (!(scale > 0 && scale <= 16)) throw refusal(`The scale of a PNG is a number above 0, at most 16, and not ${scale}.`);
  const { Resvg } = await load().catch((): never => {
    throw refusal("A PNG is drawn by the package @resvg/resvg-js, which cannot be loaded; install it with npm install @resvg/resvg-js, or write the picture as SVG.");
  });
  const options = { ...fonts, fitTo: { mode: "zoom", value: scale } } as const;
  if (!new Resvg(letter, options).getBBox()) throw refusal("There are no fonts to draw the text of a PNG with; install some, such as DejaVu or Liberation, or write the picture as SVG.");
  const coloured = dark ? svg.replaceAll(darkRules, "$1") : svg;
  return new Resvg(coloured.replaceAll(families, (list) => list.replaceAll(/'|&quot;/g, "")), options).render().asPng();
};

/** Where none of a theme's fonts is found: resvg does not know which one a system means by sans-serif. */
const fonts = { font: { loadSystemFonts: true, defaultFontFamily: "DejaVu Sans" } } as const;

/** The rules under the condition, as `theme.ts` writes them. */
const darkRules = /@media \(prefers-color-scheme:dark\)\{\n([^@]*?)\n\}/g;

/** Lists of fonts in the sheet. Of a name in quotes that is not the first of its list, resvg takes the quotes for a part. */
const families = /font-family:(?:[^;}&]|&quot;)*/g;

const letter = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text x="2" y="15" font-family="Helvetica, Arial, sans-serif">M</text></svg>';

const refusal = (sentence: string): DiffeoFault => new DiffeoFault({ tag: "OptionError", path: ["png"], sentence });
