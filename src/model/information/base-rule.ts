/**
 * Expectations under the standard Gaussian by equal steps: a rule in the base is a rule on every manifold, with its nodes
 * where the model has its mass. The trapezoidal rule converges geometrically for what is smooth along the whole line
 * (Trefethen & Weideman 2014, SIAM Review 56, §5); its every second node is a rule too, which tells how far it is converged.
 */

export interface BaseRule {
  readonly count: number;
  /** Base points [count, dim]. */
  readonly base: Float64Array;
  /** Sum to one. */
  readonly weights: Float64Array;
  /** Of the rule of every second node along each dimension; 0 elsewhere. */
  readonly coarse: Float64Array;
}

/** How far a rule reaches: beyond it lies 1e-15 of the Gaussian. */
const reach = 8;

/** Dimensions of what is integrated by rules. */
export const mostDim = 2;

/** The rule over `dim` dimensions, at most two; `nodes` along each is made odd. */
export const baseRule = (dim: number, nodes: number): BaseRule => {
  const half = Math.max(2, 2 * Math.round(nodes / 4));
  const line = Array.from({ length: 2 * half + 1 }, (_, at) => ((at - half) * reach) / half);
  const raw = line.map((z) => Math.exp(-0.5 * z * z));
  const [all, every] = [sum(raw), sum(raw.filter((_, at) => at % 2 === 0))];
  const one: BaseRule = {
    count: line.length,
    base: Float64Array.from(line),
    weights: Float64Array.from(raw, (each) => each / all),
    coarse: Float64Array.from(raw, (each, at) => (at % 2 === 0 ? each / every : 0)),
  };
  return Array.from({ length: dim }, () => one).reduce(times, { count: 1, base: new Float64Array(0), weights: Float64Array.of(1), coarse: Float64Array.of(1) });
};

const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);

/** Every node of one with every node of the other. */
const times = (a: BaseRule, b: BaseRule): BaseRule => {
  const count = a.count * b.count;
  const [wide, narrow] = [a.base.length / a.count, b.base.length / b.count];
  const base = new Float64Array(count * (wide + narrow));
  const pair = (of: "weights" | "coarse"): Float64Array => Float64Array.from({ length: count }, (_, at) => a[of][Math.floor(at / b.count)]! * b[of][at % b.count]!);
  for (let at = 0; at < count; at++) {
    const [i, j] = [Math.floor(at / b.count), at % b.count];
    base.set(a.base.subarray(i * wide, (i + 1) * wide), at * (wide + narrow));
    base.set(b.base.subarray(j * narrow, (j + 1) * narrow), at * (wide + narrow) + wide);
  }
  return { count, base, weights: pair("weights"), coarse: pair("coarse") };
};
