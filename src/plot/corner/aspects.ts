/**
 * What a corner plot shows of a model, one aspect a row and a column: a number, an angle, a place on the sphere, a point of
 * the triangle of three fractions, or a class. Blocks that have no panel of their own come apart: R^n, spheres of three and
 * more dimensions and simplices of four and more fractions are shown number by number.
 */
import { DiffeoFault, unsafe } from "../../error.ts";
import type { PlannedBlock } from "../../flow/plan.ts";
import { circleAt, positiveAt } from "../../manifold/turn-angle.ts";
import { usualChart, type Chart } from "../../manifold/chart.ts";
import type { Batch } from "../../manifold/batch.ts";
import { parseSpace, type ManifoldSpec } from "../../manifold/space.ts";

/** How a block is named and written in pictures. */
export interface BlockLook {
  /** Names of its numbers with their units, such as `["wind (knots)", "pressure (hPa)"]`; one name for a sphere S² as a whole. */
  readonly labels?: readonly string[];
  /** How an angle is written, such as `dayOfYear`; degrees by default. */
  readonly chart?: Chart;
  /** Names of the classes. */
  readonly classes?: readonly string[];
}

/** Where numbers end: nowhere, at a bound, or where they come round. */
export type Ends = readonly [low: number | undefined, high: number | undefined] | "wrap";

interface Shared {
  readonly label: string;
  readonly block: number;
  /** Its own spec, and whether the aspect is all of the block. */
  readonly spec: string;
  readonly whole: boolean;
  /** First number in a point. */
  readonly start: number;
  /** The point of the block for these values of the aspect, where it is all of it. */
  readonly pointAt: (values: readonly number[]) => readonly number[];
}

export interface NumberAspect extends Shared {
  readonly kind: "number";
  readonly ends: Exclude<Ends, "wrap">;
}

export interface AngleAspect extends Shared {
  readonly kind: "angle";
  readonly ends: "wrap";
  /** The value after a whole turn, and what the chart is called. */
  readonly period: number;
  readonly chart: string;
  readonly unit: string;
}

export interface PlaceAspect extends Shared {
  readonly kind: "sphere";
}

export interface TriangleAspect extends Shared {
  readonly kind: "triangle";
  readonly corners: readonly [string, string, string];
}

export interface ClassAspect extends Shared {
  readonly kind: "class";
  readonly classes: readonly string[];
}

export type Aspect = NumberAspect | AngleAspect | PlaceAspect | TriangleAspect | ClassAspect;

/** Aspects that lie along an axis. */
export type LinearAspect = NumberAspect | AngleAspect;

export const isLinear = (aspect: Aspect): aspect is LinearAspect => aspect.kind === "number" || aspect.kind === "angle";

/** Numbers that an aspect has at each point. */
export const widthOf = ({ kind }: Aspect): number => (kind === "sphere" || kind === "triangle" ? 3 : 1);

/** The values of an aspect at the points: [count, width]. An angle is its value in [0, period), a class its number from 0. */
export const valuesOf = (aspect: Aspect, { rows, count, ambient }: Batch<string>): Float64Array => {
  const width = widthOf(aspect);
  const values = new Float64Array(count * width);
  for (let row = 0; row < count; row++) {
    const at = row * ambient + aspect.start;
    if (aspect.kind === "angle") values[row] = positiveAt(rows[at]!, rows[at + 1]!, aspect.period);
    else if (aspect.kind === "class") values[row] = aspect.classes.findIndex((_, own) => rows[at + own] === 1);
    else for (let own = 0; own < width; own++) values[row * width + own] = rows[at + own]!;
  }
  return values;
};

/** log of the measure of the manifold per unit of the aspect. */
export const logUnit = (aspect: Aspect): number => (aspect.kind === "angle" ? Math.log((2 * Math.PI) / aspect.period) : 0);

/** The aspects of all blocks, in their order. */
export const aspectsOf = (blocks: readonly PlannedBlock[], looks: readonly (BlockLook | undefined)[] = []): readonly Aspect[] => {
  if (looks.length > blocks.length) refuse([], `There are looks for ${looks.length} blocks, but the flow has ${blocks.length}.`);
  let start = 0;
  return blocks.flatMap(({ geometry }, block) => {
    const [manifold] = unsafe(parseSpace(geometry.spec));
    start += geometry.ambient;
    return ofBlock(manifold!, block, start - geometry.ambient, looks[block] ?? {}, blocks.length > 1 ? `, block ${block + 1}` : "");
  });
};

