/** Logarithms of a fraction and of its complement keep the digits of the smaller half. */
import { describe, expect, it } from "vitest";
import { input, jvp, one, type Expr } from "../../src/expr/index.ts";
import { program } from "../../src/interpret/program.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { fromLogPair, log1mexp, logPair } from "../../src/manifold/log-pair.ts";
import { least, packed } from "../../src/manifold/pair.ts";

const x = input("x", [2]);

const at = (carrier: readonly [number, number], formula: (carrier: Expr) => Expr): Float64Array =>
  reference.compile(program({ out: formula(x) }))({ x: carrier }, 1).out;

/** log t and log(1 − t) where t, or its complement, is this small. */
describe.each([1e-300, 1e-30, 1e-20, 1e-12, 1e-8, 0.2, 0.499999999, 0.5])("%s from an end", (small) => {
  const logs: readonly [number, number] = [Math.log(Math.max(small, least)), Math.log1p(-small)];

  it.each(["lower", "upper"])("the %s", (end) => {
    const carrier = end === "lower" ? [small, 1 - small] as const : [1 - small, small] as const;
    const [logT, logComplement] = at(carrier, (own) => packed(logPair(own)));
    const [near, far] = end === "lower" ? [logT!, logComplement!] : [logComplement!, logT!];
    expect(near).toBeCloseTo(logs[0], 12);
    expect(Math.abs(far - logs[1])).toBeLessThanOrEqual(3e-16 * Math.abs(logs[1]));
    const [t, complement] = at(carrier, (own) => fromLogPair(logPair(own)));
    const back = end === "lower" ? t! : complement!;
    expect(Math.abs(back / Math.max(small, least) - 1)).toBeLessThan(1e-13);
    expect(Math.abs(t! + complement! - 1)).toBeLessThan(3e-16);
  });
});

it("is finite with finite derivatives at the ends themselves", () => {
  for (const carrier of [[0, 1], [1, 0], [1e-310, 1], [0.5, 0.5]] as const) {
    const { t, complement } = logPair(x);
    for (const half of [t, complement]) {
      const [moved] = jvp([half], new Map([[x, input("along", [2])]]));
      const { value, slope } = reference.compile(program({ value: half, slope: moved! }))({ x: carrier, along: [1, -1] }, 1);
      expect(Number.isFinite(value[0]) && Number.isFinite(slope[0])).toBe(true);
    }
  }
});

it("log(1 − eˣ) and its derivative to the last digits", () => {
  const y = input("y", []);
  const [moved] = jvp([log1mexp(y)], new Map([[y, one]]));
  const values = [-1e-300, -1e-12, -0.3, -Math.LN2, -1, -40, -700];
  const { value, slope } = reference.compile(program({ value: log1mexp(y), slope: moved! }))({ y: values }, values.length);
  values.forEach((each, row) => {
    const [want, wantSlope] = [each > -Math.LN2 ? Math.log(-Math.expm1(each)) : Math.log1p(-Math.exp(each)), -1 / Math.expm1(-each)];
    expect(Math.abs(value[row]! - want)).toBeLessThanOrEqual(3e-16 * Math.abs(want));
    expect(Math.abs(slope[row]! - wantSlope)).toBeLessThanOrEqual(1e-15 * Math.abs(wantSlope));
  });
});
