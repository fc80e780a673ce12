/** The programs of a flow, compiled when first needed and shared by all models of that flow. */
import { input, parameter, reshape, vjp, type Expr } from "../expr/index.ts";
import { evaluate, evaluateGiven, eventLogProb, generate, generateBlock, logRate, steps, variables, type Elaborated } from "../flow/elaborate.ts";
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
  /** Of a flow with a rate: from `condition`, `parameters`, one number per condition, or one in all. */
  readonly logRate: () => Executable<"logRate">;
  /** Of a flow with a rate: what rows of event sets add to their log-likelihood; also reads `event` and `exposure`. */
  readonly events: () => Executable<"logProb">;
  /** The same, and the gradient of Σ weight · logProb; also reads `weight`. */
  readonly eventsGradient: () => Executable<"logProb" | "gradient">;
  /** logProb of one block given those before; computes nothing of the others. */
  readonly block: (index: number) => Executable<"logProb">;
  /** logProb of some blocks of `point` given the others, for all rows at one place: `others` [ambient] and `condition` are one row each. */
  readonly given: (shown: readonly number[]) => Executable<"logProb">;
  /** One block from `base` [its dim], given the blocks before at a whole `point`: its own point and logProb. */
  readonly blockImage: (index: number) => Executable<"point" | "logProb" | "residual">;
  /** From `base`, `condition`, `parameters`: the point of one block before its layers and after each, as columns `0`, `1`, …. */
  readonly steps: (index: number) => Executable;
}

const columns = ({ logProbs: _, ...whole }: Elaborated): { readonly [C in Columns]: Elaborated[C] } => whole;

export const programs = (plan: Plan, interpreter: Interpreter): Programs => {
  const inputs = variables(plan);
  const evaluated = lazy(() => evaluate(plan, inputs));
  const events = lazy(() => eventLogProb(plan, inputs, input("event", []), input("exposure", [])));
  const withGradient = (logProb: Expr): Executable<"logProb" | "gradient"> => {
    const [gradient] = vjp([logProb], [input("weight", [])], [inputs.parameters]);
    return interpreter.compile(program({ logProb, gradient: gradient! }));
  };
  const blocks = plan.blocks.map((_, index) => lazy(() => interpreter.compile(program({ logProb: evaluated().logProbs[index]! }))));
  const images = plan.blocks.map(({ geometry }, index) =>
    lazy(() => interpreter.compile(program({ ...generateBlock(plan, index, { ...inputs, base: input("base", [geometry.dim]) }) }))));
  const stepwise = plan.blocks.map((_, index) => lazy(() => interpreter.compile(program(Object.fromEntries(steps(plan, index, inputs).map((point, at) => [String(at), point]))))));
  const given = new Map<string, Executable<"logProb">>();
  return {
    evaluate: lazy(() => interpreter.compile(program(columns(evaluated())))),
    density: lazy(() => {
      const { logProb, residual } = evaluated();
      return interpreter.compile(program({ logProb, residual }));
    }),
    generate: lazy(() => interpreter.compile(program(columns(generate(plan, inputs))))),
    gradient: lazy(() => withGradient(evaluated().logProb)),
    logRate: lazy(() => interpreter.compile(program({ logRate: reshape(logRate(plan, inputs), [1]) }))),
    events: lazy(() => interpreter.compile(program({ logProb: events() }))),
    eventsGradient: lazy(() => withGradient(events())),
    block: (index) => blocks[index]!(),
    given: (shown) => {
      const compiled = given.get(shown.join()) ?? interpreter.compile(program({
        logProb: evaluateGiven(plan, shown, { ...inputs, others: parameter("others", [plan.ambient]), condition: parameter("condition", [plan.conditionAmbient]) }),
      }));
      given.set(shown.join(), compiled);
      return compiled;
    },
    blockImage: (index) => images[index]!(),
    steps: (index) => stepwise[index]!(),
  };
};
