/**
 * Points with weights that stand for a model: all classes, the nodes of a rule in the base, or samples. An expectation is
 * a weighted sum over them, and so is every statistic that is made of expectations; what it becomes under the *replicas*
 * of the weights tells how well it is known.
 */
import { baseRule, mostDim, type Fineness } from "./base-rule.ts";
import { closure, continuousDim, places } from "./closure.ts";
import type { Estimate, Measured, Method } from "./estimate.ts";
import { draw, reads, type Subject } from "./subject.ts";

export interface Ensemble {
  readonly method: Method;
  readonly count: number;
  /** Whole points [count, ambient], of which only the blocks that were asked for, and their ancestors, mean anything. */
  readonly rows: Float64Array;
  /** Their base points [count, dim]; of classes under a rule, nothing. */
  readonly base: Float64Array;
  /** Sum to one. */
  readonly weights: Float64Array;
  /** Of a rule, the weights of every second node; of samples, those without one part of them each. */
  readonly replicas: readonly Float64Array[];
}

const nodes: Fineness = [0, 4096, 96];

/** Parts into which samples are divided for the errors of statistics. */
const parts = 32;

/** Of some blocks: by a rule where they and what they depend on have at most `most` dimensions beside classes, else by samples. */
export const ensembleOf = (subject: Subject, blocks: readonly number[], { samples, seed, most = mostDim, nodesOf }: { readonly samples: number; readonly seed: number; readonly most?: number; readonly nodesOf?: Fineness }): Ensemble => {
  const needed = closure(subject.plan, blocks);
  return continuousDim(subject.plan, needed) <= most && classesIn(subject, needed) <= mostClasses ? ruleOver(subject, needed, nodesOf) : sampled(subject, samples, seed);
};

const mostClasses = 4096;

const classesIn = ({ plan }: Subject, of: readonly number[]): number =>
  of.reduce((product, index) => (plan.blocks[index]!.geometry.kind === "c" ? product * plan.blocks[index]!.geometry.ambient : product), 1);

export const sampled = (subject: Subject, samples: number, seed: number): Ensemble => {
  const { rows, base } = draw(subject, samples, seed);
  return {
    method: "sampling",
    count: samples,
    rows,
    base,
    weights: new Float64Array(samples).fill(1 / samples),
    replicas: Array.from({ length: Math.min(parts, samples) }, (_, part) => {
      const kept = samples - Math.ceil((samples - part) / parts);
      return Float64Array.from({ length: samples }, (_each, row) => (row % parts === part ? 0 : 1 / kept));
    }),
  };
};

/** A rule over these blocks, which depend on no others; `nodesOf` says how fine it is for that many dimensions. */
export const ruleOver = (subject: Subject, needed: readonly number[], nodesOf: Fineness = nodes): Ensemble => {
  const { plan } = subject;
  const dims = continuousDim(plan, needed);
  const at = places(plan);
  const any = draw(subject, 1, 0);
  const start: Growing = { count: 1, rows: any.rows, base: any.base, weights: Float64Array.of(1), coarse: Float64Array.of(1) };
  const { count, rows, base, weights, coarse } = needed.reduce<Growing>((grown, index) => {
    const { geometry } = plan.blocks[index]!;
    const place = at[index]!;
    if (geometry.kind !== "c") {
      const rule = baseRule(geometry, nodesOf[dims]!);
      return withinFloats(subject, imaged(subject, index, place, multiplied(subject, grown, rule.count, (row, each) => row.base.set(rule.base.subarray(each * geometry.dim, (each + 1) * geometry.dim), place.base), (each) => [rule.weights[each]!, rule.coarse[each]!])));
    }
    const all = multiplied(subject, grown, geometry.ambient, ({ point }, each) => point.fill(0, place.start, place.start + geometry.ambient).fill(1, place.start + each, place.start + each + 1), () => [1, 1]);
    const masses = logProbOf(subject, index, all).map(Math.exp);
    return { ...all, weights: all.weights.map((weight, row) => weight * masses[row]!), coarse: all.coarse.map((weight, row) => weight * masses[row]!) };
  }, start);
  return { method: dims === 0 ? "exact" : "quadrature", count, rows, base, weights, replicas: dims === 0 ? [] : [coarse] };
};

interface Growing extends Pick<Ensemble, "count" | "rows" | "base" | "weights"> {
  readonly coarse: Float64Array;
}

/** Nodes beyond all floats, as at the far end of a half line, weigh nothing: but for their weight, as long as that is next to none. */
const withinFloats = ({ plan: { ambient } }: Subject, grown: Growing): Growing => {
  const beyond = Array.from(grown.weights, (_, row) => grown.rows.subarray(row * ambient, (row + 1) * ambient).some((each) => !Number.isFinite(each)));
  const lost = grown.weights.reduce((sum, weight, row) => (beyond[row] ? sum + weight : sum), 0);
  if (lost === 0 || lost > 1e-6) return grown;
  const kept = (weights: Float64Array): Float64Array => weights.map((weight, row) => (beyond[row] ? 0 : weight));
  return { ...grown, weights: kept(grown.weights), coarse: kept(grown.coarse) };
};

