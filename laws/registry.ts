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
  /** Where the log-determinant is infinite: all laws hold elsewhere. */
  readonly poles?: "at zero";
}

type Options = { readonly [name: string]: unknown };

/** A letter that is not its layer's own gives it other defaults. */
const named = (letter: Letter): string => (layers[letter].definition.symbol === letter ? layers[letter].name : `${layers[letter].name} (${letter})`);

const row = (letter: Letter, options: Options, on: string): Row => ({
  name: `${named(letter)}${Object.keys(options).length === 0 ? "" : ` ${JSON.stringify(options).replaceAll('"', "")}`} on ${on}`,
  letters: [letter],
  layer: (layers[letter] as Bijector<Domain, string, Fields>).with(options),
  on: unsafe(parseSpace(on))[0]!,
});

/** All of these options on all of these manifolds. */
const rows = (letter: Letter, choices: readonly Options[], manifolds: readonly string[]): readonly Row[] =>
  choices.flatMap((options) => manifolds.map((on) => row(letter, options, on)));

/** Splines that fade with a radius r are continuous where it vanishes, as r·g(direction) is, and not differentiable. */
const kinked = (all: readonly Row[]): readonly Row[] => all.map((each) => ({ ...each, kinks: "at poles" }));

/** An exact power has a pole or a zero of its density where a coordinate is 0, and log-densities of ±∞ there. */
const apart = (all: readonly Row[]): readonly Row[] => all.map((each) => ({ ...each, poles: "at zero" }));

const made = (layer: Layer, letters: readonly Letter[], on: string): Row => ({ name: `${layer.name} on ${on}`, letters, layer, on: unsafe(parseSpace(on))[0]! });

const { f, g, m, n, o, r, t, M, R } = layers as { readonly [L in Letter]: Bijector<never, string, Fields> };

