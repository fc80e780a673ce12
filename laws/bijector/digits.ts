/**
 * The digits of a layer: what it computes in float64 or float32, against the same formulas in decimals. What is off by more than
 * the conditioning of the layer explains is lost inside its formulas: to cancellation, overflow or a series cut short.
 */
import type fc from "fast-check";
import type { Interpreter } from "../../src/interpret/program.ts";
import { cases, printed, rounded } from "../arbitrary/case.ts";
import type { Wildness } from "../arbitrary/parameter.ts";
import { law, largest, type Comparison, type Law } from "../law.ts";
import { oracle } from "../oracle/oracle.ts";
import { claim, type AnyClaim } from "../claim.ts";
import { shaken, steps } from "./agreement.ts";
import { images } from "./formulas.ts";
import { float32, float64, type Precision } from "./precision.ts";
import type { Case, Columns, Direction, Subject } from "./subject.ts";

const exact = oracle(40);
const trials = 3;

/**
 * Images are as far apart as places of the manifold are: on an interval in units of the distance to the nearer end. Every
 * run in decimals takes a hundred times as long as one in floats; cases of a point or two will do.
 */
export const digits = (subject: Subject, direction: Direction, { name, interpreter, epsilon }: Precision, tolerance: number): Law<Case> =>
  law(
    {
      name: `digits, ${direction} (${name})`,
      statement: `f(x) and log det are those of decimals within ε (1 + |f|), ε (1 + |log det|) + their change when inputs move by ${steps} ε (1 + |x|), ε of ${name}`,
      tolerance,
    },
    (of) => {
      const { places } = subject;
      const round = name === "float32" ? Math.fround : Number;
      /** Decimals end as the nearest float. */
      const run = (at: Case, by: Interpreter = exact): Columns => each(subject.run(images[direction], at, by), round);
      const [want, got] = [run(of), run(of, interpreter)];
      const others = Array.from({ length: trials }, (_, trial) => run(shaken(subject, of, epsilon, trial)));
      return of.points.flatMap((point, row): readonly Comparison[] => {
        const at = (columns: Columns) => ({ to: columns["to"]![row]!, logDet: columns["logDet"]![row]![0]! });
        const [right, own] = [at(want), at(got)];
        const apart = (columns: Columns) => ({ to: places.distance(right.to, at(columns).to), logDet: Math.abs(at(columns).logDet - right.logDet) });
        const changes = others.map(apart);
        const deviation = apart(got);
        return [
          {
            deviation: deviation.to,
            unit: epsilon * places.scale(right.to) + largest(changes.map(({ to }) => to)),
            detail: () => `point ${row + 1} [${point.join(", ")}]: f(x) = [${own.to.join(", ")}], not [${right.to.join(", ")}]`,
          },
          {
            deviation: deviation.logDet,
            unit: epsilon * (1 + Math.abs(right.logDet)) + largest(changes.map(({ logDet }) => logDet)),
            detail: () => `point ${row + 1} [${point.join(", ")}]: log det = ${own.logDet}, not ${right.logDet}`,
          },
        ];
      });
    },
  );

export interface DigitOptions {
  /** Where the log-determinant is infinite: points are taken elsewhere. */
  readonly poles?: "at zero";
  /** In units of what rounding explains; of parameters of ordinary size, and at the corners of what float32 holds. */
  readonly tolerances?: { readonly ordinary: number; readonly extreme: number };
}

/**
 * The digits of a layer, both ways in both precisions, one point at a time. Extreme parameters squeeze and stretch in turn inside
 * a layer, which no conditioning of the whole explains: they are given a digit more.
 */
export const digitClaims = (subject: Subject, { poles, tolerances: { ordinary, extreme } = { ordinary: 100, extreme: 1000 } }: DigitOptions = {}): readonly AnyClaim[] => {
  const drawn = (wildness: Wildness): fc.Arbitrary<Case> => cases(subject, wildness, poles && "inner").map((of) => ({ ...of, points: of.points.slice(0, 1) }));
  const of = (law: Law<Case>, arbitrary: fc.Arbitrary<Case>): AnyClaim => claim(subject.name, law, arbitrary, (each) => printed(subject, each), 0.01);
  return (["forward", "inverse"] as const).flatMap((way) => [
    of(digits(subject, way, float64, ordinary), drawn("ordinary")),
    of(digits(subject, way, float32, ordinary), drawn("ordinary").map(rounded)),
    // Between the layers of a chain numbers may be larger than the derivative of the whole can tell.
    ...(subject.layer.tag === "compose" ? [] : [of(named("extreme", digits(subject, way, float64, extreme)), drawn("extreme"))]),
  ]);
};

const named = <A>(what: string, law: Law<A>): Law<A> => ({ ...law, name: `${law.name}, ${what}` });

const each = (columns: Columns, round: (x: number) => number): Columns =>
  Object.fromEntries(Object.entries(columns).map(([name, rows]) => [name, rows.map((row) => row.map(round))]));
