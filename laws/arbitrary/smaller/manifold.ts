/** Simpler manifolds: those on which the same layers may fit, and the line, which a block without layers can be. */
import { unsafe } from "../../../src/error.ts";
import { parseSpace, type ManifoldSpec } from "../../../src/manifold/space.ts";
import { lowered } from "./number.ts";

export const line: ManifoldSpec = { kind: "e", dim: 1, spec: "e1" };

/** Simplest first; `bare` says that no layer has to fit. */
export const simpler = (manifold: ManifoldSpec, bare: boolean): readonly ManifoldSpec[] =>
  [...(bare ? [line.spec] : []), ...alike(manifold)].map((spec) => unsafe(parseSpace(spec))[0]!);

/** Specs of a kind that takes the same layers, this one perhaps among them. */
const alike = (manifold: ManifoldSpec): readonly string[] => {
  switch (manifold.kind) {
    case "e":
    case "s":
    case "a":
      return down(manifold.dim, 1).map((dim) => `${manifold.kind}${dim}`);
    case "c":
      return down(manifold.classes, 2).map((classes) => `c${classes}`);
    case "i": {
      const { lower, upper } = manifold;
      return ["i", ...[[0, upper], [lower, 1], ...lowered(lower).map((end) => [end, upper]), ...lowered(upper).map((end) => [lower, end])]
        .filter(([from, to]) => from! < to!).map(([from, to]) => `i_${from}_${to}`)];
    }
    case "h":
      return [line.spec, "i_0_inf", ...lowered(manifold.end).map((end) => (manifold.side === "above" ? `i_${end}_inf` : `i_-inf_${end}`))];
  }
};

const down = (count: number, least: number): readonly number[] => lowered(count - least).map((each) => least + each);