/** Every row `times` times, each of which `change` may set apart in place. */
const multiplied = (
  { plan: { ambient, dim } }: Subject, { count, rows, base, weights, coarse }: Growing, times: number,
  change: (row: { readonly point: Float64Array; readonly base: Float64Array }, each: number) => void, factor: (each: number) => readonly [number, number],
): Growing => {
  const [wide, deep] = [new Float64Array(count * times * ambient), new Float64Array(count * times * dim)];
  const [fine, rough] = [new Float64Array(count * times), new Float64Array(count * times)];
  for (let to = 0; to < count * times; to++) {
    const [from, each] = [Math.floor(to / times), to % times];
    const row = { point: wide.subarray(to * ambient, (to + 1) * ambient), base: deep.subarray(to * dim, (to + 1) * dim) };
    row.point.set(rows.subarray(from * ambient, (from + 1) * ambient));
    row.base.set(base.subarray(from * dim, (from + 1) * dim));
    change(row, each);
    const [by, roughly] = factor(each);
    [fine[to], rough[to]] = [weights[from]! * by, coarse[from]! * roughly];
  }
  return { count: count * times, rows: wide, base: deep, weights: fine, coarse: rough };
};

/** The rows with block `index` made from their base points. */
const imaged = <A extends Pick<Ensemble, "count" | "rows" | "base">>(subject: Subject, index: number, place: { readonly start: number; readonly base: number }, of: A): A => {
  const rows = of.rows.slice();
  imageInto(subject, index, place, rows, of.base, of.count);
  return { ...of, rows };
};

/** Writes block `index` of every row anew, from the base and the blocks before. */
export const imageInto = (subject: Subject, index: number, place: { readonly start: number; readonly base: number }, rows: Float64Array, base: Float64Array, count: number): void => {
  const { ambient, blocks, dim: whole } = subject.plan;
  const { dim, ambient: width } = blocks[index]!.geometry;
  const own = Float64Array.from({ length: count * dim }, (_, at) => base[Math.floor(at / dim) * whole + place.base + (at % dim)]!);
  const { point } = subject.programs.blockImage(index)({ base: own, point: rows, ...reads(subject, count) }, count);
  for (let row = 0; row < count; row++) for (let column = 0; column < width; column++) rows[row * ambient + place.start + column] = point[row * width + column]!;
};

/** log-density of block `index` given those before, at every row. */
export const logProbOf = (subject: Subject, index: number, { rows, count }: Pick<Ensemble, "rows" | "count">): Float64Array =>
  subject.programs.block(index)({ point: rows, ...reads(subject, count) }, count).logProb;

/** A mean over an ensemble. Terms of samples are independent, or so are the means of `groups` equal runs of them. */
export const meanOf = ({ method, count, weights, replicas }: Ensemble, terms: Float64Array, groups: number = count): Estimate => {
  const value = dot(weights, terms);
  if (method === "exact") return { value, error: 0, method, samples: count };
  if (method === "quadrature") return { value, error: Math.abs(dot(replicas[0]!, terms) - value), method, samples: count };
  const size = count / groups;
  let squares = 0;
  for (let group = 0; group < groups; group++) {
    let sum = 0;
    for (let row = group * size; row < (group + 1) * size; row++) sum += terms[row]!;
    squares += (sum / size - value) ** 2;
  }
  return { value, error: Math.sqrt(squares / (groups * (groups - 1))), method, samples: count };
};

/** Anything made of expectations, entry by entry: samples tell errors by leaving out one part at a time (the jackknife). */
export const statisticOf = ({ method, weights, replicas }: Ensemble, statistic: (weights: Float64Array) => readonly number[]): Measured<readonly number[]> => {
  const value = statistic(weights);
  const others = replicas.map(statistic);
  if (method !== "sampling") return { value, error: value.map((each, at) => (others[0] ? Math.abs(others[0][at]! - each) : 0)) };
  return {
    value,
    error: value.map((_, at) => {
      const mean = others.reduce((sum, each) => sum + each[at]!, 0) / others.length;
      return Math.sqrt(((others.length - 1) / others.length) * others.reduce((sum, each) => sum + (each[at]! - mean) ** 2, 0));
    }),
  };
};

const dot = (weights: Float64Array, terms: Float64Array): number => {
  let sum = 0;
  // What has no weight may be infinite.
  for (let at = 0; at < weights.length; at++) if (weights[at] !== 0) sum += weights[at]! * terms[at]!;
  return sum;
};
