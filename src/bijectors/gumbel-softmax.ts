/**
 * The Gumbel-softmax, or Concrete, distribution: what softmax makes of Gumbel numbers G at a temperature τ.
 *
 * Space: a<n>. y = softmax((logits + G) / τ). The numbers e^−G are exponential, and exponential numbers over their sum are
 * uniform on the simplex: so with uniform fractions s, and without a Gumbel number in sight,
 *
 *     y ∝ (e^logits / s)^(1/τ),   s ∝ e^logits y^−τ.
 *
 * Parameters: `logits` [n + 1]; `logTemperature` [], which is read up to ±log 100. Zeros are equal logits at τ = 1.
 * log-det of the inverse: n log τ + Σ log s − Σ log y.
 * Source: Maddison, Mnih & Teh 2017, arXiv:1611.00712, eq. 10; Jang, Gu & Poole 2017, arXiv:1611.01144.
 */
import { add, div, exp, mul, neg, sub, sum, tanh, type Expr } from "../expr/index.ts";
import { normalized } from "../manifold/simplex.ts";
import { bijector, filled, type Parameters, type Sample } from "./bijector.ts";

type Name = "logits" | "logTemperature";

const hottest = Math.log(100);
const logTau = ({ logTemperature }: Parameters<Name>): Expr => mul(hottest, tanh(div(logTemperature, hottest)));

/** log |ds/dy|, where fractions are carried as logarithms [n + 1]. */
const logDet = (s: Expr, y: Expr, parameters: Parameters<Name>): Expr => add(mul(y.shape[0]! - 1, logTau(parameters)), sub(sum(s), sum(y)));

export const gumbelSoftmax = bijector({
  name: "gumbelSoftmax",
  on: "a",
  symbol: "u",
  options: {},
  parameters: ({ ambient }) => ({ logits: filled([ambient], 0), logTemperature: filled([], 0) }),
  forward: (s, parameters) => {
    const y = normalized(mul(exp(neg(logTau(parameters))), sub(parameters.logits, s)));
    return { point: y, logDet: neg(logDet(s, y, parameters)) };
  },
  inverse: (y, parameters) => {
    const s = normalized(sub(parameters.logits, mul(exp(logTau(parameters)), y)));
    return { point: s, logDet: logDet(s, y, parameters) };
  },
  /** Moments of log-ratios: those of Gumbel numbers have the mean of the logits and the variance π²/6 over τ². */
  fit: (sample, { ambient }) => moments(sample, ambient),
});

const moments = ({ rows, weights }: Sample, ambient: number): { readonly [K in Name]: readonly number[] } => {
  const middle = (row: number): number => rows.subarray(row * ambient, (row + 1) * ambient).reduce((a, b) => a + b, 0) / ambient;
  const centered = Float64Array.from(rows, (value, index) => value - middle(Math.floor(index / ambient)));
  const mean = Array.from({ length: ambient }, (_, at) => weights.reduce((sum, weight, row) => sum + weight * centered[row * ambient + at]!, 0));
  const variance = weights.reduce((sum, weight, row) => sum + weight * mean.reduce((own, center, at) => own + (centered[row * ambient + at]! - center) ** 2, 0), 0) / (ambient - 1);
  const wanted = Math.log(Math.PI / Math.sqrt(6 * Math.max(variance, 1e-12)));
  const logTemperature = Math.max(-0.99 * hottest, Math.min(0.99 * hottest, wanted));
  return { logits: mean.map((each) => each * Math.exp(logTemperature)), logTemperature: [hottest * Math.atanh(logTemperature / hottest)] };
};
