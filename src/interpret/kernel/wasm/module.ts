/** A module: functions over one imported memory, some of them exported. */
import { Bytes } from "./bytes.ts";
import { Code } from "./code.ts";
import { types, type ValueType } from "./opcodes.ts";

/** A function of a module, to be written and to be called by its number. */
export interface Function {
  readonly index: number;
  readonly code: Code;
}

/** Shared memory belongs to all threads and needs a bound. */
export interface MemoryType {
  readonly pages: number;
  readonly most?: number;
}

export class Module {
  private readonly functions: { readonly code: Code; readonly type: number }[] = [];
  private readonly signatures = new Map<string, number>();
  private readonly exports: { readonly name: string; readonly index: number }[] = [];

  define(parameters: readonly ValueType[], results: readonly ValueType[] = []): Function {
    const code = new Code(parameters);
    const key = `${parameters} ${results}`;
    const type = this.signatures.get(key) ?? this.signatures.size;
    this.signatures.set(key, type);
    return { index: this.functions.push({ code, type }) - 1, code };
  }

  export(name: string, { index }: Function): void {
    this.exports.push({ name, index });
  }

  get count(): number {
    return this.functions.length;
  }

  /** The binary format; the memory is imported as `env.memory`. */
  encode({ pages, most }: MemoryType): Uint8Array<ArrayBuffer> {
    const out = new Bytes();
    for (const each of [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]) out.byte(each);
    const section = (id: number, write: (into: Bytes) => void): void => {
      const inside = new Bytes();
      write(inside);
      out.byte(id);
      out.block(inside);
    };
    section(1, (into) => {
      into.unsigned(this.signatures.size);
      for (const key of this.signatures.keys()) {
        into.byte(0x60);
        for (const part of key.split(" ")) {
          const names = part === "" ? [] : (part.split(",") as ValueType[]); // as `define` wrote it
          into.unsigned(names.length);
          for (const name of names) into.byte(types[name]);
        }
      }
    });
    section(2, (into) => {
      into.unsigned(1);
      into.name("env");
      into.name("memory");
      into.byte(2);
      into.byte(most === undefined ? 0 : 3);
      into.unsigned(pages);
      if (most !== undefined) into.unsigned(most);
    });
    section(3, (into) => {
      into.unsigned(this.functions.length);
      for (const { type } of this.functions) into.unsigned(type);
    });
    section(7, (into) => {
      into.unsigned(this.exports.length);
      for (const { name, index } of this.exports) {
        into.name(name);
        into.byte(0);
        into.unsigned(index);
      }
    });
    section(10, (into) => {
      into.unsigned(this.functions.length);
      for (const { code } of this.functions) into.block(code.encode());
    });
    return out.view().slice();
  }
}
