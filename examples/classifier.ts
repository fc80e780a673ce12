/**
 * What a classifier's probabilities are worth.
 *
 * A classifier foretold how long jobs of a computer would run, as four probabilities; what came is known. Fits the joint
 * density `a3+c4` of the four fractions and the class: its second block, given the first, is p(class | what was foretold),
 * a calibrated classifier, and its first block says how often such a forecast is made at all.
 */
import { batchOf, classes, measure, parseSpace, random, showTree, simplex, unsafe, type Batch, type Model } from "diffeo";
import { curvesPanel, figure, trianglePanel } from "diffeo/plot";
import { readTable } from "./data/table.ts";
import { fitted, kept, row } from "./run.ts";

const seed = 1;
const space = "a3+c4";
const labels = ["VF", "F", "M", "L"] as const;
const options = { epochs: 60, rate: 0.01, patience: 15, seed } as const;

/** Fractions, and the number of the class that came; fractions below 1e-6 count as 1e-6. */
interface Job {
  readonly fractions: readonly number[];
  readonly came: number;
}

const readJobs = (): readonly Job[] => {
  return readTable("hpc_class_probabilities.csv").map((each) => {
    const raw = labels.map((label) => Math.max(Number(each[label]), 1e-6));
    const sum = raw.reduce((a, b) => a + b, 0);
    return { fractions: raw.map((value) => value / sum), came: labels.indexOf(each["obs"] as (typeof labels)[number]) };
  });
};

const oneHot = (index: number): readonly number[] => labels.map((_, at) => (at === index ? 1 : 0));
const embedded = (jobs: readonly Job[]): Batch<typeof space> =>
  unsafe(batchOf(space, Float64Array.from(jobs.flatMap(({ fractions, came }) => [...fractions, ...oneHot(came)]))));

/** log p(fractions, class) for all four classes: [count][4]. */
const logJoint = (model: Model<typeof space>, all: readonly (readonly number[])[]): readonly (readonly number[])[] => {
  const rows = Float64Array.from(all.flatMap((fractions) => labels.flatMap((_, index) => [...fractions, ...oneHot(index)])));
  const found = model.logProb(unsafe(batchOf(space, rows)));
  return all.map((_, at) => Array.from(found.subarray(4 * at, 4 * at + 4)));
};

const logSumExp = (values: readonly number[]): number => {
  const top = Math.max(...values);
  return top + Math.log(values.reduce((sum, each) => sum + Math.exp(each - top), 0));
};

/** p(class | fractions) by the model: [count][4]. */
const calibrated = (model: Model<typeof space>, jobs: readonly Job[]): readonly (readonly number[])[] =>
  logJoint(model, jobs.map(({ fractions }) => fractions)).map((logs) => logs.map((each) => Math.exp(each - logSumExp(logs))));

/** Mean of −log p of what came, in nats. */
const logLoss = (jobs: readonly Job[], probabilities: readonly (readonly number[])[]): number =>
  jobs.reduce((sum, { came }, at) => sum - Math.log(probabilities[at]![came]!), 0) / jobs.length;

/** How often a class came, among all that it was foretold for with about one probability. */
const reliability = (jobs: readonly Job[], probabilities: readonly (readonly number[])[]): readonly (readonly [foretold: number, came: number])[] => {
  const all = jobs.flatMap(({ came }, at) => probabilities[at]!.map((p, index) => ({ p, came: index === came ? 1 : 0 }))).sort((a, b) => a.p - b.p);
  const size = Math.ceil(all.length / 16);
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  return Array.from({ length: Math.floor(all.length / size) }, (_, bin) => {
    const part = all.slice(bin * size, (bin + 1) * size);
    return [mean(part.map(({ p }) => p)), mean(part.map(({ came }) => came))] as const;
  });
};

/** The density of three fractions, M and L as one: over how they share their sum. */
const asThree = (model: Model<typeof space>) => {
  const { points, weights } = measure(unsafe(parseSpace("i"))).quadrature(24);
  return (triples: Float64Array): Float64Array => {
    const count = triples.length / 3;
    const all = Array.from({ length: count }, (_, at) => Array.from(triples.subarray(3 * at, 3 * at + 3)))
      .flatMap(([vf, f, rest]) => Array.from(points, (share) => [vf!, f!, share * rest!, (1 - share) * rest!]));
    const logs = logJoint(model, all).map(logSumExp);
    return Float64Array.from({ length: count }, (_, at) =>
      Math.log(triples[3 * at + 2]!) + logSumExp(Array.from(weights, (weight, node) => Math.log(weight) + logs[at * weights.length + node]!)));
  };
};

const picture = (model: Model<typeof space>, jobs: readonly Job[], test: readonly Job[]): string =>
  figure({
    title: "What a classifier’s probabilities are worth",
    subtitle: `The density ${space} of ${jobs.length.toLocaleString("en")} forecasts (very fast, fast, moderate, long) and what came`,
    rows: [[
      trianglePanel({
        size: { width: 440, height: 400 }, title: "What is foretold", levels: [0.5, 0.9], perSide: 90,
        points: jobs.map(({ fractions: [vf, f, m, l] }) => [vf!, f!, m! + l!] as const),
        logDensity: asThree(model),
        corners: ["very fast", "fast", "moderate or long"],
        pointLabel: "one forecast",
      }),
      curvesPanel({
        size: { width: 440, height: 400 }, title: "What came of it, on forecasts never seen",
        description: "The share of forecasts that came true against the probability foretold: of the classifier as dots, of the fitted density as a line beside the diagonal.",
        xLabel: "probability foretold", yLabel: "share that came true",
        xSpan: [0, 1], ySpan: [0, 1],
        dots: { points: reliability(test, test.map(({ fractions }) => fractions)), label: "the classifier’s own probabilities" },
        curves: [{ points: reliability(test, calibrated(model, test)), label: "p(class | fractions) of the fit" }, { points: [[0, 0], [1, 1]], label: "as often as foretold" }],
      }),
    ]],
    note: "Data: hpc_cv of the R package modeldata (Kuhn & Johnson 2013).",
  });

const main = async (): Promise<void> => {
  const jobs = readJobs();
  const source = random(seed, "unseen");
  const unseen = jobs.map(() => source.uniform() < 0.25);
  const [known, test] = [jobs.filter((_, at) => !unseen[at]), jobs.filter((_, at) => unseen[at])];
  const points = embedded(known);
  console.log(`${known.length} forecasts to learn from, ${test.length} to test on.\n`);

  const flow = simplex(3).simplexSpline(2, { hidden: [24] }).oplus(classes(4).logits(), { hidden: [24] });
  const { model } = await fitted("a3 ⊕ c4", flow, { points }, options);
  console.log(`\n${showTree(model)}\n`);

  const always = labels.map((_, index) => known.filter(({ came }) => came === index).length / known.length);
  console.log(row("−log p of what came, on forecasts never seen", "nats"));
  console.log(row("  the classifier’s own probabilities", logLoss(test, test.map(({ fractions }) => fractions)).toFixed(4)));
  console.log(row("  p(class | fractions) of the fit", logLoss(test, calibrated(model, test)).toFixed(4)));
  console.log(row("  the shares of the classes, whatever is foretold", logLoss(test, test.map(() => always)).toFixed(4)));
  await kept("classifier", model, picture(model, jobs, test));
};

await main();
