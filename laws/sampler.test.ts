/** Random numbers under their laws, and samplers that are wrong in one way each. */
import { describe, expect, it } from "vitest";
import { poisson } from "../src/model/poisson.ts";
import { permutation, random, type Random } from "../src/random.ts";
import { refuted, testLaws } from "./claim.ts";
import { samplerLaws, type Sampler } from "./sampler/laws.ts";

describe("random numbers", () => testLaws(it, samplerLaws()));

const altered = (change: (own: Random) => Partial<Random>): Sampler => ({
  random: (...of) => {
    const own = random(...of);
    return { ...own, ...change(own) };
  },
  poisson,
  permutation,
});

/** Each number drawn twice. */
const twice = (draw: () => number): (() => number) => {
  let kept: number | undefined;
  return () => {
    const now = kept ?? draw();
    kept = kept === undefined ? now : undefined;
    return now;
  };
};

let calls = 0;

const faults: { readonly [fault: string]: { readonly sampler: Sampler; readonly caught: string } } = {
  "normal numbers of deviation 1.1": { sampler: altered(({ normal }) => ({ normal: () => 1.1 * normal() })), caught: "random: distribution" },
  "one side of a die too often": { sampler: altered(({ below }) => ({ below: (sides) => Math.min(below(sides + 1), sides - 1) })), caught: "random: distribution" },
  "every number drawn twice": { sampler: altered(({ uniform }) => ({ uniform: twice(uniform) })), caught: "random: independence" },
  "a purpose that is forgotten": { sampler: { random: (seed) => random(seed), poisson, permutation }, caught: "random: independence" },
  "seeds that share a stream": { sampler: { random: (_, ...purpose) => random(1, ...purpose), poisson, permutation }, caught: "random: independence" },
  "a stream that goes on": { sampler: { random: (seed, ...purpose) => random(seed, ...purpose, calls++), poisson, permutation }, caught: "random: repeatable" },
  "0 among the uniform numbers": { sampler: altered(({ uniform }) => ({ uniform: () => Math.floor(uniform() * 1024) / 1024 })), caught: "random: repeatable" },
  "a shuffle that leaves the last number where it is": { sampler: { random, poisson, permutation: (length, source) => [...permutation(length - 1, source), length - 1] }, caught: "random: permutation" },
  "one event too many": { sampler: { random, permutation, poisson: (mean, source) => poisson(mean, source) + (source.uniform() < 0.2 ? 1 : 0) }, caught: "random: Poisson" },
};

describe("planted faults", () => {
  it.each(Object.entries(faults))("%s", (_, { sampler, caught }) => {
    expect(samplerLaws(sampler).filter((claim) => refuted(claim, { cases: 100 }) !== undefined).map(({ name }) => name)).toContain(caught);
  });
});
