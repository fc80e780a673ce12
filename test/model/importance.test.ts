/** Importance weights: against closed forms of Gaussians, and what is refused. */
import { either } from "fp-ts";
import { describe, expect, it } from "vitest";
import { render, unsafe } from "../../src/error.ts";
import { add, constant, dot, mul, neg, scalar, square, sub, sum, take, type Expr } from "../../src/expr/index.ts";
import { circle, euclid } from "../../src/flow/manifolds.ts";
import { point } from "../../src/manifold/point.ts";
import { importance } from "../../src/model/importance.ts";
import { summarize } from "../../src/model/log-weights.ts";
import { model } from "../../src/model/model.ts";

const said = (result: ReturnType<typeof importance>): string => (either.isLeft(result) ? render(result.left) : "no error");

describe("a summary of weights", () => {
  it("of three weights, by hand", () => {
    // w = 1, 2, 3: mean 2, second moment 14/3, ln mean less mean ln = ln 2 − ln 6 / 3.
    const { effectiveShare, logNormalizer, logNormalizerError, divergence, divergenceError } = summarize([0, Math.log(2), Math.log(3)]);
    expect(effectiveShare).toBeCloseTo(4 / (14 / 3), 14);
    expect(logNormalizer).toBeCloseTo(Math.log(2), 14);
    expect(logNormalizerError).toBeCloseTo(0.5 / Math.sqrt(3), 14);
    expect(divergence).toBeCloseTo(Math.log(2) - Math.log(6) / 3, 14);
    const terms = [0.5, 1 - Math.log(2), 1.5 - Math.log(3)];
    const center = terms.reduce((a, b) => a + b) / 3;
    expect(divergenceError).toBeCloseTo(Math.sqrt(terms.reduce((a, b) => a + (b - center) ** 2, 0) / 2 / 3), 14);
  });

  it("does not overflow, and knows nothing of constants but in ln Z", () => {
    const logs = [0.3, -1, 0.7, 0.1];
    const [near, far] = [summarize(logs), summarize(logs.map((log) => log - 4096))];
    expect(far.logNormalizer).toBeCloseTo(near.logNormalizer - 4096, 10);
    expect(far.effectiveShare).toBeCloseTo(near.effectiveShare, 10);
    expect(far.divergence).toBeCloseTo(near.divergence, 10);
  });

  it("a weight of 0 makes the divergence infinite and is one for all else; weights that are all 0 say so", () => {
    expect(summarize([0, 0, 0, -Infinity])).toMatchObject({ effectiveShare: 0.75, logNormalizer: Math.log(0.75), divergence: Infinity });
    expect(summarize([-Infinity, -Infinity])).toMatchObject({ effectiveShare: 0, logNormalizer: -Infinity });
    expect(() => summarize([1])).toThrow("at least two weights");
  });
});

describe("a Gaussian under a narrower one", () => {
  const proposal = model(euclid(2));
  const [mean, deviation] = [[0.3, -0.2], 0.8] as const;
  // p̃ = exp(−|x − m|² / 2s²), Z = 2π s².
  const formula = (x: Expr): Expr => mul(-0.5 / deviation ** 2, sum(square(sub(x, constant([...mean])))));
  const code = {
    evaluate: ({ rows, count }: { readonly rows: Float64Array; readonly count: number }) => ({
      logDensity: Array.from({ length: count }, (_, row) => -0.5 * (((rows[2 * row]! - mean[0]) / deviation) ** 2 + ((rows[2 * row + 1]! - mean[1]) / deviation) ** 2)),
    }),
  };
  // E w² / (E w)²: per coordinate s⁻² (2/s² − 1)^(−1/2) exp(m² / (2 − s²)), from ∫ N(m, s²)² / N(0, 1).
  const second = mean.reduce((product, m) => product * (1 / (deviation ** 2 * Math.sqrt(2 / deviation ** 2 - 1))) * Math.exp((m * m) / (2 - deviation ** 2)), 1);
  const divergence = mean.reduce((total, m) => total + Math.log(deviation) + (1 + m * m) / (2 * deviation ** 2) - 0.5, 0);

  it.each<readonly [string, Parameters<typeof importance<"e2", "e0">>[1]]>([["formula", formula], ["code", code]])("as %s: ln Z, divergence and share within their errors", (_, target) => {
    const found = unsafe(importance(proposal, target, { samples: 40_000, seed: 3 }));
    expect(Math.abs(found.logNormalizer - Math.log(2 * Math.PI * deviation ** 2))).toBeLessThan(3 * found.logNormalizerError);
    expect(Math.abs(found.divergence - divergence)).toBeLessThan(3 * found.divergenceError);
    expect(found.effectiveShare).toBeCloseTo(1 / second, 1.7);
    expect(found.points.count).toBe(40_000);
    // An expectation under the target.
    const weights = found.logWeights.map((log) => Math.exp(log - found.logNormalizer) / 40_000);
    expect(weights.reduce((total, w, row) => total + w * found.points.rows[2 * row]!, 0)).toBeCloseTo(mean[0], 1.7);
  });

  it("as formula and as code is the same", () => {
    const [a, b] = [unsafe(importance(proposal, formula, { samples: 100 })), unsafe(importance(proposal, code, { samples: 100 }))];
    a.logWeights.forEach((log, row) => expect(log).toBeCloseTo(b.logWeights[row]!, 11));
  });
});

describe("a target", () => {
  it("that is constant gives the volume; the proposal is uniform already", () => {
    const found = unsafe(importance(model(circle()), () => scalar(0), { samples: 10 }));
    expect(found).toMatchObject({ effectiveShare: 1, logNormalizerError: 0 });
    expect(found.logNormalizer).toBeCloseTo(Math.log(2 * Math.PI), 14);
    expect(found.divergence).toBeCloseTo(0, 14);
  });

  it("may depend on the condition, one point of it", () => {
    const flow = euclid(1).affine().given("e2");
    const target = (x: Expr, c: Expr): Expr => mul(-0.5, square(sub(take(x, 0), dot(c, constant([1, 2])))));
    const given = unsafe(point("e2", [0.1, 0.05]));
    const found = unsafe(importance(model(flow), target, { given }));
    expect(found.logNormalizer).toBeCloseTo(0.5 * Math.log(2 * Math.PI), 2);
    // @ts-expect-error a conditional model is given a condition
    expect(() => importance(model(flow), target)).toThrow("received nothing, expected a point or batch of e2");
  });

  it("that is no number is named with its point", () => {
    const result = importance(model(euclid(1)), { evaluate: ({ rows }) => ({ logDensity: rows.map((x, row) => (row === 3 ? NaN : -x * x)) }) }, { samples: 5 });
    const { points } = unsafe(importance(model(euclid(1)), (x) => neg(square(take(x, 0))), { samples: 5 }));
    expect(said(result as never)).toBe(`The log-density of the target is NaN at the point (${points.rows[3]}), expected a finite number.`);
  });

  it("that answers with too few numbers is refused; a formula of several numbers is a mistake", () => {
    expect(said(importance(model(euclid(1)), { evaluate: () => ({ logDensity: [1] }) }, { samples: 5 }) as never)).toBe("In the target's answer: received 1 log-densities, expected one for each of 5 points.");
    expect(() => importance(model(euclid(2)), (x) => add(x, x))).toThrow("A log-density is one number, but this formula gives a tensor of shape [2].");
  });
});
