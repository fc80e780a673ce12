/** Law 4 continued: a circle has no seam and a sphere no poles. Points come in pairs, each a hair's breadth apart. */
import { law, type Law } from "../law.ts";
import { size } from "../numerics/matrix.ts";
import { images } from "./formulas.ts";
import type { Case, Direction, Subject } from "./subject.ts";

/** Tolerance: the largest slope that a layer with parameters of ordinary size has, be it at the narrowest bin. */
export const continuity = (subject: Subject, direction: Direction, tolerance: number): Law<Case> =>
  law(
    { name: `continuity, ${direction}`, statement: "|f(x) − f(y)| and |log det Df(x) − log det Df(y)| are of the size of |x − y|, across seams and poles too", tolerance },
    (of) => {
      const { to, logDet } = subject.run(images[direction], of);
      return of.points.slice(0, -1).flatMap((point, row) => {
        if (row % 2 === 1) return [];
        const next = of.points[row + 1]!;
        const unit = Math.max(size(point.map((each, at) => each - next[at]!)), 1e-15);
        const jump = Math.abs(logDet![row]![0]! - logDet![row + 1]![0]!);
        return [
          { deviation: jump, unit, detail: () => `[${point.join(", ")}] and [${next.join(", ")}]: log det jumps by ${jump}` },
          { deviation: size(to![row]!.map((each, at) => each - to![row + 1]![at]!)), unit, detail: () => `[${point.join(", ")}] and [${next.join(", ")}] go to [${to![row]!.join(", ")}] and [${to![row + 1]!.join(", ")}]` },
        ];
      });
    },
  );
