/**
 * Neural posterior estimation: the two moons.
 *
 * A simulator takes two numbers θ, uniform on the square [−1, 1]², and scatters a place x about one that they fix, by a
 * crescent of radius r and angle α that nobody sees:
 *
 *     x = (r cos α + 1/4, r sin α) + (−|θ₁ + θ₂|, θ₂ − θ₁) / √2,     r ~ N(0.1, 0.01²),   α ~ U(−π/2, π/2)
 *
 * Which θ made the x that was seen? Any on two thin crescents, for the sign of θ₁ + θ₂ is lost. A flow of θ given x that is
 * fitted to simulated pairs, and to nothing else, is the posterior for every x at once.
 *
 * Known: the density of the noise is N(r)/(π r), and for each sign θ ↦ x − noise is a rotation. So the exact posterior is
 * the noise density at what θ leaves of x, over how much of both crescents lies in the square. It can be drawn from and
 * evaluated, and so the accuracy of the best possible classifier of exact and fitted draws (what the C2ST of the benchmark
 * tends to; ½ is perfect) is a mean under the exact p: ½ + ½ E max(0, 1 − q/p).
 *
 * Source: Greenberg, Nonnenmacher & Macke 2019, arXiv:1905.07488; as a benchmark Lueckmann et al. 2021, arXiv:2101.04653, task T.8.
 */
import { batchOf, calibration, euclid, fit, random, unsafe, type Batch, type Random } from "diffeo";
import { coveragePanel, curvesPanel, figure, planePanel } from "diffeo/plot";
import { mean, standardError } from "../run.ts";
import { deviations, example, type Figure } from "./example.ts";

type Pair = readonly [number, number];

const [radius, width] = [0.1, 0.01];
const root2 = Math.SQRT2;
const plane = (rows: readonly Pair[]): Batch<"e2"> => unsafe(batchOf("e2", Float64Array.from(rows.flat())));

const noise = (source: Random): Pair => {
  const [r, alpha] = [radius + width * source.normal(), Math.PI * (source.uniform() - 0.5)];
  return [r * Math.cos(alpha), r * Math.sin(alpha)];
};
const logNoise = ([a, b]: Pair): number => {
  const r = Math.hypot(a, b);
  return a > 0 ? -0.5 * ((r - radius) / width) ** 2 - Math.log(width * Math.sqrt(2 * Math.PI)) - Math.log(Math.PI * r) : -Infinity;
};

const inPrior = (theta: Pair): boolean => theta.every((each) => Math.abs(each) < 1);
const simulate = ([a, b]: Pair, [p, q]: Pair): Pair => [p + 0.25 - Math.abs(a + b) / root2, q + (b - a) / root2];

/** Both θ that this noise takes to x; none where it would take the root of a negative distance. */
const causes = ([x, y]: Pair, [p, q]: Pair): readonly Pair[] => {
  const [u, v] = [p + 0.25 - x, y - q];
  return u < 0 ? [] : [1, -1].map((sign): Pair => [(sign * u - v) / root2, (sign * u + v) / root2]).filter(inPrior);
};

/** Of the exact posterior at x: draws, and its log-density. `draws` of the noise say how much of the crescents is in the square. */
const exact = (x: Pair, draws: readonly Pair[]) => {
  const points = draws.flatMap((each) => causes(x, each));
  const logEvidence = Math.log(points.length / draws.length);
  const logDensity = (theta: Pair): number => {
    const [dx, dy] = simulate(theta, [0, 0]);
    return inPrior(theta) ? logNoise([x[0] - dx, x[1] - dy]) - logEvidence : -Infinity;
  };
  return { points, logDensity };
};

const observations: readonly Pair[] = [[0, 0], [0.1, 0.4], [0.2, -0.6]];

