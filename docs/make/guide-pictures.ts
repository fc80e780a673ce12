/** The pictures of docs/pictures.md: small fits of the data of the examples, drawn by what the guide tells of. */
import { readFileSync } from "node:fs";
import { circle, classes, dayOfYear, euclid, simplex, sphere } from "../../src/index.ts";
import { unsafe } from "../../src/error.ts";
import { longitudeLatitude, type Chart } from "../../src/manifold/chart.ts";
import { batch, type Batch } from "../../src/manifold/batch.ts";
import { globe, plot, trainingCurve, transport } from "../../src/plot/index.ts";
import { random } from "../../src/random.ts";
import { fit } from "../../src/train/fit.ts";

export const guideFolder = "docs/images/pictures/";

const rows = (file: string, root: URL): readonly Readonly<Record<string, string>>[] => {
  const [head, ...lines] = readFileSync(new URL(`examples/data/${file}`, root), "utf8")
    .trim()
    .split("\n");
  const names = head!.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, at) => [names[at]!, cell])));
};

const pointOf = (chart: Chart, ...values: readonly number[]): readonly number[] => {
  const point = chart.toPoint(values);
  if (point._tag === "Left") throw new Error(point.left);
  return point.right;
};

const storms = (root: URL): Batch<"s2+s1+e2"> => {
  const source = random(1, "spread");
  const spread = (cell: string | undefined, step: number): number => Number(cell) + step * (source.uniform() - 0.5);
  return unsafe(
    batch(
      "s2+s1+e2",
      rows("storms_noaa.csv", root).map((row) => [
        ...pointOf(longitudeLatitude, spread(row["lon"], 0.1), spread(row["lat"], 0.1)),
        ...pointOf(dayOfYear, spread(row["doy"], 0.2) - 0.5),
        spread(row["wind_kt"], 5),
        spread(row["pressure_hpa"], 1),
      ]),
    ),
  );
};

const forecasts = (root: URL): Batch<"a2+c4"> => {
  const names = ["VF", "F", "M", "L"];
  return unsafe(
    batch(
      "a2+c4",
      rows("hpc_class_probabilities.csv", root).map((row) => {
        const [vf, f, m, l] = names.map((name) => Math.max(Number(row[name]), 1e-3));
        const sum = vf! + f! + m! + l!;
        return [vf! / sum, f! / sum, (m! + l!) / sum, ...names.map((name) => (name === row["obs"] ? 1 : 0))];
      }),
    ),
  );
};

/** Every picture by its path. */
export const guidePictures = async (root: URL): Promise<ReadonlyMap<string, string>> => {
  const weather = storms(root);
  const stormFlow = sphere(2)
    .nsphere(2)
    .oplus(circle().circularSpline(), { hidden: [32] })
    .oplus(euclid(2).gauss(2, { kernels: 6 }), { hidden: [32] });
  const storm = unsafe(await fit(stormFlow, weather, { epochs: 12, rate: 0.01, seed: 1 })());
  const jobs = forecasts(root);
  const jobFlow = simplex(2)
    .simplexSpline(2, { hidden: [16] })
    .oplus(classes(4).logits(), { hidden: [16] });
  const job = unsafe(await fit(jobFlow, jobs, { epochs: 20, rate: 0.01, seed: 1 })());
  const pictures = {
    storms: plot(storm.model, {
      data: weather,
      coastlines: true,
      title: "Atlantic storms",
      note: "Data: NOAA HURDAT2. Coastlines: Natural Earth.",
      blocks: [
        { labels: ["position"] },
        { labels: ["day of the year"], chart: dayOfYear },
        { labels: ["wind (knots)", "pressure (hPa)"] },
      ],
    }),
    forecasts: plot(job.model, {
      data: jobs,
      title: "Forecasts of run times, and what came",
      blocks: [
        { labels: ["very fast", "fast", "moderate or long"] },
        { labels: ["what came"], classes: ["very fast", "fast", "moderate", "long"] },
      ],
    }),
    globe: globe(storm.model, {
      data: weather,
      coastlines: true,
      title: "Where Atlantic storms are",
      dots: 400,
      note: "Data: NOAA HURDAT2. Coastlines: Natural Earth.",
    }),
    training: trainingCurve(storm, { per: "observation" }),
    layers: transport(storm.model, { title: "How the density of positions is made" }),
    moving: transport(storm.model, {
      block: 2,
      animate: true,
      labels: ["wind (knots)", "pressure (hPa)"],
      title: "Wind and pressure, layer by layer",
    }),
  };
  return new Map(Object.entries(pictures).map(([name, text]) => [`${guideFolder}${name}.svg`, text]));
};
