/**
 * The audit of a trained model, as `diffeo verify` loads it: nothing here needs fast-check or a test runner, which users of
 * the command line do not have.
 */
export { audit, type Audit } from "./audit.ts";
export { auditFields, type AuditOptions, type AuditProgress } from "./options.ts";
export { showAudit } from "./show.ts";
export type { BudgetRow, Trip } from "./budget.ts";
export type { AuditCoverage } from "./calibration.ts";
export type { AuditLine } from "./line.ts";
