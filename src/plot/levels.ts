/**
 * Highest-density regions: the smallest region that holds a given share of the mass is bounded by a level of the
 * density (Hyndman 1996, "Computing and graphing highest density regions", The American Statistician 50). These
 * functions find that level, as a log-density, from densities on cells or from densities at samples.
 */
import { DiffeoFault } from "../error.ts";

const fault = (sentence: string): never => {
  throw new DiffeoFault({ tag: "OptionError", path: ["plot", "levels"], sentence });
};

/** Items from the densest down, each with the share of the mass that lies above its middle. */
interface Ladder {
  readonly logDensity: Float64Array;
  readonly share: Float64Array;
}

const ladder = (logDensity: ArrayLike<number>, mass: (item: number) => number): Ladder => {
  const order = Uint32Array.from(logDensity, (_, item) => item).sort((a, b) => logDensity[b]! - logDensity[a]!);
  const sorted = Float64Array.from(order, (item) => logDensity[item]!);
  const share = new Float64Array(order.length);
  let total = 0;
  order.forEach((item, rank) => {
    const here = mass(item);
    share[rank] = total + here / 2;
    total += here;
  });
  if (!(total > 0 && Number.isFinite(total))) fault(`The density has mass ${total} over the grid; it must be finite and above 0.`);
  return { logDensity: sorted, share: share.map((above) => above / total) };
};

const levelAt = ({ logDensity, share }: Ladder, mass: number): number => {
  if (!(mass > 0 && mass < 1)) fault(`A region holds a share of the mass between 0 and 1, not ${mass}.`);
  const found = share.findIndex((above) => above >= mass);
  const below = found < 0 ? share.length - 1 : found;
  const upper = Math.max(0, below - 1);
  const [high, low] = [logDensity[upper]!, logDensity[below]!];
  const step = share[below]! - share[upper]!;
  return found <= 0 || step === 0 || low === -Infinity ? high : high + ((mass - share[upper]!) / step) * (low - high);
};

/**
 * The log-density above which each share of the mass lies, from log-densities at points of a grid.
 *
 * `weight[i]` is the area (length, volume) that point i stands for. The mass of the whole grid counts as 1, so the
 * density need not be normalized. On a flat stretch of the density any level is as good as another.
 */
export const highestDensityLevels = (
  logDensity: ArrayLike<number>,
  weight: ArrayLike<number>,
  masses: readonly number[],
): readonly number[] => {
  let top = -Infinity;
  for (let i = 0; i < logDensity.length; i++) {
    if (Number.isNaN(logDensity[i])) fault(`The log-density at grid point ${i} is NaN.`);
    top = Math.max(top, logDensity[i]!);
  }
  if (!Number.isFinite(top)) fault(`The highest log-density on the grid is ${top}; it must be finite.`);
  const rungs = ladder(logDensity, (item) => Math.exp(logDensity[item]! - top) * weight[item]!);
  return masses.map((mass) => levelAt(rungs, mass));
};

/**
 * The same levels from log-densities at samples of the density: the level of mass m is their (1 − m)-quantile. Use it
 * where a grid is out of reach. Every sample stands for the same mass.
 */
export const levelsFromSamples = (logDensityAtSamples: ArrayLike<number>, masses: readonly number[]): readonly number[] => {
  const rungs = ladder(logDensityAtSamples, () => 1);
  return masses.map((mass) => levelAt(rungs, mass));
};
