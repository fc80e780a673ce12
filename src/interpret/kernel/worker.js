// @ts-check
/**
 * A thread of the pool: takes chunks of the job at hand until none is left. Plain JavaScript, because engines load this
 * file by its own address, from the sources as from the build.
 *
 * Words of the control area: 0 the next chunk, behind the number of the job; 1 the chunks that are done.
 */

/**
 * @typedef {object} Job
 * @property {number} job its number
 * @property {number} id of the instance
 * @property {string} entry
 * @property {number} thread address of this thread's memory
 * @property {number} chunks
 * @property {number} count samples
 */

const nodeThreads = globalThis.process?.getBuiltinModule?.("node:worker_threads");
const port = nodeThreads?.parentPort ?? /** @type {any} */ (globalThis);

/** Bits of the word that hold the chunk; see `pool.ts`. */
const chunkBits = 12;
const failed = -(2 ** 30);

/** @type {Map<number, any>} */
const instances = new Map();
/** @type {Int32Array} */
let control = new Int32Array(0);

/** @param {{ id: number, module: any, memory: any }} kernel */
const load = ({ id, module, memory }) => {
  const { WebAssembly } = /** @type {any} */ (globalThis);
  control = new Int32Array(memory.buffer, 0, 2);
  instances.set(id, new WebAssembly.Instance(module, { env: { memory } }).exports);
};

/** @param {Job} job */
const run = ({ job, id, entry, thread, chunks, count }) => {
  const samples = instances.get(id)[entry];
  for (;;) {
    const next = Atomics.load(control, 0);
    const chunk = next & ((1 << chunkBits) - 1);
    // Another job, or nothing left of this one.
    if (next >>> chunkBits !== job || chunk >= chunks) return;
    if (Atomics.compareExchange(control, 0, next, next + 1) !== next) continue;
    try {
      samples(thread, chunk, count);
      Atomics.add(control, 1, 1);
    } catch (fault) {
      // The caller waits for this chunk: it must hear of it.
      Atomics.store(control, 1, failed);
      throw fault;
    } finally {
      Atomics.notify(control, 1);
    }
  }
};

port.onmessage = (/** @type {{ data: any }} */ { data }) => ("entry" in data ? run(data) : "forget" in data ? instances.delete(data.forget) : load(data));
