/** The picture of a layer, by the kind of manifold that its example lives on. */
import { figure } from "../../../src/plot/figure.ts";
import type { Panel } from "../../../src/plot/panel.ts";
import type { Entry } from "../entries.ts";
import { circlePanels } from "./circle.ts";
import { classesPanels } from "./classes.ts";
import { intervalPanels } from "./interval.ts";
import { planePanels } from "./plane.ts";
import { simplexPanels } from "./simplex.ts";
import { spherePanels } from "./sphere.ts";
import { subject } from "./subject.ts";

const panels = (entry: Entry): readonly Panel[] => {
  const { example } = entry;
  switch (example.kind) {
    case "e":
      return planePanels(subject(entry));
    case "s":
      return (example.dim === 1 ? circlePanels : spherePanels)(subject(entry));
    case "i":
      return intervalPanels(subject(entry), example);
    case "a":
      return simplexPanels(subject(entry));
    case "c":
      return classesPanels(subject(entry), example);
    case "h":
      throw new Error("Half lines have the layers of lines, which are shown on the plane.");
  }
};

/** The text of an SVG file. */
export const picture = (entry: Entry): string =>
  figure({ title: `${entry.layer.name} on ${entry.example.spec}`, rows: [panels(entry)], id: entry.picture });
