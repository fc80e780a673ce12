/** ln of weighted sums of exponentials, for each of `count` columns, of terms that come one after the other. */

export interface LogSum {
  /** Adds exp(term + logWeight) to each column. */
  readonly add: (terms: Float64Array, logWeight: number) => void;
  /** ln of each sum. */
  readonly value: () => Float64Array;
  /**
   * Of each sum of N equally weighted terms, the standard error of its logarithm by the delta method: the deviation of the
   * terms over their mean, over √N. Columns without any mass have none.
   */
  readonly error: () => Float64Array;
}

export const logSum = (count: number): LogSum => {
  const most = new Float64Array(count).fill(-Infinity);
  const [sum, squares] = [new Float64Array(count), new Float64Array(count)];
  let terms = 0;
  return {
    add: (term, logWeight) => {
      terms++;
      for (let at = 0; at < count; at++) {
        const log = term[at]! + logWeight;
        if (log === -Infinity) continue;
        if (log > most[at]!) {
          const shrink = Math.exp(most[at]! - log);
          sum[at]! *= shrink;
          squares[at]! *= shrink * shrink;
          most[at] = log;
        }
        const own = Math.exp(log - most[at]!);
        sum[at]! += own;
        squares[at]! += own * own;
      }
    },
    value: () => most.map((top, at) => (top === -Infinity ? top : top + Math.log(sum[at]!))),
    error: () => most.map((top, at) => (top === -Infinity || terms < 2 ? 0 : Math.sqrt(Math.max(0, (terms * squares[at]!) / (sum[at]! * sum[at]!) - 1) / (terms - 1)))),
  };
};
