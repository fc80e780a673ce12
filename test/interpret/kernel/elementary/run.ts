/** The elementary functions as functions of arrays: a module with one loop for each. */
import { $, block, br_if, call, func, i32, local, loop, memory, Module, v128 } from "wasmati";
import { elementary, type Formula, type Options, type Precision } from "../../../../src/interpret/kernel/elementary/index.ts";

export type Lane = Float32Array | Float64Array;
export interface Runner {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly run: { readonly [F in Formula]: (from: number, second: number, to: number, bytes: number) => void };
  readonly map: (name: Formula, x: ArrayLike<number>, second?: ArrayLike<number>) => Lane;
}

const pages = 256;

export const runner = async (precision: Precision, options: Options = {}): Promise<Runner> => {
  const functions = elementary(precision, options);
  const names = Object.keys(functions) as Formula[]; // the keys of a literal
  const loopOf = (name: Formula) =>
    func({ in: [i32, i32, i32, i32], locals: [i32], out: [] }, ([from, second, to, bytes], [at]) => {
      block(null, (done) => {
        loop(null, (again) => {
          i32.ge_u(at, bytes);
          br_if(done);
          i32.add(to, at);
          i32.add(from, at);
          v128.load({}, $);
          if (name === "atan2") {
            i32.add(second, at);
            v128.load({}, $);
          }
          call(functions[name] as never);
          v128.store({}, $, $);
          local.set(at, i32.add(at, 16));
          i32.const(1);
          br_if(again);
        });
      });
    });
  const mem = memory({ min: pages });
  const module = Module({ exports: { ...Object.fromEntries(names.map((name) => [name, loopOf(name)])), memory: mem }, memory: mem });
  const { instance } = await module.instantiate();
  const { memory: held, ...run } = instance.exports as unknown as { memory: Runner["memory"] } & Runner["run"];
  const make = precision === "float32" ? Float32Array : Float64Array;
  const third = (pages * 65536) / 4;
  const map: Runner["map"] = (name, x, second) => {
    const count = Math.ceil(x.length / 4) * 4;
    const bytes = count * make.BYTES_PER_ELEMENT;
    if (bytes > third) throw new RangeError(`${x.length} points do not fit.`);
    new make(held.buffer, 0, count).set(x);
    if (second !== undefined) new make(held.buffer, third, count).set(second);
    run[name](0, third, 2 * third, bytes);
    return new make(held.buffer, 2 * third, x.length).slice();
  };
  return { memory: held, run, map };
};
