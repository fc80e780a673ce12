/** Gaussianization: both directions of every form against its formula, at the ends of the floats too. */
import { describe, expect, it } from "vitest";
import { gauss } from "../../src/bijectors/gauss.ts";
import { rawBounded } from "../../src/bijectors/gauss/bounded.ts";
import { exponentBounds } from "../../src/bijectors/gauss/options.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";
import { e, logAbsDet, normals, trial, worst, type Numbers } from "./trial.ts";


type Options = Parameters<typeof gauss.with>[0];
const variants: readonly Options[] = [
  {},
  { outer: "logistic" },
  { skew: true },
  { skew: true, outer: "logistic" },
  { weights: false, kernels: 1 },
  { weightRatio: 2, minWidth: 0.2, maxWidth: 3, kernels: 4 },
  { rotation: "triangular" },
  { rotation: "angles" },
  { rotation: "cayley" },
  { rotation: "none" },
  { reflections: 1 },
  { reflections: 4 },
  { form: "spline" },
  { form: "spline", kernels: 1 },
];
const name = (options: Options): string => JSON.stringify(options);

describe.each(variants)("gauss under %j", (options) => {
  const layer = gauss.with(options);

  it.each([1, 2, 3, 5])("round trips, log-dets cancel and agree with the Jacobian in dimension %i", (dim) => {
    for (const predicted of [false, true]) {
      const { run } = trial(layer, e(dim), { predicted });
      const points = normals(40 * dim);
      for (const direction of ["forward", "inverse"] as const) {
        const exact = run(direction, points);
        expect(worst(exact.back, points)).toBeLessThan(1e-12);
        expect(worst(exact.logDet, exact.backLogDet, 1)).toBeLessThan(1e-12);
        const determinants = Array.from(exact.logDet, (_, row) => logAbsDet(exact.jacobian.subarray(row * dim * dim, (row + 1) * dim * dim), dim));
        expect(worst(exact.logDet, determinants)).toBeLessThan(1e-12);
        const single = run(direction, points, reference32);
        expect(worst(single.back, points)).toBeLessThan(1e-4);
        expect(worst(single.logDet, exact.logDet)).toBeLessThan(2e-4);
      }
    }
  });

  it("has the gradients that differences show, and finite ones at the start", () => {
    const dim = 2;
    for (const predicted of [false, true]) {
      const own = trial(layer, e(dim), { predicted });
      for (const direction of ["forward", "inverse"] as const) {
        const point = [0.37, -1.21];
        const gradients = own.gradients(direction, point);
        const value = (values: Numbers, at: readonly number[]): number => {
          const { point: image, logDet } = own.run(direction, at, reference, values);
          return image[0]! + image[1]! + 2 * logDet[0]!;
        };
        const step = 1e-5;
        for (const [parameter, gradient] of Object.entries(gradients)) {
          gradient.forEach((each, entry) => {
            const moved = (by: number): number => {
              if (parameter === "x") return value(own.values, point.map((x, i) => (i === entry ? x + by : x)));
              return value({ ...own.values, [parameter]: own.values[parameter]!.map((x, i) => (i === entry ? x + by : x)) }, point);
            };
            const difference = (8 * (moved(step) - moved(-step)) - (moved(2 * step) - moved(-2 * step))) / (12 * step);
            expect(Math.abs(each - difference), `${name(options)} ${direction} ${parameter}[${entry}]`).toBeLessThan(1e-7 * (1 + Math.abs(each)));
          });
        }
      }
    }
  });

  it("is finite, with finite gradients, at the ends of the floats", () => {
    for (const interpreter of [reference, reference32]) {
      const own = trial(layer, e(1));
      const ends = interpreter === reference ? [1e30, -1e30, 1e15, -1e15, 1e6, 0] : [1e15, -1e15, 1e6, -1e6, 0];
      for (const [direction, points] of [["inverse", ends], ["forward", [30, -30, 38, 1e4, -1e4]]] as const) {
        for (const point of points) {
          const image = own.run(direction, [point], interpreter);
          const all = [image.point, image.logDet, ...Object.values(own.gradients(direction, [point], interpreter))].flatMap((each) => [...each]);
          expect(all.every(Number.isFinite), `${name(options)} ${interpreter.precision} ${direction} ${point}`).toBe(true);
        }
      }
    }
  });
});

