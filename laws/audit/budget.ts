/**
 * The round-trip budget: what each layer's there-and-back adds, in float64 and in float32, at points where the model is
 * used. A layer takes the carrier that reaches it towards the base and back; so does the base map.
 *
 * Rounding moves the image by a few units in the last place, and the way back carries that on. How far is measured: the image
 * is moved so by hand. Errors are told in the metric of carriers (`numerics/carrier.ts`), and judged in units of
 *
 *     ε (1 + |x|) + |back(image moved by ε (1 + |image|)) − back(image)|.
 */
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";
import { float32, float64 } from "../bijector/precision.ts";
import { places, type Places } from "../numerics/carrier.ts";
import type { Audited } from "./audited.ts";
import { brief, worst, type Finding } from "./line.ts";
import { tripsOf, type Numbers, type Rows } from "./trips.ts";

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

const precisions = [{ ...float64, interpreter: reference }, { ...float32, interpreter: reference32 }];
const moves = 2;

/** At the ends of intervals, where a trip is measured against the distance from the end, formulas lose more than moved images tell. */
const tolerances = { trip: 1e4, logDet: 1e3 } as const;

/** Roundings of an image that a formula may make: it has about as many operations in a chain. */
const roundings = 4;

export const budget = (of: Audited, points: Rows): Budget => {
  const found = of.blocks.flatMap((block) => {
    const { names, run } = tripsOf(of, block, points);
    const [in64, in32] = precisions.map(({ interpreter, epsilon }) => {
      const own = run(interpreter, 0, of.seed);
      const nudged = Array.from({ length: moves }, (_, move) => run(reference, roundings * epsilon, of.seed + move));
      return names.map((_, index) => judge(of, places(block.planned.geometry), points, own[index]!, nudged.map((each) => each[index]!), epsilon));
    });
    return names.map((layer, index) => ({ block: block.name, layer, judged: { float64: in64![index]!, float32: in32![index]! } }));
  });
  const line = (precision: "float64" | "float32", kind: "trip" | "logDet", name: string, statement: string): readonly Finding[] => {
    const [first, ...rest] = found.map(({ block, layer, judged }) => {
      const { units, shown } = judged[precision];
      return { error: units[kind], tolerance: tolerances[kind], detail: `${block}, ${layer}: ${brief(kind === "trip" ? shown.worst : shown.logDet)}` };
    });
    return first ? [{ name: `${name} (${precision})`, statement: `${statement}, in units of what rounding explains`, ...worst(first, ...rest) }] : [];
  };
  return {
    budget: found.map(({ block, layer, judged }) => ({ block, layer, float64: judged.float64.shown, float32: judged.float32.shown })),
    findings: (["float64", "float32"] as const).flatMap((precision) => [
      ...line(precision, "trip", "round trips", "each layer comes back to where it was"),
      ...line(precision, "logDet", "log-determinants", "log det there + log det back = 0"),
    ]),
  };
};

interface Judged {
  /** The largest errors in units of what rounding explains. */
  readonly units: { readonly trip: number; readonly logDet: number };
  readonly shown: Trip;
}

const judge = ({ plan }: Audited, metric: Places, { point }: Rows, own: readonly Numbers[], nudged: readonly (readonly Numbers[])[], epsilon: number): Judged => {
  const rows = own.flatMap(({ at, to, back, logDet, backLogDet }, row) => {
    if (metric.edge(at)) return [];
    const scale = metric.scale(at);
    const moved = largest(nudged.map((each) => metric.distance(each[row]!.back, each[row]!.moved)));
    const turned = largest(nudged.map((each) => Math.abs(each[row]!.backLogDet[0]! - each[row]!.movedLogDet[0]!)));
    const apart = metric.distance(at, back);
    const left = Math.abs(logDet[0]! + backLogDet[0]!);
    // A log-determinant at a place that is known to no three digits means nothing.
    const known = moved <= 1e-3 * scale;
    const unit = epsilon * (scale + 1 + largest(to.map(Math.abs)) + Math.abs(logDet[0]!)) + turned;
    return [{ row, trip: apart / scale, logDet: known ? left : 0, units: { trip: ratio(apart, epsilon * scale + moved), logDet: known ? ratio(left, unit) : 0 } }];
  });
  const sorted = rows.map((each) => ({ ...each, trip: Number.isNaN(each.trip) ? Infinity : each.trip })).sort((a, b) => b.trip - a.trip || a.row - b.row);
  const place = (sorted[0]?.row ?? 0) * plan.ambient;
  return {
    units: { trip: largest(rows.map(({ units }) => units.trip)), logDet: largest(rows.map(({ units }) => units.logDet)) },
    shown: {
      worst: sorted[0]?.trip ?? 0,
      median: sorted[sorted.length >> 1]?.trip ?? 0,
      logDet: largest(rows.map(({ logDet }) => logDet)),
      point: Array.from(point.subarray(place, place + plan.ambient)),
    },
  };
};

/** Infinite if any is no number; 0 of none. */
const largest = (values: readonly number[]): number => values.reduce((top, each) => (each <= top ? top : Number.isNaN(each) ? Infinity : each), 0);

/** In units that may be infinite, where nothing can be told. */
const ratio = (deviation: number, unit: number): number => (deviation === 0 || unit === Infinity ? 0 : deviation / unit);
