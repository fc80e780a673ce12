/**
 * Fits flows to densities whose entropy is known and prints what is left: KL(truth ‖ flow) = cross-entropy − entropy, on
 * 50,000 fresh draws, with its standard error. `npm run bench:targets [name …]` runs all, or those whose names are given.
 */
import { either } from "fp-ts";
import { batchOf, decode, fit, render } from "diffeo";
import { sampleOf, targets, type Target } from "./densities.ts";

interface Case {
  readonly target: Target;
  readonly layers: string;
  readonly rate?: number;
  readonly epochs?: number;
  /** What jammy_flows reaches by maximum likelihood: its layers, parameters, steps and KL. */
  readonly peer: string;
}

const cases: readonly Case[] = [
  { target: targets.eightGaussians, layers: "ggggt", peer: "ggggt, 181, 5,000: 0.0007" },
  { target: targets.pinwheel, layers: "ggggt", peer: "ggggt, 181, 5,000: 0.144" },
  { target: targets.checkerboard, layers: "ggggt", peer: "ggggt, 181, 5,000: 0.170" },
  { target: targets.threeVonMises, layers: "m", peer: "m, 20, 5,000: 0.027" },
  { target: targets.threeVonMises, layers: "o", peer: "o, 8, 5,000: 0.276" },
  { target: targets.torusUnimodal, layers: "m+m", peer: "m+m, 1,512, 5,000: 0.0008" },
  { target: targets.torusMultimodal, layers: "m+m", peer: "m+m, 1,512, 5,000: 0.0005" },
  { target: targets.torusCorrelated, layers: "m+m", peer: "m+m, 1,512, 5,000: 0.0009" },
  { target: targets.vonMisesFisher, layers: "n", peer: "f, 10, 3,000: 0.00005" },
  { target: targets.fourModes, layers: "n", peer: "ffff, 56, 5,000: 0.086–0.111" },
  { target: targets.twoBetas, layers: "rr", peer: "rr, 32, 3,000: 0.0050" },
  { target: targets.planeAndDirection, layers: "gg+n", peer: "gg+ff, 2,102, 5,000: 0.0011" },
];

const drawn = 200_000;
const batch = 512;

const orThrow = <A>(result: either.Either<Parameters<typeof render>[0], A>): A => {
  if (either.isLeft(result)) throw new Error(render(result.left));
  return result.right;
};

const line = (cells: readonly string[]): string => [24, 8, 9, 9, 8, 18, 7].map((width, at) => (cells[at] ?? "").padEnd(width)).join("");

const run = async ({ target, layers, rate = 0.01, epochs = 13 }: Case): Promise<string> => {
  const flow = orThrow(decode(target.space, layers));
  const points = orThrow(batchOf<string>(target.space, sampleOf(target, drawn, 1)));
  const began = performance.now();
  const { model } = orThrow(await fit(flow, points, { epochs, batch, rate, heldOut: 0.02, patience: epochs, seed: 1 })());
  const seconds = (performance.now() - began) / 1000;
  const rows = sampleOf(target, 50_000, 2);
  const logProb = model.logProb(orThrow(batchOf<string>(target.space, rows)));
  // Against the true log-density where there is one, which takes the spread of the target itself out of the mean.
  const width = rows.length / logProb.length;
  const differences = logProb.map((each, row) => (target.logProb?.(Array.from(rows.subarray(row * width, (row + 1) * width))) ?? -target.entropy) - each);
  const mean = differences.reduce((sum, each) => sum + each, 0) / differences.length;
  const deviation = Math.sqrt(differences.reduce((sum, each) => sum + (each - mean) ** 2, 0) / differences.length);
  const trained = model.plan.entries.filter(({ frozen }) => !frozen).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return line([
    target.name, target.space, layers, trained.toLocaleString("en"), Math.ceil((0.98 * drawn) / batch) * epochs + "",
    `${mean.toFixed(4)} ± ${(deviation / Math.sqrt(logProb.length)).toFixed(4)}`, `${seconds.toFixed(0)} s`,
  ]);
};

const wanted = process.argv.slice(2);
console.log(`${line(["target", "space", "layers", "trained", "steps", "KL (nats)", "time"])}jammy_flows: layers, parameters, steps: KL`);
for (const each of cases.filter(({ target }) => wanted.length === 0 || wanted.some((name) => target.name.includes(name)))) {
  console.log(`${await run(each)}${each.peer}`);
}
