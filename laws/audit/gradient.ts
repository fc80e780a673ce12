/**
 * Whether the gradients of the log-density are those of the log-density: in the parameters, in points and in conditions,
 * along random directions, against extrapolated differences. Of a model with a rate, those of events.
 */
import { input, size, vjp } from "../../src/expr/index.ts";
import { evaluate, variables } from "../../src/flow/elaborate.ts";
import { program } from "../../src/interpret/program.ts";
import { parseSpace, type ManifoldSpec } from "../../src/manifold/space.ts";
import { unsafe } from "../../src/error.ts";
import { random } from "../../src/random.ts";
import { apart, levels, stepAt } from "../numerics/differences.ts";
import { inner } from "../numerics/matrix.ts";
import type { Audited, Drawn } from "./audited.ts";
import { worst, type Finding } from "./line.ts";
import { stepped, tangentAt } from "./steps.ts";

/** The first step of the differences; they halve. */
const first = 0.05;
const directions = 2;

/** A function of a step along a direction, for each row, and its derivative at 0 as the gradient says it. */
interface Slope {
  readonly name: string;
  readonly at: (step: number) => Float64Array;
  readonly own: readonly number[];
}

export const gradient = (of: Audited, points: Drawn): Finding => {
  const { precision } = of.model.interpreter;
  const floor = precision === "float64" ? 1e-6 : 1e-2;
  const slopes = slopesOf(of, points);
  const found = Array.from({ length: directions }, (_, index) => [...along(of, points, slopes, index), ...acrossParameters(of, points, index)]).flat().flatMap(({ name, at, own }) => {
    const steps = Array.from({ length: levels }, (_, level) => stepAt(first, level));
    const [here, up, down] = [at(0), steps.map(at), steps.map((step) => at(-step))];
    return own.map((slope, row) => {
      const { deviation, unit, found: text } = apart(slope, first, here[row]!, up.map((each) => each[row]!), down.map((each) => each[row]!), floor * (1 + Math.abs(slope)));
      return { error: deviation / unit, tolerance: 10, detail: `in ${name}, at sample ${row + 1}: ${slope.toPrecision(8)}, differences ${digits(text.split(",")[0]!)}` };
    });
  });
  const statement = "⟨∇ log p, v⟩ = d/dt log p along v, in units of what extrapolated differences leave open";
  const [head, ...rest] = found;
  return { name: `gradient (${precision})`, statement, ...(head ? worst(head, ...rest) : { error: 0, tolerance: 10, detail: "nothing to differentiate" }) };
};

/** The numbers of a text with eight digits. */
const digits = (text: string): string => text.replace(/\d+\.\d+(e[+-]\d+)?/g, (each) => String(Number(Number(each).toPrecision(8))));

type Slopes = { readonly [side in "point" | "condition"]: Float64Array };

/** Of each row's log-density, in its point and in its condition. */
const slopesOf = ({ model: { parameters, interpreter }, plan }: Audited, { point, condition, count }: Drawn): Slopes => {
  const inputs = variables(plan);
  const [byPoint, byCondition] = vjp([evaluate(plan, inputs).logProb], [input("weight", [])], [inputs.point, inputs.condition]);
  return interpreter.compile(program({ point: byPoint!, condition: byCondition! }))({ point, condition, parameters, weight: new Float64Array(count).fill(1) }, count);
};

/** In points and conditions: every row has a direction of its own. */
const along = ({ model: { parameters, programs, flow }, plan, seed }: Audited, { point, condition, count }: Drawn, slopes: Slopes, index: number): readonly Slope[] => {
  const source = random(seed, "audit", "tangents", index);
  const density = (at: { readonly point: Float64Array; readonly condition: Float64Array }): Float64Array => programs.density()({ ...at, parameters }, count).logProb;
  const unitsOf = (frames: readonly { readonly frame?: { readonly logScale: { readonly offset: number } } }[]): readonly number[] => frames.map(({ frame }) => (frame ? Math.exp(parameters[frame.logScale.offset]!) : 1));
  const slope = (name: string, space: string, rows: Float64Array, gradient: Float64Array, units: readonly number[], at: (moved: Float64Array) => Float64Array): readonly Slope[] => {
    const width = rows.length / count;
    if (width === 0) return [];
    const manifolds: readonly ManifoldSpec[] = unsafe(parseSpace(space));
    const parts = Array.from({ length: count }, (_, row) => rows.slice(row * width, (row + 1) * width));
    const tangents = parts.map((own) => tangentAt(manifolds, own, units, source));
    return [{
      name,
      // A gradient that is the same for all rows has one row.
      own: tangents.map((tangent, row) => inner(tangent, gradient.length === width ? gradient : gradient.subarray(row * width, (row + 1) * width))),
      at: (step) => at(Float64Array.from(parts.flatMap((own, row) => (step === 0 ? Array.from(own) : stepped(manifolds, own, tangents[row]!, step))))),
    }];
  };
  return [
    ...slope("the point", flow.space, point, slopes.point, unitsOf(plan.blocks), (moved) => density({ point: moved, condition })),
    ...slope("the condition", flow.condition, condition, slopes.condition, unitsOf(plan.conditions), (moved) => density({ point, condition: moved })),
  ];
};

/** In the parameters, but for frames, which have no gradient: one direction for all rows. */
const acrossParameters = ({ model: { parameters, programs }, plan, seed }: Audited, { point, condition, count }: Drawn, index: number): readonly Slope[] => {
  const { normal } = random(seed, "audit", "directions", index);
  const direction = new Float64Array(parameters.length);
  for (const { offset, shape, frozen } of plan.entries) for (let at = offset; !frozen && at < offset + size(shape); at++) direction[at] = normal();
  if (direction.every((each) => each === 0)) return [];
  const event = new Float64Array(count).fill(1);
  const rate = plan.rate ? { event, exposure: event } : {};
  const value = plan.rate ? programs.events() : programs.density();
  const slopes = plan.rate ? programs.eventsGradient() : programs.gradient();
  return [{
    name: "the parameters",
    own: Array.from({ length: count }, (_, row) => {
      const weight = new Float64Array(count);
      weight[row] = 1;
      return inner(direction, slopes({ point, condition, parameters, weight, ...rate }, count).gradient);
    }),
    at: (step) => value({ point, condition, parameters: parameters.map((each, at) => each + step * direction[at]!), ...rate }, count).logProb,
  }];
};
