/**
 * Densities whose entropy is known, with exact samplers: what a fitted flow is scored against. Sources: the spheres and
 * tori after Rezende et al. 2020 (arXiv:2002.02428); the planes are customary tests of flows. Entropies by quadrature in
 * higher precision; angles in radians.
 */
import { random, type Random } from "diffeo";

export interface Target {
  readonly name: string;
  readonly space: string;
  /** Differential entropy in nats, with respect to the measure of the space. */
  readonly entropy: number;
  /** Embedding coordinates of one draw. */
  readonly draw: (source: Random) => readonly number[];
  /** log-density at a point, where it has a closed form. */
  readonly logProb?: (point: readonly number[]) => number;
}

const logMeanExp = (logs: readonly number[], weights?: readonly number[]): number => {
  const top = Math.max(...logs);
  return top + Math.log(logs.reduce((sum, log, index) => sum + (weights?.[index] ?? 1 / logs.length) * Math.exp(log - top), 0));
};

/** log of the modified Bessel function I₀, by the trapezoidal rule, which converges geometrically on a period. */
const logBessel = (x: number): number => logMeanExp(Array.from({ length: 200 }, (_, k) => x * Math.cos((2 * Math.PI * k) / 200)));

const logVonMises = (concentration: number, cosine: number): number => concentration * cosine - Math.log(2 * Math.PI) - logBessel(concentration);

/** log-density of von Mises–Fisher on S²; κ / (4π sinh κ) without overflow. */
const logFisher = (concentration: number, cosine: number): number =>
  concentration * (cosine - 1) + Math.log(concentration / (2 * Math.PI)) - Math.log(-Math.expm1(-2 * concentration));

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, each, i) => sum + each * b[i]!, 0);

/** cos(φ − mean) of a unit vector (cos φ, sin φ) at place `at` of a point. */
const cosine = (point: readonly number[], at: number, mean: number): number => point[at]! * Math.cos(mean) + point[at + 1]! * Math.sin(mean);

const logNormal = (x: number, mean: number, deviation: number): number =>
  -0.5 * ((x - mean) / deviation) ** 2 - Math.log(deviation) - 0.5 * Math.log(2 * Math.PI);

const pick = (weights: readonly number[], source: Random): number => {
  let rest = source.uniform();
  return Math.max(0, weights.findIndex((weight) => (rest -= weight) < 0));
};

const onCircle = (angle: number): readonly number[] => [Math.cos(angle), Math.sin(angle)];

/** Best & Fisher 1979: von Mises by rejection from a wrapped Cauchy. */
const vonMises = (mean: number, concentration: number, source: Random): number => {
  const tau = 1 + Math.sqrt(1 + 4 * concentration ** 2);
  const rho = (tau - Math.sqrt(2 * tau)) / (2 * concentration);
  const r = (1 + rho ** 2) / (2 * rho);
  for (;;) {
    const z = Math.cos(Math.PI * source.uniform());
    const f = (1 + r * z) / (r + z);
    const c = concentration * (r - f);
    const u = source.uniform();
    if (c * (2 - c) > u || Math.log(c / u) + 1 - c >= 0) return mean + (source.uniform() < 0.5 ? 1 : -1) * Math.acos(f);
  }
};

/** von Mises–Fisher on S²: the height has a closed quantile, the azimuth is uniform. */
const vonMisesFisher = (mean: readonly number[], concentration: number, source: Random): readonly number[] => {
  const u = source.uniform();
  const h = 1 + Math.log(u + (1 - u) * Math.exp(-2 * concentration)) / concentration;
  const across = Math.sqrt(Math.max(0, 1 - h * h));
  const [c, s] = onCircle(2 * Math.PI * source.uniform());
  const [x, y, z] = mean as [number, number, number];
  // A frame whose third axis is the mean (Duff et al. 2017).
  const sign = z >= 0 ? 1 : -1;
  const a = -1 / (sign + z);
  const b = x * y * a;
  const first = [1 + sign * x * x * a, sign * b, -sign * x];
  const second = [b, sign + y * y * a, -y];
  return [0, 1, 2].map((i) => across * (c! * first[i]! + s! * second[i]!) + h * mean[i]!);
};

