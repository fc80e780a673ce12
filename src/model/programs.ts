/** The programs of a flow, compiled when first needed and shared by all models of that flow. */
import { add, mul, take, vjp, input, type Expr } from "../expr/index.ts";
import { evaluate, generate, variables, type Elaborated } from "../flow/elaborate.ts";
import type { Plan } from "../flow/plan.ts";
import { program, type Executable, type Interpreter } from "../interpret/program.ts";

type Columns = keyof Elaborated;

export interface Programs {
  /** From `point`, `condition`, `parameters`. */
  readonly evaluate: () => Executable<Columns>;
  /** From `base`, `condition`, `parameters`. */
  readonly generate: () => Executable<Columns>;
  /** logProb per sample, and the gradient of Σ weight · logProb; also reads `weight`. */
  readonly gradient: () => Executable<"logProb" | "gradient">;
}

const lazy = <A>(make: () => A): (() => A) => {
  let made: { readonly value: A } | undefined;
  return () => (made ??= { value: make() }).value;
};

export const programs = (plan: Plan, interpreter: Interpreter): Programs => {
  const inputs = variables(plan);
  const evaluated = lazy(() => perSample(evaluate(plan, inputs), inputs.point));
  return {
    evaluate: lazy(() => interpreter.compile(program<Columns>({ ...evaluated() }))),
    generate: lazy(() => interpreter.compile(program<Columns>({ ...perSample(generate(plan, inputs), inputs.base) }))),
    gradient: lazy(() => {
      const { logProb } = evaluated();
      const [gradient] = vjp([logProb], [input("weight", [])], [inputs.parameters]);
      return interpreter.compile(program({ logProb, gradient: gradient! }));
    }),
  };
};

/** A density that is the same everywhere is still one number per sample. */
const perSample = (columns: Elaborated, coordinates: Expr): Elaborated => {
  if (coordinates.shape[0] === 0) return columns;
  const nothing = mul(0, take(coordinates, 0));
  const spread = (column: Expr): Expr => (column.uniform ? add(column, nothing) : column);
  return {
    point: spread(columns.point),
    base: spread(columns.base),
    logProb: spread(columns.logProb),
    logProbBase: spread(columns.logProbBase),
    residual: spread(columns.residual),
  };
};
