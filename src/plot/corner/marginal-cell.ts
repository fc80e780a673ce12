/** The diagonal of a corner plot: the density of one aspect, over a histogram of the observations. */
import { linear } from "../axis.ts";
import { line } from "../lines.ts";
import { dotsAndRegions, percent, regionKeys } from "../marks.ts";
import type { Key } from "../panel.ts";
import { ringPanel } from "../ring.ts";
import { lonLatOf } from "../sphere-place.ts";
import { sphereRegions } from "../sphere-region.ts";
import { element, polyline, siblings, type Svg } from "../svg.ts";
import { trianglePanel } from "../triangle.ts";
import type { AngleAspect, Aspect, ClassAspect, NumberAspect, PlaceAspect, TriangleAspect } from "./aspects.ts";
import { dotLook, framed, type Cell } from "./cell.ts";
import { mapSheet, outlined } from "../map-sheet.ts";
import { extent } from "./place-cell.ts";
import type { Scene } from "./scene.ts";
import { ringMarks, unitOf } from "./turns.ts";

const barKey: Key = { mark: "bars", class: "bars", label: "share of the observations" };
const densityKey: Key = { mark: "line", class: "line", label: "density of the model" };

export const marginalCell = (scene: Scene, aspect: Aspect): Cell => {
  switch (aspect.kind) {
    case "number":
      return numberCell(scene, aspect);
    case "angle":
      return ringCell(scene, aspect);
    case "sphere":
      return mapCell(scene, aspect);
    case "triangle":
      return triangleCell(scene, aspect);
    case "class":
      return classCell(scene, aspect);
  }
};

/** Shares of the values per unit in equal bins. */
const histogram = (values: ArrayLike<number>, [low, high]: readonly [number, number], bins: number): Float64Array => {
  const heights = new Float64Array(bins);
  for (let at = 0; at < values.length; at++) {
    const bin = Math.min(bins - 1, Math.floor(((values[at]! - low) / (high - low)) * bins));
    if (values[at]! >= low && values[at]! <= high) heights[bin]! += bins / ((high - low) * values.length);
  }
  return heights;
};

const bins = 32;

const numberCell = (scene: Scene, aspect: NumberAspect): Cell => {
  const { side, observed } = scene;
  const axis = scene.axis(aspect);
  const { at, density } = scene.curve(aspect);
  const heights = observed && histogram(observed(aspect), axis.span, bins);
  // A density may have a pole at an end, and then the bars say how much of it is shown.
  const [tallest, highest] = [Math.max(0, ...(heights ?? [])), Math.max(...density)];
  const top = 1.08 * (tallest > 0 ? Math.max(tallest, Math.min(highest, 1.5 * tallest)) : highest);
  const [across, up] = [linear(axis.span, [0, side]), linear([0, top], [side, 0])];
  const bar = (tall: number, bin: number): string => {
    const [left, right] = [(side * bin) / bins, (side * (bin + 1)) / bins];
    return tall > 0 ? polyline([[left, side], [left, up(tall)], [right, up(tall)], [right, side]], true) : "";
  };
  const d = line(Array.from(at, (value, index) => [across(value), up(Math.min(density[index]!, 2 * top))] as const));
  const { body, xLabels } = framed(side, axis, { span: [0, top], label: "", ticks: [] },
    ...(heights ? [element("path", { class: "bars", d: Array.from(heights, bar).join("") })] : []),
    element("path", { class: "line-halo", d }),
    element("path", { class: "line", d }));
  return {
    body, xLabels,
    keys: [...(observed ? [barKey] : []), densityKey],
    words: `${aspect.label}: the density of the model as a curve, ${scene.found(aspect)}${observed ? `, over a histogram of ${observed(aspect).length} observations` : ""}.`,
  };
};

const ringCell = (scene: Scene, aspect: AngleAspect): Cell => {
  const { side, observed } = scene;
  const { at, density } = scene.curve(aspect);
  const { body } = ringPanel({
    size: { width: side, height: side }, title: "", period: aspect.period, unit: unitOf(aspect), bins: 36,
    values: observed?.(aspect) ?? [],
    // The ring asks at its own places; between those of the curve there is nothing to see.
    logDensity: aspect.whole ? scene.logDensity(aspect) : (values) => values.map((value) => Math.log(density[Math.floor((value / aspect.period) * at.length) % at.length]!)),
    ...ringMarks(aspect),
  });
  return { body, keys: [...(observed ? [barKey] : []), densityKey], words: `${aspect.label}: a ring, clockwise from the top, with the density of the model as a closed curve, ${scene.found(aspect)}${observed ? `, over a histogram of ${observed(aspect).length} observations` : ""}.` };
};

