/**
 * Cases of the laws of flows: a flow, the seed of its numbers, how far its parameters are from the start, and how many
 * points. They shrink in this order, at last to one point of a fresh flow.
 */
import fc from "fast-check";
import type { AnyFlow } from "../../src/flow/flow.ts";
import type { FlowCase } from "../flow/view.ts";
import { shrinking } from "./shrinking.ts";
import { lowered } from "./smaller/number.ts";

export interface CaseShape {
  /** Distances of the parameters from the start. */
  readonly scatters?: readonly number[];
  /** Numbers of points, for laws that look at points one by one. */
  readonly counts?: fc.Arbitrary<number>;
}

/** Seeds have no order: one of the first few does, or none. */
const seeds = [0, 1, 2];

const isNumber = (value: unknown): value is number => typeof value === "number";

export const flowCases = (flow: fc.Arbitrary<AnyFlow>, { scatters = [0, 0.1], counts }: CaseShape = {}): fc.Arbitrary<FlowCase> =>
  fc.record({
    flow,
    seed: shrinking({ drawn: fc.nat({ max: 1e6 }), smaller: (seed) => seeds.filter((each) => each < seed), is: isNumber }),
    scatter: fc.constantFrom(...scatters),
    ...(counts && { count: shrinking({ drawn: counts, smaller: (count) => lowered(count).filter((each) => each > 0), is: isNumber }) }),
  }, { noNullPrototype: true });
