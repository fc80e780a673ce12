/** Law 5: reverse mode = forward mode = differences, for points and parameters together, and all of it finite. */
import { random } from "../../src/random.ts";
import { law, type Comparison, type Law } from "../law.ts";
import { apart, levels, stepAt } from "../numerics/differences.ts";
import { inner } from "../numerics/matrix.ts";
import { along, gradientOf, gradients, own, values } from "./formulas.ts";
import { spreads } from "./spread.ts";
import { atPoints, type Case, type Direction, type Subject, type Values } from "./subject.ts";

/** A direction in which points and parameters move, and the cotangent of the image: no symmetry makes them vanish. */
interface Motion {
  readonly tangents: readonly (readonly number[])[];
  readonly velocities: readonly Values[];
  readonly weights: readonly number[];
}

const motion = ({ geometry, places, specs }: Subject, of: Case): Motion => {
  const source = random(1, "motion");
  const unit = (): number => source.normal();
  return {
    tangents: of.points.map((point) => {
      const speed = places.edge(point) ? 0 : 1 / places.unit(point);
      return places.basis(point).reduce<readonly number[]>((sum, axis) => {
        const own = speed * unit();
        return sum.map((each, at) => each + own * axis[at]!);
      }, Array<number>(geometry.carried).fill(0));
    }),
    velocities: of.parameters.map((own) => Object.fromEntries(Object.keys(specs).map((name) => [name, own[name]!.map(unit)]))),
    weights: of.points.flatMap(() => Array.from({ length: geometry.carried }, unit)),
  };
};

const evaluated = (subject: Subject, direction: Direction, of: Case, { tangents, velocities, weights }: Motion) =>
  subject.run(gradients[direction], of, undefined, {
    [own.cotangent]: weights,
    [along("point")]: tangents.flat(),
    ...Object.fromEntries(Object.keys(subject.specs).map((name) => [
      along(name),
      of.predicted && subject.predictable(name) ? of.points.flatMap((_, row) => velocities[row % velocities.length]![name]!) : velocities[0]![name]!,
    ])),
  });

export const reverse = (subject: Subject, direction: Direction, tolerance: number): Law<Case> =>
  law(
    { name: `gradient, ${direction}: reverse = forward`, statement: "Σ ⟨∇F, v⟩ = Σ DF(v), F = ⟨c, f(x)⟩ + log det, v moves points and parameters, within ε (1 + Σ |∇F·v|) + change of DF(v) under a rounding of x", tolerance },
    (of) => {
      const moving = motion(subject, of);
      const columns = evaluated(subject, direction, of, moving);
      const pulledTo = (name: string): readonly (readonly number[])[] => columns[gradientOf(name)] ?? [];
      const terms = [
        ...pulledTo("point").flatMap((row, at) => row.map((each, i) => each * moving.tangents[at]![i]!)),
        ...Object.keys(subject.specs).flatMap((name) => pulledTo(name).flatMap((row, at) => row.map((each, i) => each * moving.velocities[at % moving.velocities.length]![name]![i]!))),
      ];
      const open = spreads(subject, of, 2 ** -49, (points) => evaluated(subject, direction, atPoints(of, points), moving)["derivative"]!.map(([each]) => each!)).reduce((a, b) => a + b, 0);
      const pushed = columns["derivative"]!.reduce((sum, [each]) => sum + each!, 0);
      const pulled = terms.reduce((a, b) => a + b, 0);
      return [{
        deviation: Math.abs(pushed - pulled),
        unit: open + 2 ** -52 * (1 + columns["derivative"]!.reduce((sum, [each]) => sum + Math.abs(each!), 0) + terms.reduce((sum, each) => sum + Math.abs(each), 0)),
        detail: () => `${pulled} in reverse, ${pushed} forward`,
      }];
    },
  );

export const differences = (subject: Subject, direction: Direction, tolerance: number, first = 0.05): Law<Case> =>
  law(
    { name: `gradient, ${direction}: forward = differences`, statement: "DF(v) = lim (F(+hv) − F(−hv)) / 2h, within 1e-6 (1 + |DF|) + what the extrapolation leaves open", tolerance },
    (of) => {
      const moving = motion(subject, of);
      const { derivative } = evaluated(subject, direction, of, moving);
      const at = (step: number): readonly number[] => {
        const points = of.points.map((point, row) => (step === 0 || inner(moving.tangents[row]!, moving.tangents[row]!) === 0 ? point : subject.places.moved(point, moving.tangents[row]!, step)));
        const parameters = of.parameters.map((own, row) => Object.fromEntries(Object.entries(own).map(([name, entries]) => [name, entries.map((each, i) => each + step * moving.velocities[row]![name]![i]!)])));
        return subject.run(values[direction], { ...atPoints(of, points), parameters }, undefined, { [own.cotangent]: moving.weights })["value"]!.map(([each]) => each!);
      };
      const steps = Array.from({ length: levels }, (_, level) => stepAt(first, level));
      const [here, up, down] = [at(0), steps.map(at), steps.map((step) => at(-step))];
      return of.points.map((point, row): Comparison => {
        const pushed = derivative![row]![0]!;
        const column = (table: readonly (readonly number[])[]): readonly number[] => table.map((all) => all[row]!);
        const { found, ...rest } = apart(pushed, first, here[row]!, column(up), column(down), 1e-6 * (1 + Math.abs(pushed)));
        return { ...rest, detail: () => `point ${row + 1} [${point.join(", ")}]: ${pushed} forward, differences give ${found}` };
      });
    },
  );

export const finite = (subject: Subject, direction: Direction): Law<Case> =>
  law(
    { name: `gradient, ${direction}: finite`, statement: "F, ∇F and DF are numbers, at every point and for every parameter", tolerance: 0 },
    (of) => Object.entries(evaluated(subject, direction, of, motion(subject, of))).flatMap(([name, rows]) =>
      rows.map((row, at): Comparison => {
        const bad = row.findIndex((each) => !Number.isFinite(each));
        return { deviation: bad < 0 ? 0 : Infinity, unit: 1, detail: () => `${name}, row ${at + 1}, entry ${bad}: ${row[bad]}` };
      })),
  );
