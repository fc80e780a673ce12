/** The assembler: its bytes are what engines take, and mean what they say. */
import { describe, expect, it } from "vitest";
import { instanceOf, memoryOf, moduleOf } from "../../../../src/interpret/kernel/engine.ts";
import { Bytes } from "../../../../src/interpret/kernel/wasm/bytes.ts";
import { Code } from "../../../../src/interpret/kernel/wasm/code.ts";
import { Module } from "../../../../src/interpret/kernel/wasm/module.ts";

const bytes = (write: (into: Bytes) => void): readonly number[] => {
  const into = new Bytes();
  write(into);
  return [...into.view()];
};

describe("numbers", () => {
  // From the definition of LEB128 (DWARF 5, section 7.6, figures 7.22 and 7.23).
  it.each([[2, [2]], [127, [127]], [128, [0x80, 1]], [129, [0x81, 1]], [12857, [0xb9, 0x64]], [2 ** 32 - 1, [0xff, 0xff, 0xff, 0xff, 0x0f]]] as const)("%d without sign", (value, expected) => {
    expect(bytes((into) => into.unsigned(value))).toEqual(expected);
  });
  it.each([[2, [2]], [-2, [0x7e]], [127, [0xff, 0]], [-127, [0x81, 0x7f]], [128, [0x80, 1]], [-128, [0x80, 0x7f]], [-(2 ** 31), [0x80, 0x80, 0x80, 0x80, 0x78]]] as const)("%d with sign", (value, expected) => {
    expect(bytes((into) => into.signed(value))).toEqual(expected);
  });
});

/** A module of one function f(i32) → i32 over the first bytes of a memory, and the memory as integers. */
const built = (write: (code: Code, module: Module) => void) => {
  const module = new Module();
  const own = module.define(["i32"], ["i32"]);
  write(own.code, module);
  module.export("f", own);
  const memory = memoryOf(1);
  const { f } = instanceOf(moduleOf(module.encode({ pages: 1 })), memory).exports as { f: (x: number) => number };
  return { f, words: new Int32Array(memory.buffer) };
};

describe("a function", () => {
  it("repeats while a number is left that is not 0", () => {
    const { f } = built((code) => {
      const sum = code.local("i32");
      code.repeat(() => {
        code.get(sum);
        code.get(0);
        code.do("i32Add");
        code.set(sum);
        code.get(0);
        code.integer(1);
        code.do("i32Sub");
        code.tee(0);
      });
      code.get(sum);
    });
    expect(f(100)).toBe(5050);
  });

  it("chooses between two values", () => {
    const { f } = built((code) => {
      code.get(0);
      code.choose("i32", () => code.integer(-7), () => code.integer(1_000_000));
    });
    expect([f(1), f(0)]).toEqual([-7, 1_000_000]);
  });

  it("calls another, defined later", () => {
    const { f } = built((code, module) => {
      const twice = module.define(["i32"], ["i32"]);
      twice.code.get(0);
      twice.code.get(0);
      twice.code.do("i32Add");
      code.get(0);
      code.call(twice.index);
    });
    expect(f(21)).toBe(42);
  });

  it("takes in the bytes of another under other locals, also where their numbers are longer", () => {
    const inner = new Code(["i32"]);
    const copy = inner.local("i32");
    inner.get(0);
    inner.set(copy);
    inner.get(copy);
    inner.get(copy);
    inner.do("i32Mul");
    const { f } = built((code) => {
      const many = Array.from({ length: 300 }, () => code.local("i32"));
      code.inline(inner, [0, many[299]!]);
      code.get(many[299]!);
      code.do("i32Add");
    });
    expect(f(9)).toBe(90);
  });

  it("fills memory and stores lanes", () => {
    const { f, words } = built((code) => {
      code.integer(0);
      code.integer(255);
      code.integer(8);
      code.fillMemory();
      code.integer(0);
      code.get(0);
      code.lanes("i32Splat");
      code.access("store", 16);
      code.integer(0);
    });
    f(5);
    expect([...words.subarray(0, 9)]).toEqual([-1, -1, 0, 0, 5, 5, 5, 5, 0]);
  });
});
