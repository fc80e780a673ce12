/** The start from data: already as good as a decent simple model, in every kind of space. */
import { describe, expect, it } from "vitest";
import { affine } from "../../src/bijectors/affine.ts";
import { gauss } from "../../src/bijectors/gauss.ts";
import { compose } from "../../src/bijectors/layer.ts";
import { unsafe } from "../../src/error.ts";
import { oplus, type AnyFlow } from "../../src/flow/flow.ts";
import { circle, euclid, interval, sphere } from "../../src/flow/manifolds.ts";
import { batchOf, type Batch } from "../../src/manifold/batch.ts";
import { random, type Random } from "../../src/random.ts";
import { fromData } from "../../src/train/from-data.ts";
import { initialize } from "../../src/train/initialize.ts";
import { model } from "../../src/model/model.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";

const count = 1500;
const draw = (spec: string, one: (source: Random) => readonly number[]): Batch<string> => {
  const source = random(21, spec);
  return unsafe(batchOf<string>(spec, Array.from({ length: count }, () => one(source)).flat()));
};
const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, each) => sum + each, 0) / values.length;
const circled = (angle: number): readonly number[] => [Math.cos(angle), Math.sin(angle)];
const unit = (v: readonly number[]): readonly number[] => v.map((each) => each / Math.hypot(...v));

/** Mean log-likelihood of the best Gaussian: −½ log det(2πe Σ). */
const bestGaussian = ({ rows, ambient }: Batch<string>): number => {
  const columns = Array.from({ length: ambient }, (_, i) => Array.from({ length: count }, (_, row) => rows[row * ambient + i]!));
  const centers = columns.map(mean);
  const covariance = (i: number, j: number): number => mean(columns[i]!.map((x, row) => (x - centers[i]!) * (columns[j]![row]! - centers[j]!)));
  const determinant = ambient === 1 ? covariance(0, 0) : covariance(0, 0) * covariance(1, 1) - covariance(0, 1) ** 2;
  return -0.5 * (ambient * Math.log(2 * Math.PI * Math.E) + Math.log(determinant));
};

const skewed = draw("e1", (source) => [990 + 30 * Math.exp(source.normal())]);
const bimodal = draw("e1", (source) => [(source.uniform() < 0.4 ? -3 : 2) + 0.5 * source.normal()]);
const oblique = draw("e2", (source) => {
  const [a, b] = [source.normal(), source.normal()];
  return [100 * a, 0.01 * (0.9 * a + 0.3 * b)];
});
const ring = draw("e2", (source) => {
  const angle = 2 * Math.PI * source.uniform();
  return [4 * Math.cos(angle) + 0.5 * source.normal(), 4 * Math.sin(angle) + 0.5 * source.normal()];
});

describe("on R^n: the best Gaussian, or better", () => {
  it.each<readonly [string, AnyFlow, Batch<string>, number]>([
    // How much worse than the best Gaussian the start may be; negative where it must be better.
    ["a full affine map", euclid(2).affine(1, { matrix: "full" }), oblique, 1e-4],
    ["gauss, oblique", euclid(2).gauss(), oblique, 0.05],
    ["four gauss, oblique", euclid(2).gauss(4), oblique, 0.05],
    ["gauss, skewed", euclid(1).gauss(), skewed, -0.3],
    ["gauss, bimodal", euclid(1).gauss(), bimodal, -0.3],
    ["four gauss on a ring", euclid(2).gauss(4), ring, 0.05],
  ])("%s", (_, flow, points, worse) => {
    expect(mean(fromData(flow as AnyFlow<string, string>, points).logProb(points))).toBeGreaterThan(bestGaussian(points) - worse);
  });
});

