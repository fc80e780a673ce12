/** The laws of joins and chains, as claims, on random flows and layers. */
import fc from "fast-check";
import type { Layer } from "../../src/bijectors/bijector.ts";
import type { AnyFlow } from "../../src/flow/flow.ts";
import { flows as randomFlows, layerOn } from "../arbitrary/flow.ts";
import { flowCases } from "../arbitrary/flow-case.ts";
import { claim, type AnyClaim } from "../claim.ts";
import { told, type LawOptions } from "../options.ts";
import { registry } from "../registry.ts";
import { adds, algebra as ours, chains, constant, monoids, type Algebra } from "./algebra.ts";
import { printed } from "./printed.ts";
import { viewOf, type Look } from "./view.ts";

export interface AlgebraOptions extends LawOptions {
  /** The operations under the laws; mutants bring others. */
  readonly algebra?: Algebra;
  readonly look?: Look;
  /** Three layers that act on one manifold. */
  readonly layers?: fc.Arbitrary<readonly [Layer, Layer, Layer]>;
}

const onOneManifold: fc.Arbitrary<readonly [Layer, Layer, Layer]> =
  fc.constantFrom(...new Map(registry.map(({ on }) => [on.spec, on])).values()).chain((on) => fc.tuple(layerOn(on), layerOn(on), layerOn(on)));

/** ⊕, ⊗ and chains under their laws, on flows without a condition. */
export const algebraLaws = (
  flows: fc.Arbitrary<AnyFlow> = randomFlows({ conditions: false, options: false, parts: 2, layers: 2 }),
  { algebra = ours, look = viewOf, layers = onOneManifold, ...asked }: AlgebraOptions = {},
): readonly AnyClaim[] => {
  const cases = flowCases(flows, { counts: fc.constant(5) });
  const pairs = fc.tuple(cases, cases);
  return told([
    claim("random flows", monoids(algebra), fc.tuple(flows, flows, flows), printed, 1),
    claim("random layers", chains(algebra), layers, printed, 1),
    claim("random flows", constant(algebra), pairs, printed, 0.3),
    claim("random flows", adds(look, algebra), pairs, printed, 0.5),
  ], asked);
};
