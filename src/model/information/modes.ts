/**
 * The points where a density is greatest, near and far: Newton's method on the manifold, held to steps that climb
 * (Levenberg–Marquardt), from many samples. At a point x with tangent basis B, the density is looked at in s ↦ nearest(x +
 * Bs), whose gradient is exact and whose Hessian, the Riemannian one, is taken by differences of gradients. Classes are gone
 * through one by one. Densities are with respect to the measure of the space: another chart has other modes.
 */
import { input, vjp } from "../../expr/index.ts";
import { evaluate, variables } from "../../flow/elaborate.ts";
import { program } from "../../interpret/program.ts";
import { measure, type Measure } from "../../manifold/measure.ts";
import { placed, type Point } from "../../manifold/point.ts";
import { parseSpace, type ManifoldSpec } from "../../manifold/space.ts";
import { unsafe } from "../../error.ts";
import type { Model } from "../model.ts";
import type { AnyOptions, Asked } from "./asked.ts";
import { climb, type Landscape, type Summit } from "./climb.ts";
import { meanOfRows, type BlockRows } from "./statistics.ts";
import { draw, reads, subjectOf, type Asking, type Drawn, type Subject } from "./subject.ts";

export interface ModeOptions {
  /** Climbs, from the densest of ten times as many samples and from others of them, by turns; 24 by default. */
  readonly starts?: number;
  readonly seed?: number;
}

export interface Mode<S extends string> {
  readonly point: Point<S>;
  readonly logProb: number;
  /** Eigenvalues of the Hessian of the log-density on the tangent space, the greatest first. */
  readonly curvatures: readonly number[];
  /**
   * peak: all curvatures are negative. ridge: some is not, so the mode is one of many as high, or nearly. edge: the density
   * still rises towards an end of an interval or a side of a simplex. kink: it has no gradient zero there.
   */
  readonly shape: "peak" | "ridge" | "edge" | "kink";
  /** How many climbs ended here. */
  readonly climbs: number;
}

/** The modes of a model, the highest first: `const [best] = modes(model)`. */
export const modes = <S extends string, C extends string>(model: Model<S, C>, ...[options]: Asked<C, ModeOptions>): readonly Mode<S>[] =>
  modesOf(model, options) as unknown as readonly Mode<S>[]; // points of this space

const modesOf = (model: Asking, { starts = 24, seed = 0, given }: AnyOptions<ModeOptions> = {}): readonly Mode<string>[] => {
  if (!(starts >= 1)) throw new RangeError(`A search for modes takes at least one start, but ${starts} were asked for.`);
  const subject = subjectOf(model, given);
  const blocks = unsafe(parseSpace(model.flow.space));
  const drawn = draw(subject, 10 * starts, seed);
  const landscape = landscapeOf(subject, measure(blocks), scalesOf(drawn));
  return merged(startsOf(blocks, starts, drawn).map((start) => climb(landscape, start)), landscape)
    .map(({ point, ...summit }) => ({ point: point as readonly number[] as Point<string>, ...summit })); // a retraction's
};

/** Log-density and its ambient gradient at points [count, ambient]. */
const landscapeOf = (subject: Subject, space: Measure, scales: readonly number[]): Landscape => {
  const inputs = variables(subject.plan);
  const { logProb } = evaluate(subject.plan, inputs);
  const [gradient] = vjp([logProb], [input("weight", [])], [inputs.point]);
  const run = subject.interpreter.compile(program({ logProb, gradient: gradient! }));
  return {
    space,
    blocks: unsafe(parseSpace(subject.flow.space)),
    scales,
    at: (points) => {
      const count = points.length;
      const answer = run({ point: Float64Array.from(points.flat()), weight: new Float64Array(count).fill(1), ...reads(subject, count) }, count);
      return points.map((_, row) => ({ logProb: answer.logProb[row]!, gradient: Array.from(answer.gradient.subarray(row * space.ambient, (row + 1) * space.ambient)) }));
    },
  };
};

/** The deviation of each number of a point. */
const scalesOf = ({ rows, count }: Drawn): readonly number[] => {
  const own: BlockRows = { rows, count, width: rows.length / count };
  const evenly = new Float64Array(count).fill(1 / count);
  const mean = meanOfRows(own, evenly);
  return mean.map((center, k) => Math.sqrt(Array.from({ length: count }, (_, row) => (rows[row * own.width + k]! - center) ** 2).reduce((sum, each) => sum + each, 0) / count) || 1);
};

/** The densest samples and others, each with every class where there are few of them. */
const startsOf = (blocks: readonly ManifoldSpec[], starts: number, { rows, logProb, count }: Drawn): readonly (readonly number[])[] => {
  const ambient = rows.length / count;
  const dense = Array.from({ length: count }, (_, row) => row).sort((a, b) => logProb[b]! - logProb[a]!);
  const chosen = [...new Set([...dense.slice(0, Math.ceil(starts / 2)), ...Array.from({ length: Math.floor(starts / 2) }, (_, row) => row)])];
  return chosen.flatMap((row) => withClasses(blocks, Array.from(rows.subarray(row * ambient, (row + 1) * ambient))));
};

/** At most so many combinations of classes are gone through. */
const mostClasses = 64;

const withClasses = (blocks: readonly ManifoldSpec[], point: readonly number[]): readonly (readonly number[])[] => {
  const combinations = blocks.reduce((product, block) => (block.kind === "c" ? product * block.classes : product), 1);
  if (combinations === 1 || combinations > mostClasses) return [point];
  let start = 0;
  return blocks.reduce<readonly (readonly number[])[]>((points, block) => {
    const own = measure([block]).ambient;
    const at = start;
    start += own;
    return block.kind === "c" ? points.flatMap((each) => Array.from({ length: own }, (_, c) => each.map((x, k) => (k >= at && k < at + own ? Number(k - at === c) : x)))) : points;
  }, [point]);
};

/** Summits that are one: near each other in their own units, or equally high parts of one ridge. */
const merged = (summits: readonly Summit[], { blocks }: Landscape): readonly (Summit & { readonly climbs: number })[] => {
  const sorted = [...summits].sort((a, b) => b.logProb - a.logProb);
  const found: (Summit & { climbs: number })[] = [];
  for (const summit of sorted) {
    const same = found.find((other) => sameSummit(other, summit, blocks));
    if (same) same.climbs++;
    else found.push({ ...summit, climbs: 1 });
  }
  return found;
};

const sameSummit = (a: Summit, b: Summit, blocks: readonly ManifoldSpec[]): boolean => {
  if (placed(blocks).some(({ block, start, ambient }) => block.kind === "c" && a.point.slice(start, start + ambient).indexOf(1) !== b.point.slice(start, start + ambient).indexOf(1))) return false;
  const apart = Math.hypot(...a.point.map((x, at) => x - b.point[at]!));
  // A length in which the density falls by one nat.
  const unit = 1 / Math.sqrt(Math.max(1e-12, ...a.curvatures.map((each) => -each)));
  if (a.shape === "ridge" && b.shape === "ridge") return Math.abs(a.logProb - b.logProb) < 1e-4;
  return apart < 1e-2 * unit || (apart < 0.1 * unit && Math.abs(a.logProb - b.logProb) < 1e-3);
};
