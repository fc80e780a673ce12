/**
 * Continuous flows on the sphere: dx/dt = (I − xxᵀ) f(x, t), from the base at t = 0 to the data at t = 1.
 *
 * Space: s<n>. No charts: f is a field of the whole sphere, by the option `field`:
 *   network  a network of the layer's own over (x, t), `field`, which also sees what the block depends on. Its matrices are
 *            held to spectral norm 1, its answer to length 1.
 *   modes    gradients of bumps with weights that depend on time: `centers` [K, n + 1], read up to their lengths,
 *            `concentrations` [K] and `weights` [K, harmonics], raw ([0] each with the field of a network).
 * Weights of zero, as a fresh layer has them, are the identity. Formulas and bounds: `continuous/field.ts`.
 *
 * The layer is the composition of Runge–Kutta steps, in the direction of the option `direction`, not the flow that they
 * approximate: its density integrates to 1 at any number of steps. log-det: Σ ½ log det JᵀJ over the steps, J [n + 1, n] the
 * derivative of a step by n forward derivatives, (n + 1) times the cost of the step alone. The other direction solves for
 * each step by Newton's iteration. That every step is a bijection is due to the option `rate`, which bounds the field's
 * derivative: rate · step ≤ 1/2 is asked of it.
 *
 * `heun`, `fehlberg2`, `bosh3` and `dopri5` choose the steps of each sample by their errors (`continuous/schedule.ts`), between
 * 2 / steps and 1. Where the choice changes from one point to the next, the map jumps by no more than the errors allowed: there
 * densities are exact up to the tolerance. Errors above it that no attempt was left to avoid are residuals.
 * Source: Chen et al. 2018, arXiv:1806.07366; on manifolds Mathieu & Nickel 2020, arXiv:2006.10605. There the log-det is an integral
 * of the divergence, which is that of the limit of many steps.
 */
import { sub, neg, type Expr } from "../expr/index.ts";
import { bijector, filled, scattered, type Context, type Image, type NetworkSpec, type Parameters } from "./bijector.ts";
import { modesField, networkField, type Field } from "./continuous/field.ts";
import { flowed, unflowed } from "./continuous/flow.ts";
import { checked, fields, type ContinuousOptions } from "./continuous/options.ts";

type Name = "centers" | "concentrations" | "weights";

/** The field in the direction in which steps are taken. */
const fieldOf = (parameters: Parameters<Name>, { options, networks }: Context<ContinuousOptions, string>): Field => {
  const own = options.field === "modes" ? modesField(parameters, options) : networkField(networks["field"]!, options.rate);
  return options.direction === "forward" ? own : (x, t) => neg(own(x, sub(1, t)));
};

const towards = (direction: ContinuousOptions["direction"], x: Expr, parameters: Parameters<Name>, context: Context<ContinuousOptions, string>): Image =>
  (direction === context.options.direction ? flowed : unflowed)(fieldOf(parameters, context), x, context.options);

export const continuous = bijector({
  name: "continuous",
  on: "s",
  symbol: "c",
  options: fields,
  parameters: ({ ambient }, options) => {
    const { field, modes, harmonics } = checked(options);
    const own = field === "modes";
    return {
      centers: own ? scattered([modes, ambient], 1) : filled([0], 0),
      concentrations: filled([own ? modes : 0], 0),
      weights: filled(own ? [modes, harmonics] : [0], 0),
    };
  },
  networks: ({ ambient }, { field, hidden, activation }): { readonly [name: string]: NetworkSpec } =>
    field === "network" ? { field: { inputs: ambient + 1, outputs: ambient, hidden, activation, contracting: true } } : {},
  forward: (z, parameters, context) => towards("forward", z, parameters, context),
  inverse: (x, parameters, context) => towards("inverse", x, parameters, context),
});
