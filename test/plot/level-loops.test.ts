import { describe, expect, it } from "vitest";
import { levelLoops } from "../../src/plot/level-loops.ts";
import { sphereMesh } from "../../src/plot/sphere-mesh.ts";

const ball = { lonDeg: 0, latDeg: 0, radius: Math.PI / 2 };

describe("levelLoops", () => {
  // A cube: two corners at opposite ends of one face's diagonal are high. The face's mean is 0.5.
  const { cells, positions } = sphereMesh(ball, 1);
  const [a, , c] = cells;
  const values = new Float64Array(positions.length / 3);
  values[a!] = 1;
  values[c!] = 1;
  it("joins the high corners of a saddle whose middle is high", () => {
    expect(levelLoops(cells, values, 0.4)).toHaveLength(1);
  });
  it("parts them where the middle is low", () => {
    const loops = levelLoops(cells, values, 0.6);
    expect(loops.map((loop) => loop.length)).toEqual([3, 3]);
  });
  it("does the same with high and low exchanged, whichever corner the cell starts with", () => {
    const turned = values.map((value) => 1 - value);
    expect(levelLoops(cells, turned, 0.4)).toHaveLength(2);
    expect(levelLoops(cells, turned, 0.6)).toHaveLength(1);
  });
  it("crosses an edge where the straight line between its ends does", () => {
    for (const { from, to, at } of levelLoops(cells, values, 0.6).flat()) {
      expect((1 - at) * values[from]! + at * values[to]!).toBeCloseTo(0.6, 12);
    }
  });
  it("ends a density that ends on an edge half way", () => {
    const ended = values.map((value) => (value === 1 ? 1 : -Infinity));
    for (const crossing of levelLoops(cells, ended, 0.6).flat()) expect(crossing.at).toBe(0.5);
  });
  it("finds nothing where the level is not reached or everywhere passed", () => {
    expect(levelLoops(cells, values, 2)).toEqual([]);
    expect(levelLoops(cells, values, 0)).toEqual([]);
  });
  it("passes every crossed edge exactly once", () => {
    const mesh = sphereMesh(ball, 12);
    const rough = Float64Array.from(mesh.weights, (_, i) => Math.sin(i * 12.9898) * 2);
    const crossed = new Set<string>();
    for (let i = 0; i < mesh.cells.length; i++) {
      const [u, v] = [mesh.cells[i]!, mesh.cells[(i & ~3) + ((i + 1) & 3)]!];
      if (rough[u]! >= 0.3 !== rough[v]! >= 0.3) crossed.add(`${Math.min(u, v)} ${Math.max(u, v)}`);
    }
    const passed = levelLoops(mesh.cells, rough, 0.3).flat().map(({ from, to }) => `${from} ${to}`);
    expect(passed).toHaveLength(crossed.size);
    expect(new Set(passed)).toEqual(crossed);
  });
});
