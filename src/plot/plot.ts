/**
 * A model in one picture: a corner plot. On the diagonal stands each aspect alone, below it each pair of aspects, in the
 * panel that suits its manifolds.
 */
import { DiffeoFault } from "../error.ts";
import type { Batch } from "../manifold/batch.ts";
import type { Point } from "../manifold/point.ts";
import type { Model } from "../model/model.ts";
import { aspectsOf, type Aspect, type BlockLook } from "./corner/aspects.ts";
import { cornerPanel } from "./corner/corner.ts";
import { scene } from "./corner/scene.ts";
import { figure } from "./figure.ts";
import { innermostFirst } from "./marks.ts";
import type { Coastlines } from "./coastlines.ts";
import type { Theme } from "./theme.ts";

export interface PlotOptions<S extends string = string, C extends string = string> {
  /** Observations, drawn as dots and histograms. Without them dots are samples of the model. */
  readonly data?: Batch<S>;
  /** The one condition of a conditional model. */
  readonly given?: Point<C>;
  /** How blocks are named and written, in the order of the space. */
  readonly blocks?: readonly (BlockLook | undefined)[];
  /** Shares of the mass that regions hold. Default `[0.5, 0.9]`. */
  readonly levels?: readonly number[];
  /** Labels of the aspects that are shown; the first `most` by default. */
  readonly show?: readonly string[];
  /** Aspects at most, where `show` does not name them. Default 6. */
  readonly most?: number;
  /** Samples that densities of pairs are smoothed from. Default 20,000. */
  readonly samples?: number;
  /** Dots at most in each panel. Default 500. */
  readonly dots?: number;
  /** Samples of the blocks before, over which the density of a block is averaged. Default 100. */
  readonly contexts?: number;
  readonly seed?: number;
  /** Land on maps, for spheres that are the Earth: in the coarser drawing, or as named. Default false. */
  readonly coastlines?: Coastlines;
  readonly title?: string;
  readonly subtitle?: string;
  readonly note?: string;
  readonly theme?: Theme;
  /** Start of the ids in the file; different for each figure that one page holds. */
  readonly id?: string;
}

/** The picture of a model, as the text of an SVG file. */
export const plot = <S extends string, C extends string>(model: Model<S, C>, options: PlotOptions<NoInfer<S>, NoInfer<C>> = {}): string => {
  const { data, given, levels = [0.5, 0.9], samples = 20_000, dots = 500, contexts = 100, seed = 0, coastlines = false, most = 6 } = options;
  if (data && data.spec !== model.flow.space) {
    throw new DiffeoFault({ tag: "NotOnManifold", path: ["plot", "data"], received: `a batch of ${data.spec}`, expected: `a batch of ${model.flow.space}` });
  }
  const all = aspectsOf(model.plan.blocks, options.blocks);
  const shown = chosen(all, options.show, most);
  const side = sides[Math.min(shown.length, sides.length) - 1]!;
  // The cells ask no more of a model than what any model has.
  const own = model as unknown as Model<string, string>;
  const panel = cornerPanel(scene(own, { side, masses: innermostFirst(levels), data, given, samples, dots, contexts, seed, coastlines: coastlines === true ? "110m" : coastlines }), shown);
  const rest = all.length > shown.length && !options.show ? `${shown.length} of ${all.length} aspects are shown; \`show\` chooses others: ${all.slice(shown.length).map(({ label }) => label).join(", ")}.` : undefined;
  const note = [options.note, rest].filter((each) => each !== undefined).join(" ");
  return figure({
    title: options.title ?? `The density ${model.flow.space}`,
    rows: [[panel]],
    ...(options.subtitle !== undefined && { subtitle: options.subtitle }),
    ...(note !== "" && { note }),
    ...(options.theme && { theme: options.theme }),
    ...(options.id !== undefined && { id: options.id }),
  });
};

/** The side of a cell in pixels, by the number of aspects. */
const sides = [380, 270, 220, 185, 160, 140] as const;

const chosen = (all: readonly Aspect[], show: readonly string[] | undefined, most: number): readonly Aspect[] => {
  const refuse = (sentence: string): never => {
    throw new DiffeoFault({ tag: "OptionError", path: ["plot"], sentence });
  };
  if (all.length === 0) return refuse("The one-point space has nothing to show.");
  if (!show) return most >= 1 ? all.slice(0, most) : refuse(`At least one aspect is shown, not ${most}.`);
  if (show.length === 0) return refuse("Name at least one aspect to show, or leave the option out.");
  return show.map((label) => all.find((each) => each.label === label) ?? refuse(`There is no aspect “${label}”; there are ${all.map((each) => `“${each.label}”`).join(", ")}.`));
};
