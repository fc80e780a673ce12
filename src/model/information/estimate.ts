/** Numbers that know how well they are known. Information is in nats. */

/** exact: a finite sum or a formula. quadrature: a rule with fixed nodes. sampling: a mean over random points. */
export type Method = "exact" | "quadrature" | "sampling";

export interface Estimate {
  readonly value: number;
  /**
   * Of a sampled value its standard error; of a rule how much it differs from the rule of every second node, which is far
   * more than it is off where the model is smooth; their sum where a rule stands within a mean; 0 of an exact value.
   */
  readonly error: number;
  readonly method: Method;
  /** Random points or nodes that the value stands on. */
  readonly samples: number;
  /** Where the estimate is not unbiased: bounds of its mean less the truth, themselves estimated. */
  readonly bias?: readonly [least: number, most: number];
}

/** Values of any shape with their errors, shape by shape. */
export interface Measured<A> {
  readonly value: A;
  readonly error: A;
}
