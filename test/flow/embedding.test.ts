/**
 * What networks see of a point: numbers of ordinary size that are continuous on the manifold, so that a conditional
 * density has no seam where a chart would have one.
 */
import { describe, expect, it } from "vitest";
import { unsafe } from "../../src/error.ts";
import { input } from "../../src/expr/index.ts";
import { oplus, type AnyFlow } from "../../src/flow/flow.ts";
import { circle, euclid, interval, sphere } from "../../src/flow/manifolds.ts";
import { program } from "../../src/interpret/program.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { batchOf, type Batch } from "../../src/manifold/batch.ts";
import { geometry } from "../../src/manifold/manifold.ts";
import { parseSpace } from "../../src/manifold/space.ts";
import { model, type Model } from "../../src/model/model.ts";
import { scattered } from "../model/scattered.ts";

const of = (spec: string, rows: readonly number[]): Batch<string> => unsafe(batchOf<string>(spec, rows));

/** Closed or whole paths on manifolds, through everything that a chart might cut. */
const paths: Readonly<Record<string, (t: number) => readonly number[]>> = {
  "s1": (t) => [Math.cos(2 * Math.PI * t), Math.sin(2 * Math.PI * t)],
  "s2": (t) => [Math.sin(2 * Math.PI * t), 0, Math.cos(2 * Math.PI * t)],
  "s3": (t) => [0, Math.sin(2 * Math.PI * t), 0, -Math.cos(2 * Math.PI * t)],
  "i_-2_5": (t) => [-2 + 7 * t],
  "e1": (t) => [6 * t - 3],
};
const steps = 2_000;
const along = (spec: string): readonly number[] => Array.from({ length: steps + 1 }, (_, at) => paths[spec]!(at / steps)).flat();

describe.each(Object.keys(paths))("%s", (spec) => {
  it("has features of ordinary size that move no faster than the point", () => {
    const own = geometry(unsafe(parseSpace(spec))[0]!);
    const { features } = reference.compile(program({ features: own.embed(own.carry(input("point", [own.ambient]))) }))({ point: along(spec) }, steps + 1);
    expect(features.length).toBe((steps + 1) * own.features);
    const largest = features.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    expect(largest).toBeLessThanOrEqual(3);
    expect(largest).toBeGreaterThanOrEqual(1 - 1e-12);
    for (let at = 1; at <= steps; at++) {
      for (let each = 0; each < own.features; each++) {
        expect(Math.abs(features[at * own.features + each]! - features[(at - 1) * own.features + each]!)).toBeLessThanOrEqual((2 * Math.PI * 1.001) / steps);
      }
    }
  });

  /** A density of y given x, once with x as a condition and once as the block before. */
  const scatter = (flow: AnyFlow): Model<string, string> => {
    const fresh = model(flow as AnyFlow<string, string>);
    return fresh.withParameters(scattered(fresh.plan, fresh.parameters, 2, 0.3));
  };
  const start = spec.startsWith("s1") ? circle() : spec.startsWith("s") ? sphere(Number(spec.slice(1)) as 2) : spec === "e1" ? euclid(1) : interval(-2, 5);
  const conditioned = scatter(euclid(1).gauss(1, { kernels: 3 }).given(spec as "s1"));
  const later = scatter(oplus(start as never, euclid(1).gauss(1, { kernels: 3 }) as never));

  it.each([["as a condition", "given"], ["as the block before", "before"]] as const)("%s leaves the density continuous", (_, how) => {
    const points = along(spec);
    const width = points.length / (steps + 1);
    const y = Array<number>(steps + 1).fill(0.4);
    const logProb = how === "given"
      ? conditioned.logProb(of("e1", y), { given: of(spec, points) })
      : later.programs.block(1)({ parameters: later.parameters, condition: [], point: y.flatMap((each, at) => [...points.slice(at * width, (at + 1) * width), each]) }, steps + 1).logProb;
    const largest = (stride: number): number => Math.max(...Array.from({ length: steps / stride }, (_each, at) => Math.abs(logProb[(at + 1) * stride]! - logProb[at * stride]!)));
    // Half the step, half the difference: that of a jump would stay.
    expect(largest(1) / largest(2)).toBeLessThan(0.6);
    expect(largest(2) / largest(4)).toBeLessThan(0.6);
    // It does depend on x; and once round, it is back.
    expect(Math.max(...logProb) - Math.min(...logProb)).toBeGreaterThan(0.05);
    if (spec.startsWith("s")) expect(logProb[steps]!).toBeCloseTo(logProb[0]!, 9);
  });
});
