/**
 * Law 8: joins and chains are monoids, turning round twice is doing nothing, ⊕ of parts that ask nothing is ⊗, and ⊗ is
 * side by side.
 */
import { compose, invert } from "../../src/bijectors/layer.ts";
import type { Layer } from "../../src/bijectors/bijector.ts";
import { size } from "../../src/expr/index.ts";
import { eqFlow, monoidOplus, monoidOtimes, type AnyFlow } from "../../src/flow/flow.ts";
import { plan, startParameters, type Plan } from "../../src/flow/plan.ts";
import { sameLayer } from "../../src/flow/same.ts";
import { model } from "../../src/model/model.ts";
import { law, type Comparison, type Law } from "../law.ts";
import { entries } from "./entries.ts";
import { viewOf, type FlowCase, type Look } from "./view.ts";

/** The operations under the laws; mutants bring others. */
export interface Algebra {
  readonly equals: (a: AnyFlow, b: AnyFlow) => boolean;
  readonly joins: { readonly [name: string]: { readonly empty: AnyFlow; readonly concat: (a: AnyFlow, b: AnyFlow) => AnyFlow } };
  readonly compose: (first: Layer, ...rest: readonly Layer[]) => Layer;
  readonly invert: (layer: Layer) => Layer;
}

export const algebra: Algebra = { equals: eqFlow.equals, joins: { "⊕": monoidOplus, "⊗": monoidOtimes }, compose, invert };

const equation = (name: string, holds: boolean): Comparison => ({ deviation: holds ? 0 : 1, unit: 1, detail: () => name });

export const monoids = ({ equals, joins }: Algebra = algebra): Law<readonly [AnyFlow, AnyFlow, AnyFlow]> =>
  law({ name: "flow: monoids", statement: "(a·b)·c = a·(b·c), a·1 = a = 1·a, for ⊕ and ⊗; a = a; a = b ⇔ b = a", tolerance: 0 }, ([a, b, c]) => [
    equation("a = a", equals(a, a)),
    equation("a = b ⇔ b = a", equals(a, b) === equals(b, a)),
    ...Object.entries(joins).flatMap(([name, { concat, empty }]) => [
      equation(`${name} is associative`, equals(concat(concat(a, b), c), concat(a, concat(b, c)))),
      equation(`${name} has a unit on the right`, equals(concat(a, empty), a)),
      equation(`${name} has a unit on the left`, equals(concat(empty, a), a)),
      equation(`the space of ${name} is the product`, concat(a, b).space === [a.space, b.space].filter((each) => each !== "e0").join("+") || (a.space === "e0" && b.space === "e0")),
    ]),
  ]);

export const chains = ({ compose: chain, invert: turn }: Algebra = algebra): Law<readonly [Layer, Layer, Layer]> =>
  law({ name: "layer: chains", statement: "(f; g); h = f; (g; h) and (f⁻¹)⁻¹ = f", tolerance: 0 }, ([f, g, h]) => [
    equation("chains are associative", sameLayer(chain(chain(f, g), h), chain(f, chain(g, h)))),
    equation("turned twice is unturned", sameLayer(turn(turn(f)), f)),
  ]);

/** The parameters of a join, or the answers of its networks, that are what the networks of another one answer at the start. */
const answers = (asked: Plan, given: Float64Array, free: Plan, start: Float64Array): Float64Array => {
  const values = start.slice();
  asked.blocks.forEach(({ layers, predictor }, index) => layers.forEach(({ parameters }, at) => {
    for (const [name, { offset, shape }] of Object.entries(parameters)) {
      const from = offset + (predictor ? predictor.entries["bias"]!.offset : 0);
      const { layers: others, predictor: other } = free.blocks[index]!;
      values.set(given.subarray(from, from + size(shape)), others[at]!.parameters[name]!.offset + (other ? other.entries["bias"]!.offset : 0));
    }
  }));
  return values;
};

/** Of two unconditional flows. A fresh network answers its bias whatever it is asked. */
export const constant = ({ joins }: Algebra = algebra): Law<readonly [FlowCase, FlowCase]> =>
  law({ name: "flow: fresh ⊕ is ⊗", statement: "logProb(a ⊕ b) with fresh networks = logProb(a ⊗ b) with the parameters that these answer", tolerance: 1e-10 }, ([a, b]) => {
    const [joined, apart] = ["⊕", "⊗"].map((name) => joins[name]!.concat(a.flow, b.flow)) as [AnyFlow, AnyFlow];
    const [asked, free] = [plan(joined.tree), plan(apart.tree)];
    const given = startParameters(asked, a.seed);
    const { base, count } = viewOf({ flow: apart, seed: a.seed, scatter: 0 });
    const condition = new Float64Array(0);
    const whole = model(joined, { parameters: given });
    const point = whole.programs.generate()({ base, condition, parameters: given }, count).point;
    const [one, other] = [whole.programs.density()({ point, condition, parameters: given }, count), model(apart).programs.density()({ point, condition, parameters: answers(asked, given, free, startParameters(free, a.seed)) }, count)];
    return Array.from(one.logProb, (each, row) => ({ deviation: Math.abs(each - other.logProb[row]!), unit: 1 + Math.abs(each), detail: () => `row ${row + 1}: ${each} and ${other.logProb[row]}` }));
  });

/** Rows of two arrays side by side. */
const beside = (left: Float64Array, right: Float64Array, count: number): Float64Array => {
  const [a, b] = [left.length / count, right.length / count];
  return Float64Array.from(Array.from({ length: count }, (_, row) => [...left.subarray(row * a, (row + 1) * a), ...right.subarray(row * b, (row + 1) * b)]).flat());
};

/** Of two unconditional flows. ⊗ is a functor of both parts, and commutes up to order. */
export const adds = (look: Look = viewOf, { joins }: Algebra = algebra): Law<readonly [FlowCase, FlowCase]> =>
  law(
    { name: "flow: ⊗ is side by side", statement: "(a ⊗ b)(z, w) = (a(z), b(w)), logProb(a ⊗ b)(x, y) = logProb(a)(x) + logProb(b)(y), and b ⊗ a is the same in the other order", tolerance: 1e-10 },
    ([a, b]) => {
      const [left, right] = [look(a), look({ ...b, count: a.count ?? 5 })];
      const { count } = left;
      const [x, y] = [left.forward(left.base), right.forward(right.base)];
      const sums = x.logProb.map((each, row) => each + y.logProb[row]!);
      const join = joins["⊗"]!.concat;
      return [
        { name: "a ⊗ b", flow: join(a.flow, b.flow), parameters: [...left.parameters, ...right.parameters], base: beside(left.base, right.base, count), points: beside(x.points, y.points, count) },
        { name: "b ⊗ a", flow: join(b.flow, a.flow), parameters: [...right.parameters, ...left.parameters], base: beside(right.base, left.base, count), points: beside(y.points, x.points, count) },
      ].flatMap(({ name, flow, parameters, base, points }) => {
        const both = look({ flow, seed: a.seed, scatter: 0, count });
        const own = { parameters: Float64Array.from(parameters) };
        const drawn = both.forward(base, own);
        return [
          ...entries(`point of ${name}`, drawn.points, points),
          ...entries(`logProb of a sample of ${name}`, drawn.logProb, sums),
          ...entries(`logProb of ${name}`, both.inverse(points, own).logProb, sums),
        ];
      });
    },
  );
