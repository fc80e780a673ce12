/**
 * The laws of composed flows. A case is a flow with a seed; the view says how its numbers are had, so that mutants can
 * lie. Flows near their start are well conditioned, so deviations are measured against the size of what is compared.
 */
import type { Interpreter } from "../../src/interpret/program.ts";
import { otimes, type AnyFlow } from "../../src/flow/flow.ts";
import { unsafe } from "../../src/error.ts";
import { parseSpace } from "../../src/manifold/space.ts";
import { law, type Comparison, type Law } from "../law.ts";
import { viewOf, type FlowCase, type View } from "./view.ts";

export type Look = (of: FlowCase) => View;

/** Entry by entry: the deviation in units of 1 + size. */
const entries = (name: string, got: ArrayLike<number>, wanted: ArrayLike<number>, unit = 1): readonly Comparison[] =>
  got.length === wanted.length
    ? Array.from(got, (value, at) => ({
        deviation: Math.abs(value - wanted[at]!),
        unit: unit * (1 + Math.abs(wanted[at]!)),
        detail: () => `${name} ${at + 1}: ${value}, not ${wanted[at]}`,
      }))
    : [{ deviation: Infinity, unit, detail: () => `${name}: ${got.length} numbers, not ${wanted.length}` }];

/** There and back is where it was. */
export const returns = (look: Look): Law<FlowCase> =>
  law({ name: "flow: round trip", statement: "forward(inverse(x)) = x and inverse(forward(z)) = z, where classes forget z", tolerance: 1e-8 }, (of) => {
    const view = look(of);
    const { points } = view.forward(view.base);
    const back = view.inverse(points);
    const forgetful = unsafe(parseSpace(of.flow.space)).some(({ kind }) => kind === "c");
    return [...(forgetful ? [] : entries("base", back.base, view.base)), ...entries("point", view.forward(back.base).points, points)];
  });

/** A sample knows its own density. */
export const agrees = (look: Look): Law<FlowCase> =>
  law({ name: "flow: one density", statement: "the log-density of a sample, as it was drawn, is logProb of the sample", tolerance: 1e-8 }, (of) => {
    const view = look(of);
    const drawn = view.forward(view.base);
    return entries("logProb", view.inverse(drawn.points).logProb, drawn.logProb);
  });

/** The gradient of the parameters is that of the density, along a random direction by Richardson's central differences. */
export const climbs = (look: Look): Law<FlowCase> =>
  law({ name: "flow: gradient", statement: "⟨∇ Σ logProb, d⟩ = d/dt Σ logProb(θ + t d)", tolerance: 1e-5 }, (of) => {
    const view = look(of);
    const { points } = view.forward(view.base);
    const gradient = view.gradient(points);
    // Frames are not trained: their gradient is zero by design, so the direction leaves them out.
    const direction = gradient.map((slope, at) => (slope === 0 ? 0 : Math.cos(at + of.seed)));
    const at = (step: number): number => view.inverse(points, view.parameters.map((value, index) => value + step * direction[index]!)).logProb.reduce((sum, each) => sum + each, 0);
    const central = (step: number): number => (at(step) - at(-step)) / (2 * step);
    const length = Math.hypot(...direction) || 1;
    const step = 1e-3 / length;
    const differences = (4 * central(step / 2) - central(step)) / 3;
    const slope = gradient.reduce((sum, each, index) => sum + each * direction[index]!, 0);
    return [{ deviation: Math.abs(slope - differences), unit: length + Math.abs(slope), detail: () => `slope ${slope}, differences ${differences}` }];
  });

/** Another interpreter computes the same, to a deviation that its precision explains. */
export const interpreted = (interpreter: Interpreter, tolerance = 1e-3, look: Look = (of) => viewOf(of, interpreter)): Law<FlowCase> =>
  law({ name: `flow: ${interpreter.name}`, statement: "the interpreter agrees with the reference on points, log-densities and gradients", tolerance }, (of) => {
    const [view, truth] = [look(of), viewOf(of)];
    const { points, logProb } = truth.forward(truth.base);
    const [drawn, seen, gradient, slope] = [view.forward(truth.base), view.inverse(points), view.gradient(points), truth.gradient(points)];
    const steepest = slope.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    return [
      ...entries("point", drawn.points, points),
      ...entries("logProb", seen.logProb, logProb),
      ...entries("gradient", gradient, slope, 1 + steepest),
    ];
  });

/** log-densities of independent parts add up, parameters side by side. */
export const adds = (look: Look): Law<readonly [FlowCase, FlowCase]> =>
  law({ name: "flow: ⊗ adds", statement: "logProb(a ⊗ b)(x, y) = logProb(a)(x) + logProb(b)(y)", tolerance: 1e-10 }, ([a, b]) => {
    const [left, right] = [look(a), look(b)];
    // The parts have no condition, so their types agree.
    const both = look({ ...a, flow: otimes(a.flow as never, b.flow as never) as AnyFlow });
    const [x, y] = [left.forward(left.base), right.forward(right.base)];
    const points = Float64Array.from(Array.from({ length: left.count }, (_, row) => [
      ...x.points.subarray(row * left.ambient, (row + 1) * left.ambient), ...y.points.subarray(row * right.ambient, (row + 1) * right.ambient),
    ]).flat());
    const parameters = Float64Array.from([...left.parameters, ...right.parameters]);
    return entries("logProb", both.inverse(points, parameters).logProb, left.inverse(x.points).logProb.map((each, row) => each + right.inverse(y.points).logProb[row]!));
  });
