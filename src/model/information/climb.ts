/** One climb of a log-density on a space: damped Newton steps in tangent coordinates until none climbs. */
import type { Measure } from "../../manifold/measure.ts";
import { placed } from "../../manifold/point.ts";
import type { ManifoldSpec } from "../../manifold/space.ts";
import { dotOf, spectrum } from "./statistics.ts";

export interface Landscape {
  readonly space: Measure;
  readonly blocks: readonly ManifoldSpec[];
  /** How far each number of a point varies, a positive number. */
  readonly scales: readonly number[];
  /** Log-densities of points with their gradients in the ambient numbers. */
  readonly at: (points: readonly (readonly number[])[]) => readonly { readonly logProb: number; readonly gradient: readonly number[] }[];
}

export interface Summit {
  readonly point: readonly number[];
  readonly logProb: number;
  readonly curvatures: readonly number[];
  readonly shape: "peak" | "ridge" | "edge" | "kink";
}

interface Spot {
  readonly point: readonly number[];
  readonly logProb: number;
  /** In tangent coordinates. */
  readonly gradient: readonly number[];
  readonly basis: readonly (readonly number[])[];
}

export const climb = (landscape: Landscape, start: readonly number[]): Summit => {
  const [first] = landscape.at([start]);
  let here = spot(landscape, start, first!);
  if (here.basis.length === 0) return { point: here.point, logProb: here.logProb, curvatures: [], shape: "peak" };
  let curved = spectrum(hessian(landscape, here));
  let damping = 1e-3;
  let [idle, edge] = [0, false];
  for (let step = 0; step < mostSteps && idle < 12; step++) {
    const move = newtonStep(here, curved, damping);
    const { point, clipped } = moved(landscape, here, move);
    const [there] = landscape.at([point]);
    const gain = there!.logProb - here.logProb;
    if (gain > 0 && Number.isFinite(there!.logProb)) {
      const rest = Math.hypot(...point.map((x, at) => x - here.point[at]!));
      here = spot(landscape, point, there!);
      curved = spectrum(hessian(landscape, here));
      damping = Math.max(1e-12, damping / 8);
      edge = clipped;
      idle = gain < 1e-13 * Math.max(1, Math.abs(here.logProb)) && rest < 1e-9 ? idle + 4 : 0;
    } else {
      // Near the top nothing climbs any more, and a step that rounding hides is the last.
      if (Math.abs(dotOf(move, here.gradient)) < 1e-15 * Math.max(1, Math.abs(here.logProb))) break;
      damping = Math.min(1e12, damping * 16);
      idle++;
    }
  }
  return { point: here.point, logProb: here.logProb, curvatures: curved.map(({ value }) => value), shape: shapeOf(here, curved, edge) };
};

const mostSteps = 200;

type Curved = ReturnType<typeof spectrum>;

const shapeOf = (here: Spot, curved: Curved, edge: boolean): Summit["shape"] => {
  const steep = Math.max(...curved.map(({ value }) => Math.abs(value)));
  const slope = Math.hypot(...here.gradient);
  const flat = 1e-6 * Math.max(steep, 1e-6);
  // How high the gradient says one could still climb.
  const left = curved.reduce((sum, { axis, value }) => sum + dotOf(axis, here.gradient) ** 2 / Math.max(Math.abs(value), flat), 0);
  if (left > 1e-6 && slope > 1e-6) return edge ? "edge" : "kink";
  return curved.every(({ value }) => value < -flat) ? "peak" : "ridge";
};

/** (|H| + damping · scale) s = gradient, so that it climbs wherever it stands; no longer than the manifold is wide. */
const newtonStep = ({ gradient }: Spot, curved: Curved, damping: number): readonly number[] => {
  const scale = Math.max(1e-9, ...curved.map(({ value }) => Math.abs(value)));
  return curved.reduce<readonly number[]>((step, { axis, value }) => {
    const along = dotOf(axis, gradient) / (Math.max(Math.abs(value), 1e-9 * scale) + damping * scale);
    return step.map((each, at) => each + along * axis[at]!);
  }, gradient.map(() => 0));
};

