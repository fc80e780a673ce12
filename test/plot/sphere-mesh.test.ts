import { describe, expect, it } from "vitest";
import { sphereMesh } from "../../src/plot/sphere-mesh.ts";

const places = [
  [0, 0],
  [180, 0],
  [-75.5, 33],
  [0, 90],
  [12, -90],
] as const;

describe.each(places)("sphereMesh about %d°, %d°", (lonDeg, latDeg) => {
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const toward = [
    Math.cos((latDeg * Math.PI) / 180) * Math.cos((lonDeg * Math.PI) / 180),
    Math.cos((latDeg * Math.PI) / 180) * Math.sin((lonDeg * Math.PI) / 180),
    Math.sin((latDeg * Math.PI) / 180),
  ];
  const distances = (positions: Float64Array): readonly number[] =>
    Array.from({ length: positions.length / 3 }, (_, i) =>
      Math.acos(Math.min(1, Math.max(-1, toward.reduce((dot, t, k) => dot + t * positions[3 * i + k]!, 0)))),
    );

  it.each([Math.PI / 2, 0.6, 0.01])("covers the sphere once with a focus of %d radians", (radius) => {
    const { positions, weights } = sphereMesh({ lonDeg, latDeg, radius }, 20);
    expect(positions).toHaveLength(3 * (6 * 20 * 20 + 2));
    expect(sum(weights)).toBeCloseTo(4 * Math.PI, 9);
    expect(Math.min(...weights)).toBeGreaterThan(0);
  });
  it.each([0.6, 0.01])("puts half of its vertices into a focus of %d radians", (radius) => {
    const { positions } = sphereMesh({ lonDeg, latDeg, radius }, 20);
    const inside = distances(positions).filter((distance) => distance < radius).length;
    expect(inside / (positions.length / 3)).toBeGreaterThan(0.45);
    expect(inside / (positions.length / 3)).toBeLessThan(0.55);
  });
  it("integrates a function that is not symmetric", () => {
    // ∫ z² = 4π / 3 over the unit sphere.
    const { positions, weights } = sphereMesh({ lonDeg, latDeg, radius: 0.6 }, 60);
    expect(weights.reduce((total, weight, i) => total + weight * positions[3 * i + 2]! ** 2, 0)).toBeCloseTo((4 * Math.PI) / 3, 2);
  });
});
