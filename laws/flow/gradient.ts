/** Law 5 of flows: gradients are those of the density, along random directions by Richardson's central differences. */
import { unsafe } from "../../src/error.ts";
import { measure } from "../../src/manifold/measure.ts";
import { placed } from "../../src/manifold/point.ts";
import { parseSpace, type ManifoldSpec } from "../../src/manifold/space.ts";
import { random } from "../../src/random.ts";
import { law, type Comparison, type Law } from "../law.ts";
import { inner } from "../numerics/matrix.ts";
import type { FlowCase, Look } from "./view.ts";

/** What is moved, and how: numbers after a step along the direction. */
interface Motion {
  readonly name: string;
  readonly gradient: ArrayLike<number>;
  readonly direction: ArrayLike<number>;
  readonly at: (step: number) => Float64Array;
}

export const climbs = (look: Look): Law<FlowCase> =>
  law({ name: "flow: gradient", statement: "⟨∇ Σ logProb, d⟩ = d/dt Σ logProb along d, in the parameters, in the points and in the condition", tolerance: 1e-5 }, (of) => {
    const view = look(of);
    const { points } = view.forward(view.base);
    const gradient = view.gradient(points);
    const source = random(of.seed, "directions");
    // Frames are not trained: their gradient is zero by design, so the direction leaves them out.
    const turn = Float64Array.from(gradient.parameters, (slope) => (slope === 0 ? 0 : source.normal()));
    const motions: readonly (Motion & { readonly sum: (moved: Float64Array) => Float64Array })[] = [
      {
        name: "parameters",
        gradient: gradient.parameters,
        direction: turn,
        at: (step) => view.parameters.map((value, index) => value + step * turn[index]!),
        sum: (parameters) => view.inverse(points, { parameters }).logProb,
      },
      { ...along("points", of.flow.space, points, gradient.points, source.normal), sum: (moved) => view.inverse(moved).logProb },
      { ...along("condition", of.flow.condition, view.condition, gradient.condition, source.normal), sum: (condition) => view.inverse(points, { condition }).logProb },
    ];
    return motions.map(({ name, gradient: own, direction, at, sum }): Comparison => {
      const total = (step: number): number => sum(at(step)).reduce((a, b) => a + b, 0);
      const central = (step: number): number => (total(step) - total(-step)) / (2 * step);
      const length = Math.sqrt(inner(direction, direction)) || 1;
      const step = 1e-3 / length;
      const [coarse, fine] = [central(step), central(step / 2)];
      const differences = (4 * fine - coarse) / 3;
      const slope = inner(own, direction);
      return {
        deviation: Math.abs(slope - differences),
        // What the differences leave open counts for little where they agree, and for all across a knot of a spline.
        unit: length + Math.abs(slope) + 1e6 * Math.abs(fine - coarse),
        detail: () => `in the ${name}: slope ${slope}, differences ${differences}`,
      };
    });
  });

/** Points moved along random tangents, as far as there is room on either side. */
const along = (name: string, space: string, points: Float64Array, gradient: ArrayLike<number>, normal: () => number): Motion => {
  const blocks = unsafe(parseSpace(space));
  const { ambient, tangentBasis, nearest } = measure(blocks);
  const rows = ambient === 0 ? 0 : points.length / ambient;
  const direction = Float64Array.from(Array.from({ length: rows }, (_, row) => {
    const point = points.subarray(row * ambient, (row + 1) * ambient);
    const tangent = Array<number>(ambient).fill(0);
    for (const axis of tangentBasis(point)) {
      const own = normal();
      axis.forEach((each, at) => (tangent[at]! += own * each));
    }
    for (const { block, start, ambient: width } of placed(blocks)) {
      const room = roomAt(block, point.subarray(start, start + width));
      for (let at = start; at < start + width; at++) tangent[at]! *= room;
    }
    return tangent;
  }).flat());
  return {
    name,
    gradient,
    direction,
    at: (step) => Float64Array.from(Array.from({ length: rows }, (_, row) =>
      nearest(Array.from({ length: ambient }, (__, at) => points[row * ambient + at]! + step * direction[row * ambient + at]!))).flat()),
  };
};

/** A distance to the nearest end or corner, at most 1: the scale on which a density may vary there. */
const roomAt = (block: ManifoldSpec, x: ArrayLike<number>): number => {
  switch (block.kind) {
    case "e":
    case "s":
    case "c":
      return 1;
    case "i":
      return Math.min(1, x[0]! - block.lower, block.upper - x[0]!);
    case "h":
      return Math.min(1, Math.abs(x[0]! - block.end));
    case "a":
      return Math.min(...Array.from(x));
  }
};
