/** The programs of a flow, compiled when first needed and shared by all models of that flow. */
import { add, mul, take, vjp, input, type Expr } from "../expr/index.ts";
import { evaluate, generate, variables, type Elaborated } from "../flow/elaborate.ts";
import type { Plan } from "../flow/plan.ts";
import { program, type Executable, type Interpreter } from "../interpret/program.ts";

type Columns = Exclude<keyof Elaborated, "logProbs">;

export interface Programs {
  /** From `point`, `condition`, `parameters`. */
  readonly evaluate: () => Executable<Columns>;
  /** From `base`, `condition`, `parameters`. */
  readonly generate: () => Executable<Columns>;
  /** logProb per sample, and the gradient of Σ weight · logProb; also reads `weight`. */
  readonly gradient: () => Executable<"logProb" | "gradient">;
  /** logProb of one block given those before; computes nothing of the others. */
  readonly block: (index: number) => Executable<"logProb">;
}

const lazy = <A>(make: () => A): (() => A) => {
  let made: { readonly value: A } | undefined;
  return () => (made ??= { value: make() }).value;
};

export const programs = (plan: Plan, interpreter: Interpreter): Programs => {
  const inputs = variables(plan);
  const whole = lazy(() => evaluate(plan, inputs));
  const evaluated = lazy(() => perSample(whole(), inputs.point));
  return {
    evaluate: lazy(() => interpreter.compile(program(evaluated()))),
    generate: lazy(() => interpreter.compile(program(perSample(generate(plan, inputs), inputs.base)))),
    gradient: lazy(() => {
      const { logProb } = evaluated();
      const [gradient] = vjp([logProb], [input("weight", [])], [inputs.parameters]);
      return interpreter.compile(program({ logProb, gradient: gradient! }));
    }),
    block: (index) => interpreter.compile(program({ logProb: spread(whole().logProbs[index]!, inputs.point) })),
  };
};

/** A density that is the same everywhere is still one number per sample. */
const spread = (column: Expr, coordinates: Expr): Expr =>
  column.uniform && coordinates.shape[0] !== 0 ? add(column, mul(0, take(coordinates, 0))) : column;

const perSample = ({ point, base, logProb, logProbBase, residual }: Elaborated, coordinates: Expr): { readonly [C in Columns]: Expr } => ({
  point: spread(point, coordinates),
  base: spread(base, coordinates),
  logProb: spread(logProb, coordinates),
  logProbBase: spread(logProbBase, coordinates),
  residual: spread(residual, coordinates),
});
