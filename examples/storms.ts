/**
 * Where, when and how strong: the joint density of Atlantic storms on a sphere, a circle and a plane.
 *
 * Fits `s2+s1+e2` (position; day of year; wind and pressure) to storms that are split by storm, compares it with two
 * honest baselines on storms it has not seen, checks its coverage, and writes the model and a picture.
 */
import { baseContents, batchOf, circle, coverage, euclid, fromData, marginal, otimes, showTree, sphere, unsafe, type Batch, type Model } from "diffeo";
import { figure, mapPanel, months, planePanel, ringPanel } from "diffeo/plot";
import { isUnseen, readStorms, type Storm } from "./data/storms.ts";
import { fitted, kept, mean, row, unitVector } from "./run.ts";

const seed = 1;
const options = { epochs: 20, rate: 0.005, patience: 20, seed } as const;
const space = "s2+s1+e2";

const turned = (day: number): readonly number[] => [Math.cos((2 * Math.PI * day) / months.period), Math.sin((2 * Math.PI * day) / months.period)];

const embedded = (storms: readonly Storm[]): Batch<typeof space> =>
  unsafe(batchOf(space, Float64Array.from(storms.flatMap(({ lon, lat, day, wind, pressure }) => [...unitVector(lon, lat), ...turned(day), wind, pressure]))));

const scored = (model: Model<typeof space>, points: Batch<typeof space>): number => mean(model.logProb(points));

// ---- the picture

const picture = (model: Model<typeof space>, storms: readonly Storm[], learned: number): string => {
  const [where, when, how] = [0, 1, 2].map((block) => marginal(model, block, { samples: 150, seed }).logProb);
  const grid = <A extends "s2" | "s1" | "e2">(spec: A, rows: readonly number[]) => unsafe(batchOf<string>(spec, Float64Array.from(rows)));
  const perDay = Math.log((2 * Math.PI) / months.period);
  return figure({
    title: "Atlantic storms: where, when and how strong",
    subtitle: `The density ${space}, fitted to ${learned.toLocaleString("en")} of ${storms.length.toLocaleString("en")} observations since 1975; each panel shows one block of it`,
    rows: [
      [mapPanel({
        size: { width: 900, height: 440 }, title: "Position", levels: [0.5, 0.9], perEdge: 60,
        points: storms.map(({ lon, lat }) => [lon, lat] as const),
        logDensity: (lon, lat) => where!(grid("s2", Array.from(lon).flatMap((each, at) => unitVector(each, lat[at]!)))),
      })],
      [ringPanel({
        size: { width: 420, height: 400 }, title: "Day of the year", ...months,
        values: storms.map(({ day }) => day),
        logDensity: (days) => when!(grid("s1", Array.from(days).flatMap(turned))).map((each) => each + perDay),
      }), planePanel({
        size: { width: 460, height: 400 }, title: "Wind and pressure", levels: [0.5, 0.9], perAxis: 70,
        points: storms.map(({ wind, pressure }) => [wind, pressure] as const),
        logDensity: (wind, pressure) => how!(grid("e2", Array.from(wind).flatMap((each, at) => [each, pressure[at]!]))),
        xLabel: "maximum sustained wind (knots)", yLabel: "central pressure (hPa)",
      })],
    ],
    note: "Data: NOAA HURDAT2. Coastlines: Natural Earth.",
  });
};

// ---- the run

const main = async (): Promise<void> => {
  const storms = readStorms(seed);
  const unseen = isUnseen(storms, seed);
  const [known, fresh] = [storms.filter((storm) => !unseen(storm)), storms.filter(unseen)];
  const [points, test] = [embedded(known), embedded(fresh)];
  const groups = known.map(({ name }) => name);
  console.log(`${known.length} observations of ${new Set(groups).size} storms to learn from, ${fresh.length} of ${new Set(fresh.map(({ name }) => name)).size} other storms to test on.\n`);

  const [where, when, how] = [sphere(2).nsphere(3), circle().circularSpline(), euclid(2).gauss(2, { kernels: 6 })] as const;
  const joint = where.oplus(when, { hidden: [32] }).oplus(how, { hidden: [32] });
  const apart = otimes(where, when, how);
  const simple = fromData(otimes(sphere(2), circle(), euclid(2).affine(1, { matrix: "full" })), points);

  const whole = await fitted("⊕ joint      ", joint, { points, groups }, options);
  const parts = await fitted("⊗ independent", apart, { points, groups }, options);
  console.log(`\n${showTree(whole.model)}\n`);

  console.log(row("log-likelihood on storms never seen", "nats"));
  console.log(row("  ⊕ each block given the ones before", scored(whole.model, test).toFixed(3)));
  console.log(row("  ⊗ the same blocks, independent", scored(parts.model, test).toFixed(3)));
  console.log(row("  uniform sphere, uniform circle, Gaussian", scored(simple, test).toFixed(3)));

  console.log(`\n${row("coverage on storms never seen", "nominal", "observed")}`);
  for (const { nominal, observed } of coverage(baseContents(whole.model.inverse(test)))) {
    console.log(row("", `${(100 * nominal).toFixed(0)} %`, `${(100 * observed).toFixed(1)} %`));
  }

  await kept("storms", whole.model, picture(whole.model, storms, known.length));
};

await main();
