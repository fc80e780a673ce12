/**
 * A recurrence in lanes: a loop around the code of one step. The carries lie where the value of the scan begins and the
 * records behind them, so that nothing is moved when the last step is done.
 */
import { constantValue, size } from "../../expr/expr.ts";
import type { Access } from "./access.ts";
import { elements } from "./elements.ts";
import { term } from "./elementary/term.ts";
import type { Frame } from "./frame.ts";
import type { Steps, Transfer } from "./pieces.ts";
import type { Machine } from "./machine.ts";
import type { Local } from "./wasm/code.ts";

/** `evaluate` writes the calls that compute one step from the carries, the rows and the number of the step. */
export const writeSteps = (machine: Machine, { lanes, node, starts, rows, records, aside, next, step }: Steps, frame: Frame, evaluate: () => void): void => {
  const { code } = frame;
  const { simd } = machine;
  const { length, reverse } = node.attributes;
  const [turns, number, offset] = [code.local("i32"), code.local("i32"), code.local("i32")];

  /** Copies a value; the end that is a table of rows is read or written `offset` bytes from its first row. */
  const copy = ({ from, to }: Transfer, row: "from" | "to" | "neither" = "neither"): void => {
    const first = (access: Access): Access => ({ ...access, shape: access.shape.slice(1), strides: access.strides.slice(1) });
    const table = row === "from" ? from : row === "to" ? to : undefined;
    const loop = elements(machine, lanes, row === "to" ? from.shape : to.shape);
    const [source, target] = [loop.at(row === "from" ? first(from) : from), loop.at(row === "to" ? first(to) : to)];
    if (table) {
      const bytes = machine.place(table.base).origin === "uniform" ? simd.width : 16 * machine.vectors;
      code.get(number);
      // A constant of equal entries lies in memory once.
      code.integer(constantValue(table.base) === undefined ? table.strides[0]! * bytes : 0);
      code.do("i32Mul");
      code.set(offset);
    }
    const shifted = (end: "from" | "to"): Local | undefined => (row === end ? offset : undefined);
    loop.write(frame, ({ load, store }) => store(target, load(source, shifted("from")), shifted("to")));
  };

  for (const each of starts) copy(each);
  code.integer(reverse ? length - 1 : 0);
  code.set(number);
  code.times(turns, length, () => {
    const clock = elements(machine, lanes, []);
    const at = clock.whole(step);
    clock.write(frame, ({ store }) => store(at, term(() => {
      code.get(number);
      code.do(simd.width === 4 ? "f32ConvertI32" : "f64ConvertI32");
      code.lanes(simd.width === 4 ? "f32Splat" : "f64Splat");
    })));
    for (const each of rows) copy(each, "from");
    evaluate();
    for (const each of records) copy(each, "to");
    for (const each of [...aside, ...next]) if (size(each.to.shape) > 0) copy(each);
    code.add(number, reverse ? -1 : 1);
  });
};
