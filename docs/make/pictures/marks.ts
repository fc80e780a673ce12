/** The marks that pictures of layers share, and what legends say of them. */
import { percent } from "../../../src/plot/marks.ts";
import type { Key } from "../../../src/plot/panel.ts";
import { levelClass } from "../../../src/plot/theme.ts";

/** Shares of the regions, from the innermost. */
export const masses = [0.5, 0.9] as const;

export const keys = {
  mesh: { mark: "line", class: "mesh", label: "an even grid of the base, and its image" },
  dots: { mark: "dots", class: "dots", label: "a sample" },
  line: { mark: "line", class: "line", label: "density" },
  bars: { mark: "bars", class: "bars", label: "samples" },
  regions: masses.map((mass, at): Key => ({
    mark: "region",
    class: levelClass(at),
    label: `smallest region with ${percent(mass)}`,
  })),
} as const;

export const sampleCount = 500;
