/**
 * A layer on its example's manifold with parameters that show what it can do: its start, scattered by a fixed amount from
 * a fixed seed. Maps are taken between points of the manifold, so that a picture shows the layer and not the base.
 */
import { unsafe } from "../../../src/error.ts";
import { size } from "../../../src/expr/index.ts";
import { manifold } from "../../../src/flow/manifolds.ts";
import { batchOf } from "../../../src/manifold/batch.ts";
import { model, type Model } from "../../../src/model/model.ts";
import { random } from "../../../src/random.ts";
import type { Entry } from "../entries.ts";
import { looks } from "./looks.ts";

/** Points are rows of embedding coordinates, one after the other. */
export interface Subject {
  /** From the base to the data. */
  readonly forward: (points: ArrayLike<number>) => Float64Array;
  /** Points of the undistorted base. */
  readonly base: (count: number) => Float64Array;
  /** Samples of the layer's density. */
  readonly sample: (count: number) => Float64Array;
  readonly logProb: (points: ArrayLike<number>) => Float64Array;
}

/** A fresh model whose free parameters are scattered. */
const shownModel = (entry: Entry): Model => {
  const { seed, scatter, from, options } = looks(entry);
  const flow = manifold(entry.example.spec).through(entry.layer.with(options) as never); // the example lies in the layer's domain
  const start = model(flow, { seed });
  const source = random(seed, "picture");
  const values = start.plan.entries.flatMap(({ path, shape, offset, frozen }) => {
    const name = path.at(-1)!;
    return Array.from(start.parameters.subarray(offset, offset + size(shape)), (value) =>
      frozen ? value : (from[name] ?? value) + scatter(name) * source.normal(),
    );
  });
  return start.withParameters(values);
};

export const subject = (entry: Entry): Subject => {
  const { spec } = entry.example;
  const shown = shownModel(entry);
  const plain = model(manifold(spec));
  const points = (rows: ArrayLike<number>) => unsafe(batchOf<string>(spec, Float64Array.from(rows)));
  return {
    forward: (rows) => shown.forward(plain.inverse(points(rows)).base).points.rows,
    base: (count) => plain.sample(count, { seed: 1 }).points.rows,
    sample: (count) => shown.sample(count, { seed: 1 }).points.rows,
    logProb: (rows) => shown.logProb(points(rows)),
  };
};
