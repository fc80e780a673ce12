/**
 * Iterated intervals: the simplex as sticks t_1 … t_n, each moved by a chain of rational-quadratic splines whose parameters
 * depend on the sticks before.
 *
 * Space: a<n>. Stick i is the share of fraction i in what the fractions before it have left. Its splines go from the data
 * to the base and read the data-side sticks before it, so that evaluation is one pass; sampling goes stick by stick.
 * Parameters: `widths` and `heights` [n, splines, bins], `slopes` [n, splines, bins + 1], raw; zeros are the identity.
 * Networks: `stick<i>`, i = 2 … n, from the sticks before to what is added to the parameters of stick i.
 * log-det: Σ_i (log-slope of stick i + (n − i) log((1 − t_i)' / (1 − t_i))).
 * Source: the splines are those of Durkan et al. 2019, arXiv:1906.04032; sticks as in Sethuraman 1994.
 */
import { add, addAll, exp, mul, reshape, slice, stack, sub, sum, take, type Expr } from "../expr/index.ts";
import type { Pair } from "../manifold/pair.ts";
import { following, fromLogSticks, logSticks, type LogSticks } from "../manifold/simplex.ts";
import { bijector, filled, type Context, type Image, type NetworkSpec, type Parameters, type Sample } from "./bijector.ts";
import { whole, wholes, type Values } from "./options.ts";
import { quantiles, rawKnots } from "./spline/histogram.ts";
import { slopesOf, spline, type Spline } from "./spline/knots.ts";
import { binsField, minimaFields } from "./spline/spline.ts";
import { back, through } from "./spline/unit-spline.ts";

const fields = {
  bins: binsField,
  splines: whole(1, 16, 1, "number of splines that a stick passes"),
  ...minimaFields,
  hidden: wholes(1, 4096, [32], "widths of the hidden layers of the networks between sticks"),
};

type Options = Values<typeof fields>;
type Name = "widths" | "heights" | "slopes";
type Reading = readonly [Parameters<Name>, Context<Options, string>];

/** The splines of stick `index`, from the base to the data, given the data-side sticks before it. */
const splinesOf = (index: number, before: readonly Expr[], [parameters, { options, networks }]: Reading): readonly Spline[] => {
  const { minSlope, splines } = options;
  const given = before.length === 0 ? undefined : networks[`stick${index + 1}`]!(stack(before));
  let start = 0;
  const own = (name: Name): Expr => {
    const free = take(parameters[name], index, 0);
    const length = free.shape[0]! * free.shape[1]!;
    const shift = given && reshape(slice(given, 0, (start += length) - length, length), free.shape);
    return shift ? add(free, shift) : free;
  };
  const [widths, heights, slopes] = [own("widths"), own("heights"), own("slopes")];
  return Array.from({ length: splines }, (_, at) => spline(take(widths, at, 0), take(heights, at, 0), slopesOf(take(slopes, at, 0), minSlope), options));
};

interface Moved {
  readonly taken: Expr;
  readonly left: Expr;
  /** log-slope of the stick, and by how much the logarithm of what it leaves has grown. */
  readonly logSlope: Expr;
  readonly growth: Expr;
}

/** A stick under a chain of splines, by ratios: its logarithms keep their digits however small it is. */
const moved = (way: typeof through, chain: readonly Spline[], taken: Expr, left: Expr): Moved => {
  let pair: Pair = { t: exp(taken), complement: exp(left) };
  const images = chain.map((each) => {
    const image = way(each, pair);
    pair = image.pair;
    return image;
  });
  const grown = addAll(images.map(({ logRatios }) => logRatios.complement), []);
  return {
    taken: addAll([taken, ...images.map(({ logRatios }) => logRatios.t)], []),
    left: add(left, grown),
    logSlope: addAll(images.map(({ logSlope }) => logSlope), []),
    growth: grown,
  };
};

const image = (sticks: readonly Moved[]): Image => {
  const column = (name: keyof Moved): Expr => stack(sticks.map((stick) => stick[name]));
  return {
    point: fromLogSticks({ taken: column("taken"), left: column("left") }),
    logDet: add(sum(column("logSlope")), sum(mul(following(sticks.length), column("growth")))),
  };
};

/** What networks see of a stick: 2t − 1. */
const feature = (taken: Expr, left: Expr): Expr => sub(exp(taken), exp(left));

const each = ({ taken, left }: LogSticks): readonly (readonly [taken: Expr, left: Expr])[] =>
  Array.from({ length: taken.shape[0]! }, (_, index) => [take(taken, index), take(left, index)] as const);

export const simplexSpline = bijector({
  name: "simplexSpline",
  on: "a",
  symbol: "w",
  options: fields,
  parameters: ({ dim }, { bins, splines }) => ({
    widths: filled([dim, splines, bins], 0),
    heights: filled([dim, splines, bins], 0),
    slopes: filled([dim, splines, bins + 1], 0),
  }),
  networks: ({ dim }, { bins, splines, hidden }): { readonly [name: string]: NetworkSpec } =>
    Object.fromEntries(Array.from({ length: dim - 1 }, (_, index) => [`stick${index + 2}`, { inputs: index + 1, outputs: splines * (3 * bins + 1), hidden }])),
  forward: (z, parameters, context) => {
    const seen: Expr[] = [];
    return image(each(logSticks(z)).map(([taken, left], index) => {
      const stick = moved(back, splinesOf(index, seen, [parameters, context]), taken, left);
      seen.push(feature(stick.taken, stick.left));
      return stick;
    }));
  },
  inverse: (x, parameters, context) => {
    const sticks = each(logSticks(x));
    const features = sticks.map(([taken, left]) => feature(taken, left));
    return image(sticks.map(([taken, left], index) => moved(through, [...splinesOf(index, features.slice(0, index), [parameters, context])].reverse(), taken, left)));
  },
  /** For each stick, the spline next to the data with knots at quantiles. */
  fit: (sample, { dim }, options) => knotsAtQuantiles(sample, dim, options),
});

const knotsAtQuantiles = ({ rows, count, weights }: Sample, dim: number, options: Options): { readonly [K in Name]: readonly number[] } => {
  const { bins, splines } = options;
  const knots = Array.from({ length: dim }, (_, index) => {
    const shares = Float64Array.from({ length: count }, (_, row) => {
      const rest = Array.from(rows.subarray(row * (dim + 1) + index, (row + 1) * (dim + 1)), Math.exp);
      return rest[0]! / rest.reduce((a, b) => a + b, 0);
    });
    // The quantiles of sticks of uniform fractions.
    const uniform = Array.from({ length: bins - 1 }, (_, knot) => 1 - (1 - (knot + 1) / bins) ** (1 / (dim - index)));
    return rawKnots(quantiles(shares, weights, bins), uniform, options);
  });
  const padded = (row: readonly number[]): readonly number[] => [...Array<number>((splines - 1) * row.length).fill(0), ...row];
  const tensor = (name: Name): readonly number[] => knots.flatMap((own) => padded(own[name]));
  return { widths: tensor("widths"), heights: tensor("heights"), slopes: tensor("slopes") };
};
