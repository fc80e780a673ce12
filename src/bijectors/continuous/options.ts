/** The options of continuous flows on the sphere. */
import { DiffeoFault } from "../../error.ts";
import { between, oneOf, whole, wholes, type Values } from "../options.ts";
import { adaptiveSolvers, fixedSolvers, type Solver } from "./tableau.ts";

export const fields = {
  field: oneOf(["network", "modes"] as const, "network", "what the vector field is made of"),
  hidden: wholes(1, 4096, [32], "widths of the hidden layers of the network"),
  activation: oneOf(["tanh", "silu", "softplus"] as const, "tanh", "the nonlinearity of the network"),
  modes: whole(1, 1024, 8, "number of modes"),
  harmonics: whole(1, 16, 2, "number of cosines of time in the weight of each mode"),
  concentration: between(1, 1e4, 100, "the largest concentration of a mode, and one over the least"),
  solver: oneOf([...fixedSolvers, ...adaptiveSolvers] as const, "rk4", "the Runge–Kutta method"),
  steps: whole(1, 1000, 8, "number of steps; with error control, of attempts at one"),
  rate: between(0, 250, 2, "bound on the rate at which the field parts neighbours, per unit of time from base to data"),
  tolerance: between(0, 1, 1e-7, "the largest error of a step with error control, in parts of its length"),
  direction: oneOf(["inverse", "forward"] as const, "inverse", "which direction takes the steps: inverse evaluates, forward samples"),
};

export type ContinuousOptions = Values<typeof fields>;

export const isAdaptive = (solver: Solver): boolean => adaptiveSolvers.some((each) => each === solver);

/** The number of equal parts of the time that no step falls below: with error control half of the attempts may fail. */
export const partsOf = ({ solver, steps }: ContinuousOptions): number => (isAdaptive(solver) ? Math.ceil(steps / 2) : steps);

/** The largest product of rate and step at which a step is sure to be a bijection, for fields as smooth as ours. */
const reach = 0.5;

/** Throws where steps are too long to be bijections. */
export const checked = (options: ContinuousOptions): ContinuousOptions => {
  const most = reach * partsOf(options);
  if (options.rate <= most) return options;
  const sentence = `Option rate of continuous takes at most ${most} with ${options.steps} steps of ${options.solver}, but ${options.rate} was given.`;
  throw new DiffeoFault({ tag: "OptionError", path: [], sentence });
};
