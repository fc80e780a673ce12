/**
 * How a run goes, on standard error: a bar that moves where a person watches, plain lines now and then where a file or a
 * pipe does.
 */
import { SingleBar } from "cli-progress";
import type { Progress } from "../train/options.ts";

export interface Reporter {
  readonly report: (progress: Progress) => void;
  readonly stop: () => void;
}

const fixed = (value: number): string => (Number.isFinite(value) ? value.toFixed(3) : "–");

/** Seconds, minutes and hours as people say them. */
export const duration = (milliseconds: number): string => {
  if (!Number.isFinite(milliseconds)) return "–";
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
};

const told = ({ loss, heldOut, rate, remaining }: Progress) => ({
  loss: fixed(loss), heldOut: fixed(heldOut), rate: rate.toExponential(1), left: duration(remaining),
});

const bar = (): Reporter => {
  const drawn = new SingleBar({
    format: "{bar} epoch {epoch} | loss {loss} | held out {heldOut} | rate {rate} | {left} left",
    barsize: 24, hideCursor: true, clearOnComplete: true, stream: process.stderr, barCompleteChar: "█", barIncompleteChar: "░",
  });
  let begun = false;
  return {
    report: (progress) => {
      const payload = { ...told(progress), epoch: `${progress.epoch}/${progress.epochs}` };
      if (!begun) drawn.start(progress.steps, progress.step, payload);
      begun = true;
      drawn.update(progress.step, payload);
    },
    stop: () => drawn.stop(),
  };
};

/** Lines at the ends of epochs, some seconds apart; the last epoch always has one. */
export const lines = (write: (line: string) => unknown): Reporter => {
  let next = 0;
  let unsaid: Progress | undefined;
  const say = (progress: Progress): void => {
    const { loss, heldOut, rate, left } = told(progress);
    write(`epoch ${progress.epoch}/${progress.epochs}: loss ${loss}, held out ${heldOut}, rate ${rate}, ${left} left\n`);
    next = progress.elapsed + 5000;
    unsaid = undefined;
  };
  return {
    report: (progress) => {
      // An epoch may end twice, before it is measured and after; the last word counts.
      if (unsaid && progress.epoch > unsaid.epoch && unsaid.elapsed >= next) say(unsaid);
      if (progress.step * progress.epochs >= progress.epoch * progress.steps) unsaid = progress;
    },
    stop: () => {
      if (unsaid) say(unsaid);
    },
  };
};

export const reporter = (quiet: boolean): Reporter =>
  quiet ? { report: () => undefined, stop: () => undefined } : process.stderr.isTTY ? bar() : lines((line) => process.stderr.write(line));

/** The same for a run of few steps, each with its name. */
export interface StepReporter {
  readonly report: (step: { readonly doing: string; readonly done: number; readonly steps: number }) => void;
  readonly stop: () => void;
}

export const stepReporter = (quiet: boolean): StepReporter => {
  const silent = { report: () => undefined, stop: () => undefined };
  if (quiet) return silent;
  if (!process.stderr.isTTY) return { ...silent, report: ({ doing, done, steps }) => void process.stderr.write(`${done + 1}/${steps}: ${doing}\n`) };
  const drawn = new SingleBar({ format: "{bar} {doing}", barsize: 24, hideCursor: true, clearOnComplete: true, stream: process.stderr, barCompleteChar: "█", barIncompleteChar: "░" });
  return {
    report: ({ doing, done, steps }) => (done === 0 ? drawn.start(steps, 0, { doing }) : drawn.update(done, { doing })),
    stop: () => drawn.stop(),
  };
};

/** The same where a step knows which share of it is done: a line that a terminal overwrites, and plain lines elsewhere. */
export interface PercentReporter {
  readonly begin: (doing: string, index: number, count: number) => void;
  readonly share: (done: number) => void;
  readonly stop: () => void;
}

export const percentReporter = (quiet: boolean): PercentReporter => {
  const steps = stepReporter(quiet);
  let last = { doing: "", done: 0, steps: 1 };
  return {
    begin: (doing, done, count) => {
      last = { doing, done, steps: count };
      steps.report(last);
    },
    // The first step has no shares; and lines of a file would be too many.
    share: (done) => (process.stderr.isTTY && last.done > 0 ? steps.report({ ...last, doing: `${last.doing}, ${Math.floor(100 * done)} %` }) : undefined),
    stop: steps.stop,
  };
};
