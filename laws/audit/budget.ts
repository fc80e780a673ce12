/**
 * The round-trip budget: what each layer's there-and-back adds, in float64 and in float32, at points where the model is
 * used. A layer takes the carrier that reaches it towards the base and back; so does the base map.
 *
 * Rounding moves the image by a few units in the last place, and the way back carries that on. How far is measured: the image
 * is moved so by hand. Errors are told in the metric of carriers (`numerics/carrier.ts`), and judged in units of
 *
 *     ε (1 + |x|) + |back(image moved by ε (1 + |image|)) − back(image)|.
 */
import { abs, add, input, mul, size, zero, type Expr } from "../../src/expr/index.ts";
import { forward } from "../../src/bijectors/layer.ts";
import { passages, variables } from "../../src/flow/elaborate.ts";
import { layerName, type Plan } from "../../src/flow/plan.ts";
import { program, type Executable, type Interpreter } from "../../src/interpret/program.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";
import { random } from "../../src/random.ts";
import { float32, float64 } from "../bijector/precision.ts";
import { places, type Places } from "../numerics/carrier.ts";
import type { Audited, AuditedBlock, Drawn } from "./audited.ts";
import { brief, worst, type Finding } from "./line.ts";
import { rowsOf } from "./rule.ts";

/** What one layer's there-and-back adds in one precision. */
export interface Trip {
  /** In the metric of carriers, relative to 1 + |x|. */
  readonly worst: number;
  readonly median: number;
  /** The largest |log det there + log det back|. */
  readonly logDet: number;
  /** The point of the space where the trip is worst. */
  readonly point: readonly number[];
}

export interface BudgetRow {
  readonly block: string;
  /** Such as `layer 2 (moebius)`, or `base`. */
  readonly layer: string;
  readonly float64: Trip;
  readonly float32: Trip;
}

export interface Budget {
  readonly budget: readonly BudgetRow[];
  readonly findings: readonly Finding[];
}

/** Steps of a block, from the data to the base. */
interface Step {
  readonly name: string;
  /** The carrier that is sent, where it arrives, and what comes back. */
  readonly at: Expr;
  readonly to: Expr;
  readonly back: Expr;
  /** What comes back from an image that was moved by hand. */
  readonly moved: Expr;
  readonly logDet: Expr;
  readonly backLogDet: Expr;
  readonly movedLogDet: Expr;
}

const stepsOf = (plan: Plan, index: number): readonly Step[] => {
  const { geometry, layers } = plan.blocks[index]!;
  const { carrier, images, readings } = passages(plan, variables(plan))[index]!;
  const pairs = geometry.kind === "i" || geometry.kind === "c";
  const nudged = (to: Expr, name: string, relative: boolean): Expr => {
    const nudge = input(name, to.shape);
    return add(to, mul(nudge, relative ? to : add(1, abs(to))));
  };
  const ways = images.map(({ point: to, logDet }, at): Step => {
    const own = layers.length - 1 - at;
    const { layer } = layers[own]!;
    const [home, elsewhere] = [to, nudged(to, nudgeOf(at), pairs)].map((image) => forward(layer, image, readings.settings[own]!));
    return { name: layerName(layer, own), at: images[at - 1]?.point ?? carrier, to, logDet, back: home!.point, backLogDet: home!.logDet, moved: elsewhere!.point, movedLogDet: elsewhere!.logDet };
  });
  const last = images.at(-1)?.point ?? carrier;
  const to = geometry.toBase(last);
  const base: Step = { name: "base", at: last, to, back: geometry.fromBase(to), moved: geometry.fromBase(nudged(to, nudgeOf(images.length), false)), logDet: zero, backLogDet: zero, movedLogDet: zero };
  return [...ways, base];
};

const nudgeOf = (at: number): string => `nudge ${at}`;

const fields = ["at", "to", "back", "moved", "logDet", "backLogDet", "movedLogDet"] as const;
type Field = (typeof fields)[number];

/** The numbers of a step at a row. */
type Numbers = { readonly [F in Field]: readonly number[] };

/** All steps of a block at all points, with images moved by ε times normal numbers. */
type Run = (interpreter: Interpreter, epsilon: number, seed: number) => readonly (readonly Numbers[])[];

const runOf = ({ model: { parameters } }: Audited, block: AuditedBlock, steps: readonly Step[], { point, condition, count }: Pick<Drawn, "point" | "condition" | "count">): Run => {
  const outputs = Object.fromEntries(steps.flatMap((step, index) => fields.map((field) => [`${field} ${index}`, step[field]])));
  const compiled = new Map<Interpreter, Executable>();
  return (interpreter, epsilon, seed) => {
    const execute = compiled.get(interpreter) ?? interpreter.compile(program(outputs));
    compiled.set(interpreter, execute);
    const { normal } = random(seed, "audit", "nudge", block.index);
    const nudges = Object.fromEntries(steps.map(({ to }, index) => [nudgeOf(index), Float64Array.from({ length: size(to.shape) * count }, () => epsilon * normal())]));
    const found = execute({ point, condition, parameters, ...nudges }, count);
    return steps.map((step, index) => {
      const all = fields.map((field) => [field, rowsOf(found[`${field} ${index}`]!, size(step[field].shape))] as const);
      // What is the same for all points has one row.
      return Array.from({ length: count }, (_, row) => Object.fromEntries(all.map(([field, rows]) => [field, rows[row] ?? rows[0]!])) as Numbers);
    });
  };
};

