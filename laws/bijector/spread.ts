/**
 * Conditioning, measured: how much a number changes when its point is moved along each tangent, both ways, by a few units in
 * the last place. What a rounding of the input may do, a rounding inside a formula may do as well.
 */
import { largest } from "../law.ts";
import type { Rows } from "../numerics/matrix.ts";
import type { Case, Subject } from "./subject.ts";

/** For each point of a case, the largest change of `numbers` under steps of `by` (1 + |x|). */
export const spreads = ({ geometry, places }: Subject, of: Case, by: number, numbers: (points: Rows) => readonly number[]): readonly number[] => {
  const here = numbers(of.points);
  const moves = Array.from({ length: geometry.dim }, (_, axis) => [by, -by].map((step) =>
    numbers(of.points.map((point) => (places.edge(point) ? point : places.moved(point, places.basis(point)[axis]!, (step * places.scale(point)) / places.unit(point)))))));
  return here.map((own, row) => largest(moves.flat().map((moved) => Math.abs(moved[row]! - own))));
};
