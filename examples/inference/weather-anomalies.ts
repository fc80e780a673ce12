/**
 * Which observations cannot be right, and what stood where a value is missing: both from one density.
 *
 * The density is that of Atlantic storms (`examples/data`) over position, day of the year, central pressure and wind, each block given
 * those before: p(x) = p(position) p(day | ·) p(pressure | ·) p(wind | ·) on s2+s1+e1+e1. It has never seen a fifth of the storms.
 *
 * An observation is as odd as its p-value: the share of the model's own samples that have a lower density. For a right model
 * p-values are uniform, so one in a hundred good observations is below 1 %. Faults are planted in good ones of storms never seen:
 * the other hemisphere, a day of February, and the pressure of a calm in winds of 80 knots and more.
 *
 * A value that is missing has the density of its block at fixed others, `slice`, those after it too: for the last block this is
 * the flow's own conditional density, for one before it p(x_k | x_<k) Π p(x_l | x_<l) over the sum of this. On a grid it gives means and
 * smallest sets of any content. The set of content 90 % has to hold the value that was taken away in 90 of 100 cases; errors
 * of such shares go by storms, whose rows are no independent witnesses.
 *
 * What conditional densities are worth is told by a valley that is known: a wind from a uniform direction φ, temperature t given φ normal
 * with mean 10 + 5 cos φ and variance 9, humidity given both normal with mean 60 + 10 sin φ − 2 (t − 10) and variance 25. Given the
 * humidity h, t is normal with precision 1/9 + 4/25, and φ has a density in closed form but for its sum.
 */
import { baseContents, batchOf, circle, euclid, fit, random, row, slice, sphere, unsafe, type Batch, type Model } from "diffeo";
import { curvesPanel, figure, months } from "diffeo/plot";
import { isUnseen, readStorms, type Storm } from "../data/storms.ts";
import { mean, sum, unitVector } from "../run.ts";
import { example, type Figure } from "./example.ts";

const seed = 1;
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);
const onCircle = (angle: number): readonly [number, number] => [Math.cos(angle), Math.sin(angle)];

// ---- a missing value

/** Where a value may lie, the numbers of the point for each, and its mass there. */
interface Grid {
  readonly values: readonly number[];
  readonly points: Batch<string>;
}
const grid = (spec: "s1" | "e1", values: readonly number[], numbers: (value: number) => readonly number[]): Grid =>
  ({ values, points: unsafe(batchOf<string>(spec, Float64Array.from(values.flatMap(numbers)))) });

/** The masses over the grid of block `index` in row `at`, given the others. */
const masses = <S extends string>(model: Model<S>, points: Batch<S>, at: number, index: number, { points: places }: Grid): Float64Array => {
  const densities = slice(model, index, { at: row(points, at) }).logProb(places).map(Math.exp);
  const total = sum(densities);
  return densities.map((each) => each / total);
};

/** The content of the smallest set that holds a value: what is denser. */
const contentOf = (mass: Float64Array, { values }: Grid, value: number): number => {
  const nearest = values.reduce((best, each, at) => (Math.abs(each - value) < Math.abs(values[best]! - value) ? at : best), 0);
  return sum(mass.filter((each) => each > mass[nearest]!)) + mass[nearest]! / 2;
};

// ---- a valley that is known

