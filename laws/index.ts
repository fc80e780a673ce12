/**
 * diffeo/laws: what every bijector, flow, interpreter and codec must obey, as named laws with the cases they are asked of.
 * They prove or refute what the library has and what you define, and report a counter-example in its smallest form:
 *
 *     import { it } from "vitest"; // or `test as it` of node:test
 *     testLaws(it, bijectorLaws(mine));
 *
 * It stands on fast-check and decimal.js, which you install beside it.
 */
export type { Comparison, Law, Verdict } from "./law.ts";
export { law } from "./law.ts";
export { assert, claim, property, prove, refuted, testLaws, type AnyClaim, type Claim, type Effort, type Proof, type RunOptions } from "./claim.ts";
export type { LawOptions } from "./options.ts";

export { bijectorLaws, type BijectorOptions } from "./bijector/laws.ts";
export { flowLaws, type FlowOptions } from "./flow/laws.ts";
export { algebraLaws, type AlgebraOptions } from "./flow/algebra-laws.ts";
export { interpreterLaws, type InterpreterOptions } from "./interpreter/laws.ts";
export { operationDigits } from "./operation/digits.ts";
export { digitClaims, type DigitOptions } from "./bijector/digits.ts";
export { oracle } from "./oracle/oracle.ts";
export { operationLaws, type OperationOptions } from "./operation/laws.ts";
export { chartLaws, manifoldLaws } from "./manifold/laws.ts";
export { modelLaws } from "./model/laws.ts";
export { codecLaws } from "./codec/laws.ts";
export type { Codec } from "./codec/codec.ts";
export { flowCodec, modelCodec } from "./codec/library.ts";
export { samplerLaws, type Sampler } from "./sampler/laws.ts";
export type { Algebra } from "./flow/algebra.ts";
export type { Density } from "./flow/density.ts";
export type { FlowCase, Look, View } from "./flow/view.ts";

export { flows, layerOn, type FlowShape } from "./arbitrary/flow.ts";
export { flowCases, type CaseShape } from "./arbitrary/flow-case.ts";
export { shrinking } from "./arbitrary/shrinking.ts";
export { smaller } from "./arbitrary/smaller.ts";
export { registry, type Row } from "./registry.ts";

export { audit, auditFields, showAudit, type Audit, type AuditCoverage, type AuditLine, type AuditOptions, type AuditProgress, type BudgetRow, type Trip } from "./audit/index.ts";
