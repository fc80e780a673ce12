/** Where every flow starts: the base distribution of one manifold, as a builder. */
import { DiffeoFault, unsafe } from "../error.ts";
import { parseSpace, type ManifoldSpec, type Space } from "../manifold/space.ts";
import { BlockFlow, CircleFlow, ClassesFlow, EuclideanFlow, IntervalFlow, SimplexFlow, SphereFlow } from "./builder.ts";

/** The builder of one block. */
export const block = (manifold: ManifoldSpec): BlockFlow => {
  const { kind, dim, spec } = manifold;
  switch (kind) {
    case "e":
      return new EuclideanFlow(spec, manifold, []);
    case "s":
      return dim === 1 ? new CircleFlow(spec, manifold, []) : new SphereFlow(spec, manifold, []);
    case "i":
      return new IntervalFlow(spec, manifold, []);
    case "h":
      return new EuclideanFlow(spec, manifold, []);
    case "a":
      return new SimplexFlow(spec, manifold, []);
    case "c":
      return new ClassesFlow(spec, manifold, []);
  }
};

const only = (spec: string): BlockFlow => block(unsafe(parseSpace(spec))[0]!);

/** R^n with the standard Gaussian. */
export const euclid = <const N extends number>(dim: N): EuclideanFlow<`e${N}`> => only(`e${dim}`) as EuclideanFlow<`e${N}`>;

/** The circle of unit vectors in the plane, uniform. */
export const circle = (): CircleFlow<"s1"> => only("s1") as CircleFlow<"s1">;

/** The sphere S^n of unit vectors in R^(n+1), uniform; `sphere(1)` is the circle. */
export const sphere: {
  (dim: 1): CircleFlow<"s1">;
  <const N extends number>(dim: N): SphereFlow<`s${N}`>;
} = (dim: number) => only(`s${dim}`) as never;

type IntervalSpec<A extends number, B extends number> = [A, B] extends [0, 1] ? "i" : `i_${A}_${B}`;

/** The interval [lower, upper], uniform; [0, 1] by default. */
export const interval = <const A extends number = 0, const B extends number = 1>(
  lower: A = 0 as A,
  upper: B = 1 as B,
): IntervalFlow<IntervalSpec<A, B>> => only(`i_${lower}_${upper}`) as IntervalFlow<IntervalSpec<A, B>>;

/** What lies above a number, or below it, log-normal: `halfLine(0)` for what is positive. Its layers are those of a line. */
export const halfLine: {
  <const A extends number>(end: A, side?: "above"): EuclideanFlow<`i_${A}_inf`>;
  <const B extends number>(end: B, side: "below"): EuclideanFlow<`i_-inf_${B}`>;
} = (end: number, side: "above" | "below" = "above") => only(side === "above" ? `i_${end}_inf` : `i_-inf_${end}`) as never;

/** The simplex Δ^n of n + 1 fractions that add up to 1, uniform. */
export const simplex = <const N extends number>(dim: N): SimplexFlow<`a${N}`> => only(`a${dim}`) as SimplexFlow<`a${N}`>;

/** k unordered classes, equally probable. */
export const classes = <const K extends number>(count: K): ClassesFlow<`c${K}`> => only(`c${count}`) as ClassesFlow<`c${K}`>;

/** The base of any one-block space, from its spec: `manifold("s2")`. */
export const manifold = <const S extends string>(spec: Space<S>): BlockFlow<S> => {
  const [first, ...rest] = unsafe(parseSpace(spec));
  if (rest.length > 0) {
    throw new DiffeoFault({ tag: "SpecError", spec, sentence: `A builder starts from one manifold, but ${spec} has ${rest.length + 1}; join builders by oplus.` });
  }
  return block(first!) as never; // its space is this spec
};
