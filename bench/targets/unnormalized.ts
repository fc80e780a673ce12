/**
 * The targets on spheres and tori as users hold them whose density cannot be drawn from: a formula, known up to a factor,
 * and here ln Z as well. Source: Rezende et al. 2020, arXiv:2002.02428, section 4 and appendix; ln Z by quadrature in
 * higher precision.
 */
import { expr, type FormulaTarget } from "diffeo";
import { fourModes, torusModes } from "./densities.ts";

const { add, constant, dot, logSumExp, mul, stack, take } = expr;

export interface Unnormalized {
  readonly name: string;
  readonly space: string;
  readonly logDensity: FormulaTarget;
  readonly logNormalizer: number;
}

type Expr = Parameters<FormulaTarget>[0];

/** cos(φ − mean) of the circle at place `at`. */
const cosine = (x: Expr, at: number, mean: number): Expr => add(mul(Math.cos(mean), take(x, at)), mul(Math.sin(mean), take(x, at + 1)));

/** cos(φ₁ + φ₂ − mean). */
const cosineOfSum = (x: Expr, mean: number): Expr =>
  add(mul(take(x, 0), cosine(x, 2, mean)), mul(take(x, 1), cosine(x, 2, mean + Math.PI / 2)));

const unimodalNormalizer = 4.147582849807;

export const unnormalized = {
  torusUnimodal: {
    name: "T² unimodal",
    space: "s1+s1",
    logDensity: (x) => add(cosine(x, 0, 4.18), cosine(x, 2, 5.96)),
    logNormalizer: unimodalNormalizer,
  },
  torusMultimodal: {
    name: "T² multimodal",
    space: "s1+s1",
    logDensity: (x) => logSumExp(stack(torusModes.map(([first, second]) => add(cosine(x, 0, first), cosine(x, 2, second))))),
    logNormalizer: unimodalNormalizer + Math.log(3),
  },
  torusCorrelated: {
    name: "T² correlated",
    space: "s1+s1",
    logDensity: (x) => cosineOfSum(x, 1.94),
    logNormalizer: 3.911668491311,
  },
  vonMisesFisher: {
    name: "von Mises–Fisher κ = 5",
    space: "s2",
    logDensity: (x) => mul(5, take(x, 2)),
    logNormalizer: Math.log((4 * Math.PI * Math.sinh(5)) / 5),
  },
  fourModes: {
    name: "four modes",
    space: "s2",
    logDensity: (x) => logSumExp(stack(fourModes.map((mean) => mul(10, dot(constant([...mean]), x))))),
    logNormalizer: 10.921586332474037,
  },
} as const satisfies { readonly [name: string]: Unnormalized };