const spot = ({ space, blocks }: Landscape, point: readonly number[], { logProb, gradient }: { readonly logProb: number; readonly gradient: readonly number[] }): Spot => {
  const basis = space.tangentBasis(point);
  return { point, logProb, basis, gradient: pulledBack(blocks, basis, point, point, gradient) };
};

/** The gradient of s ↦ f(nearest(x + Bs)) where that is y: on a sphere the part across y, over the length of x + Bs. */
const pulledBack = (blocks: readonly ManifoldSpec[], basis: Spot["basis"], y: readonly number[], raw: readonly number[], gradient: readonly number[]): readonly number[] => {
  const own = [...gradient];
  for (const { block, start, ambient } of placed(blocks)) {
    if (block.kind !== "s") continue;
    const [part, across] = [y.slice(start, start + ambient), gradient.slice(start, start + ambient)];
    const [along, length] = [dotOf(part, across), Math.hypot(...raw.slice(start, start + ambient))];
    part.forEach((each, at) => (own[start + at] = (across[at]! - along * each) / length));
  }
  return basis.map((row) => dotOf(row, own));
};

/** By central differences of gradients, made symmetric. */
const hessian = ({ space, blocks, scales, at }: Landscape, { basis, point }: Spot): readonly (readonly number[])[] => {
  const steps = basis.map((row) => 1e-5 * Math.hypot(...row.map((each, k) => each * room(blocks, scales, point, k))));
  const raws = basis.flatMap((row, k) => [1, -1].map((side) => point.map((x, j) => x + side * steps[k]! * row[j]!)));
  const sides = raws.map((raw) => space.nearest(raw));
  const gradients = at(sides).map(({ gradient }, k) => pulledBack(blocks, basis, sides[k]!, raws[k]!, gradient));
  const rough = basis.map((_, k) => basis.map((_each, j) => (gradients[2 * k]![j]! - gradients[2 * k + 1]![j]!) / (2 * steps[k]!)));
  return rough.map((row, k) => row.map((each, j) => 0.5 * (each + rough[j]![k]!)));
};

/** A length of the number k of a point: how far it varies, or is from an end. */
const room = (blocks: readonly ManifoldSpec[], scales: readonly number[], point: readonly number[], k: number): number => {
  const { block, start } = placed(blocks).find(({ start, ambient }) => k >= start && k < start + ambient)!;
  switch (block.kind) {
    case "i":
      return Math.min(scales[k]!, point[k]! - block.lower, block.upper - point[k]!);
    case "h":
      return Math.min(scales[k]!, Math.abs(point[k]! - block.end));
    case "a":
      return Math.min(...point.slice(start, start + block.dim + 1));
    default:
      return scales[k]!;
  }
};

/** The point at the end of a step, which goes no more than nine tenths of the way to where the manifold ends. */
const moved = ({ space, blocks }: Landscape, { basis, point }: Spot, step: readonly number[]): { readonly point: readonly number[]; readonly clipped: boolean } => {
  const direction = point.map((_, k) => basis.reduce((sum, row, j) => sum + step[j]! * row[k]!, 0));
  const share = point.reduce((least, x, k) => Math.min(least, reachAlong(blocks, x, direction[k]!, k)), 1 / 0.9);
  const factor = Math.min(1, 0.9 * share);
  return { point: space.nearest(point.map((x, k) => x + factor * direction[k]!)), clipped: factor < 1 };
};

const reachAlong = (blocks: readonly ManifoldSpec[], x: number, direction: number, k: number): number => {
  if (direction === 0) return Infinity;
  const { block } = placed(blocks).find(({ start, ambient }) => k >= start && k < start + ambient)!;
  const to = (end: number): number => (end - x) / direction;
  switch (block.kind) {
    case "i":
      return to(direction > 0 ? block.upper : block.lower);
    case "h":
      return direction > 0 === (block.side === "above") ? Infinity : to(block.end);
    case "a":
      return direction > 0 ? Infinity : to(0);
    case "s":
      return Math.abs(direction) > 1 ? 1 / Math.abs(direction) : Infinity;
    default:
      return Infinity;
  }
};
