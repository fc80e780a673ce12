/** What the rule of an operation for its derivatives is. */
import { constantValue, type Expr, type Op } from "./expr.ts";

/** A cotangent that is zero outside one slice of the argument. */
export interface Patch {
  readonly axis: number;
  readonly start: number;
  readonly values: Expr;
}
export type Contribution = Expr | Patch;
export const isPatch = (contribution: Contribution): contribution is Patch => "values" in contribution;

export type Pull = (() => Contribution) | undefined;

/** Both modes themselves, for the rules of operations that have a body. */
export interface Derive {
  readonly jvp: (outputs: readonly Expr[], tangents: ReadonlyMap<Expr, Expr>) => readonly Expr[];
  readonly vjp: (outputs: readonly Expr[], cotangents: readonly Expr[], inputs: readonly Expr[]) => readonly Expr[];
}

export interface Rule<O extends Op = Op> {
  readonly push: (node: Expr<O>, tangents: readonly (Expr | undefined)[], derive: Derive) => Expr | undefined;
  readonly pull: (node: Expr<O>, cotangent: Expr, derive: Derive) => readonly Pull[];
}

/** True when the cotangent is a constant zero, so that nothing need be pulled through. */
export const isZero = (cotangent: Expr): boolean => constantValue(cotangent) === 0;
