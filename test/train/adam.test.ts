import { describe, expect, it } from "vitest";
import { adamStep, clip, freshAdam, norm } from "../../src/train/adam.ts";

describe("Adam", () => {
  it("takes the steps of algorithm 1 of Kingma & Ba", () => {
    const parameters = Float64Array.of(1);
    const gradients = [2, -1, 0.5];
    const [rate, b1, b2, epsilon] = [0.1, 0.9, 0.999, 1e-8];
    let [m, v, x] = [0, 0, 1];
    let state = freshAdam(1);
    gradients.forEach((g, index) => {
      const t = index + 1;
      [m, v] = [b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g ** 2];
      x -= (rate * (m / (1 - b1 ** t))) / (Math.sqrt(v / (1 - b2 ** t)) + epsilon);
      state = adamStep(state, parameters, Float64Array.of(g), rate);
      expect(parameters[0]).toBeCloseTo(x, 14);
      expect(state.step).toBe(t);
    });
  });

  it("begins with a step of the size of the rate, whatever the size of the gradient, and leaves what has none alone", () => {
    const parameters = Float64Array.of(0, 0, 0);
    adamStep(freshAdam(3), parameters, Float64Array.of(1e-3, -1e6, 0), 0.01);
    expect(parameters[0]).toBeCloseTo(-0.01, 6);
    expect(parameters[1]).toBeCloseTo(0.01, 12);
    expect(parameters[2]).toBe(0);
  });
});

describe("clipping", () => {
  it("shortens what is longer and leaves the rest alone", () => {
    const [long, short] = [Float64Array.of(3, 4), Float64Array.of(0.3, 0.4)];
    clip(long, 2);
    clip(short, 2);
    expect(long[0]).toBeCloseTo(1.2, 14);
    expect(long[1]).toBeCloseTo(1.6, 14);
    expect(short).toEqual(Float64Array.of(0.3, 0.4));
  });

  it("survives the ends of the floats", () => {
    expect(norm(Float64Array.of(3e300, 4e300))).toBe(5e300);
    expect(norm(Float64Array.of(3e-300, 4e-300)) / 5e-300).toBeCloseTo(1, 12);
    expect(norm(Float64Array.of(0, -0))).toBe(0);
    expect(norm(Float64Array.of())).toBe(0);
  });
});
