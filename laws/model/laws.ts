/** The laws of models, as claims: what is made of a density, importance weights, coverage, marginals and rates, is true to it. */
import fc from "fast-check";
import { unsafe } from "../../src/error.ts";
import type { AnyFlow } from "../../src/flow/flow.ts";
import { plan } from "../../src/flow/plan.ts";
import { withRate } from "../../src/flow/rate.ts";
import { trusted } from "../../src/manifold/batch.ts";
import { baseContents, coverageByBlock } from "../../src/model/coverage/base.ts";
import { importance } from "../../src/model/importance.ts";
import { marginal } from "../../src/model/marginal.ts";
import { model, type Model } from "../../src/model/model.ts";
import { random } from "../../src/random.ts";
import { flows as randomFlows } from "../arbitrary/flow.ts";
import { flowCases } from "../arbitrary/flow-case.ts";
import { claim, type AnyClaim } from "../claim.ts";
import type { Density } from "../flow/density.ts";
import { printed } from "../flow/printed.ts";
import { mass } from "../flow/mass.ts";
import { moved, type FlowCase } from "../flow/view.ts";
import { law, type Comparison, type Law } from "../law.ts";
import { told, type LawOptions } from "../options.ts";

/** Of an unconditional flow. */
const modelOf = (of: FlowCase): Model<string> => model(of.flow, { parameters: moved(of) }) as Model<string>;

const near = (name: string, got: number, wanted: number, unit = 1e-9): Comparison =>
  ({ deviation: Math.abs(got - wanted), unit: unit * (1 + Math.abs(wanted)), detail: () => `${name}: ${got}, not ${wanted}` });

const weighs: Law<FlowCase> = law({ name: "model: importance", statement: "weights of q for Z q are all Z: ln Z with error 0, effective share 1, divergence 0", tolerance: 1 }, (of) => {
  const own = modelOf(of);
  const logZ = 3 * Math.sin(of.seed);
  const target = { evaluate: (points: Parameters<typeof own.logProb>[0]) => ({ logDensity: Float64Array.from(own.logProb(points as never) as never as Float64Array, (each) => each + logZ) }) };
  const { logNormalizer, logNormalizerError, effectiveShare, divergence } = unsafe(importance(own, target as never, { samples: 50, seed: of.seed }));
  return [near("ln Z", logNormalizer, logZ), near("its error", logNormalizerError, 0), near("effective share", effectiveShare, 1), near("divergence", divergence, 0)];
});

const draws = 1000;
const falseAlarm = 1e-6;

/** P(√N sup |F_N − F| > λ) ≤ 2 exp(−2 λ²) (Massart 1990), which bounds any one share as well. */
const critical = Math.sqrt(Math.log(2 / falseAlarm) / (2 * draws));

/** Base points of classes are rounded: of a flow that has some there is nothing to compare. */
const covers: Law<FlowCase> = law({ name: "model: coverage", statement: `contents of the base regions of ${draws} samples are uniform, jointly and block by block, within Kolmogorov's bound, false alarm ${falseAlarm} each`, tolerance: critical }, (of) => {
  const own = modelOf(of);
  if (own.plan.blocks.some(({ geometry: { kind } }) => kind === "c")) return [];
  const evaluation = own.inverse(own.sample(draws, { seed: of.seed }).points);
  const contents = [...baseContents(evaluation)].sort((a, b) => a - b);
  const worst = contents.reduce((most, each, rank) => Math.max(most, Math.abs(each - rank / draws), Math.abs(each - (rank + 1) / draws)), 0);
  return [
    { deviation: worst, unit: 1, detail: () => `jointly sup |F_N − F| = ${worst}` },
    ...coverageByBlock(own.plan, evaluation).flatMap((rows, block) => rows.map(({ nominal, observed }): Comparison => ({ deviation: Math.abs(observed - nominal), unit: 1, detail: () => `block ${block + 1}: ${observed} of samples in a region of ${nominal}` }))),
  ];
});

/** The marginal densities of blocks of one dimension, as densities to be integrated. */
const marginalsOf = (of: FlowCase): readonly Density[] => {
  const own = modelOf(of);
  return own.plan.blocks.flatMap(({ geometry: { spec, kind, dim, ambient } }, index): readonly Density[] => {
    if (dim !== 1) return [];
    const density = marginal(own, index, { samples: 7, seed: of.seed });
    return [{ space: spec, kind, dim, ambient, logProb: (points) => density(trusted<string>(spec, points, points.length / ambient)), sample: () => new Float64Array(0) }];
  });
};

const marginalMass: Law<FlowCase> = { ...mass(marginalsOf), name: "model: marginal mass" };

const counts = (of: FlowCase): readonly number[] => {
  const source = random(of.seed, "counts");
  return Array.from({ length: 5 }, () => source.below(4));
};

const counted: Law<FlowCase> = law({ name: "model: event sets", statement: "log-likelihood of a set = Σ (log λ + log p) − λ · exposure, sets without events among them, and the number of events drawn is λ · exposure within 7 deviations", tolerance: 1 }, (of) => {
  const rated = model(withRate(of.flow as never), { parameters: moved({ ...of, flow: withRate(of.flow as never) }) });
  const numbers = counts(of);
  const total = numbers.reduce((sum, each) => sum + each, 0);
  const { points } = rated.sample(total, { seed: of.seed } as never);
  const exposure = numbers.map((_, set) => 0.5 + ((set + of.seed) % 3));
  const [logRate, logProb] = [rated.logRate(...([] as never)) as number, rated.logProb(points as never) as never as Float64Array];
  const found = rated.logLikelihood({ points, counts: numbers, exposure } as never);
  let next = 0;
  const sums = numbers.map((count, set) => {
    let sum = -exposure[set]! * Math.exp(logRate);
    for (let event = 0; event < count; event++) sum += logRate + logProb[next++]!;
    return sum;
  });
  const expected = 50 * 2 * Math.exp(logRate);
  const drawn = rated.sampleSets(50, { seed: of.seed, exposure: 2 } as never).counts.reduce((sum, each) => sum + each, 0);
  return [
    ...sums.map((sum, set) => near(`set ${set + 1} of ${numbers[set]} events`, found[set]!, sum)),
    { deviation: Math.abs(drawn - expected), unit: 7 * Math.sqrt(expected) + 7, detail: () => `${drawn} events of ${expected} that were expected` },
  ];
});

const dims = (flow: AnyFlow): number => plan(flow.tree).dim;
const plain = { conditions: false, options: false, parts: 2, layers: 1 } as const;

/** The laws of models of unconditional flows, random ones by default. */
export const modelLaws = (flows: fc.Arbitrary<AnyFlow> = randomFlows(plain), asked: LawOptions = {}): readonly AnyClaim[] => {
  const cases = flowCases(flows.filter((flow) => dims(flow) > 0));
  const says = (each: Law<FlowCase>, share: number): AnyClaim => claim("a model of a random flow", each, cases, printed, share);
  return told([says(weighs, 0.2), says(covers, 0.2), says(marginalMass, 0.1), says(counted, 0.2)], asked);
};
