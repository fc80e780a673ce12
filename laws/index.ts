/**
 * diffeo/laws: what every bijector and flow must obey, as named laws with cases. `assert` runs one under fast-check and
 * throws the report of the smallest counter-example; it suits any test runner:
 *
 *     for (const claim of bijectorLaws(myLayer, { kind: "e", dim: 3, spec: "e3" })) it(claim.law.name, () => assert(claim));
 */
export { bijectorLaws } from "./bijector/laws.ts";
export type { Codec } from "./codec/codec.ts";
export { codecLaws } from "./codec/laws.ts";
export { algebra, chains, constant, monoids, type Algebra } from "./flow/algebra.ts";
export { densityOf, distribution, mass, type Density } from "./flow/mass.ts";
export { adds, agrees, climbs, interpreted, returns } from "./flow/laws.ts";
export { viewOf, type FlowCase, type View } from "./flow/view.ts";
export type { Law, Verdict } from "./law.ts";
export { assert, property, refuted, type AnyClaim, type Claim, type RunOptions } from "./property.ts";
