/** The clock of a run: what progress events say of time, and when to let the program around breathe. */
import type { Progress } from "./options.ts";

export interface Reporter {
  /** Sends an event. */
  readonly report: (now: Omit<Progress, "steps" | "epochs" | "elapsed" | "remaining">) => void;
  /** Whether the last rest is long ago. */
  readonly tired: () => boolean;
  /** Lets timers, the caller's own progress and the abort signal have their turn. */
  readonly rest: () => Promise<void>;
}

/** Between two rests, in milliseconds. */
const watch = 100;

export const reporter = (onProgress: ((progress: Progress) => void) | undefined, { first, steps, epochs }: { readonly first: number; readonly steps: number; readonly epochs: number }): Reporter => {
  const began = performance.now();
  let rested = began;
  return {
    report: (now) => {
      const elapsed = performance.now() - began;
      onProgress?.({ ...now, steps, epochs, elapsed, remaining: (elapsed / (now.step - first)) * (steps - now.step) });
    },
    tired: () => performance.now() - rested > watch,
    rest: async () => {
      await new Promise((resolve) => setTimeout(resolve, 0));
      rested = performance.now();
    },
  };
};
