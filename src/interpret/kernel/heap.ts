/**
 * The memory in which all kernels of one interpreter run, one call after the other: each lays its numbers where its
 * layout says, from the start. It grows to what the largest needs.
 */
import { memoryOf, type Memory } from "./engine.ts";
import { available, Pool } from "./pool.ts";
import type { Precision } from "./elementary/index.ts";

const pageBytes = 65536;
/** Of a memory that threads share: 1 GiB of addresses, not of bytes. */
const mostPages = 16384;
const firstPages = 16;

export type Numbers = Float32Array | Float64Array;

export class Heap {
  readonly memory: Memory;
  readonly pool: Pool | undefined;
  readonly threads: number;
  /** Whose constants the memory holds. */
  owner: object | undefined;
  numbers: Numbers;
  /** The same memory as float64, for sums. */
  wide: Float64Array;
  private readonly precision: Precision;

  constructor(precision: Precision, threads: number) {
    this.precision = precision;
    this.pool = Pool.of(threads, firstPages, mostPages);
    this.threads = this.pool ? threads : 1;
    this.memory = this.pool?.memory ?? memoryOf(firstPages);
    [this.numbers, this.wide] = this.views();
  }

  /** Of the memory, as modules must declare it. */
  get limits(): { readonly pages: number; readonly most?: number } {
    return this.pool ? { pages: firstPages, most: mostPages } : { pages: firstPages };
  }

  /** Makes room for so many bytes. */
  reserve(bytes: number): void {
    const missing = bytes - this.memory.buffer.byteLength;
    if (missing <= 0) return;
    this.memory.grow(Math.ceil(missing / pageBytes));
    [this.numbers, this.wide] = this.views();
  }

  private views(): readonly [Numbers, Float64Array] {
    const { buffer } = this.memory;
    return [this.precision === "float32" ? new Float32Array(buffer) : new Float64Array(buffer), new Float64Array(buffer)];
  }
}

export const defaultThreads = (): number => Math.min(8, available());