/** Small counts of kernels and bins make the same formulas, and small programs. */
export const registry: readonly Row[] = [
  ...rows("t", [{ matrix: "identity" }, { matrix: "scalar" }], ["e2"]),
  ...rows("t", [{}, { matrix: "full" }], ["e1", "e3"]),
  ...rows("t", [{ scaleMap: "saturation", minScale: 0.01, maxScale: 100 }, { scaleMap: "softplus", minScale: 0.01 }, { scaleMap: "softplus", maxScale: 10 }, { scaleMap: "clamp", minScale: 0.1, maxScale: 5, matrix: "full" }], ["e2"]),
  ...rows("x", [{}], ["e2"]),
  ...rows("y", [{}], ["s1", "s3"]),
  ...rows("z", [{}], ["i_2_5"]),
  ...rows("t", [{}], ["i_2_inf"]),
  ...rows("g", [{ kernels: 3 }], ["i_-inf_0"]),

  ...rows("w", [{}], ["a1", "a2"]),
  ...rows("w", [{ bins: 3, splines: 2, hidden: [4] }], ["a3"]),
  ...rows("u", [{}], ["a1", "a3"]),
  ...rows("l", [{}], ["c3", "c7"]),

  ...rows("g", [{}], ["e1", "e2", "e5"]),
  ...rows("g", [{ kernels: 1 }, { kernels: 3, weights: false }, { kernels: 3, outer: "logistic" }, { kernels: 3, skew: true }, { kernels: 3, skew: true, outer: "logistic" }], ["e1"]),
  ...rows("g", [{ kernels: 3, outer: "inormalPartlyPrecise" }, { kernels: 3, outer: "inormalFullPade" }, { kernels: 3, outer: "inormalPartlyCrude" }, { kernels: 4, centerMean: true }], ["e1"]),
  ...rows("g", [{ kernels: 3, widthMap: "softplus" }, { kernels: 3, widthMap: "softplus", maxWidth: "none" }, { kernels: 3, widthMap: "clamp" }, { kernels: 3, minWidth: 1e-3, maxWidth: "none" }, { kernels: 3, weightRatio: "none" }], ["e1"]),
  ...rows("g", [{ kernels: 3, minWidth: 1e-4, maxWidth: 1e4, weightRatio: 1e5 }, { kernels: 4, form: "spline" }, { kernels: 3, form: "spline", smooth: true }], ["e2"]),
  ...rows("g", [{ kernels: 3, rotation: "angles" }, { kernels: 3, rotation: "cayley" }, { kernels: 3, rotation: "triangular" }, { kernels: 3, rotation: "none" }, { kernels: 2, reflections: 1 }], ["e3"]),

  ...rows("h", [{}], ["e1", "e3"]),
  ...rows("h", [{ kernels: 3, skew: true }], ["e2"]),
  ...rows("p", [{}], ["e1", "e3"]),
  ...rows("p", [{ transforms: 2, maxExponent: 2 }, { rotation: "triangular" }], ["e2"]),
  ...apart(rows("p", [{ form: "exact", rotation: "none" }, { form: "exact", transforms: 2, maxExponent: 2 }], ["e2"])),

  ...rows("r", [{}], ["i", "i_-3_3", "i_2_5"]),
  ...rows("r", [{ bins: 2 }, { bins: 4, boundary: "fixed" }, { boundary: "fixed", boundarySlope: 0.1 }, { bins: 5, minWidth: 1e-6, minHeight: 1e-6, minSlope: 1e-6 }], ["i"]),
  ...rows("r", [{ smooth: true }, { smooth: true, bins: 2, boundary: "fixed", boundarySlope: 0.8 }, { smooth: true, bins: 24, minWidth: 1e-6, minHeight: 1e-6 }], ["i"]),
  ...rows("r", [{ bins: 4, maxRatio: 10 }, { bins: 3, heights: "relative" }, { bins: 3, pins: "first" }, { bins: 2, smooth: true, pins: "firstTwo", heights: "relative", maxRatio: 5 }], ["i"]),

  ...rows("m", [{}, { direction: "forward", kernels: 3 }, { kernels: 1, rotation: false }], ["s1"]),
  ...rows("o", [{}, { bins: 2, rotation: false }, { smooth: true }, { smooth: true, bins: 2, rotation: false }, { smooth: true, bins: 3, maxRatio: 10, heights: "relative", pins: "first" }], ["s1"]),

  ...rows("n", [{}, { kernels: 3, bins: 4, hidden: [8] }, { kernels: 2, bins: 2, hidden: [], rotation: false }], ["s2"]),
  ...kinked(rows("n", [{ kernels: 3, bins: 4, hidden: [8] }], ["s3"])),
  ...rows("n", [{ smooth: true, kernels: 2, bins: 3, hidden: [4] }], ["s2"]),
  ...kinked(rows("n", [{ circle: "spline", bins: 4, hidden: [8] }], ["s2", "s3"])),
  ...kinked(rows("n", [{ smooth: true, circle: "spline", bins: 4, hidden: [4] }], ["s3"])),
  ...kinked(rows("n", [{ kernels: 2, bins: 3, hidden: [4] }], ["s4"])),

  ...rows("f", [{}], ["s2", "s3", "s4"]),
  ...rows("f", [{ concentration: "softplus", rotation: "none" }, { concentration: "logBounded", minConcentration: 0.01, rotation: "cayley" }, { toward: "north", rotation: "angles" }], ["s2", "s3"]),
  ...rows("f", [{ concentration: "length", rotation: "axis" }, { concentration: "squaredLength", rotation: "quaternion" }], ["s2", "s3"]),
  ...rows("f", [{ concentration: "length", rotation: "quaternion" }, { concentration: "squaredLength", rotation: "axis", reflections: 1 }], ["s2"]),
  ...rows("f", [{ vertical: [2, 3], circular: [2, 3], rotation: "axis" }], ["s2", "s3", "s4"]),
  ...rows("f", [{ vertical: [4], cap: 0.25, rotation: "none" }, { vertical: [3], boundary: "free", quarterTurn: true }], ["s2", "s3"]),
  ...rows("f", [{ circular: [3], correlated: true, hidden: [4], quarterTurn: true, toward: "north" }], ["s2", "s4"]),
  ...rows("f", [{ vertical: [2, 3], circular: [2], smooth: true }], ["s2", "s3"]),
  ...rows("f", [{ vertical: [3], circular: [2], smooth: true, boundary: "free", correlated: true, hidden: [4] }], ["s2"]),
  ...rows("f", [{ vertical: [2], circular: [4], correlated: true, hidden: [], minWidth: 0.01, minHeight: 0.01, minSlope: 0.1 }], ["s3"]),

  ...rows("M", [{}, { rotation: "none" }], ["s2", "s3", "s4"]),
  ...rows("M", [{ rotation: "axis" }, { rotation: "angles" }], ["s2"]),
  ...rows("M", [{ rotation: "quaternion" }, { rotation: "cayley" }, { reflections: 3 }], ["s3"]),

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
  ...rows("R", [{ by: "angles" }, { by: "cayley" }, { by: "axis" }, { reflections: 3 }], ["s2", "s3"]),
  ...rows("R", [{ by: "axis" }], ["s1", "s4"]),
  ...rows("R", [{ by: "quaternion" }], ["s2", "s3"]),

  made(compose(t, g.with({ kernels: 3 } as never), t), ["t", "g"], "e2"),
  made(compose(o.with({ bins: 3 } as never), m.with({ kernels: 2 } as never)), ["o", "m"], "s1"),
  made(compose(R, n.with({ kernels: 2, bins: 3, hidden: [4] } as never)), ["R", "n"], "s2"),
  made(compose(M, f.with({ vertical: [2], circular: [2] } as never)), ["M", "f"], "s2"),
  made(invert(g.with({ kernels: 3 } as never)), ["g"], "e2"),
  made(invert(r.with({ bins: 3 } as never)), ["r"], "i_-3_3"),
  made(invert(m.with({ kernels: 2 } as never)), ["m"], "s1"),
];