const kernels = { means: [-1.5, 0.25, 2], widths: [0.5, 0.8, 0.3], weights: [0.2, 0.5, 0.3], exponents: [0.3, 2.5, 7] };

/** Raw parameters of given kernels. */
const raw = ({ means, widths, weights, exponents }: { means: number[]; widths: number[]; weights: number[]; exponents?: number[] }): Numbers => {
  const limit = 0.5 * Math.log(100);
  const middle = 0.5 * (Math.log(Math.max(...weights)) + Math.log(Math.min(...weights)));
  return {
    rotation: [],
    means,
    widths: widths.map((width) => rawBounded(width, { min: 0.01, max: 100 })),
    weights: weights.map((weight) => limit * Math.atanh((Math.log(weight) - middle) / limit)),
    exponents: (exponents ?? []).map((exponent) => rawBounded(exponent, exponentBounds)),
    box: [],
    bins: [],
    slopes: [],
  };
};

/** u, z and log dz/du from the formula of Meng et al. in 80 digits (mpmath), both tails summed on their own. */
const golden = {
  normal: [
    [-40, -9.7771630532149909, -2.0671064114632745],
    [-3.7, -2.5129448178729857, -0.61089256420059458],
    [-0.4, -0.42936306109944678, -0.76490295508756193],
    [0.9, 0.13113515787202222, -0.90131889338125168],
    [2.5, 1.4321250790641768, 0.15565953728627718],
    [6, 3.3682390405181511, -1.0638737995122917],
    [800, 44.624274316119255, -3.5756359759107122],
  ],
  logistic: [
    [-40, -51.005647180558915, 0.22314355131482626],
    [0.9, 0.20942531042501873, -0.43161651931304984],
    [6, 7.8795772141744936, 0.22500440728139002],
  ],
  skewed: [
    [-40, -6.6150551281995823, -2.4218478284158337],
    [-3.7, -1.5374944968540511, -1.0577936598283261],
    [-0.4, -0.014649540618617478, -0.67378508164573342],
    [0.9, 0.44910516923613214, -1.833432119287628],
    [2.5, 0.80282719660840184, 0.13989817501180936],
    [6, 4.4981524324150975, -0.34642661645306214],
    [40, 12.832498446754926, -1.8648168100116201],
  ],
} as const;

describe("gauss has the values of the formula in 80 digits", () => {
  it.each([
    ["normal", {}, golden.normal],
    ["logistic", { outer: "logistic" }, golden.logistic],
    ["skewed", { skew: true }, golden.skewed],
  ] as const)("%s", (_, options, rows) => {
    const own = trial(gauss.with({ kernels: 3, ...options }), e(1));
    const values = raw(kernels);
    const given = "skew" in options ? values : { ...values, exponents: [] };
    for (const [u, z, logSlope] of rows) {
      const image = own.run("inverse", [u], reference, given);
      expect(Math.abs(image.point[0]! - z)).toBeLessThan(2e-14 * (1 + Math.abs(z)));
      expect(Math.abs(image.logDet[0]! - logSlope)).toBeLessThan(4e-14 * (1 + z * z / 50));
      expect(Math.abs(image.back[0]! - u)).toBeLessThan(1e-13 * (1 + Math.abs(u)));
      const single = own.run("inverse", [u], reference32, given);
      expect(Math.abs(single.point[0]! - z)).toBeLessThan(2e-6 * (1 + Math.abs(z)));
      expect(Math.abs(single.logDet[0]! - logSlope)).toBeLessThan(3e-5);
    }
  });
});

