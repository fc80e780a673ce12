/** A program made ready to be timed on its first samples. Base noise is drawn and inputs are laid out beforehand. */
import type { Interpreter } from "../../src/interpret/program.ts";
import { adamStep, freshAdam } from "../../src/train/adam.ts";
import type { Subject, Work } from "./subject.ts";

/** Steps so small that the flow stays what it is, however often it is trained. */
const rate = 1e-12;

export const task = ({ programs, parameters: start, inputs }: Subject, work: Work, interpreter: Interpreter): ((count: number) => () => unknown) => {
  const { [work]: program } = programs;
  const run = interpreter.compile(program);
  if (work !== "training step") {
    return (count) => {
      const read = inputs(program, count);
      return () => run(read, count);
    };
  }
  return (count) => {
    const parameters = start.slice();
    const read = { ...inputs(program, count), parameters };
    let adam = freshAdam(parameters.length);
    return () => {
      adam = adamStep(adam, parameters, run(read, count)["gradient"]!, rate);
    };
  };
};
