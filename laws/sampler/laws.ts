/**
 * The laws of random numbers, which samples stand on. Each compares many draws of one seed with their distribution and
 * bounds its false alarms; one seed in a million that is truly random is refused.
 */
import erfc from "@stdlib/math-base-special-erfc";
import fc from "fast-check";
import { logProbability, poisson } from "../../src/model/poisson.ts";
import { permutation, random, type Random } from "../../src/random.ts";
import { claim, type AnyClaim } from "../claim.ts";
import { law, type Comparison, type Law } from "../law.ts";
import { told, type LawOptions } from "../options.ts";

/** What is under the laws; mutants bring others. */
export interface Sampler {
  readonly random: (seed: number, ...purpose: readonly string[]) => Random;
  readonly poisson: (mean: number, source: Random) => number;
  readonly permutation: (length: number, source: Random) => ArrayLike<number>;
}

export interface SamplerCase {
  readonly seed: number;
  readonly purpose: string;
  /** Of Poisson numbers. */
  readonly mean: number;
}

const draws = 20_000;
const falseAlarm = 1e-6;

/** Of the largest distance between an empirical and a true distribution function: P(√N D > λ) ≤ 2 exp(−2 λ²) (Massart 1990). */
const kolmogorov = Math.sqrt(Math.log(2 / falseAlarm) / (2 * draws));

/** Of a mean of numbers between −1 and 1: P(|mean| > t) ≤ 2 exp(−N t²/2) (Hoeffding 1963). */
const hoeffding = (count: number): number => Math.sqrt((2 * Math.log(2 / falseAlarm)) / count);

/** The draws against a distribution function, for each of them in order. */
const distance = (drawn: readonly number[], cdf: (x: number) => number): number => {
  const sorted = [...drawn].sort((a, b) => a - b);
  return sorted.reduce((most, x, rank) => Math.max(most, Math.abs(cdf(x) - rank / sorted.length), Math.abs(cdf(x) - (rank + 1) / sorted.length)), 0);
};

const many = (draw: () => number): readonly number[] => Array.from({ length: draws }, draw);

const within = (name: string, deviation: number, unit: number): Comparison => ({ deviation, unit, detail: () => `${name} are off by ${deviation.toPrecision(3)}` });

const distributed = ({ random: make }: Sampler): Law<SamplerCase> =>
  law(
    { name: "random: distribution", statement: `${draws} numbers are uniform, normal, and equal shares of whole numbers, within Kolmogorov's and Hoeffding's bounds, false alarm ${falseAlarm} each`, tolerance: 1 },
    ({ seed, purpose }) => {
      const source = make(seed, purpose);
      const sides = 7;
      const faces = many(() => source.below(sides));
      return [
        within("uniform numbers", distance(many(source.uniform), (x) => x), kolmogorov),
        within("normal numbers", distance(many(source.normal), (x) => 0.5 * erfc(-x / Math.SQRT2)), kolmogorov),
        ...Array.from({ length: sides }, (_, side) => within(`shares of ${side}`, Math.abs(faces.filter((face) => face === side).length / draws - 1 / sides), hoeffding(4 * draws))),
      ];
    },
  );

/** The correlation of numbers between −1 and 1. */
const correlation = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, each, at) => sum + (2 * each - 1) * (2 * b[at]! - 1), 0) / a.length;

const independent = ({ random: make }: Sampler): Law<SamplerCase> =>
  law(
    { name: "random: independence", statement: "numbers are not correlated with the next ones, with those of the next seed, or with those of another purpose", tolerance: 1 },
    ({ seed, purpose }) => {
      const [own, next, other] = [many(make(seed, purpose).uniform), many(make(seed + 1, purpose).uniform), many(make(seed, `${purpose}!`).uniform)];
      const [even, odd] = [own.filter((_, at) => at % 2 === 0), own.filter((_, at) => at % 2 === 1)];
      return [
        within("neighbors", Math.abs(correlation(even, odd)), hoeffding(draws / 2)),
        within("seeds", Math.abs(correlation(own, next)), hoeffding(draws)),
        within("purposes", Math.abs(correlation(own, other)), hoeffding(draws)),
        within("second words of a purpose", Math.abs(correlation(many(make(seed, purpose, "one").uniform), many(make(seed, purpose, "two").uniform))), hoeffding(draws)),
      ];
    },
  );

const repeatable = ({ random: make }: Sampler): Law<SamplerCase> =>
  law({ name: "random: repeatable", statement: "one seed and purpose draw the same numbers, and all of them are in their range", tolerance: 0 }, ({ seed, purpose }) => {
    const [one, two] = [make(seed, purpose), make(seed, purpose)];
    const equal = Array.from({ length: 50 }, () => one.uniform() === two.uniform() && one.normal() === two.normal() && one.below(5) === two.below(5));
    const numbers = many(one.uniform);
    return [
      { deviation: equal.every(Boolean) ? 0 : 1, unit: 1, detail: () => "two streams of one seed differ" },
      { deviation: numbers.every((each) => each > 0 && each < 1) ? 0 : 1, unit: 1, detail: () => "a uniform number is no number between 0 and 1" },
    ];
  });

const counted = ({ random: make, poisson: draw }: Sampler): Law<SamplerCase> =>
  law({ name: "random: Poisson", statement: `sup |F_N − F| of ${draws} Poisson numbers against Σ e^(−μ) μ^k / k!, false alarm ${falseAlarm}`, tolerance: 1 }, ({ seed, mean }) => {
    const source = make(seed, "events");
    const drawn = [...many(() => draw(mean, source))].sort((a, b) => a - b);
    let [below, k, worst] = [0, 0, 0];
    drawn.forEach((each, rank) => {
      for (; k <= each; k++) below += Math.exp(logProbability(k, mean));
      if (drawn[rank + 1] !== each) worst = Math.max(worst, Math.abs(below - (rank + 1) / draws));
    });
    return [within("Poisson numbers", worst, kolmogorov)];
  });

const permuted = ({ random: make, permutation: draw }: Sampler): Law<SamplerCase> =>
  law({ name: "random: permutation", statement: `of ${draws} permutations of few numbers each number stands everywhere equally often, within Hoeffding's bound, false alarm ${falseAlarm} each; each has every number once`, tolerance: 1 }, ({ seed, purpose }) => {
    const source = make(seed, purpose);
    const length = 4;
    const drawn = Array.from({ length: draws }, () => Array.from(draw(length, source)));
    return [
      { deviation: drawn.every((order) => new Set(order).size === length && order.every((each) => each >= 0 && each < length)) ? 0 : 2, unit: 1, detail: () => "a permutation lacks a number" },
      ...Array.from({ length: length * length }, (_, cell) => {
        const [place, number] = [Math.floor(cell / length), cell % length];
        return within(`numbers ${number} at place ${place}`, Math.abs(drawn.filter((order) => order[place] === number).length / draws - 1 / length), hoeffding(4 * draws));
      }),
    ];
  });

const cases: fc.Arbitrary<SamplerCase> = fc.record(
  { seed: fc.integer(), purpose: fc.constantFrom("sample", "epoch", "start"), mean: fc.oneof(fc.double({ min: 0.01, max: 20, noNaN: true }), fc.constantFrom(9.999, 10, 300)) },
  { noNullPrototype: true },
);

/** The laws of the library's random numbers, or of other ones. */
export const samplerLaws = (sampler: Sampler = { random, poisson, permutation }, options: LawOptions = {}): readonly AnyClaim[] =>
  told([distributed, independent, repeatable, permuted, counted].map((each) => claim("random numbers", each(sampler), cases, JSON.stringify, 0.1)), options);