const valley = async (rows: number, epochs: number, within: number): Promise<readonly Figure[]> => {
  const source = random(seed, "valley");
  const warmth = (angle: number): number => 10 + 5 * Math.cos(angle);
  const moisture = (angle: number, t: number): number => 60 + 10 * Math.sin(angle) - 2 * (t - 10);
  const drawn = upTo(rows).map(() => {
    const angle = 2 * Math.PI * source.uniform();
    const t = warmth(angle) + 3 * source.normal();
    return { angle, t, h: moisture(angle, t) + 5 * source.normal() };
  });
  const points = unsafe(batchOf("s1+e1+e1", Float64Array.from(drawn.flatMap(({ angle, t, h }) => [...onCircle(angle), t, h]))));
  const flow = circle().oplus(euclid(1).affine(), { hidden: [16] }).oplus(euclid(1).affine(), { hidden: [16] });
  const { model } = unsafe(await fit(flow, points, { epochs, seed })());
  const angles = grid("s1", upTo(120).map((at) => (2 * Math.PI * at) / 120), onCircle);
  const degrees = grid("e1", upTo(160).map((at) => -10 + at / 4), (t) => [t]);
  const divergences = upTo(60).map((at) => {
    const { angle, t, h } = drawn[at]!;
    const exactly = (grid: Grid, logDensity: (value: number) => number): Float64Array => {
      const densities = Float64Array.from(grid.values, (value) => Math.exp(logDensity(value)));
      return densities.map((each) => each / sum(densities));
    };
    const joint = (angle: number, t: number): number => -((t - warmth(angle)) ** 2) / 18 - (h - moisture(angle, t)) ** 2 / 50;
    const apart = (exact: Float64Array, found: Float64Array): number => sum(exact.map((each, place) => (each > 0 ? each * Math.log(each / found[place]!) : 0)));
    return [
      apart(exactly(angles, (value) => joint(value, t)), masses(model, points, at, 0, angles)),
      apart(exactly(degrees, (value) => joint(angle, value)), masses(model, points, at, 1, degrees)),
    ] as const;
  });
  return [
    { name: "known valley: divergence of a missing direction (nats)", found: mean(divergences.map(([first]) => first)), known: 0, within, digits: 4 },
    { name: "… of a missing temperature", found: mean(divergences.map(([, second]) => second)), known: 0, within, digits: 4 },
  ];
};

// ---- storms

const perDay = (2 * Math.PI) / months.period;
const space = "s2+s1+e1+e1";
const embedded = (storms: readonly Storm[]): Batch<typeof space> =>
  unsafe(batchOf(space, Float64Array.from(storms.flatMap(({ lon, lat, day, pressure, wind }) => [...unitVector(lon, lat), ...onCircle(day * perDay), pressure, wind]))));

/** `hidden`: how much of the area under the curve may be missing. Some storms came in January. */
const faults: { readonly [name: string]: { readonly of: (storm: Storm) => boolean; readonly with: (storm: Storm) => Storm; readonly hidden: number } } = {
  "the other hemisphere": { of: () => true, with: (storm) => ({ ...storm, lat: -storm.lat }), hidden: 0.02 },
  "a day of February": { of: () => true, with: (storm) => ({ ...storm, day: 31 + (storm.day % 28) }), hidden: 0.04 },
  "a calm's pressure in a hurricane": { of: ({ wind }) => wind >= 80, with: (storm) => ({ ...storm, pressure: 1008 + (storm.pressure % 4) }), hidden: 0.01 },
};

/** A share with its standard error, by storms. */
const shareOf = (hits: readonly boolean[], names: readonly string[]): { readonly found: number; readonly error: number } => {
  const found = mean(hits.map(Number));
  const byStorm = new Map<string, number>();
  hits.forEach((hit, at) => byStorm.set(names[at]!, (byStorm.get(names[at]!) ?? 0) + Number(hit) - found));
  return { found, error: Math.sqrt(sum([...byStorm.values()].map((each) => each * each))) / hits.length };
};

interface Settings {
  readonly valley: { readonly rows: number; readonly epochs: number; readonly within: number };
  readonly layers: number;
  readonly epochs: number;
  /** Of storms never seen: how many a value is taken from. */
  readonly taken: number;
}

