/** The triangle of three fractions: lines on which one fraction stays the same, and where they go. */
import { fractionLines } from "../lattices.ts";
import { triangleSheet } from "../triangle.ts";
import { followed, imageOf } from "./planar.ts";
import type { Route } from "./route.ts";
import type { Stage, StageOptions } from "./stage.ts";

export const triangleStage = (route: Route, { side, labels, light }: StageOptions): Stage => {
  const found = followed(route, light ? fractionLines(8, 49) : fractionLines(), light ? 120 : undefined);
  const { place, under, over } = triangleSheet({ width: side, height: side }, [labels?.[0] ?? "fraction₁", labels?.[1] ?? "fraction₂", labels?.[2] ?? "fraction₃"]);
  const steps = route.names.map((_, step) => imageOf(found, step, 3, (rows, at) => place([rows[at]!, rows[at + 1]!, rows[at + 2]!])));
  return { steps, between: 1, moving: steps, under, over, below: 0, left: 0 };
};
