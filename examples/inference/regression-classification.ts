/**
 * Regression and classification at once: numbers and a class, given features.
 *
 * A piece of material is pulled until it breaks. Given temperature and speed x, both in standard units, its strength s and
 * elongation e scatter, and how it breaks (brittle, mixed, ductile) depends on all of these:
 *
 *     s = −tanh x₁ + x₂ / 2 + 0.4 ε₁,     e = x₁ − s² / 2 + (0.3 + 0.2 x₂²) ε₂,
 *     p(class | s, e, x) = softmax(4 s − 4 e, 1 − s e, 4 e + x₁)
 *
 * One density on e2+c3 given e2 answers what else takes several models: a regression with an uncertainty that varies
 * (p(s, e | x)), a classifier of broken pieces (p(class | s, e, x)), a forecast from the features alone, with the numbers
 * integrated out (p(class | x)), and how much the numbers tell about the break (the mutual information of the blocks). The
 * class stands in ⊕ after the numbers, so its logits come from a network of them.
 *
 * Known: everything. The density is written above; what asks for an integral over s and e is one over ε, by quadrature.
 */
import { batchOf, calibration, classes, euclid, fit, marginal, measure, mutualInformation, parseSpace, random, unsafe, type Batch, type Calibration, type Model } from "diffeo";
import { coveragePanel, curvesPanel, figure, planePanel } from "diffeo/plot";
import { mean, standardError } from "../run.ts";
import { deviations, example, type Figure } from "./example.ts";

type Pair = readonly [number, number];
type Triple = readonly [number, number, number];

interface Piece {
  readonly x: Pair;
  readonly y: Pair;
  /** 0, 1 or 2. */
  readonly came: number;
}

const names = ["brittle", "mixed", "ductile"] as const;
const kinds = [0, 1, 2] as const;
const batch = <S extends string>(spec: S, rows: readonly (readonly number[])[]): Batch<S> => unsafe(batchOf<string>(spec, Float64Array.from(rows.flat()))) as Batch<S>; // of this spec
const oneHot = (which: number): Triple => [+(which === 0), +(which === 1), +(which === 2)];

// ---- the truth

const spread = ([, b]: Pair): Pair => [0.4, 0.3 + 0.2 * b * b];
const broken = (x: Pair, [first, second]: Pair): Pair => {
  const s = -Math.tanh(x[0]) + 0.5 * x[1] + spread(x)[0] * first;
  return [s, x[0] - 0.5 * s * s + spread(x)[1] * second];
};
const logNumbers = (x: Pair, [s, e]: Pair): number => {
  const [first, second] = [(s + Math.tanh(x[0]) - 0.5 * x[1]) / spread(x)[0], (e - x[0] + 0.5 * s * s) / spread(x)[1]];
  return -0.5 * (first ** 2 + second ** 2) - Math.log(2 * Math.PI * spread(x)[0] * spread(x)[1]);
};
const softmax = (logs: readonly number[]): Triple => {
  const top = Math.max(...logs);
  const sum = logs.reduce((total, each) => total + Math.exp(each - top), 0);
  return logs.map((each) => Math.exp(each - top) / sum) as [number, number, number]; // of three
};
const shares = (x: Pair, [s, e]: Pair): Triple => softmax([4 * s - 4 * e, 1 - s * e, 4 * e + x[0]]);

const draw = (seed: number, count: number): readonly Piece[] => {
  const source = random(seed, "pieces");
  return Array.from({ length: count }, () => {
    const x: Pair = [source.normal(), source.normal()];
    const y = broken(x, [source.normal(), source.normal()]);
    const [p, q] = [shares(x, y), source.uniform()];
    return { x, y, came: q < p[0] ? 0 : q < p[0] + p[1] ? 1 : 2 };
  });
};

const { points: nodes, weights } = measure(unsafe(parseSpace("e2"))).quadrature(100);

