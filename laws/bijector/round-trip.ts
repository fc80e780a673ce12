/** Laws 1, 3 and 4: there and back, the log-determinants of both ways, and carriers that stay carriers. */
import { law, largest, type Comparison, type Law } from "../law.ts";
import { trips } from "./formulas.ts";
import { jacobians, logDets } from "./jacobian.ts";
import { spreads } from "./spread.ts";
import { atPoints, opposite, type Case, type Columns, type Direction, type Subject } from "./subject.ts";
import type { Precision } from "./precision.ts";

const words = { forward: "f⁻¹(f(x)) = x", inverse: "f(f⁻¹(x)) = x" } as const;

/** Each point of a case, or one comparison that fails where the numbers are none. */
const perRow = (of: Case, compare: (row: number) => Comparison): readonly Comparison[] => of.points.map((_, row) => compare(row));

const at = (of: Case, row: number, what: string): string => `point ${row + 1} [${of.points[row]!.join(", ")}]: ${what}`;

/**
 * Rounding moves the image y by ε(1 + |y|), and the way back carries that on as its derivative does; it adds its own ε(1 + |x|).
 * The expansion of the way back is taken where the trip started and where it ended.
 */
export const roundTrip = (subject: Subject, direction: Direction, { name, interpreter, epsilon }: Precision, tolerance: number): Law<Case> =>
  law(
    {
      name: `round trip, ${direction} first (${name})`,
      statement: `${words[direction]} within ε (1 + |x| + ‖D back‖ (1 + |y|)), ε of ${name}`,
      tolerance,
    },
    (of) => {
      const { places } = subject;
      const { to, back } = subject.run(trips[direction], of, interpreter);
      const start = jacobians(subject, direction, of);
      const end = jacobians(subject, direction, atPoints(of, back!.map((row, index) => (row.every(Number.isFinite) ? row : of.points[index]!))));
      return perRow(of, (row) => {
        const point = of.points[row]!;
        const expansion = largest([start[row]!.inverseExpansion, end[row]!.inverseExpansion]);
        return {
          deviation: places.distance(point, back![row]!),
          unit: epsilon * (places.scale(point) + expansion * places.scale(to![row]!)),
          detail: () => at(of, row, `y = [${to![row]!.join(", ")}], back at [${back![row]!.join(", ")}], ‖D back‖ = ${expansion.toPrecision(3)}`),
        };
      });
    },
  );

export const cancel = (subject: Subject, direction: Direction, { name, interpreter, epsilon }: Precision, tolerance: number): Law<Case> =>
  law(
    {
      name: `log-determinants cancel, ${direction} first (${name})`,
      statement: "log|det Df(x)| + log|det Df⁻¹(f(x))| = 0 within ε (1 + |x| + |y| + |log det|) + change of log det when y moves by 8 ε (1 + |y|), where ε ‖D back‖ (1 + |y|) < 1e-3",
      tolerance,
    },
    (of) => {
      const { to, logDet, backLogDet } = subject.run(trips[direction], of, interpreter);
      const spread = spreads(subject, atPoints(of, to!), 8 * epsilon, (points) => logDets(subject, opposite(direction), atPoints(of, points)));
      const expansions = jacobians(subject, direction, of);
      return perRow(of, (row) => {
        const blur = epsilon * expansions[row]!.inverseExpansion * subject.places.scale(to![row]!);
        const [there, back] = [logDet![row]![0]!, backLogDet![row]![0]!];
        return {
          deviation: Math.abs(there + back),
          unit: !(blur <= 1e-3) ? Infinity : epsilon * (subject.places.scale(of.points[row]!) + subject.places.scale(to![row]!) + Math.abs(there)) + spread[row]!,
          detail: () => at(of, row, `${there} there, ${back} back`),
        };
      });
    },
  );

export const staysOn = (subject: Subject, direction: Direction, { name, interpreter, epsilon }: Precision, tolerance: number): Law<Case> =>
  law(
    { name: `stays on the manifold, ${direction} (${name})`, statement: "f(x) ∈ M within ε", tolerance },
    (of) => {
      const { to }: Columns = subject.run(trips[direction], of, interpreter);
      return perRow(of, (row) => ({ deviation: subject.places.off(to![row]!), unit: epsilon, detail: () => at(of, row, `y = [${to![row]!.join(", ")}]`) }));
    },
  );
