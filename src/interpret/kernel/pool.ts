/**
 * Threads that compute chunks of samples over one shared memory. A job is a number of chunks; whoever is free takes the
 * next one. A thread that wakes up late finds nothing left to do, and nobody waits for it: until the threads have
 * started, and where an engine has none or does not find their file, the calling thread computes everything. What is
 * computed does not depend on it.
 */
import { sharedMemoryOf, type Memory } from "./engine.ts";

/** What a job runs: an entry of an instance that every thread has. */
export interface Job {
  readonly id: number;
  readonly entry: string;
  readonly chunks: number;
  readonly count: number;
  /** Address of the memory of the n-th thread. */
  readonly thread: (n: number) => number;
}

interface Thread {
  readonly postMessage: (message: object) => void;
  readonly terminate: () => unknown;
  readonly unref?: () => void;
}

interface Platform {
  /** Starts a thread. One that later fails, or was never found, says so. */
  readonly start: (failed: () => void) => Thread;
  /** Whether this thread may sleep: browsers forbid it to the one that draws. */
  readonly sleeps: boolean;
}

/** Bits of the first control word that hold the next chunk; the number of the job stands above them. */
const chunkBits = 12;
export const mostChunks = 2 ** chunkBits - 1;
const mostJobs = 2 ** (31 - chunkBits);

interface NodeProcess {
  readonly getBuiltinModule?: (name: string) => unknown;
}
interface NodeThreads {
  readonly Worker: new (url: URL, options: object) => Thread & { readonly on: (event: "error", listener: () => void) => void };
}
interface Browser {
  readonly Worker: new (url: URL, options: object) => Thread & { readonly addEventListener: (event: "error", listener: (event: { readonly preventDefault: () => void }) => void) => void };
}

const platform = (): Platform | undefined => {
  const global = globalThis as unknown as Partial<Browser> & { readonly process?: NodeProcess; readonly crossOriginIsolated?: boolean; readonly document?: unknown };
  const node = global.process?.getBuiltinModule?.("node:worker_threads") as NodeThreads | undefined;
  if (node) {
    return {
      start: (failed) => {
        // The flags of the program, such as --input-type, are not meant for this file.
        const thread = new node.Worker(new URL("./worker.js", import.meta.url), { execArgv: [] });
        thread.on("error", failed);
        return thread;
      },
      sleeps: true,
    };
  }
  if (global.Worker && global.crossOriginIsolated === true) {
    const { Worker } = global;
    return {
      start: (failed) => {
        // In these words bundlers find the file.
        const thread = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
        thread.addEventListener("error", (event) => {
          event.preventDefault();
          failed();
        });
        return thread;
      },
      sleeps: global.document === undefined,
    };
  }
  return undefined;
};

/** How many threads this machine runs at once. */
export const available = (): number => {
  const global = globalThis as unknown as { readonly process?: NodeProcess; readonly navigator?: { readonly hardwareConcurrency?: number } };
  const os = global.process?.getBuiltinModule?.("node:os") as { readonly availableParallelism: () => number } | undefined;
  return os?.availableParallelism() ?? global.navigator?.hardwareConcurrency ?? 1;
};

export class Pool {
  readonly memory: Memory;
  private readonly platform: Platform;
  private readonly size: number;
  private readonly control: Int32Array;
  private readonly loaded = new Map<number, object>();
  /** Those that have been started and have not failed; none before the first job. */
  private threads: readonly Thread[] | undefined;
  private job = 0;

  private constructor(on: Platform, size: number, memory: Memory) {
    this.platform = on;
    this.size = size;
    this.memory = memory;
    this.control = new Int32Array(memory.buffer, 0, 2);
  }

  /** A pool of up to `size` threads, the calling one included; nothing where there is only one to be had. */
  static of(size: number, pages: number, most: number): Pool | undefined {
    const on = size > 1 ? platform() : undefined;
    try {
      return on && new Pool(on, size, sharedMemoryOf(pages, most));
    } catch {
      // Engines that are short of addresses refuse a memory for what it may become.
      return undefined;
    }
  }

  /** Gives every thread an instance of a module. */
  load(id: number, module: object): void {
    this.loaded.set(id, module);
    for (const each of this.threads ?? []) each.postMessage({ id, module, memory: this.memory });
  }
  forget(id: number): void {
    this.loaded.delete(id);
    for (const each of this.threads ?? []) each.postMessage({ forget: id });
  }

  /** Runs a job; `compute` is the same entry, for the chunks that this thread takes. */
  run({ id, entry, chunks, count, thread }: Job, compute: (thread: number, chunk: number, count: number) => void): void {
    const { control } = this;
    const threads = (this.threads ??= this.start());
    this.job = (this.job + 1) % mostJobs;
    Atomics.store(control, 1, 0);
    Atomics.store(control, 0, this.job << chunkBits);
    threads.slice(0, chunks - 1).forEach((each, n) => each.postMessage({ job: this.job, id, entry, chunks, count, thread: thread(n + 1) }));
    for (let chunk = 0; (chunk = Atomics.add(control, 0, 1) & mostChunks) < chunks; ) {
      compute(thread(0), chunk, count);
      Atomics.add(control, 1, 1);
    }
    for (let done = 0; (done = Atomics.load(control, 1)) < chunks; ) {
      if (done < 0) throw new Error("A thread of the kernels has failed.");
      if (this.platform.sleeps) Atomics.wait(control, 1, done);
    }
  }

  /** Ends the threads; they start again when they are needed again. */
  close(): void {
    for (const each of this.threads ?? []) each.terminate();
    this.threads = undefined;
  }

  private start(): readonly Thread[] {
    return Array.from({ length: this.size - 1 }).flatMap(() => this.started() ?? []);
  }

  private started(): Thread | undefined {
    try {
      const thread = this.platform.start(() => {
        thread.terminate();
        this.threads = this.threads?.filter((each) => each !== thread);
      });
      thread.unref?.();
      for (const [id, module] of this.loaded) thread.postMessage({ id, module, memory: this.memory });
      return thread;
    } catch {
      // A program may be denied threads, and a page those whose file is on another site.
      return undefined;
    }
  }
}