const precisions = [{ ...float64, interpreter: reference }, { ...float32, interpreter: reference32 }];
const moves = 2;
/** Roundings of an image that a formula may make: it has about as many operations in a chain. */
const roundings = 4;

export const budget = (of: Audited, points: Pick<Drawn, "point" | "condition" | "count">): Budget => {
  const found = of.blocks.flatMap((block) => {
    const steps = stepsOf(of.plan, block.index);
    const run = runOf(of, block, steps, points);
    const [trips64, trips32] = precisions.map(({ interpreter, epsilon }) => {
      const own = run(interpreter, 0, of.seed);
      const nudged = Array.from({ length: moves }, (_, move) => run(reference, roundings * epsilon, of.seed + move));
      return steps.map((_, index) => tripOf(of, places(block.planned.geometry), points, own[index]!, nudged.map((each) => each[index]!), epsilon));
    });
    return steps.map(({ name }, index) => ({ block: block.name, layer: name, trips: [trips64![index]!, trips32![index]!] as const }));
  });
  const findings = precisions.flatMap(({ name }, precision) => {
    const told = (kind: "trip" | "cancel") => found.map(({ block, layer, trips }) => ({ error: trips[precision]![kind], tolerance: 1e3, detail: `${block}, ${layer}: ${brief(trips[precision]![kind === "trip" ? "worst" : "logDet"])}` }));
    const line = (kind: "trip" | "cancel", line: string, statement: string): readonly Finding[] => {
      const [first, ...rest] = told(kind);
      return first ? [{ name: `${line} (${name})`, statement, ...worst(first, ...rest) }] : [];
    };
    return [
      ...line("trip", "round trips", "each layer comes back to where it was, in units of what rounding explains"),
      ...line("cancel", "log-determinants", "log det there + log det back = 0, in units of what rounding explains"),
    ];
  });
  return { budget: found.map(({ block, layer, trips: [a, b] }) => ({ block, layer, float64: a.shown, float32: b.shown })), findings };
};

interface Judged {
  /** Largest error in units of what rounding explains, of trips and of log-determinants; and the largest themselves. */
  readonly trip: number;
  readonly cancel: number;
  readonly worst: number;
  readonly logDet: number;
  readonly shown: Trip;
}

const tripOf = ({ plan }: Audited, metric: Places, { point, count }: Pick<Drawn, "point" | "count">, own: readonly Numbers[], nudged: readonly (readonly Numbers[])[], epsilon: number): Judged => {
  const rows = own.flatMap(({ at, to, back, logDet, backLogDet }, row) => {
    if (metric.edge(at)) return [];
    const scale = metric.scale(at);
    const blurs = nudged.map((each) => ({ moved: metric.distance(each[row]!.back, each[row]!.moved), logDet: Math.abs(each[row]!.backLogDet[0]! - each[row]!.movedLogDet[0]!) }));
    const moved = Math.max(...blurs.map((each) => each.moved));
    const apart = metric.distance(at, back);
    const left = Math.abs(logDet[0]! + backLogDet[0]!);
    // A log-determinant at a place that is known to no three digits means nothing.
    const blind = !(moved <= 1e-3 * scale);
    const unit = epsilon * (scale + 1 + Math.max(...to.map(Math.abs)) + Math.abs(logDet[0]!)) + Math.max(...blurs.map((each) => each.logDet));
    return [{ row, trip: ratio(apart, epsilon * scale + moved), cancel: blind ? 0 : ratio(left, unit), error: apart / scale, left: blind ? 0 : left }];
  });
  const sorted = [...rows].sort((a, b) => b.error - a.error || a.row - b.row);
  const at = rows.find(({ error }) => !(error < Infinity)) ?? sorted[0];
  const most = (value: (of: (typeof rows)[number]) => number): number => rows.reduce((top, each) => (value(each) <= top ? top : Number.isNaN(value(each)) ? Infinity : value(each)), 0);
  const [largest, logDet] = [most((each) => each.error), most((each) => each.left)];
  const place = (at?.row ?? 0) * plan.ambient;
  return {
    trip: most((each) => each.trip), cancel: most((each) => each.cancel), worst: largest, logDet,
    shown: { worst: largest, median: sorted[sorted.length >> 1]?.error ?? 0, logDet, point: count === 0 ? [] : Array.from(point.subarray(place, place + plan.ambient)) },
  };
};

/** In units that may be infinite, where nothing can be told. */
const ratio = (deviation: number, unit: number): number => (deviation === 0 || unit === Infinity ? 0 : deviation / unit);
