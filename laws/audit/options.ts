/** How to audit: every option with its default. Those that are numbers are checked, as those of a fit are. */
import { between, whole } from "../../src/bijectors/options.ts";
import type { Interpreter } from "../../src/interpret/program.ts";
import type { Batch } from "../../src/manifold/batch.ts";
import type { Condition } from "../../src/model/condition.ts";

export const auditFields = {
  samples: whole(100, 10_000_000, 10_000, "samples of each block"),
  seed: whole(-2_147_483_648, 2_147_483_647, 0, "seed of all random numbers"),
  threshold: between(0, 1e6, 1, "multiplies all tolerances"),
  falseAlarm: between(0, 1, 1e-6, "chance that any statistical line fails for a right model, in all"),
};

/** What is being done, and how many of the audit's steps are done. */
export interface AuditProgress {
  readonly doing: string;
  readonly done: number;
  readonly steps: number;
}

export interface AuditOptions<S extends string = string, C extends string = string> {
  /** Rows to judge the model by. */
  readonly data?: Batch<S>;
  /**
   * With data, the conditions of its rows; without, conditions to draw from. By default random ones: uniform, or normal in the
   * units of the flow's frames.
   */
  readonly given?: Condition<C>;
  /** Samples of each block; 10,000 by default. */
  readonly samples?: number;
  /** Of all random numbers; 0 by default. */
  readonly seed?: number;
  /** Multiplies all tolerances; 1 by default. */
  readonly threshold?: number;
  /** In place of the audit's own, by the names of lines: `mass` is that of all blocks, `mass, block 1 (s2)` that of one. */
  readonly tolerances?: { readonly [name: string]: number };
  /** Chance that any statistical line fails for a right model, in all; 1e-6 by default. */
  readonly falseAlarm?: number;
  /** What is compared with the reference; by default the reference in float32 and kernels of both precisions. */
  readonly interpreters?: readonly Interpreter[];
  readonly onProgress?: (progress: AuditProgress) => void;
}
