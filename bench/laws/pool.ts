/** Threads that take tasks until none is left, or time is up. */
import { Worker } from "node:worker_threads";
import type { Answer, Task } from "./worker.ts";

export interface Pool {
  /** Whether all tasks were done before the deadline, in milliseconds of `performance.now()`. */
  readonly run: (tasks: readonly Task[], until: number, tell: (answer: Answer) => void) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

export const pool = (threads: number): Pool => {
  const workers = Array.from({ length: threads }, () => new Worker(new URL("./worker.js", import.meta.url)));
  const ask = (worker: Worker, task: Task): Promise<Answer> =>
    new Promise((resolve, reject) => {
      worker.once("error", reject);
      worker.once("message", (answer: Answer) => {
        worker.off("error", reject);
        resolve(answer);
      });
      worker.postMessage(task);
    });
  return {
    run: async (tasks, until, tell) => {
      let next = 0;
      await Promise.all(workers.map(async (worker) => {
        while (next < tasks.length && performance.now() < until) tell(await ask(worker, tasks[next++]!));
      }));
      return next >= tasks.length;
    },
    close: async () => void (await Promise.all(workers.map((worker) => worker.terminate()))),
  };
};
