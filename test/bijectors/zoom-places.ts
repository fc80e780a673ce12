/** What the tests of the zoom share: places on S^n by their fractions of the way between the poles, and raw concentrations. */
import { zoom } from "../../src/bijectors/zoom.ts";
import { rawConcentration } from "../../src/bijectors/zoom/concentration.ts";
import type { Values } from "./probe.ts";

export type Options = Parameters<typeof zoom.with>[0];

export const plain = { rotation: "none", minConcentration: 1e-13 } as const;
export const values = (kappa: number, options: Options = {}): Values => ({
  rotation: [], vertical: [], circular: [], concentration: [rawConcentration(kappa, { ...zoom.options, ...plain, ...options })],
});

/** The point of S^n with a fraction β of the way from the south pole, where α = 1 − β, in the first direction. */
export const at = (beta: number, alpha: number, dim = 2): readonly number[] => [2 * Math.sqrt(alpha * beta), ...Array<number>(dim - 1).fill(0), beta - alpha];

/** Both fractions of a point. */
export const fractions = (point: readonly number[]): { readonly beta: number; readonly alpha: number } => {
  const h = point.at(-1)!;
  const far = 0.5 * (1 + Math.abs(h));
  const near = point.slice(0, -1).reduce((sum, each) => sum + each * each, 0) / (4 * far);
  return h < 0 ? { beta: near, alpha: far } : { beta: far, alpha: near };
};

export interface Node {
  readonly point: readonly number[];
  readonly weight: number;
}

/** Heights of uniform points of S^n, by the trapezoidal rule in t, α = 1 / (1 + e^s) with s = π sinh(t). */
export const heightNodes = (dim: number): readonly Node[] =>
  Array.from({ length: 257 }, (_, index) => {
    const t = (index - 128) / 32;
    const s = Math.PI * Math.sinh(t);
    const [alpha, beta] = [1 / (1 + Math.exp(s)), 1 / (1 + Math.exp(-s))];
    return { point: at(beta, alpha, dim), weight: Math.cosh(t) * (alpha * beta) ** (dim / 2) };
  });

export const averaged = (nodes: readonly Node[], numbers: readonly number[]): number =>
  nodes.reduce((sum, { weight }, i) => sum + weight * numbers[i]!, 0) / nodes.reduce((sum, { weight }) => sum + weight, 0);

export const relative = (a: number, b: number): number => Math.abs(a - b) / Math.abs(b);
