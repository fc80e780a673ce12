/**
 * What to compute again instead of storing it. Reverse derivatives read the values of the whole way forward, and most of
 * these are a multiplication or a comparison away from others that are stored in any case: repeating that costs no more
 * than a load, and the temporaries of a block stay in the cache.
 */
import { size, type Expr } from "../../expr/expr.ts";
import { isWhole } from "./access.ts";
import { loops, type Request } from "./loops.ts";
import type { Loops } from "./pieces.ts";
import type { ElementOp } from "./simd.ts";

/** What costs no more than the load that it saves; and, where the temporaries leave the cache, what is worth it step by step. */
const cheap: readonly ElementOp[] = ["neg", "abs", "sign", "floor", "add", "sub", "mul", "minimum", "maximum", "less", "lessEqual", "equal", "where"];
const levels: readonly (readonly ElementOp[])[] = [
  cheap,
  [...cheap, "div", "sqrt"],
  [...cheap, "div", "sqrt", "sigmoid", "tanh"],
  [...cheap, "div", "sqrt", "sigmoid", "tanh", "log", "exp"],
];

/** Operations that one reader may have to repeat for one value. */
const longest = 12;

/** Loops that store little; as little as they can if more than `most` elements would stay alive. */
export const thriftyLoops = (request: Request, most: number): Loops => {
  const first = loops(request);
  const few = most / 8;
  if (peak(first, lastReads(first)) <= few) return first;
  const plans = levels.map((operations) => () => repeatable(first, new Set(operations)));
  let best = plans[0]!();
  for (const plan of plans.slice(1)) {
    if (best.peak <= most) break;
    const next = plan();
    if (next.peak < best.peak) best = next;
  }
  return best.again.size === 0 ? first : loops(request, best.again);
};

/** When each stored value is read last. */
const lastReads = ({ buffers }: Loops): Map<Expr, number> => new Map([...buffers].map(([node, buffer]) => [node, buffer.last]));

/** Most elements that are alive at one time, where these values are stored until they are read last. */
const peak = ({ pieces, resident, home }: Loops, last: ReadonlyMap<Expr, number>): number => {
  const changes = new Array<number>(pieces.length + 2).fill(0);
  for (const [node, end] of last) {
    const start = home(node);
    if (start === undefined || resident.has(node)) continue;
    changes[start]! += size(node.shape);
    changes[end + 1]! -= size(node.shape);
  }
  let [now, most] = [0, 0];
  for (const change of changes) most = Math.max(most, (now += change));
  return most;
};

interface Plan {
  /** What is computed again. */
  readonly again: ReadonlySet<Expr>;
  readonly peak: number;
}

/** How a value follows from what is stored. */
interface Recipe {
  readonly leaves: ReadonlySet<Expr>;
  /** What is computed on the way, itself included. */
  readonly steps: ReadonlySet<Expr>;
}

const repeatable = (made: Loops, operations: ReadonlySet<string>): Plan => {
  const { buffers, sources, viewed } = made;
  const chosen = new Set<Expr>();
  /** When each stored value was read last, as the choices made so far would have it. */
  const last = lastReads(made);
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
  return { again: chosen, peak: peak(made, last) };
};