export default example({
  title: "Two moons: a posterior from simulations alone",
  known: "the exact posterior, from the density of the simulator's noise",
  full: { simulations: 50_000, epochs: 40, rows: 1000, loose: 1 },
  quick: { simulations: 10_000, epochs: 12, rows: 300, loose: 3 },
  run: async ({ simulations, epochs, rows, loose }) => {
    const source = random(1, "two moons");
    const pairs = (count: number): readonly (readonly [theta: Pair, x: Pair])[] => Array.from({ length: count }, () => {
      const theta: Pair = [2 * source.uniform() - 1, 2 * source.uniform() - 1];
      return [theta, simulate(theta, noise(source))] as const;
    });
    const [known, fresh] = [pairs(simulations), pairs(rows)];

    const flow = euclid(2).gauss(3, { kernels: 5 }).given("e2", { hidden: [64, 64, 64] });
    const { model } = unsafe(await fit(flow, plane(known.map(([theta]) => theta)), { given: plane(known.map(([, x]) => x)), epochs, seed: 1 })());

    const draws = Array.from({ length: 2000 }, () => noise(source));
    const compared = observations.map((x) => {
      const { points, logDensity } = exact(x, draws);
      const log = model.logProb(plane(points), { given: plane([x]) });
      const gap = log.map((each, at) => logDensity(points[at]!) - each);
      const { points: { rows: drawn }, count } = model.sample(4000, { given: plane([x]), seed: 2 });
      const right = Float64Array.from({ length: count }, (_, at) => (drawn[2 * at]! + drawn[2 * at + 1]! > 0 ? 1 : 0));
      const outside = Float64Array.from({ length: count }, (_, at) => (inPrior([drawn[2 * at]!, drawn[2 * at + 1]!]) ? 0 : 1));
      return { x, points, logDensity, gap, right, outside, lost: gap.map((each) => Math.max(0, 1 - Math.exp(-each))) };
    });

    const given = plane(fresh.map(([, x]) => x));
    const truth = Float64Array.from(fresh, ([theta, x]) => exact(x, draws).logDensity(theta));
    const found = model.logProb(plane(fresh.map(([theta]) => theta)), { given });
    const report = unsafe(calibration(model, plane(fresh.map(([theta]) => theta)), { given, seed: 3 }));

    const figures: readonly Figure[] = [
      ...compared.flatMap(({ x, gap, lost, right }): readonly Figure[] => {
        const at = `at x = (${x.join(", ")})`;
        return [
          { name: `KL from the exact posterior ${at}, nats`, found: mean(gap), error: standardError(gap), known: 0, within: 0.25 * loose },
          { name: `accuracy of the best classifier (C2ST) ${at}`, found: 0.5 + 0.5 * mean(lost), error: 0.5 * standardError(lost), known: 0.5, within: 0.12 * Math.sqrt(loose) },
          { name: `mass of the moon with θ₁ + θ₂ > 0 ${at}`, found: mean(right), error: standardError(right), known: 0.5, within: 0.1 },
        ];
      }),
      { name: "mass outside the prior, worst of the three", found: Math.max(...compared.map(({ outside }) => mean(outside))), known: 0, within: 0.02 },
      { name: "mean log p(θ | x) of fresh pairs, nats", found: mean(found), error: standardError(found.map((each, at) => each - truth[at]!)), known: mean(truth), within: 0.25 * loose },
      ...deviations(report),
    ];

    const along = Array.from({ length: 600 }, (_, at): Pair => [-0.35 + (0.7 * at) / 599, -0.35 + (0.7 * at) / 599]);
    const picture = figure({
      title: "Two moons: a posterior from simulations alone",
      subtitle: `A flow of θ given x, fitted to ${simulations.toLocaleString("en")} simulated pairs, beside draws of the exact posterior`,
      rows: [
        compared.map(({ x, points }) => planePanel({
          size: { width: 340, height: 330 }, title: `x = (${x.join(", ").replaceAll("-", "−")})`, levels: [0.5, 0.9], perAxis: 240,
          points: points.filter((_, at) => at % 4 < 2), pointLabel: "one draw of the exact posterior",
          logDensity: (a, b) => model.logProb(plane(Array.from(a, (each, at): Pair => [each, b[at]!])), { given: plane([x]) }),
          xLabel: "θ₁", yLabel: "θ₂",
        })),
        [curvesPanel({
          size: { width: 700, height: 320 }, title: "The posterior at x = (0, 0) along the diagonal θ₁ = θ₂",
          description: "The exact density along the diagonal, and that of the flow: one narrow peak for each moon.",
          curves: [{ points: Array.from(model.logProb(plane(along), { given: plane([observations[0]!]) }), (each, at) => [along[at]![0], Math.exp(each)] as const), label: "the flow" }],
          guide: { points: along.map((each) => [each[0], Math.exp(compared[0]!.logDensity(each))] as const), label: "the exact posterior" },
          xLabel: "θ₁ = θ₂", yLabel: "density",
        }), coveragePanel({
          size: { width: 340, height: 320 }, title: "Coverage on fresh simulations",
          checks: [["share of fresh θ in the smallest region", report.joint.density]],
        })],
      ],
      note: "Simulator: Greenberg et al. 2019.",
    });
    return { figures, picture };
  },
});
