/** The laws of flows, as claims: of one flow with parameters near its start, or of random ones. */
import fc from "fast-check";
import { showFlow, type AnyFlow } from "../../src/flow/flow.ts";
import { kernel } from "../../src/interpret/kernel/kernel.ts";
import type { Interpreter } from "../../src/interpret/program.ts";
import { reference32 } from "../../src/interpret/reference/reference.ts";
import { flowCases } from "../arbitrary/flow-case.ts";
import { claim, type AnyClaim } from "../claim.ts";
import type { Law } from "../law.ts";
import { told, type LawOptions } from "../options.ts";
import { interpreted } from "./agreement.ts";
import { amortized } from "./amortized.ts";
import { changes } from "./change-of-variables.ts";
import { densitiesOf, integrable, type Density } from "./density.ts";
import { agrees, returns } from "./directions.ts";
import { distribution } from "./distribution.ts";
import { climbs } from "./gradient.ts";
import { mass } from "./mass.ts";
import { printed } from "./printed.ts";
import { viewOf, type FlowCase, type Look } from "./view.ts";

export interface FlowOptions extends LawOptions {
  /** How far parameters are drawn from the flow's start, as standard deviations; 0 and 0.1 by default. */
  readonly scatter?: readonly number[];
  /** What is held against the reference; by default the reference in float32 and the kernels of both precisions. */
  readonly interpreters?: readonly Interpreter[];
  /** How a case is looked at: views that lie are for mutants. */
  readonly look?: Look;
  readonly lookAtDensities?: (of: FlowCase) => readonly Density[];
}

const standards: () => readonly Interpreter[] = () => [reference32, kernel({ precision: "float32" }), kernel({ precision: "float64" })];

/** Whole vectors and what is left over, one block and, now and then, several chunks. */
export const counts = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(5, 1, 2, 3) }, { weight: 1, arbitrary: fc.constant(1000) });

/**
 * The laws of a flow, or of random flows: round trips, one density in both directions, gradients in parameters, points and
 * conditions against differences, the density against the volumes that the flow moves, amortized parameters, mass 1 of every
 * block of up to two dimensions given the blocks before, samples distributed as the density says, and interpreters that agree
 * with the reference.
 *
 *     testLaws(it, flowLaws(oplus(sphere(2).nsphere(), euclid(2).gauss(2)), { cases: 50 }));
 */
export const flowLaws = (
  of: AnyFlow | fc.Arbitrary<AnyFlow>,
  { scatter, interpreters = standards(), look = viewOf, lookAtDensities = densitiesOf, ...asked }: FlowOptions = {},
): readonly AnyClaim[] => {
  const [flows, subject] = of instanceof fc.Arbitrary ? [of, "a random flow"] : [fc.constant(of), showFlow.show(of)];
  const scatters = scatter && { scatters: scatter };
  const [few, cases] = [flowCases(flows, { ...scatters, counts: fc.constant(5) }), flowCases(flows, { ...scatters, counts })];
  const says = (law: Law<FlowCase>, share: number, arbitrary: fc.Arbitrary<FlowCase> = few): AnyClaim => claim(subject, law, arbitrary, printed, share);
  const dense = of instanceof fc.Arbitrary || integrable(of);
  return told([
    says(returns(look), 1),
    says(agrees(look), 1),
    says(climbs(look), 0.5),
    says(changes(), 0.3),
    says(amortized(), 0.2),
    ...(dense ? [says(mass(lookAtDensities), 0.15), says(distribution(lookAtDensities), 0.2)] : []),
    ...interpreters.map((each) => says(interpreted(each, 1e3, look), 0.3, cases)),
  ], asked);
};
