/** Densities of directions and distances as flows, with what is known of them in closed form. */
import { rawConcentration } from "../../../src/bijectors/zoom/concentration.ts";
import { zoom } from "../../../src/bijectors/zoom.ts";
import { circle, halfLine, sphere } from "../../../src/flow/manifolds.ts";
import { model, type Model } from "../../../src/model/model.ts";
import { rawScale, withEntries } from "../entries.ts";

/** von Mises–Fisher of concentration κ about (0, 0, 1). */
export const vonMisesFisher = (kappa: number): Model<"s2"> => {
  const flow = sphere(2).zoom(1, { toward: "north" });
  return model(flow, { parameters: withEntries(flow, {
    "block 1, layer 1 (zoom), concentration": [rawConcentration(kappa, zoom.with({}).options)],
    "block 1, layer 1 (zoom), rotation": [0, 0, 0, 0, 0, 0],
  }) });
};

/** Its mean resultant length, coth κ − 1/κ. */
export const meanLength = (kappa: number): number => 1 / Math.tanh(kappa) - 1 / kappa;

export const vonMisesFisherEntropy = (kappa: number): number => Math.log((4 * Math.PI * Math.sinh(kappa)) / kappa) - kappa * meanLength(kappa);

/** Wrapped Cauchy (1 − R²) / (2π |x − w|²) of resultant length R about an angle: entropy ln 2π(1 − R²), distribution in tangents. */
export const wrappedCauchy = (length: number, angle: number): Model<"s1"> => {
  const flow = circle().moebius(1, { kernels: 1 });
  const raw = length / Math.sqrt(0.999 ** 2 - length ** 2);
  return model(flow, { parameters: withEntries(flow, { "block 1, layer 1 (moebius), centers": [raw * Math.cos(angle), raw * Math.sin(angle)], "block 1, layer 1 (moebius), rotation": [1, 0] }) });
};

/** e^(m + s z): log-normal. */
export const logNormal = (mean: number, deviation: number): Model<"i_0_inf"> => {
  const flow = halfLine(0).affine();
  return model(flow, { parameters: withEntries(flow, { "block 1, layer 1 (affine), shift": [mean], "block 1, layer 1 (affine), logScale": [rawScale(deviation)] }) });
};
