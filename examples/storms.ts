/**
 * Where, when and how strong: the joint density of Atlantic storms on a sphere, a circle and a plane.
 *
 * Fits `s2+s1+e2` (position; day of year; wind and pressure) to storms that are split by storm, compares it with two
 * honest baselines on storms it has not seen, checks its coverage, and writes the model and a picture.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { SingleBar } from "cli-progress";
import { csvParse } from "d3-dsv";
import { either } from "fp-ts";
import {
  baseContents, batchOf, circle, coverage, euclid, fit, fromData, marginal, otimes, random, render, showTree, sphere,
  type Batch, type DiffeoError, type Fit, type Flow, type Model,
} from "diffeo";
import { saveModel } from "diffeo/node";
import { figure, mapPanel, months, planePanel, ringPanel } from "diffeo/plot";

const seed = 1;
const epochs = 20;
const space = "s2+s1+e2";
const out = new URL("../../out/", import.meta.url);

const orThrow = <A>(result: either.Either<DiffeoError, A>): A => {
  if (either.isLeft(result)) throw new Error(render(result.left));
  return result.right;
};

// ---- the data, with the steps of the instruments spread out

interface Storm {
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly day: number;
  readonly wind: number;
  readonly pressure: number;
}

const readStorms = (): readonly Storm[] => {
  const source = random(seed, "dequantise");
  const spread = (value: string | undefined, step: number): number => Number(value) + step * (source.uniform() - 0.5);
  const text = readFileSync(new URL("../../examples/data/storms_noaa.csv", import.meta.url), "utf8");
  return csvParse(text).map((row) => ({
    name: `${row["name"]} ${row["year"]}`,
    lon: spread(row["lon"], 0.1),
    lat: spread(row["lat"], 0.1),
    day: spread(row["doy"], 0.25) - 1,
    wind: spread(row["wind_kt"], 5),
    pressure: spread(row["pressure_hpa"], 1),
  }));
};

const radians = Math.PI / 180;
const unitVector = (lon: number, lat: number): readonly number[] => [
  Math.cos(lat * radians) * Math.cos(lon * radians), Math.cos(lat * radians) * Math.sin(lon * radians), Math.sin(lat * radians),
];
const turned = (day: number): readonly number[] => [Math.cos((2 * Math.PI * day) / months.period), Math.sin((2 * Math.PI * day) / months.period)];

const embedded = (storms: readonly Storm[]): Batch<typeof space> =>
  orThrow(batchOf(space, Float64Array.from(storms.flatMap(({ lon, lat, day, wind, pressure }) => [...unitVector(lon, lat), ...turned(day), wind, pressure]))));

/** About a fifth of the storms, drawn by name, are never seen in training. */
const isUnseen = (names: readonly string[]): ((name: string) => boolean) => {
  const source = random(seed, "unseen");
  const unseen = new Set([...new Set(names)].filter(() => source.uniform() < 0.2));
  return (name) => unseen.has(name);
};

// ---- fitting, with a bar

const fitted = async <S extends typeof space>(label: string, flow: Flow<S>, points: Batch<NoInfer<S>>, groups: readonly string[]): Promise<Fit<S, "e0">> => {
  const bar = new SingleBar({
    format: `${label} {bar} {percentage}% | loss {loss} | held out {heldOut} | rate {rate} | {left} s left`,
    barsize: 20, hideCursor: true, stream: process.stderr, noTTYOutput: true, notTTYSchedule: 5000,
  });
  bar.start(epochs, 0, { loss: "–", heldOut: "–", rate: "–", left: "–" });
  const run = fit(flow, { points, groups }, {
    epochs, rate: 0.005, patience: epochs, seed,
    onProgress: ({ step, steps, loss, heldOut, rate, remaining }) =>
      bar.update((epochs * step) / steps, {
        loss: loss.toFixed(3), heldOut: heldOut.toFixed(3), rate: rate.toExponential(1), left: (remaining / 1000).toFixed(0),
      }),
  });
  const result = orThrow(await run());
  bar.update(epochs, { left: "0" });
  bar.stop();
  return result;
};

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const scored = (model: Model<typeof space>, points: Batch<typeof space>): number => mean(model.logProb(points));

// ---- the picture

const picture = (model: Model<typeof space>, storms: readonly Storm[], learned: number): string => {
  const [where, when, how] = [0, 1, 2].map((block) => marginal(model, block, { samples: 150, seed }));
  const grid = <A extends "s2" | "s1" | "e2">(spec: A, rows: readonly number[]) => orThrow(batchOf<string>(spec, Float64Array.from(rows)));
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

const row = (...cells: readonly string[]): string => cells.map((cell, at) => (at === 0 ? cell.padEnd(44) : cell.padStart(10))).join("");

const main = async (): Promise<void> => {
  const storms = readStorms();
  const unseen = isUnseen(storms.map(({ name }) => name));
  const [known, fresh] = [storms.filter(({ name }) => !unseen(name)), storms.filter(({ name }) => unseen(name))];
  const [points, test] = [embedded(known), embedded(fresh)];
  const groups = known.map(({ name }) => name);
  console.log(`${known.length} observations of ${new Set(groups).size} storms to learn from, ${fresh.length} of ${new Set(fresh.map(({ name }) => name)).size} other storms to test on.\n`);

  const [where, when, how] = [sphere(2).nsphere(3), circle().circularSpline(), euclid(2).gauss(2, { kernels: 6 })] as const;
  const joint = where.oplus(when, { hidden: [32] }).oplus(how, { hidden: [32] });
  const apart = otimes(where, when, how);
  const simple = fromData(otimes(sphere(2), circle(), euclid(2).affine(1, { matrix: "full" })), points);

  const whole = await fitted("⊕ joint      ", joint, points, groups);
  const parts = await fitted("⊗ independent", apart, points, groups);
  console.log(`\n${showTree(whole.model)}\n`);

  console.log(row("log-likelihood on storms never seen", "nats"));
  console.log(row("  ⊕ each block given the ones before", scored(whole.model, test).toFixed(3)));
  console.log(row("  ⊗ the same blocks, independent", scored(parts.model, test).toFixed(3)));
  console.log(row("  uniform sphere, uniform circle, Gaussian", scored(simple, test).toFixed(3)));

  console.log(`\n${row("coverage on storms never seen", "nominal", "observed")}`);
  for (const { nominal, observed } of coverage(baseContents(whole.model.inverse(test)))) {
    console.log(row("", `${(100 * nominal).toFixed(0)} %`, `${(100 * observed).toFixed(1)} %`));
  }

  mkdirSync(out, { recursive: true });
  const [modelFile, pictureFile] = [new URL("storms.json", out), new URL("storms.svg", out)];
  orThrow(await saveModel(fileURLToPath(modelFile), whole.model)());
  writeFileSync(pictureFile, picture(whole.model, storms, known.length));
  console.log(`\nModel:   ${relative(process.cwd(), fileURLToPath(modelFile))}\nPicture: ${relative(process.cwd(), fileURLToPath(pictureFile))}`);
};

await main();
