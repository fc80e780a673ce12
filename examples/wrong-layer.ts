/**
 * A layer with a mistake, and what its laws say: the sinh–arcsinh layer of `examples/bijector`, whose log-determinants forget
 * the factor δ, in both directions alike. Round trips hold and the two log-determinants cancel; only who looks at the
 * derivative sees that the density is no density.
 */
import { bijector, filled } from "diffeo";
import { add, asinh, div, exp, mul, neg, sinh, softplus, sub, sum, tanh, type Expr } from "diffeo/expr";
import { bijectorLaws, prove } from "diffeo/laws";

const within = (limit: number, parameter: Expr): Expr => mul(limit, tanh(div(parameter, limit)));
const logCosh = (u: Expr): Expr => sub(softplus(mul(2, u)), add(u, Math.LN2));

const forgetful = bijector({
  name: "forgetful",
  on: "e",
  options: {},
  parameters: ({ dim }) => ({ skew: filled([dim], 0), tail: filled([dim], 0) }),
  forward: (z, { skew, tail }) => {
    const a = asinh(z);
    const b = mul(exp(within(1, tail)), add(a, within(4, skew)));
    return { point: sinh(b), logDet: sum(sub(logCosh(b), logCosh(a))) };
  },
  inverse: (x, { skew, tail }) => {
    const b = asinh(x);
    const a = sub(mul(exp(neg(within(1, tail))), b), within(4, skew));
    return { point: sinh(a), logDet: sum(sub(logCosh(a), logCosh(b))) };
  },
});

const proofs = bijectorLaws(forgetful, { on: "e2", seed: 1 }).map((law) => prove(law));
for (const { holds, law } of proofs) console.log(`${holds ? "holds " : "broken"}  ${law}`);
for (const { report } of proofs) if (report !== undefined) console.log(`\n${report}`);
