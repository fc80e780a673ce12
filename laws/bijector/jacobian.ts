/** The derivative of a layer between tangent spaces, by forward mode and, as an independent oracle, by differences. */
import { central, levels, stepAt, type Estimate } from "../numerics/differences.ts";
import { components, norm, solved, type Rows } from "../numerics/matrix.ts";
import { images, own as names, pushes } from "./formulas.ts";
import { atPoints, withRows, type Case, type Direction, type Subject } from "./subject.ts";

export interface Jacobian {
  readonly at: readonly number[];
  readonly to: readonly number[];
  /** In orthonormal bases of both tangent spaces [dim, dim]. */
  readonly matrix: Rows;
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
    return { at, to: image, matrix, logDet, expansion: norm(matrix) * stretch, inverseExpansion: norm(inverse) / stretch };
  });
};

/** The same matrix by extrapolated central differences; undefined where a step would leave the manifold. */
export const differenceMatrices = (subject: Subject, direction: Direction, of: Case, first = 0.1): readonly (readonly (readonly Estimate[])[] | undefined)[] => {
  const { places } = subject;
  const steps = of.points.flatMap((point, row) =>
    places.basis(point).flatMap((tangent, column) =>
      [1, -1].flatMap((side) => Array.from({ length: levels }, (_, level) => ({ row, column, point: places.moved(point, tangent, (side * stepAt(first, level)) / places.unit(point)) })))));
  const { to } = subject.run(images[direction], withRows(of, steps.map(({ row, point }) => [row, point] as const)));
  const { to: here } = subject.run(images[direction], of);
  const dim = subject.geometry.dim;
  return of.points.map((point, row) => {
    const unit = places.unit(point);
    if (places.edge(point)) return undefined;
    const own = to!.slice(row * dim * 2 * levels, (row + 1) * dim * 2 * levels);
    const offsets = own.map((image) => places.coordinates(here![row]!, image));
    return Array.from({ length: dim }, (_, axis) => Array.from({ length: dim }, (_, column) => {
      const along = offsets.slice(column * 2 * levels, (column + 1) * 2 * levels).map((offset) => offset[axis]!);
      const { value, error } = central(first, along.slice(0, levels), along.slice(levels));
      return { value: value * unit, error: error * unit };
    }));
  });
};

/** How much a layer expands at some points, and its inverse at their images. */
export const conditions = (subject: Subject, direction: Direction, of: Case, points: Rows): readonly Jacobian[] => jacobians(subject, direction, atPoints(of, points));
