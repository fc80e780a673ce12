/** What the page draws, as the tests draw it in Node. */
import topology from "world-atlas/land-110m.json" with { type: "json" };
import { circle, euclid, oplus, sphere } from "../../../src/index.ts";
import { model } from "../../../src/model/model.ts";
import { globe, land, plot, transport } from "../../../src/plot/index.ts";

const density = model(oplus(sphere(2).nsphere(), circle().moebius(2), euclid(1).gauss()), { seed: 1 });

export const pictures = (): { readonly [name: string]: string } => ({
  corner: plot(density, { samples: 500, coastlines: land(topology), seed: 2 }),
  globe: globe(density, { coastlines: land(topology), seed: 2 }),
  moving: transport(density, { block: 1, animate: true }),
});

/** What is said where there are no files. */
export const refusal = (): string => {
  try {
    globe(density, { coastlines: true });
    return "";
  } catch (error) {
    return String(error);
  }
};
