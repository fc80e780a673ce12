/** Cases of the laws on bijectors, and how a report prints them. */
import fc from "fast-check";
import { random } from "../../src/random.ts";
import type { Case, Subject } from "../bijector/subject.ts";
import { carrier, pair, type Favor } from "./carrier.ts";
import { parameters, type Wildness } from "./parameter.ts";

/** At most this many points in a case. */
const most = 6;

/** Points with free or predicted parameters, which shrink towards one point and free parameters at the start. */
export const cases = (subject: Subject, wildness: Wildness = "ordinary", favor: Favor = wildness === "extreme" ? "far" : "near"): fc.Arbitrary<Case> =>
  fc
    .tuple(fc.boolean(), fc.array(carrier(subject.geometry, favor), { minLength: 1, maxLength: most, size: "max" }))
    .chain(([predicted, points]) => parameters(subject, wildness, predicted ? points.length : 1).map((own) => ({ points, parameters: own, predicted })));

/** Pairs of points 1e-9 apart, most of them across the end of an axis; free parameters near the start. */
export const pairs = (subject: Subject): fc.Arbitrary<Case> =>
  fc.tuple(fc.array(pair(subject.geometry), { minLength: 1, maxLength: most / 2 }), parameters(subject, "ordinary", 1))
    .map(([points, own]) => ({ points: points.flat(), parameters: own, predicted: false }));

/**
 * Float32 interpreters read all numbers as float32; so that all compute from the same ones, points are rounded first. What is
 * below 1e-30, which no layer tells from 0, becomes 0, before float32 loses its digits at 1e-38.
 */
export const rounded = (of: Case): Case => ({ ...of, points: of.points.map((point) => point.map((each) => (Math.abs(each) < 1e-30 ? 0 : Math.fround(each)))) });

/** A case as a literal; tensors at the start of seed 0 … 1000 or at zero are named, not printed. */
export const printed = (subject: Subject, { points, parameters: sets, predicted }: Case): string => {
  const set = (own: Case["parameters"][number]): string =>
    `{ ${Object.entries(own).filter(([, entries]) => entries.length > 0).map(([name, entries]) => `${JSON.stringify(name)}: ${tensor(subject, name, entries)}`).join(", ")} }`;
  return `{ predicted: ${predicted}, points: [${points.map((point) => `[${point.map(number).join(", ")}]`).join(", ")}], parameters: [${sets.map(set).join(", ")}] }`;
};

const number = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

/** Long tensors of a network at its start are told by that. */
const tensor = (subject: Subject, name: string, entries: readonly number[]): string => {
  const first = entries[0]!;
  if (entries.length > 3 && entries.every((each) => Object.is(each, first))) return `Array(${entries.length}).fill(${number(first)})`;
  if (entries.length > 64) {
    const { start } = subject.specs[name]!;
    for (let seed = 0; seed < 1010; seed++) {
      const own = start(random(seed, "start", name));
      if (entries.every((each, at) => each === Math.fround(own[at]!))) return `start of seed ${seed}`;
    }
  }
  return `[${entries.map(number).join(", ")}]`;
};
