/**
 * A function that is being written. Loop nests follow one another in it and use its locals in turn.
 *
 * Every function takes two addresses: that of the memory of its thread, and that of the current block's part of what a
 * chunk remembers of its samples.
 */
import type { Code, Local } from "./wasm/code.ts";
import type { Function } from "./wasm/module.ts";
import type { ValueType } from "./wasm/opcodes.ts";

export const frameParameters: readonly ValueType[] = ["i32", "i32"];

export class Frame {
  readonly code: Code;
  readonly index: number;
  /** Where the memory of this thread begins. */
  readonly own: Local = 0;
  /** Where what is kept of this block begins. */
  readonly kept: Local = 1;
  private readonly vectors: Local[] = [];
  private readonly temporaries: Local[] = [];
  private readonly integers: Local[] = [];

  constructor({ index, code }: Function) {
    this.index = index;
    this.code = code;
  }

  /** The n-th vector of a nest, of a formula inside it, and the n-th integer: from nest to nest they are used again. */
  readonly vector = (n: number): Local => this.nth(this.vectors, n, "v128");
  readonly temporary = (n: number): Local => this.nth(this.temporaries, n, "v128");
  readonly integer = (n: number): Local => this.nth(this.integers, n, "i32");

  private nth(locals: Local[], n: number, type: ValueType): Local {
    while (locals.length <= n) locals.push(this.code.local(type));
    return locals[n]!;
  }
}
