/** Threads that take tasks until none is left, or time is up. A worker answers every message with one. */
import { Worker } from "node:worker_threads";

export interface Pool<Task, Answer> {
  /** Whether all tasks were done before the deadline, in milliseconds of `performance.now()`. */
  readonly run: (tasks: readonly Task[], until: number, tell: (answer: Answer, task: Task) => void) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/** Threads that run one file. */
export const pool = <Task, Answer>(file: URL, threads: number): Pool<Task, Answer> => {
  const workers = Array.from({ length: threads }, () => new Worker(file));
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
        while (next < tasks.length && performance.now() < until) {
          const task = tasks[next++]!;
          tell(await ask(worker, task), task);
        }
      }));
      return next >= tasks.length;
    },
    close: async () => void (await Promise.all(workers.map((worker) => worker.terminate()))),
  };
};
