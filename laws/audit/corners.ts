/** Where formulas break first: the corners of each manifold, and places far out where it has no end. */
import type { ManifoldSpec } from "../../src/manifold/space.ts";

type Points = readonly (readonly number[])[];

/** Poles, seams and antipodes, ends and what lies just inside, vertices and faces, and all classes; nothing on R^n. */
export const corners = (manifold: ManifoldSpec): Points => {
  switch (manifold.kind) {
    case "e":
      return [];
    case "s":
      return poles(manifold.dim + 1);
    case "i": {
      const { lower, upper } = manifold;
      const width = upper - lower;
      return [[lower], [upper], ...[1e-15, 1e-9, 1e-4].flatMap((share) => [[lower + share * width], [upper - share * width]])];
    }
    case "h":
      return [0, 1e-300, 1e-30, 1e-9].map((distance) => [manifold.side === "above" ? manifold.end + distance : manifold.end - distance]);
    case "a":
      return Array.from({ length: manifold.dim + 1 }, (_, at) => [
        vertex(manifold.dim + 1, at, 0),
        vertex(manifold.dim + 1, at, 1e-300),
        vertex(manifold.dim + 1, at, 1e-9),
        // The face across.
        Array.from({ length: manifold.dim + 1 }, (_each, own) => (own === at ? 0 : 1 / manifold.dim)),
      ]).flat();
    case "c":
      return Array.from({ length: manifold.classes }, (_, at) => vertex(manifold.classes, at, 0));
  }
};

/** 1 at one place but for what the others have. */
const vertex = (count: number, at: number, others: number): readonly number[] => Array.from({ length: count }, (_, own) => (own === at ? 1 - (count - 1) * others : others));

/** ± each axis, and beside them. */
const poles = (count: number): Points =>
  Array.from({ length: count }, (_, axis) => [1, -1].flatMap((side) => [0, 1e-160, 1e-9].map((beside) => {
    const raw = Array.from({ length: count }, (_each, at) => (at === axis ? side : at === (axis + 1) % count ? beside : 0));
    const length = Math.hypot(...raw);
    return raw.map((each) => each / length);
  }))).flat();

/** Points so many units from the middle of a block without bounds, in every direction along an axis. Half lines have both ends. */
export const farOut = (manifold: ManifoldSpec, location: readonly number[], scale: readonly number[], units: number): Points => {
  switch (manifold.kind) {
    case "e":
      return location.flatMap((_, axis) => [1, -1].map((side) => location.map((each, at) => (at === axis ? each + side * units * scale[at]! : each))));
    case "h": {
      const sign = manifold.side === "above" ? 1 : -1;
      return [units, 1 / units].map((times) => [manifold.end + sign * Math.exp(location[0]!) * times]);
    }
    default:
      return [];
  }
};
