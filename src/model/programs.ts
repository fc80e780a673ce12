/** The programs of a flow, compiled when first needed and shared by all models of that flow. */
import { input, vjp } from "../expr/index.ts";
import { evaluate, generate, variables, type Elaborated } from "../flow/elaborate.ts";
import type { Plan } from "../flow/plan.ts";
import { program, type Executable, type Interpreter } from "../interpret/program.ts";
import { lazy } from "../lazy.ts";

type Columns = Exclude<keyof Elaborated, "logProbs">;

export interface Programs {
  /** From `point`, `condition`, `parameters`. */
  readonly evaluate: () => Executable<Columns>;
  /** The same density alone, without the way to the base. */
  readonly density: () => Executable<"logProb" | "residual">;
  /** From `base`, `condition`, `parameters`. */
  readonly generate: () => Executable<Columns>;
  /** logProb per sample, and the gradient of Σ weight · logProb; also reads `weight`. */
  readonly gradient: () => Executable<"logProb" | "gradient">;
  /** logProb of one block given those before; computes nothing of the others. */
  readonly block: (index: number) => Executable<"logProb">;
}

const columns = ({ logProbs: _, ...whole }: Elaborated): { readonly [C in Columns]: Elaborated[C] } => whole;

export const programs = (plan: Plan, interpreter: Interpreter): Programs => {
  const inputs = variables(plan);
  const evaluated = lazy(() => evaluate(plan, inputs));
  const blocks = plan.blocks.map((_, index) => lazy(() => interpreter.compile(program({ logProb: evaluated().logProbs[index]! }))));
  return {
    evaluate: lazy(() => interpreter.compile(program(columns(evaluated())))),
    density: lazy(() => {
      const { logProb, residual } = evaluated();
      return interpreter.compile(program({ logProb, residual }));
    }),
    generate: lazy(() => interpreter.compile(program(columns(generate(plan, inputs))))),
    gradient: lazy(() => {
      const { logProb } = evaluated();
      const [gradient] = vjp([logProb], [input("weight", [])], [inputs.parameters]);
      return interpreter.compile(program({ logProb, gradient: gradient! }));
    }),
    block: (index) => blocks[index]!(),
  };
};