/** Given features alone: how likely each class is, and what the numbers would tell about it, in nats. */
const foretold = (x: Pair): { readonly classes: Triple; readonly information: number } => {
  const all = Array.from(weights, (weight, at) => {
    const [a, b] = [nodes[2 * at]!, nodes[2 * at + 1]!];
    return { mass: (weight * Math.exp(-0.5 * (a * a + b * b))) / (2 * Math.PI), p: shares(x, broken(x, [a, b])) };
  }).filter(({ mass }) => mass > 1e-14);
  const expected = (of: (p: Triple) => number): number => all.reduce((sum, { mass, p }) => sum + mass * of(p), 0);
  const entropy = (p: Triple): number => p.reduce((sum, each) => (each > 0 ? sum - each * Math.log(each) : sum), 0);
  const alone = kinds.map((each) => expected((p) => p[each])) as unknown as Triple; // of three
  return { classes: alone, information: entropy(alone) - expected(entropy) };
};

// ---- the model

const space = "e2+c3";

/** log q(y | x) and q(class | y, x) of each piece. */
const answers = (model: Model<typeof space, "e2">, pieces: readonly Pick<Piece, "x" | "y">[]): readonly { readonly log: number; readonly shares: Triple }[] => {
  const logs = model.logProb(batch(space, pieces.flatMap(({ y }) => kinds.map((each) => [...y, ...oneHot(each)]))), { given: batch("e2", pieces.flatMap(({ x }) => kinds.map(() => x))) });
  return pieces.map((_, at) => {
    const own = Array.from(logs.subarray(3 * at, 3 * at + 3));
    const top = Math.max(...own);
    return { log: top + Math.log(own.reduce((sum, each) => sum + Math.exp(each - top), 0)), shares: softmax(own) };
  });
};

const likeliest = (p: Triple): number => p.indexOf(Math.max(...p));

const shown: Pair = [0.3, -0.6];

export default example({
  title: "Regression and classification at once",
  known: "the density that the pieces are drawn from, and quadrature over its two normal numbers",
  full: { pieces: 40_000, epochs: 40, rows: 4000, places: 17, loose: 1 },
  quick: { pieces: 6000, epochs: 12, rows: 1000, places: 3, loose: 4 },
  run: async ({ pieces, epochs, rows, places, loose }) => {
    const [known, fresh] = [draw(1, pieces), draw(2, rows)];
    const rowsOf = (all: readonly Piece[]) => ({ points: batch(space, all.map(({ y, came }) => [...y, ...oneHot(came)])), given: batch("e2", all.map(({ x }) => x)) });
    const [{ points, given }, test] = [rowsOf(known), rowsOf(fresh)];

    const flow = euclid(2).gauss(2, { kernels: 4 }).oplus(classes(3).logits(), { hidden: [32, 32] }).given("e2", { hidden: [32, 32] });
    const { model } = unsafe(await fit(flow, points, { given, epochs, seed: 1 })());

    const found = answers(model, fresh);
    const truth = fresh.map(({ x, y }) => ({ log: logNumbers(x, y), shares: shares(x, y) }));
    const over = (of: (at: number) => number): Float64Array => Float64Array.from(fresh, (_, at) => of(at));
    const ofNumbers = over((at) => truth[at]!.log - found[at]!.log);
    // Averaged over all classes and not the one that came: the same mean, with less scatter.
    const ofClasses = over((at) => kinds.reduce<number>((sum, each) => sum + truth[at]!.shares[each] * Math.log(truth[at]!.shares[each] / found[at]!.shares[each]), 0));
    const right = over((at) => truth[at]!.shares[likeliest(found[at]!.shares)]!);
    const best = over((at) => Math.max(...truth[at]!.shares));
    const off = over((at) => 0.5 * kinds.reduce<number>((sum, each) => sum + Math.abs(truth[at]!.shares[each] - found[at]!.shares[each]), 0));
    const report = unsafe(calibration(model, test.points, { given: test.given, seed: 3, samples: 100 }));

    const line = Array.from({ length: places }, (_, at): Pair => [-2 + (4 * at) / (places - 1), shown[1]]);
    const told = line.map((x) => ({ x, found: mutualInformation(model, 0, 1, { given: batch("e2", [x]), samples: 4000 }), known: foretold(x).information }));
    const worst = told.reduce((a, b) => (Math.abs(b.found.value - b.known) > Math.abs(a.found.value - a.known) ? b : a));
    const alone = Array.from(marginal(model, 1, { given: batch("e2", [shown]) }).logProb(batch("c3", kinds.map(oneHot))), Math.exp);
    const expected = foretold(shown).classes;

    const figures: readonly Figure[] = [
      { name: "KL from the truth of the numbers given features, nats", found: mean(ofNumbers), error: standardError(ofNumbers), known: 0, within: 0.03 * loose },
      { name: "KL from the truth of the class given numbers and features, nats", found: mean(ofClasses), error: standardError(ofClasses), known: 0, within: 0.01 * loose },
      { name: "total variation of its probabilities, mean", found: mean(off), error: standardError(off), known: 0, within: 0.03 * Math.sqrt(loose) },
      { name: "accuracy, beside that of Bayes' rule", found: mean(right), error: standardError(right.map((each, at) => best[at]! - each)), known: mean(best), within: 0.01 * loose },
      ...names.map((name, at): Figure => ({ name: `p(${name} | x = (${shown.join(", ")})), from features alone`, found: alone[at]!, known: expected[at]!, within: 0.03 * Math.sqrt(loose) })),
      { name: `information of the numbers on the class at x₁ = ${worst.x[0]}, the worst of ${places}, nats`, found: worst.found.value, error: worst.found.error, known: worst.known, within: 0.03 * loose },
      ...deviations(report),
    ];
    return { figures, picture: picture(model, report, told) };
  },
});