describe("gauss at the ends of the floats", () => {
  it("has z²/2 = u/w and dz/du = 1/(w z) beyond all kernels", () => {
    const own = trial(gauss.with({ kernels: 1, weights: false }), e(1), { scatter: 0 });
    const width = 0.5;
    const values = { ...own.values, widths: [rawBounded(width, { min: 0.01, max: 100 })] };
    for (const u of [1e8, 1e15, 1e20, 1e30]) {
      for (const sign of [1, -1]) {
        const image = own.run("inverse", [sign * u], reference, values);
        const z = sign * Math.sqrt((2 * u) / width);
        // What z²/2 leaves out is log(z √2π).
        expect(Math.abs(image.point[0]! / z - 1)).toBeLessThan(1e-15 + (2 * Math.log(Math.abs(z))) / (z * z));
        expect(image.logDet[0]).toBeCloseTo(-Math.log(width * Math.abs(z)), 6);
        expect(image.jacobian[0]! * width * Math.abs(z)).toBeCloseTo(1, 6);
        expect(Math.abs(image.back[0]! / (sign * u) - 1)).toBeLessThan(1e-14);
      }
    }
  });

  it("has one derivative where a skewed kernel has its middle", () => {
    const own = trial(gauss.with({ kernels: 2, skew: true }), e(1), { scatter: 0 });
    for (const mean of own.values["means"]!) {
      const { jacobian, logDet } = own.run("inverse", [mean]);
      expect(Math.log(jacobian[0]!)).toBeCloseTo(logDet[0]!, 13);
    }
  });
});

describe("gauss with kernels far apart", () => {
  const own = trial(gauss.with({ kernels: 2 }), e(1));
  const apart = (half: number): Numbers => ({ ...raw({ means: [-half, half], widths: [1.5, 1], weights: [0.25, 0.75] }), exponents: [] });

  it("keeps the density of the gap, where C itself is constant (1500 digits)", () => {
    const rows = [[-300, -0.67448975019608174, -467.31201939113026], [0, -0.67448975019608174, -667.31201939113026], [999, -0.12135212905083431, -0.98790374467096868]] as const;
    for (const [u, z, logSlope] of rows) {
      const { point, logDet } = own.run("inverse", [u], reference, apart(1000));
      expect(point[0]).toBeCloseTo(z, 14);
      expect(logDet[0]).toBeCloseTo(logSlope, 11);
    }
  });

  it("has a place for every z, also where the gap is flat to the last digit", () => {
    for (const interpreter of [reference, reference32]) {
      for (const half of [5, 10, 30, 1000, 5e5]) {
        const gap = -0.67448975019608174;
        const points = [gap, Math.fround(gap), ...Array.from({ length: 2000 }, (_, i) => gap + 1e-6 * (i - 1000)), ...normals(2000)];
        const image = own.run("forward", points, interpreter, apart(half));
        expect([...image.point, ...image.logDet].every(Number.isFinite)).toBe(true);
        // A last place of u is a step of this size in z.
        const place = half * (interpreter === reference ? 2 ** -52 : 2 ** -23);
        expect(worst(image.back, points)).toBeLessThan((interpreter === reference ? 1e-13 : 1e-5) + 3 * place);
        const gradients = own.gradients("forward", points, interpreter, apart(half));
        expect(Object.values(gradients).every((each) => each.every(Number.isFinite))).toBe(true);
      }
    }
  });

  it("keeps widths and weights within their bounds for raw parameters of any size", () => {
    for (const size of [-1e9, -40, 40, 1e9]) {
      const values = { ...apart(3), widths: [size, -size], weights: [size, -size] };
      const image = own.run("inverse", [-3, 0, 2.99, 3, 50], reference, values);
      expect([...image.point, ...image.logDet].every(Number.isFinite)).toBe(true);
      expect(worst(image.back, [-3, 0, 2.99, 3, 50])).toBeLessThan(1e-9);
      expect(Object.values(own.gradients("inverse", [-3, 0.1, 3], reference, values)).every((each) => each.every(Number.isFinite))).toBe(true);
    }
  });
});


it("refuses a least width above the largest", () => {
  expect(() => trial(gauss.with({ minWidth: 2, maxWidth: 1 }), e(1))).toThrow("Option minWidth of gauss is below maxWidth, but 2 and 1 were given.");
});
