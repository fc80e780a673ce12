/** What a transport picture is drawn on, by manifold: the lattice of the base, and how any image of it looks on the stage. */
import { DiffeoFault } from "../../error.ts";
import type { ManifoldSpec } from "../../manifold/space.ts";
import type { Pixel } from "../lines.ts";
import type { Grid } from "../mesh.ts";
import type { Svg } from "../svg.ts";
import { globeStage } from "./globe-stage.ts";
import { lineStage } from "./line-stage.ts";
import { planeStage } from "./plane-stage.ts";
import { ringStage } from "./ring-stage.ts";
import type { Route } from "./route.ts";
import { triangleStage } from "./triangle-stage.ts";

/** One image of lattice and samples in pixels. In a picture that moves it has the same lines with as many points from step to step. */
export interface Image {
  readonly lines: Grid<readonly Pixel[]>;
  /** The outline of the density, where there is room for one. */
  readonly density?: readonly Pixel[];
  readonly dots: readonly Pixel[];
}

export interface Stage {
  /** Lattice and samples at each step. */
  readonly steps: readonly Image[];
  /** The same with more of them, so that straight moves of pixels look like moves on the manifold: so many images from one step to the next. */
  readonly between: number;
  readonly moving: readonly Image[];
  readonly under: Svg;
  readonly over: Svg;
  readonly below: number;
  readonly left: number;
}

export interface StageOptions {
  readonly side: number;
  readonly labels: readonly string[] | undefined;
  /** Fewer lines and points, for a picture that moves. */
  readonly light: boolean;
}

/** The stage of a manifold; blocks of one and two dimensions have one. */
const stageOf = ({ kind, dim }: ManifoldSpec): ((route: Route, options: StageOptions) => Stage) | undefined => {
  switch (kind) {
    case "e":
      return [lineStage, planeStage][dim - 1];
    case "s":
      return [ringStage, globeStage][dim - 1];
    case "a":
      return [lineStage, triangleStage][dim - 1];
    case "i":
    case "h":
      return lineStage;
    case "c":
      return undefined;
  }
};

/** Whether a block on this manifold has a picture of its way. */
export const staged = (manifold: ManifoldSpec): boolean => stageOf(manifold) !== undefined;

export const stage = (route: Route, options: StageOptions): Stage => {
  const { manifold } = route;
  const own = stageOf(manifold);
  if (own) return own(route, options);
  throw new DiffeoFault({
    tag: "OptionError", path: ["transport"],
    sentence: `The way of a block ${manifold.spec} has no picture; choose a block e1, e2, s1, s2, i, a1 or a2 by \`block\`.`,
  });
};
