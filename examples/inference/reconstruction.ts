/**
 * Neural posterior estimation: where an event came from, and with how much energy.
 *
 * A flat shower of particles from the direction n falls on six stations on a ring, r_k = (cos 60°k, sin 60°k, 0). Each
 * notes when the front comes by; two more sensors, which look up and down, note how much light there is:
 *
 *     t_k = −r_k · n + σ_t ε_k,   s_± = y ± 0.8 n_z + σ_s ε_±,   σ_t² = 0.25² e^−y,   σ_s² = 0.2² + 0.4² e^−y
 *
 * y is the logarithm of the energy, standard normal beforehand; directions are uniform. As in detectors of particles from
 * the sky, what an event tells differs greatly. A bright one has a small region; of a faint one both a direction and its
 * mirror image below the ring are likely, for the times cannot tell them apart. One flow of (n, y) on the sphere and the
 * line, given the eight numbers, reconstructs them all, each with its own uncertainty (the way of arXiv:2008.05825).
 *
 * Known: the likelihood is Gaussian, so the exact posterior of an event is a quadrature over the sphere and the line.
 */
import { batchOf, calibration, euclid, fit, highestDensity, marginal, measure, parseSpace, random, sphere, unsafe, type Batch, type Model } from "diffeo";
import { coveragePanel, curvesPanel, figure, highestDensityLevels, mapPanel, type LonLat, type Panel } from "diffeo/plot";
import { mean, standardError, unitVector } from "../run.ts";
import { deviations, example, type Figure } from "./example.ts";

type Numbers = ArrayLike<number>;

const degrees = 180 / Math.PI;

const stations = Array.from({ length: 6 }, (_, k): readonly [number, number] => [Math.cos((Math.PI * k) / 3), Math.sin((Math.PI * k) / 3)]);
const variances = (y: number): readonly [ofTimes: number, ofSignals: number] => [0.25 ** 2 * Math.exp(-y), 0.2 ** 2 + 0.4 ** 2 * Math.exp(-y)];

interface Event {
  /** Three numbers of the direction, one of the energy. */
  readonly truth: Numbers;
  readonly seen: Numbers;
}

const simulate = (seed: number, count: number): readonly Event[] => {
  const source = random(seed, "events");
  const { uniform } = measure(unsafe(parseSpace("s2+e1"))); // normal on the line
  return Array.from({ length: count }, () => {
    const truth = uniform(source);
    const [nx, ny, nz, y] = truth as [number, number, number, number]; // the numbers of s2+e1
    const [ofTimes, ofSignals] = variances(y).map(Math.sqrt) as [number, number]; // one for each
    const times = stations.map(([a, b]) => -a * nx - b * ny + ofTimes * source.normal());
    return { truth, seen: [...times, ...[1, -1].map((side) => y + side * 0.8 * nz + ofSignals * source.normal())] };
  });
};

/** Squares of what the times are off, and of what the difference of the signals is off: all that depends on the direction. */
const misfits = (seen: Numbers, nx: number, ny: number, nz: number): readonly [ofTimes: number, ofSignals: number] => {
  let late = 0;
  for (let k = 0; k < stations.length; k++) late += (seen[k]! + stations[k]![0] * nx + stations[k]![1] * ny) ** 2;
  return [late, 0.5 * (seen[6]! - seen[7]! - 1.6 * nz) ** 2];
};

/** Of the log-likelihood plus log-prior of y, what does not depend on the direction. */
const logWeight = (seen: Numbers, y: number): number => {
  const [ofTimes, ofSignals] = variances(y);
  return -0.5 * (y * y + Math.log(2 * Math.PI)) - (0.5 * (seen[6]! + seen[7]!) - y) ** 2 / ofSignals - 3 * Math.log(ofTimes) - Math.log(ofSignals);
};

/** log ∫ p(seen | n, y) p(y) dy at each direction, by equal steps over the energies that the signals leave possible. */
const logMarginal = (seen: Numbers, directions: Numbers): Float64Array => {
  const all = Array.from({ length: 101 }, (_, at) => (at - 50) / 10).map((y) => ({ y, log: logWeight(seen, y) }));
  const top = Math.max(...all.map(({ log }) => log));
  const kept = all.filter(({ log }) => log > top - 35);
  const factors = kept.map(({ log }) => 0.1 * Math.exp(log));
  const [times, signals] = [0, 1].map((of) => kept.map(({ y }) => -0.5 / variances(y)[of]!)) as [number[], number[]]; // one for each variance
  const out = new Float64Array(directions.length / 3);
  for (let at = 0; at < out.length; at++) {
    const [late, uneven] = misfits(seen, directions[3 * at]!, directions[3 * at + 1]!, directions[3 * at + 2]!);
    let sum = 0;
    for (let each = 0; each < factors.length; each++) sum += factors[each]! * Math.exp(late * times[each]! + uneven * signals[each]!);
    out[at] = Math.log(sum);
  }
  return out;
};

