/** An elementary function in a loop: its instructions in place, or a call. */
import { arity, bodyOf, type Formula } from "./elementary/index.ts";
import type { Frame } from "./frame.ts";
import type { Machine } from "./machine.ts";
import type { Local } from "./wasm/code.ts";

/** With fewer turns than this a call costs nothing against the loop around it. */
const fewTurns = 4;
/** Longer formulas are called: their own time hides the call. */
const longestInline = 1600;

/** Leaves the value of a formula on the stack. */
export const writeFormula = (machine: Machine, frame: Frame, name: Formula, operands: readonly Local[], turns: number): void => {
  const { code } = frame;
  const body = bodyOf(machine.simd.precision, name, machine.simd);
  if (turns >= fewTurns && body.body.length <= longestInline) {
    code.inline(body, [...operands, ...body.locals.map((_, at) => frame.temporary(at))]);
  } else {
    for (const each of operands.slice(0, arity(name))) code.get(each);
    code.call(machine.called(name));
  }
};
