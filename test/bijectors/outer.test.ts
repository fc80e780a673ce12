/** Outer functions of the Gaussianization layer: the approximations against their own formulas, and where they meet. */
import { describe, expect, it } from "vitest";
import { outers } from "../../src/bijectors/gauss/outer.ts";
import { add, input, jvp, logSigmoid, neg, one, sub } from "../../src/expr/index.ts";
import { logNormalQuantile } from "../../src/expr/special.ts";
import { program } from "../../src/interpret/program.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";

type Name = keyof typeof outers;

/** z, log dz/dλ, the same by forward mode, and λ again, for a logistic distribution at the log-odds λ. */
const at = (name: Name, logOdds: number, by = reference) => {
  const u = input("u", []);
  const [below, above] = [logSigmoid(u), logSigmoid(neg(u))];
  const tails = { below, above, density: add(below, above), perBelow: above, perAbove: below };
  const z = outers[name].quantile(tails);
  const [slope] = jvp([z], new Map([[u, one]]));
  const again = outers[name].tailsAt(z);
  const logSlope = outers[name].logSlope(tails, z);
  const [bend] = jvp([logSlope], new Map([[u, one]]));
  const out = by.compile(program({ z, logSlope, slope: slope!, bend: bend!, back: sub(again.below, again.above), }))({ u: [logOdds] }, 1);
  return { z: out.z[0]!, logSlope: out.logSlope[0]!, slope: out.slope[0]!, bend: out.bend[0]!, back: out.back[0]! };
};

/** log C and log F of the log-odds. */
const logs = (logOdds: number): readonly [number, number] => [-Math.log1p(Math.exp(-logOdds)), -Math.log1p(Math.exp(logOdds))];

const exact = (logOdds: number): number => (logOdds < 0 ? 1 : -1) * logNormalQuantile(Math.min(...logs(logOdds)));

/** Winitzki's erfinv(2C − 1) √2, as jammy_flows writes it; and its crude tail. */
const pade = (logOdds: number): number => {
  const a = 0.147;
  const l = logs(logOdds)[0] + logs(logOdds)[1] + Math.log(4);
  const g = 2 / (Math.PI * a) + l / 2;
  return Math.sign(logOdds) * Math.sqrt(Math.max(0, 2 * (Math.sqrt(g * g - l / a) - g)));
};
const crude = (logOdds: number): number => Math.sign(logOdds) * (Math.sqrt(-2 * (logs(logOdds)[0] + logs(logOdds)[1])) - 0.4717);

const pivot = Math.log((1 - 0.5e-7) / 0.5e-7);
const odds = [0, 1e-30, 1e-8, 0.3, 1.99, 2.01, 5, 16, 17, 30, 100, 600].flatMap((each) => [each, -each]);

/** Where logarithms of both tails still tell the log-odds. */
const ordinary = odds.filter((each) => Math.abs(each) > 1e-3);

describe.each(Object.keys(outers) as Name[])("the outer function %s", (name) => {
  it.each(odds)("has its slope, and comes back, at the log-odds %d", (logOdds) => {
    const { z, logSlope, slope, bend, back } = at(name, logOdds);
    expect(Math.abs(back - logOdds)).toBeLessThan(1e-12 * (1 + Math.abs(logOdds)));
    expect(Math.abs(Math.log(slope) - logSlope)).toBeLessThan(1e-9);
    expect(Number.isFinite(bend)).toBe(true);
    const small = at(name, logOdds, reference32);
    expect(Math.abs(small.z - z)).toBeLessThan(2e-6 * (1 + Math.abs(z)));
    expect(Math.abs(small.back - logOdds)).toBeLessThan(2e-5 * (1 + Math.abs(logOdds)));
    expect(Math.abs(small.logSlope - logSlope)).toBeLessThan(1e-4);
  });

  it("increases, and leaps nowhere", () => {
    const zs = Array.from({ length: 400 }, (_, index) => at(name, -40 + index * 0.2).z);
    zs.slice(1).forEach((z, index) => expect(z).toBeGreaterThan(zs[index]!));
    const [before, after] = [at(name, pivot - 1e-9), at(name, pivot + 1e-9)];
    expect(after.z).toBeGreaterThan(before.z);
    expect(after.z - before.z).toBeLessThan(1e-8);
  });
});

describe("approximations of Φ⁻¹", () => {
  it("are those of jammy_flows: the Padé form everywhere", () => {
    for (const logOdds of ordinary) expect(at("inormalFullPade", logOdds).z / pade(logOdds)).toBeCloseTo(1, 10);
    const worst = Math.max(...ordinary.map((each) => Math.abs(at("inormalFullPade", each).z / exact(each) - 1)));
    expect(worst).toBeLessThan(2.4e-3);
    expect(worst).toBeGreaterThan(1e-4);
  });

  it("are exact in the middle, and tails moved to meet it beyond", () => {
    const [precise, rough] = [exact(pivot) - pade(pivot), exact(pivot) - crude(pivot)];
    expect(precise).toBeCloseTo(3.35e-3, 4);
    expect(rough).toBeCloseTo(-7e-5, 5);
    for (const logOdds of ordinary) {
      const inside = Math.abs(logOdds) < pivot;
      expect(at("inormalPartlyPrecise", logOdds).z / (inside ? exact(logOdds) : pade(logOdds) + Math.sign(logOdds) * precise)).toBeCloseTo(1, 12);
      expect(at("inormalPartlyCrude", logOdds).z / (inside ? exact(logOdds) : crude(logOdds) + Math.sign(logOdds) * rough)).toBeCloseTo(1, 12);
    }
  });
});
