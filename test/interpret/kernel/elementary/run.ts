/** The elementary functions as functions of arrays: a module with one loop for each. */
import { arity, bodyOf, type Formula, type Options, type Precision } from "../../../../src/interpret/kernel/elementary/index.ts";
import { formulas } from "../../../../src/interpret/kernel/elementary/formulas.ts";
import { instanceOf, memoryOf, moduleOf } from "../../../../src/interpret/kernel/engine.ts";
import { Module } from "../../../../src/interpret/kernel/wasm/module.ts";

export type Lane = Float32Array | Float64Array;
export interface Runner {
  readonly map: (name: Formula, x: ArrayLike<number>, second?: ArrayLike<number>) => Lane;
}

export const names = Object.keys(formulas) as Formula[]; // the keys of a literal

const pages = 256;

export const runner = (precision: Precision, options: Options = {}): Runner => {
  const module = new Module();
  for (const name of names) {
    const own = module.define(["i32", "i32", "i32", "i32"]);
    const { code } = own;
    const [from, second, to, left] = [0, 1, 2, 3];
    const body = bodyOf(precision, name, options);
    const args = [from, second].slice(0, arity(name)).map((pointer) => ({ pointer, value: code.local("v128") }));
    const locals = body.locals.map(() => code.local("v128"));
    code.repeat(() => {
      for (const { pointer, value } of args) {
        code.get(pointer);
        code.access("load", 0);
        code.set(value);
      }
      code.get(to);
      code.inline(body, [...args.map(({ value }) => value), ...locals]);
      code.access("store", 0);
      for (const each of [from, second, to]) {
        code.get(each);
        code.integer(16);
        code.do("i32Add");
        code.set(each);
      }
      code.get(left);
      code.integer(1);
      code.do("i32Sub");
      code.tee(left);
    });
    module.export(name, own);
  }
  const memory = memoryOf(pages);
  const buffer = memory.buffer as ArrayBuffer; // no thread shares it
  const run = instanceOf(moduleOf(module.encode({ pages })), memory).exports as { readonly [F in Formula]: (from: number, second: number, to: number, vectors: number) => void };
  const make = precision === "float32" ? Float32Array : Float64Array;
  const third = (pages * 65536) / 4;
  const map: Runner["map"] = (name, x, second) => {
    const count = Math.ceil(x.length / 4) * 4;
    const bytes = count * make.BYTES_PER_ELEMENT;
    if (bytes > third) throw new RangeError(`${x.length} points do not fit.`);
    new make(buffer, 0, count).set(x);
    if (second !== undefined) new make(buffer, third, count).set(second);
    run[name](0, third, 2 * third, bytes / 16);
    return new make(buffer, 2 * third, x.length).slice();
  };
  return { map };
};
