/** Learning rates over a run: a linear warm-up, then a fall to a small final rate. All as functions of progress in [0, 1]. */
export const schedules = {
  /** The peak rate throughout. */
  constant: (): number => 1,
  /** Half a cosine, from the peak to almost nothing (Loshchilov & Hutter 2017, arXiv:1608.03983, without restarts). */
  cosine: (progress: number): number => 0.005 + 0.4975 * (1 + Math.cos(Math.PI * progress)),
  /** A constant factor per step, down to a hundredth. */
  exponential: (progress: number): number => 0.01 ** progress,
} as const;

export type Schedule = keyof typeof schedules;

/** The rate at a step of a run; the first `warmup` of it rises linearly. */
export const rateAt = (schedule: Schedule, peak: number, warmup: number, step: number, steps: number): number => {
  const progress = steps <= 1 ? 0 : step / (steps - 1);
  const rising = warmup > 0 ? Math.min(1, (step + 1) / Math.max(1, warmup * steps)) : 1;
  return peak * rising * schedules[schedule](progress);
};