const { points: nodes, weights } = measure(unsafe(parseSpace("s2"))).quadrature(90);

/** The area of the smallest region that holds 90 % of a density on the nodes, in square degrees. */
const smallest = (log: Float64Array): number => {
  const [level] = highestDensityLevels(log, weights, [0.9]);
  return degrees ** 2 * weights.reduce((sum, weight, at) => (log[at]! >= level! ? sum + weight : sum), 0);
};

/** Of the exact posterior of an event: log p(n), where directions are in the mean, and the area of its smallest 90 % region. */
const exact = (seen: Numbers) => {
  const log = logMarginal(seen, nodes);
  const top = log.reduce((a, b) => Math.max(a, b));
  const masses = log.map((each, at) => weights[at]! * Math.exp(each - top));
  const logEvidence = top + Math.log(masses.reduce((a, b) => a + b, 0));
  return {
    logEvidence, area: smallest(log),
    mean: [0, 1, 2].map((axis) => masses.reduce((sum, mass, at) => sum + mass * nodes[3 * at + axis]!, 0)),
  };
};

/** log p(n, y | seen). */
const logPosterior = ({ truth, seen }: Event, logEvidence: number): number => {
  const [nx, ny, nz, y] = truth as [number, number, number, number]; // the numbers of s2+e1
  const [[late, uneven], [ofTimes, ofSignals]] = [misfits(seen, nx, ny, nz), variances(y)];
  return logWeight(seen, y) - 0.5 * (late / ofTimes + uneven / ofSignals) - logEvidence;
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
/** Degrees between the truth and a vector of any length. */
const angle = ({ truth }: Event, [x, y, z]: readonly number[]): number =>
  degrees * Math.acos(Math.min(1, (truth[0]! * x! + truth[1]! * y! + truth[2]! * z!) / Math.hypot(x!, y!, z!)));

const rowsOf = <S extends string>(spec: S, rows: readonly Numbers[]): Batch<S> => unsafe(batchOf<string>(spec, Float64Array.from(rows.flatMap((row) => Array.from(row))))) as Batch<S>; // of this spec

export default example({
  title: "Direction and energy of an event, each with its own uncertainty",
  known: "the exact posterior of each event, by quadrature of its Gaussian likelihood",
  full: { events: 50_000, epochs: 30, rows: 600, regions: 100, maps: 2, levels: [0.5, 0.9], loose: 1 },
  quick: { events: 8000, epochs: 10, rows: 100, regions: 20, maps: 1, levels: [0.9], loose: 4 },
  run: async ({ events, epochs, rows, regions, maps, levels, loose }) => {
    const [known, fresh] = [simulate(1, events), simulate(2, rows)];
    const flow = sphere(2).zoom().nsphere(1).oplus(euclid(1).gauss(1, { kernels: 4 }), { hidden: [64] }).given("e8", { hidden: [64, 64] });
    const { model } = unsafe(await fit(flow, rowsOf("s2+e1", known.map(({ truth }) => truth)), { given: rowsOf("e8", known.map(({ seen }) => seen)), epochs, seed: 1 })());

    const [points, given] = [rowsOf("s2+e1", fresh.map(({ truth }) => truth)), rowsOf("e8", fresh.map(({ seen }) => seen))];
    const posteriors = fresh.map(({ seen }) => exact(seen));
    const best = Float64Array.from(fresh, (event, at) => logPosterior(event, posteriors[at]!.logEvidence));
    const found = model.logProb(points, { given });
    const report = unsafe(calibration(model, points, { given, seed: 3 }));

    const draws = model.sample(100, { given, seed: 4 }).points.rows;
    const meanOfDraws = (event: number): readonly number[] =>
      [0, 1, 2].map((axis) => Array.from({ length: 100 }, (_, at) => draws[4 * (100 * event + at) + axis]!).reduce((a, b) => a + b, 0));
    const areas = fresh.slice(0, regions).map(({ seen }, at) => ({
      seen, exact: posteriors[at]!.area, flow: smallest(marginal(model, 0, { given: rowsOf("e8", [seen]) }).logProb(rowsOf("s2", [nodes]))),
    })).toSorted((a, b) => a.exact - b.exact);
    const shown = ([["faint", 0.9], ["bright", 0.1]] as const).slice(0, maps).map(([name, rank]) => ({ name, ...areas[Math.floor(rank * regions)]! }));
    const ratios = Float64Array.from(areas, (each) => Math.log(each.flow / each.exact));

    const figures: readonly Figure[] = [
      { name: "mean log p(n, y | what was seen) of fresh events, nats", found: mean(found), error: standardError(found.map((each, at) => each - best[at]!)), known: mean(best), within: 0.12 * loose },
      { name: "median angle between truth and mean direction, degrees", found: median(fresh.map((event, at) => angle(event, meanOfDraws(at)))), known: median(fresh.map((event, at) => angle(event, posteriors[at]!.mean))), within: 1.5 * loose, digits: 1 },
      { name: "area of the 90 % region: mean log-ratio to the exact one", found: mean(ratios), error: standardError(ratios), known: 0, within: 0.2 * loose },
      ...shown.map(({ name, seen, exact: known }): Figure => {
        const { measure: { value } } = highestDensity(model, 0.9, { given: rowsOf("e8", [seen]), block: 0, samples: 2000, detail: "drawn" });
        return { name: `  of the ${name} event shown, square degrees`, found: degrees ** 2 * value, known, within: 0.4 * loose * known, digits: 0 };
      }),
      ...deviations(report),
    ];
    const picture = figure({
      title: "Direction and energy of an event, each with its own uncertainty",
      subtitle: `A flow on s2+e1 given eight measurements, fitted to ${events.toLocaleString("en")} simulated events, beside the exact posterior`,
      rows: [
        ...shown.map(({ name, seen }) => skies(name, model, seen, levels)),
        [curvesPanel({
          size: { width: 460, height: 400 }, title: "Area of the 90\u202f% region of the sky",
          description: "The area of the flow's region against that of the exact posterior, one dot for an event, on logarithmic axes.",
          curves: [], dots: { points: areas.map((each) => [Math.log10(each.exact), Math.log10(each.flow)] as const), label: "one event or draw" },
          guide: { points: [[2, 2], [4.6, 4.6]], label: "a right model" },
          xLabel: "exact: log₁₀ square degrees", yLabel: "flow: log₁₀ square degrees",
        }), coveragePanel({
          size: { width: 460, height: 400 }, title: "Coverage on fresh events",
          checks: [["all together", report.joint.density], ["direction", report.blocks[0]!.coverage], ["energy given the direction", report.blocks[1]!.coverage]],
        })],
      ],
    });
    return { figures, picture };
  },
});

/** The sky of an event: draws of the flow with its regions, and with those of the exact posterior. */
const skies = (name: string, model: Model<"s2+e1", "e8">, seen: Numbers, levels: readonly number[]): readonly Panel[] => {
  const given = rowsOf("e8", [seen]);
  const { rows } = model.sample(400, { given, seed: 5 }).points;
  const points = Array.from({ length: 400 }, (_, at): LonLat => [degrees * Math.atan2(rows[4 * at + 1]!, rows[4 * at]!), degrees * Math.asin(rows[4 * at + 2]!)]);
  const vectors = (lon: Float64Array, lat: Float64Array): Float64Array => Float64Array.from(Array.from(lon).flatMap((each, at) => unitVector(each, lat[at]!)));
  const direction = marginal(model, 0, { given });
  const sky = (title: string, logDensity: (directions: Float64Array) => Float64Array): Panel => {
    const panel = mapPanel({
      size: { width: 460, height: 280 }, title, levels, perEdge: 40, coastlines: false, points, pointLabel: "one event or draw",
      logDensity: (lon, lat) => logDensity(vectors(lon, lat)),
    });
    return { ...panel, keys: panel.keys.map((key) => ({ ...key, label: key.label.replace("fitted density", "posterior") })) };
  };
  return [
    sky(`The flow, of a ${name} event`, (directions) => direction.logProb(rowsOf("s2", [directions]))),
    sky(`The exact posterior, of the ${name} event`, (directions) => logMarginal(seen, directions)),
  ];
};
