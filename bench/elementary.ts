/**
 * ns per element of every elementary function, vector against scalar: `node dist/bench/elementary.js`. One thread, 4096
 * elements that stay in the first cache, the best of several runs; the vector loop includes its call, load and store.
 */
import { unaryMeaning } from "../src/expr/meaning.ts";
import type { Formula } from "../src/interpret/kernel/elementary/index.ts";
import { runner } from "../test/interpret/kernel/elementary/run.ts";

const count = 4096;
const points = Float64Array.from({ length: count }, (_, index) => 0.98 * ((2 * ((index * 0.61803398875) % 1)) - 1));

/** Where the functions are defined on one side only. */
const positive = new Set<string>(["log", "log1p"]);
const inputs = (name: string): Float64Array =>
  positive.has(name) ? points.map((x) => x + 1) : name === "logNormalQuantile" ? points.map((x) => 2 * x - 2) : points;

const best = (work: () => void, repeats: number): number => {
  const once = (): number => {
    const start = performance.now();
    for (let each = 0; each < repeats; each++) work();
    return ((performance.now() - start) * 1e6) / repeats / count;
  };
  return Math.min(...Array.from({ length: 7 }, once));
};

const [single, double] = [await runner("float32"), await runner("float64")];
console.log("function".padEnd(20), "float32", "float64", " scalar", "  (ns per element)");
for (const name of Object.keys(single.run) as Formula[]) { // the keys of a literal
  const x = inputs(name);
  const vector = (from: typeof single, bytes: number): number => {
    from.map(name, x, x);
    return best(() => from.run[name](0, 2 ** 22, 2 ** 23, bytes * count), 60);
  };
  const out = new Float64Array(count);
  const scalar = name === "atan2" ? (each: number) => Math.atan2(each, each) : unaryMeaning[name];
  const loop = (): void => {
    for (let index = 0; index < count; index++) out[index] = scalar(x[index]!);
  };
  const row = [vector(single, 4), vector(double, 8), best(loop, 10)];
  console.log(name.padEnd(20), ...row.map((each) => each.toFixed(2).padStart(7)));
}
