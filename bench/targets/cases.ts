/** What is fitted to which target, and what others have reached there. Layers, rate and steps are chosen by target; the seed is not. */
import { circle, euclid, interval, oplusWith, simplex, sphere, type AnyFlow } from "diffeo";
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

const onTorus = (layers: string, flow: Training["flow"]): Pick<Training, "flow" | "layers"> => ({ layers, flow });
const torus = onTorus("`o+o`, networks of 16", oplusWith({ hidden: [16] })(circle().circularSpline(), circle().circularSpline()));

export const likelihoodCases: readonly LikelihoodCase[] = [
  { target: targets.eightGaussians, layers: "`ggggt`", flow: euclid(2).gauss(4, equal).affine(1, plain), steps: 2500, batch: 512, rate: 0.02, jammy: "`ggggt`, 181, 5,000: 0.0007" },
  { target: targets.pinwheel, layers: "`ggggt`", flow: euclid(2).gauss(4, equal).affine(1, plain), steps: 2500, batch: 512, rate: 0.02, jammy: "`ggggt`, 181, 5,000: 0.144" },
  { target: targets.pinwheel, layers: "`ggggggggt`", flow: euclid(2).gauss(8, equal).affine(1, plain), steps: 2500, batch: 512, rate: 0.02, jammy: "`ggggggggt`, 357, 5,000: 0.045", zuko: "spline, 31,386, 5,000: 0.0081; masked affine: 0.090; Gaussianization: 0.326" },
  { target: targets.checkerboard, layers: "`ggggt`", flow: euclid(2).gauss(4, equal).affine(1, plain), steps: 2500, batch: 512, rate: 0.02, jammy: "`ggggt`, 181, 5,000: 0.170" },
  { target: targets.checkerboard, layers: "`ggggggggt`", flow: euclid(2).gauss(8, equal).affine(1, plain), steps: 2500, batch: 512, rate: 0.02, jammy: "`ggggggggt`, 357, 5,000: 0.050", zuko: "spline, 31,386, 5,000: 0.037" },
  { target: targets.threeVonMises, layers: "`m` of 6 kernels", flow: circle().moebius(1, { kernels: 6 }), steps: 2500, batch: 512, rate: 0.02, jammy: "`m`, 20, 5,000: 0.027" },
  { target: targets.threeVonMises, layers: "`o`", flow: circle().circularSpline(), steps: 2500, batch: 512, rate: 0.02, jammy: "`mmm`, 60, 5,000: 0.006" },
  { target: targets.torusUnimodal, ...torus, steps: 2500, batch: 512, rate: 0.01, jammy: "`m+m`, 1,512, 5,000: 0.0008" },
  { target: targets.torusMultimodal, ...torus, steps: 2500, batch: 512, rate: 0.01, jammy: "`m+m`, 1,512, 5,000: 0.0005" },
  { target: targets.torusCorrelated, ...torus, steps: 2500, batch: 512, rate: 0.01, jammy: "`m+m`, 1,512, 5,000: 0.0009" },
  { target: targets.vonMisesFisher, layers: "`f`", flow: sphere(2).zoom(), steps: 1000, batch: 512, rate: 0.01, jammy: "`f`, 10, 3,000: 0.00005" },
  { target: targets.fourModes, layers: "`n`, networks of 4, 4 kernels", flow: sphere(2).nsphere(1, { hidden: [4], kernels: 4 }), steps: 2500, batch: 512, rate: 0.02, jammy: "`f`×10, 140, 3,000: 0.033" },
  { target: targets.twoBetas, layers: "`r`", flow: interval().spline(), steps: 2500, batch: 512, rate: 0.02, jammy: "`rr`, 32, 3,000: 0.0050" },
  { target: targets.dirichlet, layers: "`w`", flow: simplex(2).simplexSpline(), steps: 2500, batch: 512, rate: 0.01, jammy: "–" },
  { target: targets.twoDirichlets, layers: "`w`", flow: simplex(2).simplexSpline(), steps: 2500, batch: 512, rate: 0.01, jammy: "`w`, 8,316, 3,000: 0.0040" },
  { target: targets.planeAndDirection, layers: "`gg+ff`, networks of 32", flow: oplusWith({ hidden: [32] })(euclid(2).gauss(2), sphere(2).zoom(2)), steps: 2500, batch: 512, rate: 0.01, jammy: "`gg+ff`, 2,102, 5,000: 0.0011" },
];

const zukoTorus = (reached: string): string => `zuko, 7,342, 20,000: ${reached}`;

export const divergenceCases: readonly DivergenceCase[] = [
  { target: unnormalized.torusUnimodal, ...torus, steps: 1000, batch: 256, rate: 0.01, others: zukoTorus("0.0081, 98.6 %") },
  { target: unnormalized.torusMultimodal, ...torus, steps: 1000, batch: 256, rate: 0.01, others: zukoTorus("0.0017, 99.7 %") },
  { target: unnormalized.torusCorrelated, ...torus, steps: 1000, batch: 256, rate: 0.01, others: zukoTorus("0.0030, 99.4 %") },
  { target: unnormalized.vonMisesFisher, layers: "`n`, networks of 4, 2 kernels", flow: sphere(2).nsphere(1, { hidden: [4], kernels: 2 }), steps: 2000, batch: 256, rate: 0.02, others: "–" },
  { target: unnormalized.fourModes, layers: "`nn`", flow: sphere(2).nsphere(2), steps: 3000, batch: 256, rate: 0.01, others: "Rezende, Möbius-spline, 20,000: 0.05, 90 %; Cohen, convex potentials: 0.003, 99.3 %" },
];
