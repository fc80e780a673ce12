/** The von Mises–Fisher density on the sphere, whose highest-density regions are caps of known radius. */
import type { SphereLogDensity } from "../../src/plot/index.ts";

const radians = Math.PI / 180;

export const vonMisesFisher =
  (lonDeg: number, latDeg: number, kappa: number): SphereLogDensity =>
  (lon, lat) =>
    lon.map((l, i) => {
      // 1 − cos of the distance, by half angles, which keeps its digits where the distance is small.
      const [dLat, dLon] = [(lat[i]! - latDeg) * radians, (l - lonDeg) * radians];
      const versine =
        2 * Math.sin(dLat / 2) ** 2 + 2 * Math.cos(latDeg * radians) * Math.cos(lat[i]! * radians) * Math.sin(dLon / 2) ** 2;
      return Math.log(kappa / (2 * Math.PI * (1 - Math.exp(-2 * kappa)))) - kappa * versine;
    });

/** Radius of the cap that holds `mass`: 1 − cos θ = −log(1 − mass (1 − e^−2κ)) / κ. */
export const capRadius = (kappa: number, mass: number): number =>
  2 * Math.asin(Math.sqrt(-Math.log(1 - mass * (1 - Math.exp(-2 * kappa))) / kappa / 2));
