/**
 * Every layer of the library with every option that changes its formulas, on manifolds of several dimensions: one row for
 * each. A layer that is added here is under all laws.
 */
import type { Bijector, Layer } from "../src/bijectors/bijector.ts";
import { compose, invert } from "../src/bijectors/layer.ts";
import type { Letter } from "../src/bijectors/letters.ts";
import type { Fields } from "../src/bijectors/options.ts";
import { registry as layers } from "../src/bijectors/registry.ts";
import type { Domain } from "../src/bijectors/letters.ts";
import { unsafe } from "../src/error.ts";
import { parseSpace, type ManifoldSpec } from "../src/manifold/space.ts";

export interface Row {
  readonly name: string;
  readonly letters: readonly Letter[];
  readonly layer: Layer;
  readonly on: ManifoldSpec;
  /** Where the log-determinant has cone-shaped kinks: differences of it are taken elsewhere. */
  readonly kinks?: "at poles";
}

type Options = { readonly [name: string]: unknown };

const row = (letter: Letter, options: Options, on: string): Row => ({
  name: `${layers[letter].name}${Object.keys(options).length === 0 ? "" : ` ${JSON.stringify(options).replaceAll('"', "")}`} on ${on}`,
  letters: [letter],
  layer: (layers[letter] as Bijector<Domain, string, Fields>).with(options),
  on: unsafe(parseSpace(on))[0]!,
});

/** All of these options on all of these manifolds. */
const rows = (letter: Letter, choices: readonly Options[], manifolds: readonly string[]): readonly Row[] =>
  choices.flatMap((options) => manifolds.map((on) => row(letter, options, on)));

/** Splines that fade with a radius r are continuous where it vanishes, as r·g(direction) is, and not differentiable. */
const kinked = (all: readonly Row[]): readonly Row[] => all.map((each) => ({ ...each, kinks: "at poles" }));

const made = (layer: Layer, letters: readonly Letter[], on: string): Row => ({ name: `${layer.name} on ${on}`, letters, layer, on: unsafe(parseSpace(on))[0]! });

const { g, m, n, o, r, t, R } = layers as { readonly [L in Letter]: Bijector<never, string, Fields> };

/** Small counts of kernels and bins make the same formulas, and small programs. */
export const registry: readonly Row[] = [
  ...rows("t", [{ matrix: "identity" }, { matrix: "scalar" }], ["e2"]),
  ...rows("t", [{}, { matrix: "full" }], ["e1", "e3"]),
  ...rows("x", [{}], ["e2"]),
  ...rows("y", [{}], ["s1", "s3"]),
  ...rows("z", [{}], ["i_2_5"]),

  ...rows("g", [{}], ["e1", "e2", "e5"]),
  ...rows("g", [{ kernels: 1 }, { kernels: 3, weights: false }, { kernels: 3, outer: "logistic" }, { kernels: 3, skew: true }, { kernels: 3, skew: true, outer: "logistic" }], ["e1"]),
  ...rows("g", [{ kernels: 3, minWidth: 1e-4, maxWidth: 1e4, weightRatio: 1e5 }, { kernels: 4, form: "spline" }], ["e2"]),
  ...rows("g", [{ kernels: 3, rotation: "angles" }, { kernels: 3, rotation: "cayley" }, { kernels: 3, rotation: "triangular" }, { kernels: 3, rotation: "none" }, { kernels: 2, reflections: 1 }], ["e3"]),

  ...rows("r", [{}], ["i", "i_-3_3", "i_2_5"]),
  ...rows("r", [{ bins: 2 }, { bins: 4, boundary: "fixed" }, { boundary: "fixed", boundarySlope: 0.1 }, { bins: 5, minWidth: 1e-6, minHeight: 1e-6, minSlope: 1e-6 }], ["i"]),

  ...rows("m", [{}, { direction: "forward", kernels: 3 }, { kernels: 1, rotation: false }], ["s1"]),
  ...rows("o", [{}, { bins: 2, rotation: false }], ["s1"]),

  ...rows("n", [{}, { kernels: 3, bins: 4, hidden: [8] }, { kernels: 2, bins: 2, hidden: [], rotation: false }], ["s2"]),
  ...kinked(rows("n", [{ kernels: 3, bins: 4, hidden: [8] }], ["s3"])),
  ...kinked(rows("n", [{ circle: "spline", bins: 4, hidden: [8] }], ["s2", "s3"])),
  ...kinked(rows("n", [{ kernels: 2, bins: 3, hidden: [4] }], ["s4"])),

  ...rows("v", [{ components: 2 }, { components: 2, direction: "forward" }], ["s1", "s2", "s3", "s4"]),
  ...rows("v", [{ potential: "linear", components: 2 }, { potential: "quadratic", components: 2, rotation: true }], ["s1", "s2", "s3"]),
  ...rows("v", [{ potential: "spline", components: 2, bins: 3 }, { potential: "polynomial", components: 2 }], ["s1", "s2", "s3"]),
  ...rows("v", [{ concentration: 10, components: 1 }, { potential: "polynomial", degree: 5, components: 1 }, { potential: "spline", components: 1, bins: 2, direction: "forward" }], ["s2"]),

  ...rows("c", [{ hidden: [4], steps: 2, rate: 1 }], ["s1", "s2"]),
  ...rows("c", [{ field: "modes", modes: 2, steps: 4, solver: "midpoint" }], ["s1", "s2", "s3"]),
  ...rows("c", [{ hidden: [4], steps: 4, solver: "euler", activation: "silu" }], ["s3"]),
  ...rows("c", [{ hidden: [4, 3], steps: 4, solver: "midpoint", activation: "softplus" }, { field: "modes", modes: 2, harmonics: 3, concentration: 1000, steps: 4, direction: "forward" }], ["s2"]),
  ...rows("c", [{ field: "modes", modes: 2, steps: 4, rate: 1, solver: "dopri5" }, { field: "modes", modes: 2, steps: 8, solver: "heun", tolerance: 0.1 }], ["s2"]),
  ...rows("c", [{ hidden: [3], steps: 4, rate: 1, solver: "bosh3" }, { hidden: [3], steps: 8, solver: "fehlberg2", direction: "forward" }], ["s1"]),

  ...rows("R", [{}], ["s1", "s2", "s3", "s4"]),
  ...rows("R", [{ by: "angles" }, { by: "cayley" }, { reflections: 3 }], ["s2", "s3"]),
  ...rows("R", [{ by: "quaternion" }], ["s2", "s3"]),

  made(compose(t, g.with({ kernels: 3 } as never), t), ["t", "g"], "e2"),
  made(compose(o.with({ bins: 3 } as never), m.with({ kernels: 2 } as never)), ["o", "m"], "s1"),
  made(compose(R, n.with({ kernels: 2, bins: 3, hidden: [4] } as never)), ["R", "n"], "s2"),
  made(invert(g.with({ kernels: 3 } as never)), ["g"], "e2"),
  made(invert(r.with({ bins: 3 } as never)), ["r"], "i_-3_3"),
  made(invert(m.with({ kernels: 2 } as never)), ["m"], "s1"),
];
