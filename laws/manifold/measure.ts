/** Laws of the numbers of a space: its retraction, its tangent spaces, and its measure by quadrature and by samples. */
import { parseSpace } from "../../src/manifold/space.ts";
import { unsafe } from "../../src/error.ts";
import { measure, type Measure, type Quadrature } from "../../src/manifold/measure.ts";
import { random } from "../../src/random.ts";
import { ruleOf } from "../flow/rule.ts";
import { law, type Comparison, type Law } from "../law.ts";
import { inner, size } from "../numerics/matrix.ts";

/** Any numbers, near a point or not, and a seed for what is drawn beside them. */
export interface PlaceCase {
  readonly numbers: readonly number[];
  readonly seed: number;
}

const equation = (name: string, holds: boolean): Comparison => ({ deviation: holds ? 0 : Infinity, unit: 1, detail: () => name });
const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number => size(Array.from(a, (each, at) => each - b[at]!));
const distance2 = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((sum, each, at) => sum + (each - b[at]!) ** 2, 0);

/** Other points of the space: random ones, and one in the direction of them. */
const rivals = ({ uniform, nearest }: Measure, at: readonly number[], seed: number): readonly (readonly number[])[] => {
  const source = random(seed, "rivals");
  return Array.from({ length: 8 }, (_, round) => {
    const other = uniform(source);
    return round % 2 === 0 ? other : nearest(at.map((each, axis) => each + 0.1 * (other[axis]! - each)));
  });
};

export const retraction = (own: Measure): Law<PlaceCase> =>
  law({ name: "measure: retraction", statement: "nearest(x) ∈ M, nearest(nearest(x)) = nearest(x), and no point of M is nearer to x, within 1e-12 (1 + |x|)²", tolerance: 1 }, ({ numbers, seed }) => {
    const at = own.nearest(numbers);
    const reached = distance2(at, numbers);
    return [
      equation(`[${at.join(", ")}] is no point`, own.contains(at)),
      equation(`[${at.join(", ")}] moves again`, apart(own.nearest(at), at) === 0),
      ...rivals(own, at, seed).map((rival): Comparison => ({
        deviation: Math.max(0, reached - distance2(rival, numbers)),
        unit: 1e-12 * (1 + size(numbers)) ** 2,
        detail: () => `[${rival.join(", ")}] is nearer to [${numbers.join(", ")}] than [${at.join(", ")}]`,
      })),
    ];
  });

export const tangents = (own: Measure): Law<PlaceCase> =>
  law({ name: "measure: tangents", statement: "the rows of a tangent basis are orthonormal within 1e-14, and a step h along one leaves M by O(h²)", tolerance: 1 }, ({ numbers, seed }) => {
    const source = random(seed, "tangents");
    const drawn = own.nearest(numbers);
    // A step from an end or a face may lead out.
    const at = /[iac]/.test(own.spec) ? own.uniform(source) : drawn;
    const basis = own.tangentBasis(at);
    const step = 1e-6;
    return [
      ...basis.flatMap((row, i) => basis.map((other, j): Comparison => ({ deviation: Math.abs(inner(row, other) - (i === j ? 1 : 0)), unit: 1e-14, detail: () => `rows ${i + 1} and ${j + 1} at [${at.join(", ")}]` }))),
      ...basis.map((row, i): Comparison => {
        const to = at.map((each, axis) => each + step * row[axis]!);
        return { deviation: apart(own.nearest(to), to), unit: step * step + 1e-14, detail: () => `a step along row ${i + 1} from [${at.join(", ")}]` };
      }),
    ];
  });

/** Whether a space reaches to infinity. */
const endless = ({ spec }: Measure): boolean => /e|inf/.test(spec);

/** Bounded functions of a point, no two of them alike; of ordinary wave lengths, and far out of long ones. */
const waves = (own: Measure, seed: number): readonly ((point: ArrayLike<number>) => number)[] => {
  const source = random(seed, "waves");
  return Array.from({ length: 3 }, () => {
    const [vector, phase] = [Array.from({ length: own.ambient }, () => 6 * source.uniform() - 3), 2 * Math.PI * source.uniform()];
    return (point) => Math.cos(inner(vector, endless(own) ? Array.from(point, Math.asinh) : point) + phase);
  });
};

const integral = ({ ambient, logUniform }: Measure, { points, weights }: Quadrature, of: (point: ArrayLike<number>) => number): number =>
  weights.reduce((sum, weight, at) => {
    const point = points.subarray(at * ambient, (at + 1) * ambient);
    return sum + weight * Math.exp(logUniform(point)) * of(point);
  }, 0);

/** Nodes that integrate what is smooth to the last digits, along each dimension; a rule on R^n takes more. */
const nodesFor = (own: Measure): number => (endless(own) ? 100 : own.dim === 1 ? 48 : own.dim === 2 ? 24 : 14);

/** Whether the rule for a space has few enough points to be asked often. */
export const integrable = (own: Measure): boolean => nodesFor(own) ** own.dim <= 20_000;

export const wholeness = (own: Measure): Law<PlaceCase> => {
  const rule = (nodes: number): Quadrature => ruleOf(own.spec, nodes);
  return law({ name: "measure: quadrature", statement: "∫ u = 1 for the density u of `uniform`, and ∫ u f agrees at two levels for smooth f, within 1e-9", tolerance: 1 }, ({ seed }) => {
    const nodes = nodesFor(own);
    return [
      { deviation: Math.abs(integral(own, rule(nodes), () => 1) - 1), unit: 1e-9, detail: () => "the whole" },
      ...waves(own, seed).map((wave, at): Comparison => {
        const [coarse, fine] = [integral(own, rule(Math.ceil(nodes * 0.8)), wave), integral(own, rule(nodes), wave)];
        return { deviation: Math.abs(fine - coarse), unit: 1e-9, detail: () => `wave ${at + 1}: ${coarse}, then ${fine}` };
      }),
    ];
  });
};

const draws = 4000;

/** Hoeffding's bound of a mean of numbers between −1 and 1: P(|mean − E| > t) ≤ 2 exp(−N t²/2), a false alarm in a million. */
const critical = Math.sqrt((2 * Math.log(2e6)) / draws);

export const uniformity = (own: Measure): Law<PlaceCase> =>
  law({ name: "measure: uniform", statement: `means of bounded f over ${draws} points of \`uniform\` are ∫ u f, false alarm 1e-6 each`, tolerance: critical }, ({ seed }) => {
    const source = random(seed, "uniform");
    const points = Array.from({ length: draws }, () => own.uniform(source));
    return [
      equation("a point of `uniform` is none", points.every(own.contains)),
      ...waves(own, seed).map((wave, at): Comparison => {
        const [mean, wanted] = [points.reduce((sum, point) => sum + wave(point), 0) / draws, integral(own, ruleOf(own.spec, nodesFor(own)), wave)];
        return { deviation: Math.abs(mean - wanted), unit: 1, detail: () => `wave ${at + 1}: mean ${mean}, integral ${wanted}` };
      }),
    ];
  });

export const measureOf = (spec: string): Measure => measure(unsafe(parseSpace(spec)));