const run = async (settings: Settings) => {
  const storms = readStorms(seed);
  const unseen = isUnseen(storms, seed);
  const [known, fresh] = [storms.filter((storm) => !unseen(storm)), storms.filter(unseen)];
  const names = fresh.map(({ name }) => name);
  const flow = sphere(2).nsphere(settings.layers).oplus(circle().circularSpline(), { hidden: [32] })
    .oplus(euclid(1).gauss(2, { kernels: 6 }), { hidden: [32] }).oplus(euclid(1).gauss(2, { kernels: 6 }), { hidden: [32] });
  const { model } = unsafe(await fit(flow, { points: embedded(known), groups: known.map(({ name }) => name) }, { epochs: settings.epochs, rate: 0.005, seed })());

  // Anomalies.
  const own = model.sample(20_000, { seed }).logProb.slice().sort();
  const pValues = (rows: readonly Storm[]): readonly number[] => Array.from(model.logProb(embedded(rows)), (each) => {
    let [low, high] = [0, own.length];
    while (low < high) [low, high] = own[(low + high) >> 1]! < each ? [((low + high) >> 1) + 1, high] : [low, (low + high) >> 1];
    return (low + 1) / (own.length + 1);
  });
  const good = pValues(fresh);
  const beside = good.slice().sort((a, b) => a - b);
  const planted = Object.entries(faults).map(([name, fault]) => {
    const rows = fresh.filter(fault.of);
    const found = pValues(rows.map(fault.with));
    // The area under the curve is the probability that a fault is odder than a good row, ties by halves.
    const area = mean(found.map((p) => mean(beside.map((each) => (each > p ? 1 : each === p ? 0.5 : 0)))));
    return { name, found, figures: [
      { name: `${name}: area under the curve`, found: area, known: 1, within: fault.hidden },
      { name: "… found at a p-value of 1 %", ...shareOf(found.map((p) => p < 0.01), rows.map((each) => each.name)) },
    ] satisfies Figure[] };
  });
  const alarms = shareOf(good.map((p) => p < 0.01), names);

  // Imputation.
  const order = random(seed, "taken");
  const taken = upTo(settings.taken).map(() => order.below(fresh.length));
  const points = embedded(fresh);
  const blocks = {
    day: { index: 1, of: (storm: Storm) => storm.day, grid: grid("s1", upTo(366), (day) => onCircle(day * perDay)) },
    pressure: { index: 2, of: (storm: Storm) => storm.pressure, grid: grid("e1", upTo(161).map((at) => 870 + at), (each) => [each]) },
    wind: { index: 3, of: (storm: Storm) => storm.wind, grid: grid("e1", upTo(171).map((at) => at), (each) => [each]) },
  };
  const contents = Object.entries(blocks).map(([name, block]) => {
    const found = taken.map((at) => masses(model, points, at, block.index, block.grid));
    const content = taken.map((at, each) => contentOf(found[each]!, block.grid, block.of(fresh[at]!)));
    const center = found.map((mass) => sum(block.grid.values.map((value, place) => value * mass[place]!)));
    const share = shareOf(content.map((each) => each <= 0.9), taken.map((at) => names[at]!));
    return { name, content, center, figure: { name: `${name} imputed: in the set of 90 %`, ...share, known: 0.9, within: 3 * share.error + 0.02 } satisfies Figure };
  });
  // The last block's is the last number of the base, for which no grid is needed.
  const whole = shareOf(Array.from(baseContents(model.inverse(points), 4, 1), (each) => each <= 0.9), names);
  const missed = (winds: readonly number[]): number => mean(taken.map((at, each) => Math.abs(winds[each]! - fresh[at]!.wind)));
  const center = { pressure: mean(known.map(({ pressure }) => pressure)), wind: mean(known.map(({ wind }) => wind)) };
  const slope = sum(known.map(({ pressure, wind }) => (pressure - center.pressure) * (wind - center.wind))) / sum(known.map(({ pressure }) => (pressure - center.pressure) ** 2));
  const line = taken.map((at) => center.wind + slope * (fresh[at]!.pressure - center.pressure));
  const byModel = missed(contents[2]!.center);

  const figures: readonly Figure[] = [
    ...(await valley(settings.valley.rows, settings.valley.epochs, settings.valley.within)),
    { name: "good observations of storms never seen at a p-value of 1 %", ...alarms, known: 0.01, within: 3 * alarms.error + 0.005 },
    ...planted.flatMap((each) => each.figures),
    ...contents.map((each) => each.figure),
    { name: "… wind of all observations, in the middle 90 %", ...whole, known: 0.9, within: 3 * whole.error + 0.02 },
    { name: "wind imputed: mean error (knots)", found: byModel },
    { name: "… as a share of that of a straight line through the pressure", found: byModel / missed(line) },
    { name: "… and of that of the mean of all", found: byModel / missed(taken.map(() => center.wind)) },
  ];

  // The pressure of the strongest storm that was never seen, as if its barometer had been lost.
  const size = { width: 440, height: 320 };
  const strongest = fresh.reduce((best, storm) => (storm.wind > best.wind ? storm : best));
  const course = upTo(fresh.length).filter((at) => fresh[at]!.name === strongest.name);
  const days = course.map((_, at) => at / 4);
  const lost = course.map((at) => masses(model, points, at, blocks.pressure.index, blocks.pressure.grid));
  const quantile = (mass: Float64Array, share: number): number => {
    let below = 0;
    return blocks.pressure.grid.values[mass.findIndex((each) => (below += each) >= share)]!;
  };
  const shares = upTo(101).map((at) => at / 100);
  const picture = figure({
    title: "Atlantic storms: what cannot be right, and what is missing",
    subtitle: `From one density ${space}, fitted to ${known.length.toLocaleString("en")} observations and asked about storms that it has never seen`,
    rows: [
      [curvesPanel({
        size, title: "Faults that are found", xLabel: "share of good observations below the p-value", yLabel: "share of the faults", xSpan: [0, 0.1], ySpan: [0, 1.02],
        description: "Share of three kinds of faults that are found, by the share of good observations that raise an alarm.",
        curves: planted.map(({ name, found }) => ({ label: name, points: shares.map((share) => {
          const level = beside[Math.min(beside.length - 1, Math.floor((share / 10) * beside.length))]!;
          return [share / 10, mean(found.map((p) => (p < level ? 1 : 0)))] as const;
        }) })),
      }), curvesPanel({
        size, title: `A lost barometer: ${strongest.name}`, xLabel: "days since the first observation", yLabel: "central pressure (hPa)",
        description: "Pressure as it was, its mean given all else, and the central nine tenths of its density.",
        bands: { areas: [lost.map((mass, at) => [days[at]!, quantile(mass, 0.05), quantile(mass, 0.95)] as const)], label: "nine tenths of the density" },
        dots: { points: course.map((at, each) => [days[each]!, fresh[at]!.pressure] as const), label: "as it was" },
        curves: [{ points: lost.map((mass, at) => [days[at]!, sum(blocks.pressure.grid.values.map((value, place) => value * mass[place]!))] as const), label: "mean given position, day and wind" }],
      })],
      [curvesPanel({
        size, title: "Wind: missing and as it was", xLabel: "wind as it was (knots)", yLabel: "mean given all else (knots)", xSpan: [0, 160], ySpan: [0, 160],
        description: "Winds that were imputed against true ones.",
        guide: { points: [[0, 0], [160, 160]], label: "equal" }, curves: [],
        dots: { points: taken.map((at, each) => [fresh[at]!.wind, contents[2]!.center[each]!] as const), label: "one observation" },
      }), curvesPanel({
        size, title: "What is imputed keeps its promise", xLabel: "content of the set", yLabel: "share of true values inside", xSpan: [0, 1], ySpan: [0, 1],
        description: "Observed against nominal content for day, pressure and wind.",
        guide: { points: [[0, 0], [1, 1]], label: "equal" },
        curves: contents.map(({ name, content }) => ({ label: name, points: shares.map((share) => [share, mean(content.map((each) => (each <= share ? 1 : 0)))] as const) })),
      })],
    ],
    note: "Data: NOAA HURDAT2.",
  });
  return { figures, picture };
};

export default example<Settings>({
  title: "Weather: observations that cannot be right, and values that are missing",
  known: "faults that were planted; 90 % of a set of 90 %; conditional densities of a simulated valley in closed form",
  full: { valley: { rows: 20_000, epochs: 40, within: 0.01 }, layers: 3, epochs: 20, taken: 400 },
  quick: { valley: { rows: 2000, epochs: 20, within: 0.05 }, layers: 2, epochs: 10, taken: 30 },
  run,
});
