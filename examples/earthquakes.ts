/**
 * A week of earthquakes: where, how deep and how strong.
 *
 * Fits `s2+i_-5_inf+e1` (position; depth above −5 km, a half line; magnitude) to one week of the USGS catalogue. Four fifths
 * of it are small events of California, Alaska and Hawaii, so the density on the sphere is extremely peaked: a caution and a
 * test. The hour of the day is left out, for it is uniform within its noise.
 */
import { baseContents, batchOf, coverage, euclid, fromData, halfLine, marginal, otimes, random, showTree, sphere, unsafe, type Batch, type Model } from "diffeo";
import { figure, linePanel, mapPanel, planePanel } from "diffeo/plot";
import { readTable } from "./data/table.ts";
import { fitted, kept, mean, row, unitVector } from "./run.ts";

const seed = 1;
const space = "s2+i_-5_inf+e1";
const options = { epochs: 60, rate: 0.005, patience: 15, seed } as const;

interface Quake {
  readonly lon: number;
  readonly lat: number;
  readonly depth: number;
  readonly magnitude: number;
}

/** Steps are spread out: magnitudes over theirs, and depths that were fixed to 10 km, because nothing better was known, over 2 km. */
const readQuakes = (): readonly Quake[] => {
  const source = random(seed, "dequantise");
  const spread = (value: number, step: number): number => value + step * (source.uniform() - 0.5);
  return readTable("earthquakes_usgs_week.csv")
    .filter((each) => each["mag"] !== "" && each["depth_km"] !== "")
    .map((each) => ({
      lon: Number(each["lon"]),
      lat: Number(each["lat"]),
      depth: Number(each["depth_km"]) === 10 ? spread(10, 2) : spread(Number(each["depth_km"]), 0.1),
      magnitude: spread(Number(each["mag"]), /\.\d\d/.test(each["mag"]!) ? 0.01 : 0.1),
    }));
};

const embedded = (quakes: readonly Quake[]): Batch<typeof space> =>
  unsafe(batchOf(space, Float64Array.from(quakes.flatMap(({ lon, lat, depth, magnitude }) => [...unitVector(lon, lat), depth, magnitude]))));

const picture = (model: Model<typeof space>, quakes: readonly Quake[]): string => {
  const [where, depth] = [0, 1].map((block) => marginal(model, block, { samples: 150, seed }).logProb);
  // Depth and magnitude without the position: the mean over positions that the model draws.
  const draws = model.sample(150, { seed }).points;
  const both = (depths: Float64Array, magnitudes: Float64Array): Float64Array => {
    const sums = new Float64Array(depths.length);
    for (let at = 0; at < draws.count; at++) {
      const position = Array.from(draws.rows.subarray(5 * at, 5 * at + 3));
      const rows = unsafe(batchOf(space, Float64Array.from(Array.from(depths).flatMap((each, index) => [...position, Math.exp(each) - 5, magnitudes[index]!]))));
      const at3 = unsafe(batchOf<string>("s2", Float64Array.from(position)));
      const logPosition = where!(at3)[0]!;
      model.logProb(rows).forEach((each, index) => (sums[index]! += Math.exp(each - logPosition + depths[index]!) / draws.count));
    }
    return sums.map(Math.log);
  };
  const points = (spec: string, rows: readonly number[]) => unsafe(batchOf<string>(spec, Float64Array.from(rows)));
  return figure({
    title: "A week of earthquakes: where, how deep and how strong",
    subtitle: `The density ${space} of ${quakes.length.toLocaleString("en")} events of the week from 31 January 2018`,
    rows: [
      [mapPanel({
        size: { width: 900, height: 440 }, title: "Position", levels: [0.5, 0.9], perEdge: 90,
        points: quakes.map(({ lon, lat }) => [lon, lat] as const),
        logDensity: (lon, lat) => where!(points("s2", Array.from(lon).flatMap((each, at) => unitVector(each, lat[at]!)))),
      })],
      [linePanel({
        size: { width: 420, height: 360 }, title: "Depth", xLabel: "depth (km)", unit: "km", span: [-5, 60], bins: 65,
        values: quakes.map((quake) => quake.depth),
        logDensity: (depths) => depth!(points("i_-5_inf", Array.from(depths))),
      }), planePanel({
        size: { width: 460, height: 360 }, title: "Depth and magnitude", levels: [0.5, 0.9], perAxis: 60,
        points: quakes.map((quake) => [Math.log(quake.depth + 5), quake.magnitude] as const),
        logDensity: both,
        xLabel: "log(depth / km + 5)", yLabel: "magnitude",
      })],
    ],
    note: "Data: USGS. Coastlines: Natural Earth.",
  });
};

const main = async (): Promise<void> => {
  const quakes = readQuakes();
  const source = random(seed, "unseen");
  const marks = quakes.map(() => source.uniform() < 0.2);
  const [points, test] = [quakes.filter((_, at) => !marks[at]), quakes.filter((_, at) => marks[at])].map(embedded) as [Batch<typeof space>, Batch<typeof space>];
  console.log(`${points.count} events to learn from, ${test.count} to test on.\n`);

  const blocks = [sphere(2).nsphere(4, { bins: 16 }), halfLine(-5).gauss(2, { kernels: 6 }), euclid(1).gauss(2, { kernels: 4 })] as const;
  const simple = fromData(otimes(sphere(2), halfLine(-5).affine(), euclid(1).affine()), points);
  const apart = await fitted("⊗ independent", otimes(...blocks), { points }, options);
  const whole = await fitted("⊕ joint      ", blocks[0].oplus(blocks[1], { hidden: [24] }).oplus(blocks[2], { hidden: [24] }), { points }, options);
  console.log(`\n${showTree(whole.model)}\n`);

  console.log(row("log-likelihood on events never seen", "nats"));
  console.log(row("  ⊕ each block given the ones before", mean(whole.model.logProb(test)).toFixed(3)));
  console.log(row("  ⊗ the same blocks, independent", mean(apart.model.logProb(test)).toFixed(3)));
  console.log(row("  uniform sphere, log-normal, Gaussian", mean(simple.logProb(test)).toFixed(3)));
  console.log(`\n${row("coverage on events never seen", "nominal", "observed")}`);
  for (const { nominal, observed } of coverage(baseContents(whole.model.inverse(test)))) {
    console.log(row("", `${(100 * nominal).toFixed(0)} %`, `${(100 * observed).toFixed(1)} %`));
  }
  await kept("earthquakes", whole.model, picture(whole.model, quakes));
};

await main();
