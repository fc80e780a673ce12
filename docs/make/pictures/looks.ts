/**
 * How far parameters are scattered about their start for a picture, by page. A layer that is not named here is scattered
 * like most; a row is for layers that this leaves dull or tears apart.
 */
import type { Entry } from "../entries.ts";

export interface Look {
  readonly seed: number;
  /** Deviation from the start, by the name of the parameter. */
  readonly scatter: (name: string) => number;
  /** From where it scatters, where that is not the start. */
  readonly from: Readonly<Record<string, number>>;
  readonly options: Readonly<Record<string, unknown>>;
}

interface Choice {
  readonly seed?: number;
  /** Of every parameter but those named. */
  readonly scatter?: number;
  readonly named?: Readonly<Record<string, number>>;
  readonly from?: Readonly<Record<string, number>>;
  readonly options?: Readonly<Record<string, unknown>>;
}

const usual = { seed: 1, scatter: 0.7 };

const choices: Readonly<Record<string, Choice>> = {
  affine: { seed: 3, scatter: 0.4, named: { below: 0.8 }, options: { matrix: "full" } },
  gauss: { seed: 2, scatter: 1, named: { rotation: 0, widths: 0.6 }, options: { kernels: 3 } },
  stretch: { scatter: 0.5, named: { exponents: 0.9, centers: 0.3 } },
  moebius: { seed: 2, named: { centers: 1.6 } },
  nsphere: { seed: 2, scatter: 0.5, named: { axes: 0.15, last: 0.35 }, options: { bins: 4, kernels: 2 } },
  zoom: { seed: 2, named: { concentration: 0 }, from: { concentration: 1.4 } },
  "moebius-sphere": { seed: 3, named: { center: 1.2, rotation: 0 } },
  expmap: { seed: 3, named: { shapes: 0.5 }, from: { weights: 2, shapes: 3 }, options: { components: 4 } },
  continuous: {
    seed: 3,
    named: { weights: 3 },
    from: { concentrations: 1.5 },
    options: { field: "modes", rate: 6, steps: 16 },
  },
  "simplex-spline": { seed: 3, named: { last: 0.3 }, options: { bins: 3 } },
  "gumbel-softmax": { seed: 3 },
};

export const looks = ({ slug }: Entry): Look => {
  const { seed = usual.seed, scatter = usual.scatter, named = {}, from = {}, options = {} } = choices[slug] ?? {};
  return { seed, scatter: (name) => named[name] ?? scatter, from, options };
};
