/** Law 2: the log-determinant is that of the derivative, and the derivative is that of the map. */
import { law, type Law } from "../law.ts";
import { images } from "./formulas.ts";
import { differenceMatrices, jacobians } from "./jacobian.ts";
import type { Case, Direction, Subject } from "./subject.ts";

/** ε stands for 2^−52; the determinant of J loses as many digits as J is far from an isometry. */
export const volume = (subject: Subject, direction: Direction, tolerance: number): Law<Case> =>
  law(
    { name: `volume, ${direction}`, statement: "log det = ½ log det JᵀJ on tangent spaces, J by forward derivatives, within ε (1 + |log det| + κ(J))", tolerance },
    (of) => {
      const { logDet } = subject.run(images[direction], of);
      return jacobians(subject, direction, of).map((jacobian, row) => {
        const own = logDet![row]![0]!;
        return {
          deviation: Math.abs(own - jacobian.logDet),
          unit: 2 ** -52 * (1 + Math.abs(jacobian.logDet) + jacobian.expansion * jacobian.inverseExpansion),
          detail: () => `point ${row + 1} [${of.points[row]!.join(", ")}]: log det = ${own}, ½ log det JᵀJ = ${jacobian.logDet}`,
        };
      });
    },
  );

/** Points whose steps would leave the manifold, the ends of intervals, are left to the other laws. */
export const derivative = (subject: Subject, direction: Direction, tolerance: number): Law<Case> =>
  law(
    { name: `derivative, ${direction}`, statement: "J by forward derivatives = extrapolated central differences, within 1e-7 (|J| + 1) + what the extrapolation leaves open", tolerance },
    (of) => {
      const exact = jacobians(subject, direction, of);
      return differenceMatrices(subject, direction, of).flatMap((matrix, row) =>
        (matrix ?? []).flatMap((line, i) => line.map(({ value, error }, j) => {
          const own = exact[row]!.matrix[i]![j]!;
          const top = Math.max(...exact[row]!.matrix.flat().map(Math.abs));
          return {
            deviation: Math.abs(own - value),
            unit: 1e-7 * (1 + top) + error,
            detail: () => `point ${row + 1} [${of.points[row]!.join(", ")}]: J[${i}][${j}] = ${own}, differences give ${value} ± ${error}`,
          };
        })),
      );
    },
  );
