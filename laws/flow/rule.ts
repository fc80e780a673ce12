/** Rules of quadrature, made once: Gauss's take some time. */
import { unsafe } from "../../src/error.ts";
import { measure, type Quadrature } from "../../src/manifold/measure.ts";
import { parseSpace } from "../../src/manifold/space.ts";

const rules = new Map<string, Quadrature>();

export const ruleOf = (space: string, nodes: number): Quadrature => {
  const key = `${space} ${nodes}`;
  const rule = rules.get(key) ?? measure(unsafe(parseSpace(space))).quadrature(nodes);
  rules.set(key, rule);
  return rule;
};