const lonLat = (longitude: number, latitude: number): readonly number[] => [
  Math.cos(latitude) * Math.cos(longitude), Math.cos(latitude) * Math.sin(longitude), Math.sin(latitude),
];

/** Gamma with a whole shape: a sum of exponentials. */
const gamma = (shape: number, source: Random): number => {
  let sum = 0;
  for (let k = 0; k < shape; k++) sum -= Math.log(source.uniform());
  return sum;
};
const beta = (a: number, b: number, source: Random): number => {
  const [x, y] = [gamma(a, source), gamma(b, source)];
  return x / (x + y);
};

const dirichlet = (shapes: readonly number[], source: Random): readonly number[] => {
  const parts = shapes.map((shape) => gamma(shape, source));
  const whole = parts.reduce((a, b) => a + b, 0);
  return parts.map((part) => part / whole);
};

const logFactorial = (n: number): number => (n < 2 ? 0 : Math.log(n) + logFactorial(n - 1));

/** With respect to Lebesgue measure on the first fractions; whole shapes. */
const logDirichlet = (shapes: readonly number[], point: readonly number[]): number =>
  logFactorial(shapes.reduce((a, b) => a + b, 0) - 1) + shapes.reduce((sum, shape, i) => sum + (shape - 1) * Math.log(point[i]!) - logFactorial(shape - 1), 0);

export const torusModes = [[0.21, 2.85], [1.89, 6.18], [3.77, 1.56]] as const;

export const fourModes: readonly (readonly number[])[] = [[1.5, -0.7], [1.0, 1.0], [5.0, -0.6], [4.0, 0.7]].map(([longitude, latitude]) => lonLat(longitude!, latitude!));