const mapCell = (scene: Scene, aspect: PlaceAspect): Cell => {
  const sheet = mapSheet(extent(scene, aspect), scene.side, scene.coastlines);
  const found = sphereRegions(
    (lon, lat) => scene.logDensity(aspect)(Array.from(lon).flatMap((each, at) => sheet.vector(each, lat[at]!))),
    sheet.focus, scene.masses, lonLatOf(scene.samples(aspect).slice(0, 3 * 5000)), 40,
  );
  // Where the density is flat there are no smallest regions.
  const regions = found.length > 1 && found[0]!.level - found.at(-1)!.level < 1e-6 ? [] : found.map((region) => outlined(sheet.path, region));
  const places = sheet.placed(scene.dots(aspect));
  return {
    body: sheet.drawn(dotsAndRegions(places, regions, dotLook(scene).class)),
    below: sheet.below, left: sheet.left,
    keys: [dotLook(scene), ...regionKeys(scene.masses)],
    words: `${aspect.label}: equal-area map with ${places.length} dots and the smallest regions that hold ${scene.masses.map(percent).join(" and ")} of the density, ${scene.found(aspect)}.`,
  };
};

const triangleCell = (scene: Scene, aspect: TriangleAspect): Cell => {
  const values = scene.dots(aspect);
  const { body, description } = trianglePanel({
    size: { width: scene.side, height: scene.side }, title: "", levels: scene.masses, perSide: 70, corners: aspect.corners, look: dotLook(scene).class,
    points: Array.from({ length: values.length / 3 }, (_, at) => [values[3 * at]!, values[3 * at + 1]!, values[3 * at + 2]!] as const),
    logDensity: scene.logDensity(aspect),
  });
  return { body, keys: [dotLook(scene), ...regionKeys(scene.masses)], words: `${aspect.label}: ${description} The density is ${scene.found(aspect)}.` };
};

/** Masses as lines, over bars of the shares of the observations. */
const classCell = (scene: Scene, aspect: ClassAspect): Cell => {
  const { side, observed } = scene;
  const axis = scene.axis(aspect);
  const masses = scene.logDensity(aspect)(aspect.classes.map((_, own) => own)).map(Math.exp);
  const shares = observed && aspect.classes.map((_, own) => observed(aspect).reduce((sum, each) => sum + (each === own ? 1 : 0), 0) / Math.max(1, observed(aspect).length));
  const top = 1.12 * Math.max(...masses, ...(shares ?? []));
  const [across, up] = [linear(axis.span, [0, side]), linear([0, top], [side, 0])];
  const bar = (tall: number, own: number, look: string): Svg =>
    element("rect", { class: look, x: across(own - 0.36), y: up(tall), width: across(own + 0.36) - across(own - 0.36), height: side - up(tall) });
  const number = (mass: number, own: number): Svg =>
    element("text", { class: "faint halo", x: across(own), y: Math.max(12, up(Math.max(mass, shares?.[own] ?? 0)) - 6), "text-anchor": "middle" }, percent(Number((100 * mass).toPrecision(2)) / 100));
  const { body, xLabels } = framed(side, axis, { span: [0, top], label: "", ticks: [] },
    ...(shares ?? []).map((share, own) => bar(share, own, "bars")),
    ...Array.from(masses, (mass, own) => siblings(
      ...(shares ? [] : [bar(mass, own, "ridge")]),
      element("line", { class: "line", x1: across(own - 0.44), x2: across(own + 0.44), y1: up(mass), y2: up(mass) }),
      number(mass, own),
    )));
  return {
    body, xLabels,
    keys: [...(observed ? [barKey] : []), densityKey],
    words: `${aspect.label}: ${aspect.classes.map((name, own) => `${name} ${percent(Number(masses[own]!.toPrecision(3)))}`).join(", ")} by the model, ${scene.found(aspect)}${observed ? ", as lines over bars of the shares of the observations" : ""}.`,
  };
};