describe("on what is bounded: far better than uniform where the data are far from it", () => {
  it.each<readonly [string, AnyFlow, Batch<string>, number, number]>([
    ["moebius", circle().moebius(), draw("s1", (source) => circled(2.5 + 0.4 * source.normal())), -Math.log(2 * Math.PI), 0.9],
    ["circular spline", circle().circularSpline(), draw("s1", (source) => circled(6 + 0.4 * source.normal())), -Math.log(2 * Math.PI), 0.9],
    ["zoom", sphere(2).zoom(), draw("s2", (source) => unit([source.normal(), source.normal(), 3 + source.normal()])), -Math.log(4 * Math.PI), 0.9],
    ["two zooms with splines", sphere(2).zoom(2, { vertical: [4], circular: [4] }), draw("s2", (source) => unit([source.normal(), source.normal(), 3 + source.normal()])), -Math.log(4 * Math.PI), 0.9],
    ["zoom on s3", sphere(3).zoom(1, { concentration: "length", rotation: "axis" }), draw("s3", (source) => unit([source.normal(), 3 + source.normal(), source.normal(), source.normal()])), -Math.log(2 * Math.PI ** 2), 1],
    ["moebius on s2", sphere(2).moebius(), draw("s2", (source) => unit([source.normal(), source.normal(), 3 + source.normal()])), -Math.log(4 * Math.PI), 0.8],
    ["nsphere", sphere(2).nsphere(), draw("s2", (source) => unit([source.normal(), source.normal(), 3 + source.normal()])), -Math.log(4 * Math.PI), 0.6],
    ["spline", interval().spline(), draw("i", (source) => [1 / (1 + Math.exp(2 - 0.5 * source.normal()))]), 0, 1],
    ["nothing to learn", sphere(2).nsphere(), draw("s2", (source) => unit([source.normal(), source.normal(), source.normal()])), -Math.log(4 * Math.PI), -0.02],
  ])("%s", (_, flow, points, uniform, better) => {
    expect(mean(fromData(flow as AnyFlow<string, string>, points).logProb(points))).toBeGreaterThan(uniform + better);
  });
});

describe("the start", () => {
  it("of a conditional flow answers the same to every condition, and as well as without one", () => {
    const given = draw("s2", (source) => unit([source.normal(), source.normal(), source.normal()]));
    const flow = euclid(1).gauss();
    const start = fromData(flow.given("s2"), skewed as Batch<"e1">, { given: given as Batch<"s2"> });
    const alone = fromData(flow, skewed as Batch<"e1">).logProb(skewed as Batch<"e1">);
    start.logProb(skewed as Batch<"e1">, { given: given as Batch<"s2"> }).forEach((value, row) => expect(value).toBeCloseTo(alone[row]!, 9));
  });

  it("puts Euclidean conditions into standard units", () => {
    const given = draw("e2", (source) => [1e6 + 1e3 * source.normal(), 1e-6 * source.normal()]);
    const { plan, parameters } = fromData(euclid(1).affine().given("e2"), skewed as Batch<"e1">, { given: given as Batch<"e2"> });
    const [location, logScale] = plan.entries.filter(({ path }) => path[0] === "condition 1").map(({ offset }) => Array.from(parameters.subarray(offset, offset + 2)));
    expect(location![0]! / 1e6).toBeCloseTo(1, 3);
    expect(logScale![0]! - Math.log(1e3)).toBeCloseTo(0, 1);
    expect(logScale![1]! - Math.log(1e-6)).toBeCloseTo(0, 1);
  });

  it("leaves given parameters as they are, and a constant column at scale 1", () => {
    const flow = oplus(euclid(2).gauss(), circle().moebius());
    const fresh = model(flow);
    const before = fresh.parameters.slice();
    const rows = draw("e2+s1", (source) => [7, source.normal(), 1, 0]);
    const values = initialize(fresh.plan, fresh.parameters, { count, point: rows.rows, condition: new Float64Array(0), weight: new Float64Array(count).fill(1) }, reference, 0);
    expect(fresh.parameters).toEqual(before);
    expect(values.every(Number.isFinite)).toBe(true);
    expect(values[0]).toBeCloseTo(7, 12);
    expect(values[2], "the logarithm of its scale").toBe(0);
  });

  it("knows weights: it is that of the rows that count", () => {
    const fresh = model(euclid(1).gauss());
    const data = { count: 4, point: Float64Array.of(1, 3, 50, 60), condition: new Float64Array(0), weight: Float64Array.of(2, 2, 0, 0) };
    const [location, logScale] = initialize(fresh.plan, fresh.parameters, data, reference, 0);
    expect([location, logScale]).toEqual([2, 0]);
  });

  it("of a composition is that of its layers one after the other", () => {
    const points = bimodal as Batch<"e1">;
    const [chain, whole] = [euclid(1).gauss().affine(), euclid(1).through(compose(gauss, affine))].map((flow) => fromData(flow, points));
    expect(whole!.parameters).toEqual(chain!.parameters);
  });

  it("is nearly the same in float32", () => {
    const [a, b] = [reference, reference32].map((interpreter) => fromData(euclid(1).gauss(2), bimodal as Batch<"e1">, { interpreter }));
    a!.parameters.forEach((value, at) => expect(Math.abs(value - b!.parameters[at]!)).toBeLessThan(1e-3));
  });
});
