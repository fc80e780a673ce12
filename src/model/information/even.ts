/**
 * Points of a flow whose base points fill the Gaussian evenly: in the dimensions that matter they are images of a Kronecker
 * sequence, whose k-th number steps on by φ^−k for the root φ of φ^{d+1} = φ + 1, from a random start. Means over them are
 * nearer to the truth than over as many random points: in few dimensions as near as over the square of their number.
 * Source: M. Roberts 2018, "The unreasonable effectiveness of quasirandom sequences"; the root is the generalized golden ratio.
 */
import { normalQuantile } from "../../expr/special.ts";
import { random } from "../../random.ts";
import { places } from "./closure.ts";
import { imagesOf, type Drawn, type Subject } from "./subject.ts";

/** Even in these blocks, random in the others. */
export const drawEvenly = (subject: Subject, blocks: readonly number[], count: number, seed: number): Drawn => {
  const { plan } = subject;
  const columns = blocks.flatMap((index) => Array.from({ length: plan.blocks[index]!.geometry.dim }, (_, at) => places(plan)[index]!.base + at));
  const source = random(seed, "evenly");
  const steps = strides(columns.length).map((stride) => ({ stride, start: source.uniform() }));
  const base = Float64Array.from({ length: count * plan.dim }, () => source.normal());
  for (let row = 0; row < count; row++) {
    columns.forEach((column, at) => {
      const { stride, start } = steps[at]!;
      base[row * plan.dim + column] = normalQuantile((start + row * stride) % 1);
    });
  }
  return imagesOf(subject, base, count);
};

const strides = (dim: number): readonly number[] => {
  let ratio = 2;
  for (let step = 0; step < 60; step++) ratio = (1 + ratio) ** (1 / (dim + 1));
  return Array.from({ length: dim }, (_, at) => ratio ** -(at + 1));
};
