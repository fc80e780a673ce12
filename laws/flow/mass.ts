/** Law 6: a density has mass 1. */
import { law, type Law } from "../law.ts";
import { densitiesOf, type Density } from "./density.ts";
import { ruleOf } from "./rule.ts";
import type { FlowCase } from "./view.ts";

/** Nodes along each dimension, level by level. */
const levels = (dim: number): readonly number[] => (dim === 1 ? [64, 128, 256, 512, 1024] : [32, 64, 128, 256]);

/** Levels agree where the rule has found all of the density: what three of them differ by bounds the error. */
const enough = 1e-9;

export const mass = (look: (of: FlowCase) => readonly Density[] = densitiesOf): Law<FlowCase> =>
  law(
    {
      name: "flow: mass",
      statement: "∫ p = 1 for every block given the blocks before, by quadrature, within 1e-7 (1e-5 on R^n, beyond whose rule tails may reach) + what the three finest levels differ by, at most 1e-3",
      tolerance: 10,
    },
    (of) => look(of).map(({ space, kind, dim, logProb }, index) => {
      const found: number[] = [];
      const change = (): number => (found.length < 3 ? Infinity : Math.max(Math.abs(found.at(-1)! - found.at(-2)!), Math.abs(found.at(-2)! - found.at(-3)!)));
      for (const nodes of levels(dim)) {
        const { points, weights } = ruleOf(space, nodes);
        found.push(logProb(points).reduce((sum, each, at) => sum + weights[at]! * Math.exp(each), 0));
        if (change() < enough) break;
      }
      const last = found.at(-1)!;
      // The rule on R^n ends at |x| = 40. Six layers with wide kernels were found to put 1.5e-5 of their mass beyond it.
      const floor = kind === "e" || kind === "h" ? 1e-5 : 1e-7;
      return { deviation: Math.abs(last - 1), unit: floor + Math.min(1e-3, change()), detail: () => `mass ${last} of density ${index + 1} on ${space}, levels differ by ${change()}` };
    }),
  );