const refuse = (path: readonly string[], sentence: string): never => {
  throw new DiffeoFault({ tag: "OptionError", path: ["plot", ...path], sentence });
};

const subscript = (index: number): string => [...String(index)].map((digit) => String.fromCharCode(0x2080 + Number(digit))).join("");

const numbered = (letter: string, count: number): readonly string[] => Array.from({ length: count }, (_, at) => (count === 1 ? letter : `${letter}${subscript(at + 1)}`));

/** `suffix` tells blocks apart that have no names. */
const ofBlock = (manifold: ManifoldSpec, block: number, start: number, look: BlockLook, suffix: string): readonly Aspect[] => {
  const { spec } = manifold;
  const path = [`block ${block + 1} (${spec})`];
  const names = (count: number, usual: readonly string[]): readonly string[] => {
    if (look.labels && look.labels.length !== count) refuse(path, `Received ${look.labels.length} labels, expected ${count}.`);
    return look.labels ?? usual;
  };
  const shared = (label: string, whole = true) => ({ label, block, spec, whole, start, pointAt: (values: readonly number[]): readonly number[] => values });
  const apart = (labels: readonly string[], ends: NumberAspect["ends"]): readonly Aspect[] =>
    labels.map((label, at): Aspect => ({ ...shared(label, labels.length === 1), kind: "number", ends, start: start + at }));
  switch (manifold.kind) {
    case "e":
      return apart(names(manifold.dim, numbered("x", manifold.dim).map((each) => `${each}${suffix}`)), [undefined, undefined]);
    case "i":
      return apart(names(1, [`value${suffix}`]), [manifold.lower, manifold.upper]);
    case "h":
      return apart(names(1, [`value${suffix}`]), manifold.side === "above" ? [manifold.end, undefined] : [undefined, manifold.end]);
    case "s": {
      if (manifold.dim === 2) return [{ ...shared(names(1, [`position${suffix}`])[0]!), kind: "sphere" }];
      if (manifold.dim > 2) return apart(names(manifold.dim + 1, numbered("n", manifold.dim + 1).map((each) => `${each}${suffix}`)), [-1, 1]);
      const chart = look.chart ?? usualChart(manifold);
      if (chart.on !== "s1") refuse(path, `The chart ${chart.name} writes points of ${chart.on}, not of s1.`);
      // A chart says how long its turn is by a logarithm, which costs the last digits.
      const period = chart.name === "angleRadians" ? 2 * Math.PI : Number(((2 * Math.PI) / Math.exp(chart.logVolume([0]))).toPrecision(12));
      const unit = chart.units[0]!;
      const [label] = names(1, [`${chart.columns[0]}${unit === "" ? "" : ` (${unit})`}${suffix}`]);
      return [{ ...shared(label!), kind: "angle", ends: "wrap", period, chart: chart.name, unit, pointAt: ([value]) => circleAt(value!, period) }];
    }
    case "a": {
      const labels = names(manifold.dim + 1, numbered("fraction", manifold.dim + 1).map((each) => (manifold.dim === 2 ? each : `${each}${suffix}`)));
      if (manifold.dim === 1) return [{ ...shared(labels[0]!), kind: "number", ends: [0, 1], pointAt: ([first]) => [first!, 1 - first!] }];
      if (manifold.dim > 2) return apart(labels, [0, 1]);
      return [{ ...shared(`fractions${suffix}`), kind: "triangle", corners: [labels[0]!, labels[1]!, labels[2]!] }];
    }
    case "c": {
      const classes = look.classes ?? Array.from({ length: manifold.classes }, (_, at) => String(at + 1));
      if (classes.length !== manifold.classes) refuse(path, `Received ${classes.length} names of classes, expected ${manifold.classes}.`);
      return [{ ...shared(names(1, [`class${suffix}`])[0]!), kind: "class", classes, pointAt: ([own]) => classes.map((_, at) => (at === own ? 1 : 0)) }];
    }
  }
};
