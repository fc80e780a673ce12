/** The derivative of a layer between tangent spaces, by forward mode and, as an independent oracle, by differences. */
import type { Comparison } from "../law.ts";
import { apart, levels, stepAt } from "../numerics/differences.ts";
import { components, norm, solved, type Rows } from "../numerics/matrix.ts";
import { images, own as names, pushes } from "./formulas.ts";
import { withRows, type Case, type Direction, type Subject } from "./subject.ts";

export interface Jacobian {
  readonly at: readonly number[];
  readonly to: readonly number[];
  /** In orthonormal bases of both tangent spaces [dim, dim]. */
  readonly matrix: Rows;
  /** With respect to the manifold's measure. */
  readonly logDet: number;
  /** Frobenius norms, in the metric of carriers: how much the layer and its inverse expand. */
  readonly expansion: number;
  readonly inverseExpansion: number;
}

/** By forward derivatives of the expressions, for each point of a case. */
export const jacobians = (subject: Subject, direction: Direction, of: Case): readonly Jacobian[] => {
  const { places } = subject;
  const bases = of.points.map(places.basis);
  const rows = bases.flatMap((basis, row) => basis.map((tangent) => ({ row, tangent })));
  const { to, moved } = subject.run(pushes[direction], withRows(of, rows.map(({ row }) => [row, of.points[row]!] as const)), undefined, { [names.tangent]: rows.flatMap(({ tangent }) => tangent) });
  const dim = bases[0]!.length;
  return of.points.map((at, row) => {
    const image = to![row * dim]!;
    const matrix = components(places.basis(image), moved!.slice(row * dim, (row + 1) * dim));
    const { inverse, logDet } = solved(matrix);
    const stretch = places.unit(image) / places.unit(at);
    return { at, to: image, matrix, logDet: logDet + places.logVolume(image) - places.logVolume(at), expansion: norm(matrix) * stretch, inverseExpansion: norm(inverse) / stretch };
  });
};

/** What a layer itself says of its volume. */
export const logDets = (subject: Subject, direction: Direction, of: Case): readonly number[] => subject.run(images[direction], of)["logDet"]!.map(([each]) => each!);

/** How far the matrix is from extrapolated differences, entry by entry; nothing at points that have no room for steps. */
export const differencesFrom = (subject: Subject, direction: Direction, of: Case, exact: readonly Jacobian[], first = 0.1): readonly Comparison[] => {
  const { places, geometry: { dim } } = subject;
  const free = of.points.map((point, row) => ({ point, row })).filter(({ point }) => !places.edge(point));
  const steps = free.flatMap(({ point, row }) =>
    places.basis(point).flatMap((tangent) =>
      [1, -1].flatMap((side) => Array.from({ length: levels }, (_, level) => [row, places.moved(point, tangent, (side * stepAt(first, level)) / places.unit(point))] as const))));
  if (steps.length === 0) return [];
  const { to } = subject.run(images[direction], withRows(of, steps));
  return free.flatMap(({ point, row }, at) => {
    const { matrix, to: here } = exact[row]!;
    const unit = places.unit(point);
    const top = Math.max(...matrix.flat().map(Math.abs));
    return Array.from({ length: dim }, (_, column) => {
      const start = (at * dim + column) * 2 * levels;
      const offsets = to!.slice(start, start + 2 * levels).map((image) => places.coordinates(here, image));
      return Array.from({ length: dim }, (_, axis): Comparison => {
        const own = matrix[axis]![column]!;
        const along = offsets.map((offset) => offset[axis]! * unit);
        const { found, ...rest } = apart(own, first, 0, along.slice(0, levels), along.slice(levels), 1e-7 * (1 + top));
        return { ...rest, detail: () => `point ${row + 1} [${point.join(", ")}]: J[${axis}][${column}] = ${own}, differences give ${found}` };
      });
    }).flat();
  });
};
