/** Laws of charts: there and back, onto the manifold, and the volume of a unit cell. */
import { either } from "fp-ts";
import type { Chart } from "../../src/manifold/chart.ts";
import { measureOf } from "./measure.ts";
import { random } from "../../src/random.ts";
import { law, type Comparison, type Law } from "../law.ts";
import { inner, size, solved } from "../numerics/matrix.ts";

/** The seed of a point. */
export interface ChartCase {
  readonly seed: number;
}

const pointOf = ({ on }: Chart, { seed }: ChartCase): readonly number[] => measureOf(on).uniform(random(seed, "chart"));

const apart = (a: readonly number[], b: readonly number[]): number => (a.length === b.length ? size(a.map((each, at) => each - b[at]!)) : Infinity);

export const thereAndBack = (chart: Chart): Law<ChartCase> =>
  law({ name: "chart: there and back", statement: "toPoint(fromPoint(x)) = x ∈ M and fromPoint(toPoint(v)) = v within 1e-12 (1 + |v|)", tolerance: 1 }, (of) => {
    const point = pointOf(chart, of);
    const values = chart.fromPoint(point);
    const again = chart.toPoint(values);
    if (either.isLeft(again)) return [{ deviation: Infinity, unit: 1, detail: () => `[${values.join(", ")}] of [${point.join(", ")}]: ${again.left}` }];
    return [
      { deviation: measureOf(chart.on).contains(again.right) ? 0 : Infinity, unit: 1, detail: () => `[${again.right.join(", ")}] is no point` },
      { deviation: apart(again.right, point), unit: 1e-12 * (1 + size(point)), detail: () => `[${point.join(", ")}] → [${values.join(", ")}] → [${again.right.join(", ")}]` },
      { deviation: apart(chart.fromPoint(again.right), values), unit: 1e-12 * (1 + size(values)), detail: () => `[${values.join(", ")}] comes back as [${chart.fromPoint(again.right).join(", ")}]` },
    ];
  });

/** The derivative in one value, by central differences; none where a step leaves the chart or its manifold's convention. */
const column = (chart: Chart, values: readonly number[], at: number): readonly number[] | undefined => {
  const step = 1e-5 * (1 + Math.abs(values[at]!));
  const moved = (by: number) => chart.toPoint(values.map((each, index) => (index === at ? each + by : each)));
  const [ahead, behind] = [moved(step), moved(-step)];
  return either.isLeft(ahead) || either.isLeft(behind) ? undefined : ahead.right.map((each, index) => (each - behind.right[index]!) / (2 * step));
};

/** Of charts with as many values as dimensions. */
export const volume = (chart: Chart): Law<ChartCase> =>
  law({ name: "chart: volume", statement: "logVolume = ½ log det JᵀJ, J = ∂toPoint by differences, within 1e-4", tolerance: 1 }, (of): readonly Comparison[] => {
    const values = chart.fromPoint(pointOf(chart, of));
    const columns = values.map((_, at) => column(chart, values, at));
    if (!columns.every((each) => each !== undefined)) return [];
    const { logDet } = solved(columns.map((a) => columns.map((b) => inner(a, b))));
    return [{ deviation: Math.abs(0.5 * logDet - chart.logVolume(values)), unit: 1e-4, detail: () => `at [${values.join(", ")}]: ${chart.logVolume(values)}, differences give ${0.5 * logDet}` }];
  });
