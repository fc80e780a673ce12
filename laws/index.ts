/**
 * diffeo/laws: what every bijector and flow must obey, as named laws with cases. `assert` runs one under fast-check and
 * throws the report of the smallest counter-example; it suits any test runner:
 *
 *     for (const claim of bijectorLaws(myLayer, { kind: "e", dim: 3, spec: "e3" })) it(claim.law.name, () => assert(claim));
 */
export { bijectorLaws } from "./bijector/laws.ts";
export { algebra, chains, constant, monoids, type Algebra } from "./flow/algebra.ts";
export { densityOf, distribution, mass, type Density } from "./flow/mass.ts";
export { adds, agrees, climbs, interpreted, returns } from "./flow/laws.ts";
export { viewOf, type FlowCase, type View } from "./flow/view.ts";
export type { Law, Verdict } from "./law.ts";
export { assert, property, refuted, type AnyClaim, type Claim, type RunOptions } from "./property.ts";
export { audit, auditFields, showAudit, type Audit, type AuditCoverage, type AuditLine, type AuditOptions, type AuditProgress, type BudgetRow, type Trip } from "./audit/index.ts";