export const targets = {
  eightGaussians: {
    name: "eight Gaussians",
    space: "e2",
    entropy: 2.8318804061376524,
    draw: (source) => {
      const angle = (Math.PI / 4) * source.below(8);
      return [4 * Math.cos(angle) + 0.5 * source.normal(), 4 * Math.sin(angle) + 0.5 * source.normal()].map((x) => x / 1.414);
    },
    logProb: ([x, y]) =>
      logMeanExp(Array.from({ length: 8 }, (_, k) => logNormal(x!, (4 * Math.cos((Math.PI / 4) * k)) / 1.414, 0.5 / 1.414) + logNormal(y!, (4 * Math.sin((Math.PI / 4) * k)) / 1.414, 0.5 / 1.414))),
  },
  checkerboard: {
    name: "checkerboard",
    space: "e2",
    entropy: Math.log(32),
    draw: (source) => {
      const [column, row] = [source.below(4), source.below(2)];
      return [2 * column - 4 + 2 * source.uniform(), 4 * row - 4 + 2 * (column % 2 === 0 ? 1 : 0) + 2 * source.uniform()];
    },
    logProb: () => -Math.log(32),
  },
  pinwheel: {
    name: "pinwheel",
    space: "e2",
    entropy: 2.317788127679271,
    draw: (source) => {
      const [a, b] = [1 + 0.3 * source.normal(), 0.1 * source.normal()];
      const angle = (2 * Math.PI * source.below(5)) / 5 + 0.25 * Math.exp(a);
      const [c, s] = onCircle(angle);
      return [2 * (a * c! - b * s!), 2 * (a * s! + b * c!)];
    },
  },
  threeVonMises: {
    name: "three von Mises",
    space: "s1",
    entropy: 1.5585057782220773,
    draw: (source) => {
      const mode = pick([0.3, 0.25, 0.45], source);
      return onCircle(vonMises([0.8, 2.6, 4.9][mode]!, [8, 20, 3][mode]!, source));
    },
    logProb: (point) => logMeanExp([0.8, 2.6, 4.9].map((mean, mode) => logVonMises([8, 20, 3][mode]!, cosine(point, 0, mean))), [0.3, 0.25, 0.45]),
  },
  torusUnimodal: {
    name: "T² unimodal",
    space: "s1+s1",
    entropy: 3.254802918039979,
    draw: (source) => [...onCircle(vonMises(4.18, 1, source)), ...onCircle(vonMises(5.96, 1, source))],
    logProb: (point) => logVonMises(1, cosine(point, 0, 4.18)) + logVonMises(1, cosine(point, 2, 5.96)),
  },
  torusMultimodal: {
    name: "T² multimodal",
    space: "s1+s1",
    entropy: 3.6023795958924536,
    draw: (source) => {
      const [first, second] = torusModes[source.below(3)]!;
      return [...onCircle(vonMises(first, 1, source)), ...onCircle(vonMises(second, 1, source))];
    },
    logProb: (point) => logMeanExp(torusModes.map(([first, second]) => logVonMises(1, cosine(point, 0, first)) + logVonMises(1, cosine(point, 2, second)))),
  },
  torusCorrelated: {
    name: "T² correlated",
    space: "s1+s1",
    entropy: 3.465278525429335,
    draw: (source) => {
      const first = 2 * Math.PI * source.uniform();
      return [...onCircle(first), ...onCircle(vonMises(1.94 - first, 1, source))];
    },
    logProb: (point) => logVonMises(1, cosine(point, 2, 1.94 - Math.atan2(point[1]!, point[0]!))) - Math.log(2 * Math.PI),
  },
  vonMisesFisher: {
    name: "von Mises–Fisher κ = 5",
    space: "s2",
    entropy: 1.2279397331047859,
    draw: (source) => vonMisesFisher([0, 0, 1], 5, source),
    logProb: (point) => logFisher(5, point[2]!),
  },
  fourModes: {
    name: "four modes",
    space: "s2",
    entropy: 1.8709055271516133,
    draw: (source) => vonMisesFisher(fourModes[source.below(4)]!, 10, source),
    logProb: (point) => logMeanExp(fourModes.map((mean) => logFisher(10, dot(point, mean)))),
  },
  twoBetas: {
    name: "two Betas",
    space: "i",
    entropy: -0.2009509485623624,
    draw: (source) => [source.uniform() < 0.6 ? beta(2, 8, source) : beta(12, 4, source)],
    // B(2, 8) = 1/72 and B(12, 4) = 1/5460.
    logProb: ([x]) => Math.log(0.6 * 72 * x! * (1 - x!) ** 7 + 0.4 * 5460 * x! ** 11 * (1 - x!) ** 3),
  },
  dirichlet: {
    name: "Dirichlet(6, 2, 3)",
    space: "a2",
    entropy: -1.6086942846541579,
    draw: (source) => dirichlet([6, 2, 3], source),
    logProb: (point) => logDirichlet([6, 2, 3], point),
  },
  twoDirichlets: {
    name: "two Dirichlets",
    space: "a2",
    entropy: -1.1960955963924853,
    draw: (source) => dirichlet(source.uniform() < 0.5 ? [6, 2, 3] : [2, 9, 4], source),
    logProb: (point) => logMeanExp([logDirichlet([6, 2, 3], point), logDirichlet([2, 9, 4], point)]),
  },
  planeAndDirection: {
    name: "plane and direction",
    space: "e2+s2",
    entropy: 3.911141392537746,
    draw: (source) => {
      const [a, b] = [source.normal(), source.normal()];
      const [x, y] = [a, 0.6 * a + 0.8 * b];
      return [x, y, ...vonMisesFisher(lonLat(1.2 * y, 0.5 * Math.tanh(x)), Math.exp(1.5 + 0.7 * x), source)];
    },
    logProb: ([x, y, ...direction]) =>
      logNormal(x!, 0, 1) + logNormal(y!, 0.6 * x!, 0.8) + logFisher(Math.exp(1.5 + 0.7 * x!), dot(direction, lonLat(1.2 * y!, 0.5 * Math.tanh(x!)))),
  },
} as const satisfies { readonly [name: string]: Target };

/** `count` draws, row by row. */
export const sampleOf = (target: Target, count: number, seed: number): Float64Array => {
  const source = random(seed, target.name);
  const first = target.draw(source);
  const rows = new Float64Array(count * first.length);
  rows.set(first);
  for (let row = 1; row < count; row++) rows.set(target.draw(source), row * first.length);
  return rows;
};
