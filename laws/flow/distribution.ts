/** Law 7: samples are distributed as the density says. False alarms are bounded, whatever the density. */
import { random } from "../../src/random.ts";
import { law, largest, type Comparison, type Law } from "../law.ts";
import { densitiesOf, type Density } from "./density.ts";
import { ruleOf } from "./rule.ts";
import type { FlowCase } from "./view.ts";

/** Of each density of a case. */
const falseAlarm = 1e-6;

export const distribution = (look: (of: FlowCase) => readonly Density[] = densitiesOf): Law<FlowCase> =>
  law(
    {
      name: "flow: distribution",
      statement: `${draws[1]} samples of a block on a line: sup |F_N − F| against ∫ p; ${draws[2]} of two dimensions: means of ${waves} cosines against ∫ cos p; within Kolmogorov's and Hoeffding's bounds, false alarm ${falseAlarm} for each`,
      tolerance: 1,
    },
    (of) => look(of).map((density, index) => {
      const { deviation, unit, detail } = density.dim === 1 ? onLine(density) : inPlane(density, of.seed);
      return { deviation, unit, detail: () => `density ${index + 1} on ${density.space}: ${detail()}` };
    }),
  );

const draws = { 1: 1000, 2: 4000 };

/** P(√N D > λ) ≤ 2 exp(−2 λ²). */
const kolmogorov = Math.sqrt(Math.log(2 / falseAlarm) / (2 * draws[1]));

/** The order in which a line is integrated: by angle on the circle, by number of a class. */
const placesOf = ({ kind, ambient }: Density, points: Float64Array): readonly number[] =>
  Array.from({ length: points.length / ambient }, (_, row) => {
    const own = points.subarray(row * ambient, (row + 1) * ambient);
    return kind === "s" ? Math.atan2(own[1]!, own[0]!) : kind === "c" ? own.indexOf(1) : own[0]!;
  });

const onLine = (density: Density): Comparison => {
  const { points, weights } = ruleOf(density.space, 1024);
  const densities = density.logProb(points);
  const nodes = placesOf(density, points).map((at, row) => ({ at, mass: weights[row]! * Math.exp(densities[row]!) })).sort((a, b) => a.at - b.at);
  const drawn = [...placesOf(density, density.sample(draws[1]))].sort((a, b) => a - b);
  let [node, below, worst] = [0, 0, 0];
  drawn.forEach((at, rank) => {
    while (node < nodes.length && nodes[node]!.at <= at) below += nodes[node++]!.mass;
    // The node below counts by half on either side; a class counts when all that drew it are there.
    const share = density.kind === "c" ? below : below - 0.5 * (nodes[node - 1]?.mass ?? 0);
    const error = density.kind === "c" ? (drawn[rank + 1] === at ? 0 : Math.abs(share - (rank + 1) / drawn.length)) : Math.max(Math.abs(share - rank / drawn.length), Math.abs(share - (rank + 1) / drawn.length));
    worst = Math.max(worst, error);
  });
  return { deviation: worst, unit: kolmogorov, detail: () => `sup |F_N − F| = ${worst}` };
};

const waves = 8;

/** P(|mean − E| > t) ≤ 2 exp(−N t²/2) for numbers in [−1, 1], and so many waves. */
const hoeffding = Math.sqrt((2 * Math.log((2 * waves) / falseAlarm)) / draws[2]);

/** Waves of random direction, length and phase, fast enough to see a quarter turn and slow enough to see a shift. */
const inPlane = (density: Density, seed: number): Comparison => {
  const { space, ambient, logProb, sample } = density;
  const { normal, uniform } = random(seed, "waves");
  const drawn = sample(draws[2]);
  const rules = [64, 128].map((nodes) => ruleOf(space, nodes)).map(({ points, weights }) => {
    const densities = logProb(points);
    return { points, masses: Float64Array.from(weights, (weight, at) => weight * Math.exp(densities[at]!)) };
  });
  const deviations = Array.from({ length: waves }, () => {
    const [direction, phase] = [Array.from({ length: ambient }, () => 1.5 * normal()), 2 * Math.PI * uniform()];
    const wave = (points: Float64Array, row: number): number => Math.cos(direction.reduce((sum, each, at) => sum + each * points[row * ambient + at]!, phase));
    const mean = Array.from({ length: draws[2] }, (_, row) => wave(drawn, row)).reduce((a, b) => a + b, 0) / draws[2];
    const [coarse, fine] = rules.map(({ points, masses }) => masses.reduce((sum, each, row) => sum + each * wave(points, row), 0)) as [number, number];
    return Math.max(0, Math.abs(mean - fine) - Math.abs(fine - coarse));
  });
  return { deviation: largest(deviations), unit: hoeffding, detail: () => `means of cosines are off by ${deviations.map((each) => each.toPrecision(2)).join(", ")}` };
};
