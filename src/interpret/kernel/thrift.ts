/**
 * What to compute again instead of storing it. Reverse derivatives read the values of the whole way forward, and most of
 * these are a multiplication or a comparison away from others that are stored in any case: repeating that costs no more
 * than a load, and the temporaries of a block stay in the cache.
 */
import { size, type Expr } from "../../expr/expr.ts";
import { isWhole } from "./access.ts";
import { loops, type Loops, type Request } from "./loops.ts";
import type { ElementOp } from "./simd.ts";

/** What costs no more than the load that it saves, and what is worth it step by step where the temporaries leave the cache. */
const cheap: readonly ElementOp[] = ["neg", "abs", "sign", "floor", "add", "sub", "mul", "minimum", "maximum", "less", "lessEqual", "equal", "where"];
const dearer: readonly (readonly ElementOp[])[] = [["div", "sqrt"], ["sigmoid", "tanh"], ["log", "exp"]];

/** Operations that one reader may have to repeat for one value. */
const longest = 12;

/** Loops that store little; as little as they can if more than `most` elements stay alive. */
export const thriftyLoops = (request: Request, most: number): Loops => {
  const first = loops(request);
  return dearer.reduce<{ readonly operations: readonly ElementOp[]; readonly made: Loops }>(({ operations, made }, more) => {
    if (peak(made) <= most) return { operations, made };
    const all = [...operations, ...more];
    return { operations: all, made: repeating(request, first, all) };
  }, { operations: cheap, made: repeating(request, first, cheap) }).made;
};

const repeating = (request: Request, first: Loops, operations: readonly ElementOp[]): Loops => {
  const again = repeatable(first, new Set(operations));
  return again.size === 0 ? first : loops(request, again);
};

/** Most elements that are alive at one time. */
const peak = ({ buffers, pieces, resident }: Loops): number => {
  const changes = new Array<number>(pieces.length + 2).fill(0);
  for (const [node, { first, last }] of buffers) {
    if (resident.has(node)) continue;
    const { shape } = node;
    changes[first]! += size(shape);
    changes[last + 1]! -= size(shape);
  }
  let [now, most] = [0, 0];
  for (const change of changes) most = Math.max(most, (now += change));
  return most;
};

/** How a value follows from what is stored. */
interface Recipe {
  readonly leaves: ReadonlySet<Expr>;
  /** What is computed on the way, itself included. */
  readonly steps: ReadonlySet<Expr>;
}

const repeatable = ({ buffers, sources, viewed }: Loops, operations: ReadonlySet<string>): ReadonlySet<Expr> => {
  const chosen = new Set<Expr>();
  /** When each stored value was read last, as the choices made so far would have it. */
  const last = new Map<Expr, number>([...buffers].map(([node, buffer]) => [node, buffer.last]));
  const isRepeatable = (node: Expr): boolean => !viewed.has(node) && sources.get(node)?.role === "element" && operations.has(node.op);

  const recipeOf = (node: Expr): Recipe => {
    const [leaves, steps] = [new Set<Expr>(), new Set([node])];
    for (const access of sources.get(node)!.reads) {
      const inner = isWhole(access) && !last.has(access.base) && isRepeatable(access.base) && steps.size <= longest ? recipeOf(access.base) : undefined;
      if (!inner) leaves.add(access.base);
      else {
        for (const leaf of inner.leaves) leaves.add(leaf);
        for (const step of inner.steps) steps.add(step);
      }
    }
    return { leaves, steps };
  };

  for (const node of sources.keys()) {
    const end = last.get(node);
    if (end === undefined || buffers.get(node)!.lanes !== "sample" || !isRepeatable(node)) continue;
    const { leaves, steps } = recipeOf(node);
    if (steps.size > longest) continue;
    const longer = [...leaves].filter((leaf) => sources.has(leaf) && (last.get(leaf) ?? -1) < end);
    if (longer.reduce((sum, leaf) => sum + size(leaf.shape), 0) >= size(node.shape)) continue;
    for (const step of steps) chosen.add(step);
    for (const leaf of longer) last.set(leaf, end);
    last.delete(node);
  }
  return chosen;
};
