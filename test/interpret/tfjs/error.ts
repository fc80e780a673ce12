/** How far an interpreter is from the reference on a case. */
import { program, type Interpreter } from "../../../src/interpret/program.ts";
import { reference } from "../../../src/interpret/reference/reference.ts";
import type { Case } from "./cases.ts";

export type Numbers = { readonly [output: string]: ArrayLike<number> };

export const compute = ({ outputs, inputs, count }: Case, by: Interpreter): Numbers => by.compile(program(outputs))(inputs, count);

/** The largest |got − want| / (|want| + floor); 0 where both are the same infinity or both no number. */
export const errorOf = (posed: Case, got: Numbers): number => {
  const want = compute(posed, reference);
  return Math.max(...Object.keys(want).map((name) => {
    const [right, numbers] = [Array.from(want[name]!), Array.from(got[name] ?? [])];
    if (right.length !== numbers.length) return Infinity;
    return Math.max(...right.map((value, at) => distance(value, numbers[at]!, posed.floor)));
  }));
};

const distance = (want: number, got: number, floor: number): number => {
  if (want === got || (Number.isNaN(want) && Number.isNaN(got))) return 0;
  const error = Math.abs(got - want) / (Math.abs(want) + floor);
  return Number.isNaN(error) ? Infinity : error;
};
