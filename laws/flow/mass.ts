/** Laws 6 and 7: a density has mass 1, and samples are distributed as it says. */
import { geometry } from "../../src/manifold/manifold.ts";
import { measure, type Quadrature } from "../../src/manifold/measure.ts";
import { parseSpace } from "../../src/manifold/space.ts";
import { model } from "../../src/model/model.ts";
import { unsafe } from "../../src/error.ts";
import { random } from "../../src/random.ts";
import { law, type Law } from "../law.ts";
import { moved, type FlowCase } from "./view.ts";

/** An unconditional flow by its density and its samples alone. */
export interface Density {
  /** log-densities of points [count, ambient]. */
  readonly logProb: (points: Float64Array) => Float64Array;
  readonly sample: (count: number) => Float64Array;
}

export const densityOf = (of: FlowCase): Density => {
  const { plan, programs, parameters } = model(of.flow, { parameters: moved(of) });
  const condition = new Float64Array(0);
  return {
    logProb: (point) => programs.density()({ point, condition, parameters }, point.length / plan.ambient).logProb,
    sample: (count) => {
      const { normal } = random(of.seed, "mass");
      return programs.generate()({ base: Float64Array.from({ length: count * plan.dim }, normal), condition, parameters }, count).point;
    },
  };
};

/** Nodes along each dimension, level by level; spaces of at most two dimensions. */
const levels = (dim: number): readonly number[] => (dim === 1 ? [64, 128, 256, 512, 1024] : [32, 64, 128, 256]);

/** Rules are made once: Gauss's take some time. */
const rules = new Map<string, Quadrature>();
const ruleOf = (space: string, nodes: number): Quadrature => {
  const key = `${space} ${nodes}`;
  const rule = rules.get(key) ?? measure(unsafe(parseSpace(space))).quadrature(nodes);
  rules.set(key, rule);
  return rule;
};

/** Levels agree where the rule has found all of the density: what three of them differ by bounds the error. */
const enough = 1e-9;

export const mass = (look: (of: FlowCase) => Density = densityOf): Law<FlowCase> =>
  law({ name: "flow: mass", statement: "∫ p = 1 by quadrature, within 1e-7 (1e-5 on R^n, beyond whose rule tails may reach) + what the three finest levels differ by, at most 1e-3", tolerance: 10 }, (of) => {
    const { dim } = measure(unsafe(parseSpace(of.flow.space)));
    const { logProb } = look(of);
    const found: number[] = [];
    const change = (): number => (found.length < 3 ? Infinity : Math.max(Math.abs(found.at(-1)! - found.at(-2)!), Math.abs(found.at(-2)! - found.at(-3)!)));
    for (const nodes of levels(dim)) {
      const { points, weights } = ruleOf(of.flow.space, nodes);
      found.push(logProb(points).reduce((sum, each, at) => sum + weights[at]! * Math.exp(each), 0));
      if (change() < enough) break;
    }
    const last = found.at(-1)!;
    // The rule on R^n ends at |x| = 40. Six layers with wide kernels were found to put 1.5e-5 of their mass beyond it.
    const floor = unsafe(parseSpace(of.flow.space)).some(({ kind }) => kind === "e" || kind === "h") ? 1e-5 : 1e-7;
    return [{ deviation: Math.abs(last - 1), unit: floor + Math.min(1e-3, change()), detail: () => `mass ${last}, levels differ by ${change()}` }];
  });

const draws = 1000;

/** Kolmogorov's bound: P(√N D > λ) ≤ 2 exp(−2 λ²), a false alarm in a million for λ² = 7.25. */
const critical = Math.sqrt(Math.log(2e6) / 2);

/** On flows of one dimension. */
export const distribution = (look: (of: FlowCase) => Density = densityOf): Law<FlowCase> =>
  law({ name: "flow: distribution", statement: `√N sup |F_N − F| of ${draws} samples against ∫ p, false alarm 1e-6 per case`, tolerance: critical }, (of) => {
    const [block] = unsafe(parseSpace(of.flow.space));
    const { ambient } = geometry(block!);
    const { logProb, sample } = look(of);
    /** Points in the order in which they are integrated: by angle on the circle, by number of a class. */
    const places = (points: Float64Array): readonly number[] =>
      Array.from({ length: points.length / ambient }, (_, row) => {
        const own = points.subarray(row * ambient, (row + 1) * ambient);
        return block!.kind === "s" ? Math.atan2(own[1]!, own[0]!) : block!.kind === "c" ? own.indexOf(1) : own[0]!;
      });
    const { points, weights } = ruleOf(of.flow.space, 1024);
    const densities = logProb(points);
    const nodes = places(points).map((at, row) => ({ at, mass: weights[row]! * Math.exp(densities[row]!) })).sort((a, b) => a.at - b.at);
    const drawn = [...places(sample(draws))].sort((a, b) => a - b);
    let [node, below, worst] = [0, 0, 0];
    drawn.forEach((at, rank) => {
      while (node < nodes.length && nodes[node]!.at <= at) below += nodes[node++]!.mass;
      // The node below counts by half on either side; a class counts when all that drew it are there.
      const share = block!.kind === "c" ? below : below - 0.5 * (nodes[node - 1]?.mass ?? 0);
      const error = block!.kind === "c" ? (drawn[rank + 1] === at ? 0 : Math.abs(share - (rank + 1) / draws)) : Math.max(Math.abs(share - rank / draws), Math.abs(share - (rank + 1) / draws));
      worst = Number.isNaN(error) ? Infinity : Math.max(worst, error);
    });
    return [{ deviation: worst, unit: 1 / Math.sqrt(draws), detail: () => `sup |F_N − F| = ${worst}` }];
  });
