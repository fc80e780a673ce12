/** The standard interpreter with an eye on the steps of a fit: it is told before each gradient, counted from 1. */
import type { Executable, Interpreter, Program } from "../../src/interpret/program.ts";
import { standard } from "../../src/interpret/standard.ts";

export const watched = (before: (step: number) => void): Interpreter => {
  let step = 0;
  return {
    ...standard(),
    compile: <Output extends string>(program: Program<Output>): Executable<Output> => {
      const run = standard().compile(program);
      if (!("gradient" in program.outputs)) return run;
      return (inputs, count) => {
        before(++step);
        return run(inputs, count);
      };
    },
  };
};
