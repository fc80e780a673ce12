/** What code is written for: where everything lies, and which functions there are to call. */
import type { Expr } from "../../expr/expr.ts";
import type { Formula } from "./elementary/index.ts";
import type { Simd } from "./simd.ts";

/**
 * What an address counts from: 0, for what is one number for all samples; the memory of the thread; or what the chunk
 * keeps of the block.
 */
export type Origin = "uniform" | "sample" | "kept";

export interface Placed {
  readonly address: number;
  readonly origin: Origin;
}

export interface Machine {
  readonly simd: Simd;
  /** Vectors of samples in a block. */
  readonly vectors: number;
  readonly place: (base: Expr) => Placed;
  /** Whether a node of a nest is stored. */
  readonly stored: (node: Expr) => boolean;
  /** Where the sum of a node over the samples of a chunk grows, lane by lane, in the memory of the thread. */
  readonly accumulator: (sum: Expr) => number;
  /** Where a chunk keeps a copy of a node, in what it keeps of a block. */
  readonly keptAt: (node: Expr) => number;
  /** All bits set in the lanes that hold samples: one vector after the other, in the memory of the thread. */
  readonly mask: number;
  /** The function of this module that computes a formula. */
  readonly called: (name: Formula) => number;
}

