/** Law 2: the log-determinant is that of the derivative, and the derivative is that of the map. */
import { law, type Law } from "../law.ts";
import { differencesFrom, jacobians, logDets } from "./jacobian.ts";
import { spreads } from "./spread.ts";
import { atPoints, type Case, type Direction, type Subject } from "./subject.ts";

/** ε stands for 2^−52. Far from 0 formulas carry Gaussian log-probabilities, of the size of x²; the determinant of J loses as many digits as J is far from an isometry. */
export const volume = (subject: Subject, direction: Direction, tolerance: number): Law<Case> =>
  law(
    { name: `volume, ${direction}`, statement: "log det = ½ log det JᵀJ on tangent spaces, J by forward derivatives, within ε ((1 + |x|)² + |log det| + κ(J)) + change of either side under a rounding of x", tolerance },
    (of) => {
      const own = logDets(subject, direction, of);
      const spread = spreads(subject, of, 2 ** -49, (points) => logDets(subject, direction, atPoints(of, points)));
      const noise = spreads(subject, of, 2 ** -49, (points) => jacobians(subject, direction, atPoints(of, points)).map(({ logDet }) => logDet));
      return jacobians(subject, direction, of).map((jacobian, row) => {
        const scale = Math.max(subject.places.scale(jacobian.at), subject.places.scale(jacobian.to));
        return {
          deviation: Math.abs(own[row]! - jacobian.logDet),
          // A determinant below the least float is seen by the layer's logarithm alone.
          unit: own[row]! < -600 ? Infinity : 2 ** -52 * (scale ** 2 + Math.abs(jacobian.logDet) + jacobian.expansion * jacobian.inverseExpansion) + spread[row]! + noise[row]!,
          detail: () => `point ${row + 1} [${of.points[row]!.join(", ")}]: log det = ${own[row]}, ½ log det JᵀJ = ${jacobian.logDet}`,
        };
      });
    },
  );

/** Points whose steps would leave the manifold, the ends of intervals, are left to the other laws. */
export const derivative = (subject: Subject, direction: Direction, tolerance: number): Law<Case> =>
  law(
    { name: `derivative, ${direction}`, statement: "J by forward derivatives = extrapolated central differences, within 1e-7 (|J| + 1) + what the extrapolation leaves open", tolerance },
    (of) => differencesFrom(subject, direction, of, jacobians(subject, direction, of)),
  );
