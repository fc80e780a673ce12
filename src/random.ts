/**
 * Seeded random numbers. Every use of randomness states its seed and its purpose, as in `random(7, "epoch", 3)`: streams
 * with different purposes are independent, and nothing has to remember how many numbers another part has drawn.
 */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { logNormalQuantile } from "./expr/special.ts";

/** A stream of random numbers. Drawing from it changes it, as a generator must. */
export interface Random {
  /** In the open interval (0, 1). */
  readonly uniform: () => number;
  /** Standard normal. */
  readonly normal: () => number;
  /** Whole number in [0, below). */
  readonly below: (below: number) => number;
}

export const random = (seed: number, ...purpose: readonly (string | number)[]): Random => {
  const generator = xoroshiro128plus(hash([seed, ...purpose].join("\u0000")));
  const uniform = (): number => {
    const drawn = uniformFloat64(generator);
    return drawn > 0 ? drawn : uniform();
  };
  return {
    uniform,
    normal: () => {
      // The sign is drawn apart, so that both tails reach as far.
      const tail = logNormalQuantile(Math.log(0.5 * uniform()));
      return uniform() < 0.5 ? tail : -tail;
    },
    below: (below) => uniformInt(generator, 0, below - 1),
  };
};

/** FNV-1a with a final mix: texts that differ by one digit give unrelated seeds. */
const hash = (text: string): number => {
  let sum = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
  sum = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
  sum = Math.imul(sum ^ (sum >>> 13), 0xc2b2ae35);
  return (sum ^ (sum >>> 16)) | 0;
};

/** 0 … length − 1 in random order (Fisher–Yates). */
export const permutation = (length: number, source: Random): Int32Array => {
  const order = Int32Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last--) {
    const chosen = source.below(last + 1);
    [order[last], order[chosen]] = [order[chosen]!, order[last]!];
  }
  return order;
};
