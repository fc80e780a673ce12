/** Law 9: an interpreter agrees with the reference, in values and in all gradients. */
import { add, constant, dot, vjp } from "../../src/expr/index.ts";
import type { Interpreter } from "../../src/interpret/program.ts";
import { random } from "../../src/random.ts";
import { law, largest, type Comparison, type Law } from "../law.ts";
import { inner, size } from "../numerics/matrix.ts";
import { gradientOf } from "./formulas.ts";
import { float32, float64 } from "./precision.ts";
import type { Case, Columns, Direction, Formula, Subject } from "./subject.ts";

const everything: { readonly [D in Direction]: Formula } = { forward: whole("forward"), inverse: whole("inverse") };

function whole(direction: Direction): Formula {
  return ({ geometry, point, parameters, image }) => {
    const { point: to, logDet } = image(direction, point);
    const weights = constant(Array.from({ length: geometry.carried }, (_, at) => Math.cos(1 + 2 * at)));
    const names = Object.keys(parameters);
    const [own, ...rest] = vjp([add(dot(weights, to), logDet)], [add(1)], [point, ...names.map((name) => parameters[name]!)]);
    return { point: to, logDet, [gradientOf("point")]: own!, ...Object.fromEntries(names.map((name, at) => [gradientOf(name), rest[at]!])) };
  };
}

/** How many roundings of an input a formula may look like; a formula has about as many operations in a chain. */
export const steps = 4;
const trials = 6;

/** All numbers of a case moved by some units in the last place of 1 + |x|. */
export const shaken = (subject: Subject, { points, parameters, predicted }: Case, epsilon: number, trial: number): Case => {
  const source = random(trial, "shaken");
  const move = (x: number): number => x + steps * epsilon * (1 + Math.abs(x)) * (2 * source.uniform() - 1);
  const moved = parameters.map((own) => Object.fromEntries(Object.entries(own).map(([name, entries]) => [name, entries.map(move)])));
  const { places } = subject;
  return {
    points: points.map((point) => places.basis(point).reduce<readonly number[]>((at, axis) => {
      const step = (steps * epsilon * places.scale(point) * (2 * source.uniform() - 1)) / places.unit(point);
      return places.edge(point) ? at : places.moved(at, axis, step);
    }, point)),
    // The weights of networks are one set for all points.
    parameters: moved.map((own) => Object.fromEntries(Object.entries(own).map(([name, entries]) => [name, subject.predictable(name) ? entries : moved[0]![name]!]))),
    predicted,
  };
};

/** Off the manifold a formula may go on as it likes: only the gradient's tangent components are told. */
const tangential = ({ places }: Subject, of: Case, columns: Columns): Columns => ({
  ...columns,
  [gradientOf("point")]: columns[gradientOf("point")]!.map((row, at) => places.basis(of.points[at]!).map((axis) => inner(axis, row))),
});

/**
 * An interpreter's numbers are those of the reference for inputs that are off by a few units in the last place: for as much
 * as those change the outcome, an outcome may be off. An output counts as one tensor: sums over samples cancel.
 */
export const agreement = (subject: Subject, direction: Direction, interpreter: Interpreter, tolerance: number): Law<Case> => {
  const { name, precision } = interpreter;
  const { epsilon } = precision === "float32" ? float32 : float64;
  return law(
    {
      name: `${name.includes(precision) ? name : `${name} ${precision}`} = reference, ${direction}`,
      statement: `values and gradients agree within ε (1 + |largest of the tensor|) + their change when inputs move by ${steps} ε (1 + |x|), ε of ${precision}`,
      tolerance,
    },
    (of) => {
      const run = (at: Case, by?: Interpreter): Columns => tangential(subject, of, subject.run(everything[direction], at, by));
      const [want, got] = [run(of), run(of, interpreter)];
      const others = Array.from({ length: trials }, (_, trial) => run(shaken(subject, of, epsilon, trial)));
      return Object.keys(want).flatMap((name) => want[name]!.map((row, at): Comparison => {
        const apart = (rows: Columns): number => size(row.map((each, i) => each - rows[name]![at]![i]!));
        return {
          deviation: apart(got),
          unit: epsilon * (1 + size(row)) + largest(others.map(apart)),
          detail: () => `${name}, row ${at + 1}: ${got[name]![at]!.slice(0, 8).join(", ")} instead of ${row.slice(0, 8).join(", ")}`,
        };
      }));
    },
  );
};