// ---- the picture

type Told = readonly { readonly x: Pair; readonly found: { readonly value: number } }[];

const picture = (model: Model<typeof space, "e2">, report: Calibration, told: Told): string => {
  const source = random(4, "shown");
  const given = batch("e2", [shown]);
  const numbers = marginal(model, 0, { given });
  const along = Array.from({ length: 121 }, (_, at): Pair => [-shown[0], -1.5 + (3.5 * at) / 120]);
  const classesAlong = answers(model, along.map((y) => ({ x: shown, y })));
  const dense = Array.from({ length: 61 }, (_, at): Pair => [-2 + (4 * at) / 60, shown[1]]);
  const size = { width: 460, height: 360 };
  return figure({
    title: "Regression and classification at once",
    subtitle: "One density of two numbers and a class, e2+c3 given two features, beside the truth that its data are drawn from",
    rows: [[
      planePanel({
        size, title: `Strength and elongation at x = (${shown.join(", ").replace("-", "−")})`, levels: [0.5, 0.9],
        points: Array.from({ length: 500 }, () => broken(shown, [source.normal(), source.normal()])), pointLabel: "the truth: draws, probabilities, information",
        logDensity: (s, e) => numbers.logProb(batch("e2", Array.from(s, (each, at) => [each, e[at]!]))),
        xLabel: "strength s", yLabel: "elongation e",
      }),
      curvesPanel({
        size, title: `How it breaks, at strength ${String(along[0]![0]).replace("-", "−")} and these features`,
        description: "The probability of each class against the elongation: of the model as lines, of the truth as dots.",
        curves: names.map((label, at) => ({ label, points: along.map((y, each) => [y[1], classesAlong[each]!.shares[at]!] as const) })),
        dots: { points: along.filter((_, at) => at % 6 === 0).flatMap((y) => shares(shown, y).map((each) => [y[1], each] as const)), label: "the truth: draws, probabilities, information" },
        xLabel: "elongation e", yLabel: "probability", ySpan: [0, 1],
      }),
    ], [
      coveragePanel({
        size, title: "Coverage on fresh pieces",
        checks: [["all together", report.joint.density], ["numbers", report.blocks[0]!.coverage], ["class given the numbers", report.blocks[1]!.coverage]],
      }),
      curvesPanel({
        size, title: "What the numbers tell about the break",
        description: "The mutual information of numbers and class against the temperature: of the model as a line, of the truth as dots.",
        curves: [{ points: told.map(({ x, found: { value } }) => [x[0], value] as const), label: "the model" }],
        dots: { points: dense.map((x) => [x[0], foretold(x).information] as const), label: "the truth: draws, probabilities, information" },
        xLabel: "temperature x₁", yLabel: "mutual information (nats)",
      }),
    ]],
  });
};
