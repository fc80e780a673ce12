/**
 * What each layer costs: the time of a log-density, of a training step and of a sample per point, float32 on one thread at
 * batches of 4,096, with all options at their defaults, and how many times that of an affine layer of the plane it is.
 * `npm run bench:layers [letter …]`.
 */
import { registry } from "../../src/bijectors/registry.ts";
import { alphabet, isLetter, letters, type Letter } from "../../src/bijectors/letters.ts";
import { unsafe } from "../../src/error.ts";
import { block } from "../../src/flow/manifolds.ts";
import { kernel } from "../../src/interpret/kernel/index.ts";
import { parseSpace } from "../../src/manifold/space.ts";
import { time, factor } from "../speed/numbers.ts";
import { timed } from "../speed/stopwatch.ts";
import { subject, type Work } from "../speed/subject.ts";

const works: readonly Work[] = ["log-density", "training step", "sampling"];
const count = 4096;
const patience = { warmUp: 100, least: 7, enough: 150, most: 2000, longest: 20_000 };

/** Where each domain is shown. */
const places = { e: "e2", s1: "s1", s: "s2", s2up: "s2", i: "i", a: "a2", c: "c4" } as const;

/** Milliseconds per point, by work. */
const costs = (letter: Letter): readonly number[] => {
  const flow = block(unsafe(parseSpace(places[letters[letter].on]))[0]!).through(registry[letter] as never); // it fits where its domain is shown
  const { programs, inputs } = subject(flow, count);
  return works.map((work) => {
    const interpreter = kernel({ precision: "float32", threads: 1 });
    const run = interpreter.compile(programs[work]);
    const read = inputs(programs[work], count);
    const { median } = timed(() => run(read, count), patience);
    interpreter.close();
    return median / count;
  });
};

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

const wanted = process.argv.slice(2);
const unit = costs("t");
console.log(line(["letter", "layer", "on", ...works.flatMap((work) => [work, "× affine"])]));
console.log(line(["---", "---", "---", ...works.flatMap(() => ["---:", "---:"])]));
for (const letter of [...alphabet].filter(isLetter).filter((each) => wanted.length === 0 || wanted.includes(each))) {
  const own = costs(letter);
  console.log(line([`\`${letter}\``, letters[letter].name, places[letters[letter].on], ...own.flatMap((cost, at) => [time(cost), factor(cost / unit[at]!)])]));
}
