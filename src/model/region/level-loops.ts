/**
 * The border of {log p ≥ level} on a mesh of triangles, as loops with the inside on the left. In a triangle that the level
 * passes, it runs from the edge where a walk around the triangle leaves the inside to the edge where it comes in again, so
 * there is no choice and no saddle. At the rim of a surface the border is the rim, where that is inside: all loops close.
 */
import { edgeKey, edgeOf, type Mesh } from "./mesh.ts";

/** A place of a border: on the edge from a vertex inside to one outside, or at a vertex of the rim. */
export type Stop = { readonly inside: number; readonly outside: number } | { readonly vertex: number };

export interface Loop {
  readonly stops: readonly Stop[];
  /** Loops around one connected part of the inside have its number. */
  readonly part: number;
}

/** Loops around what is high, given for each vertex. */
export const levelLoops = (mesh: Mesh, high: Uint8Array): readonly Loop[] => {
  const { corners, owners } = mesh;
  // Edges are named from the inside to the outside; vertices of the rim by numbers below 0.
  const next = new Map<number, number>();
  const parts = connected(corners, high);
  for (let at = 0; at < corners.length; at += 3) {
    if (!high[corners[at]!] && !high[corners[at + 1]!] && !high[corners[at + 2]!]) continue;
    let [leaving, entering] = [-1, -1];
    for (let k = 0; k < 3; k++) {
      const [u, v] = [corners[at + k]!, corners[at + ((k + 1) % 3)]!];
      if (high[u] && !high[v]) leaving = edgeKey(u, v);
      if (!high[u] && high[v]) entering = edgeKey(v, u);
      if (owners.has(edgeKey(v, u))) continue;
      if (high[u]) next.set(-1 - u, high[v] ? -1 - v : edgeKey(u, v));
      else if (high[v]) next.set(edgeKey(v, u), -1 - v);
    }
    // At the rim the border has come in through this edge, or goes on along the rim from the other.
    if (leaving >= 0) next.set(leaving, entering);
  }
  return loopsOf(next).map((keys) => {
    const stops = keys.map(stopOf);
    const [first] = stops;
    return { stops, part: parts[first && "vertex" in first ? first.vertex : first!.inside]! };
  });
};

const stopOf = (key: number): Stop => {
  if (key < 0) return { vertex: -1 - key };
  const [inside, outside] = edgeOf(key);
  return { inside, outside };
};

const loopsOf = (next: Map<number, number>): readonly (readonly number[])[] => {
  const loops: number[][] = [];
  // One pass over a map that shrinks: it is slow to say, again and again, what is first in it.
  for (const start of next.keys()) {
    const loop: number[] = [];
    let key: number | undefined = start;
    while (key !== undefined && next.has(key)) {
      loop.push(key);
      const after: number | undefined = next.get(key);
      next.delete(key);
      key = after;
    }
    loops.push(loop);
  }
  return loops;
};

/** For each vertex that is high the number of its connected part: the least vertex of it, by union and find. */
const connected = (corners: readonly number[], high: Uint8Array): Int32Array => {
  const parent = Int32Array.from(high, (_, vertex) => vertex);
  const root = (vertex: number): number => {
    let at = vertex;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  for (let at = 0; at < corners.length; at++) {
    const [u, v] = [corners[at]!, corners[at % 3 === 2 ? at - 2 : at + 1]!];
    if (high[u] && high[v]) parent[Math.max(root(u), root(v))] = Math.min(root(u), root(v));
  }
  return parent.map((_, vertex) => root(vertex));
};
