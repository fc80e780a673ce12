/** What is fitted to which target, and what others have reached there. Layers, rate and steps are chosen by target; the seed is not. */
import { circle, euclid, interval, oplus, oplusWith, simplex, sphere, type AnyFlow } from "diffeo";
import { targets, type Target } from "./densities.ts";
import { unnormalized, type Unnormalized } from "./unnormalized.ts";

export interface Training {
  readonly flow: AnyFlow<string, "e0">;
  /** As a program writes it. */
  readonly layers: string;
  readonly steps: number;
  readonly batch: number;
  readonly rate: number;
}

/** By maximum likelihood, on samples of the target. */
export interface LikelihoodCase extends Training {
  readonly target: Target;
  /** Layers, parameters, steps: KL. */
  readonly jammy: string;
  readonly zuko?: string;
}

/** By reverse divergence, on the target up to a factor. */
export interface DivergenceCase extends Training {
  readonly target: Unnormalized;
  /** Whose, parameters, steps: KL, effective share. */
  readonly others: string;
}

const plain = { matrix: "identity" } as const;
const equal = { weights: false } as const;

const sticks = { splines: 2, hidden: [16] } as const;
const twoSplines = "`w` of 2 splines, networks of 16";
const six = { kernels: 6 } as const;
const torus: Pick<Training, "flow" | "layers"> = { layers: "`m+m` of 6 kernels, networks of 16", flow: oplusWith({ hidden: [16] })(circle().moebius(1, six), circle().moebius(1, six)) };

export const likelihoodCases: readonly LikelihoodCase[] = [
  { target: targets.eightGaussians, layers: "`ggt` of 22 kernels", flow: euclid(2).gauss(2, { ...equal, kernels: 22, rotation: "angles" }).affine(1, plain), steps: 5000, batch: 512, rate: 0.01, jammy: "`ggggt`, 181, 5,000: 0.0007" },
  { target: targets.pinwheel, layers: "`ggggt`", flow: euclid(2).gauss(4, equal).affine(1, plain), steps: 5000, batch: 512, rate: 0.02, jammy: "`ggggt`, 181, 5,000: 0.144" },
  { target: targets.pinwheel, layers: "`ggggggggt`, triangular", flow: euclid(2).gauss(8, { ...equal, rotation: "triangular" }).affine(1, plain), steps: 5000, batch: 512, rate: 0.04, jammy: "`ggggggggt`, 357, 5,000: 0.045", zuko: "spline, 31,386, 5,000: 0.0081; masked affine: 0.090; Gaussianization: 0.326" },
  { target: targets.checkerboard, layers: "`ggggt`, triangular, narrow", flow: euclid(2).gauss(4, { ...equal, rotation: "triangular", minWidth: 0.001 }).affine(1, plain), steps: 5000, batch: 512, rate: 0.02, jammy: "`ggggt`, 181, 5,000: 0.170" },
  { target: targets.checkerboard, layers: "`ggggggggt`, triangular, narrow", flow: euclid(2).gauss(8, { ...equal, rotation: "triangular", minWidth: 0.001 }).affine(1, plain), steps: 5000, batch: 512, rate: 0.02, jammy: "`ggggggggt`, 357, 5,000: 0.050", zuko: "spline, 31,386, 5,000: 0.037" },
  { target: targets.threeVonMises, layers: "`m` of 6 kernels", flow: circle().moebius(1, six), steps: 2500, batch: 512, rate: 0.02, jammy: "`m`, 20, 5,000: 0.027" },
  { target: targets.threeVonMises, layers: "`o`", flow: circle().circularSpline(), steps: 2500, batch: 512, rate: 0.02, jammy: "`mmm`, 60, 5,000: 0.006" },
  { target: targets.torusUnimodal, ...torus, steps: 2500, batch: 512, rate: 0.01, jammy: "`m+m`, 1,512, 5,000: 0.0008" },
  { target: targets.torusMultimodal, ...torus, steps: 2500, batch: 512, rate: 0.01, jammy: "`m+m`, 1,512, 5,000: 0.0005" },
  { target: targets.torusCorrelated, layers: "`m+m`, networks of 32", flow: oplusWith({ hidden: [32] })(circle().moebius(), circle().moebius()), steps: 3000, batch: 512, rate: 0.02, jammy: "`m+m`, 1,512, 5,000: 0.0009" },
  { target: targets.vonMisesFisher, layers: "`f`", flow: sphere(2).zoom(), steps: 3000, batch: 512, rate: 0.003, jammy: "`f`, 10, 3,000: 0.00005" },
  { target: targets.fourModes, layers: "`nnn` of 4 bins and 2 kernels, networks of 1", flow: sphere(2).nsphere(3, { hidden: [1], kernels: 2, bins: 4 }), steps: 3000, batch: 512, rate: 0.05, jammy: "`f`×10, 140, 3,000: 0.033" },
  { target: targets.twoBetas, layers: "`r`", flow: interval().spline(), steps: 3000, batch: 512, rate: 0.05, jammy: "`rr`, 32, 3,000: 0.0050" },
  { target: targets.dirichlet, layers: twoSplines, flow: simplex(2).simplexSpline(1, sticks), steps: 3000, batch: 512, rate: 0.02, jammy: "–" },
  { target: targets.twoDirichlets, layers: twoSplines, flow: simplex(2).simplexSpline(1, sticks), steps: 3000, batch: 512, rate: 0.02, jammy: "`w`, 8,316, 3,000: 0.0040" },
  { target: targets.planeAndDirection, layers: "`gg+ff`", flow: oplus(euclid(2).gauss(2), sphere(2).zoom(2)), steps: 5000, batch: 512, rate: 0.02, jammy: "`gg+ff`, 2,102, 5,000: 0.0011" },
];

const zukoTorus = (reached: string): string => `zuko, 7,342, 20,000: ${reached}`;

export const divergenceCases: readonly DivergenceCase[] = [
  { target: unnormalized.torusUnimodal, ...torus, steps: 1000, batch: 256, rate: 0.01, others: zukoTorus("0.0081, 98.6 %") },
  { target: unnormalized.torusMultimodal, ...torus, steps: 1000, batch: 256, rate: 0.01, others: zukoTorus("0.0017, 99.7 %") },
  { target: unnormalized.torusCorrelated, ...torus, steps: 1000, batch: 256, rate: 0.01, others: zukoTorus("0.0030, 99.4 %") },
  { target: unnormalized.vonMisesFisher, layers: "`n`, networks of 4, 2 kernels", flow: sphere(2).nsphere(1, { hidden: [4], kernels: 2 }), steps: 2000, batch: 256, rate: 0.02, others: "–" },
  { target: unnormalized.fourModes, layers: "`nnn`, networks of 16", flow: sphere(2).nsphere(3, { hidden: [16] }), steps: 5000, batch: 256, rate: 0.01, others: "Rezende, Möbius-spline, 20,000: 0.05, 90 %; Cohen, convex potentials: 0.003, 99.3 %" },
];
