/**
 * Places on the sphere or in the triangle with another aspect: dots by its parts, and for each part the smallest region
 * that holds half of the model's samples in it. What moves with the other aspect is seen at once.
 */
import { geoDistance } from "d3-geo";
import { loop } from "../lines.ts";
import type { LonLat } from "../map-view.ts";
import { mapSheet } from "../map-sheet.ts";
import { dots, percent } from "../marks.ts";
import { lonLatOf } from "../sphere-place.ts";
import { element, siblings, type Svg } from "../svg.ts";
import { textWidth } from "../text-width.ts";
import { triangleSheet } from "../triangle.ts";
import { widthOf, type Aspect, type PlaceAspect, type TriangleAspect } from "./aspects.ts";
import type { Cell } from "./cell.ts";
import { density2, regions2 } from "./kernel-density.ts";
import { partsOf, type Parts } from "./parts.ts";
import type { Scene } from "./scene.ts";

/** The places that a map shows: all but the farthest hundredth. */
export const extent = (scene: Scene, aspect: PlaceAspect): readonly LonLat[] => {
  const vectors = (scene.observed ?? scene.samples)(aspect).slice(0, 3 * 5000);
  const mean = [0, 1, 2].map((axis) => vectors.reduce((sum, each, at) => (at % 3 === axis ? sum + each : sum), 0));
  const [middle] = lonLatOf(mean);
  const places = lonLatOf(vectors).map((place) => ({ place, far: geoDistance([...middle!], [...place]) })).sort((a, b) => a.far - b.far);
  return places.slice(0, Math.max(1, Math.ceil(0.99 * places.length))).map(({ place }) => place);
};

interface Sheet {
  readonly placed: (values: ArrayLike<number>) => readonly (readonly [number, number])[];
  readonly drawn: (...marks: readonly Svg[]) => Svg;
  readonly left: number;
  readonly below: number;
}

const sheetOf = (scene: Scene, aspect: PlaceAspect | TriangleAspect): Sheet => {
  if (aspect.kind === "sphere") return mapSheet(extent(scene, aspect), scene.side, scene.coastlines);
  const size = { width: scene.side, height: scene.side };
  const { place, under, over, outline } = triangleSheet(size, aspect.corners);
  return {
    placed: (values) => Array.from({ length: values.length / 3 }, (_, at) => place([values[3 * at]!, values[3 * at + 1]!, values[3 * at + 2]!])),
    // What marks draw beyond the sides is covered.
    drawn: (...marks) => siblings(under, ...marks, element("path", { class: "paper", "fill-rule": "evenodd", d: `M0,0H${scene.side}V${scene.side}H0Z${outline}` }), over),
    left: 0,
    below: 0,
  };
};

const share = 0.5;
const cells = 60;
/** A part with a smaller share of the samples gets no region. */
const least = 0.02;
/** Colours want fewer dots. */
const most = 250;

export const placeCell = (scene: Scene, aspect: PlaceAspect | TriangleAspect, other: Aspect): Cell => {
  const { side } = scene;
  const sheet = sheetOf(scene, aspect);
  const parts = partsOf(other, scene.samples(other));
  const split = (places: Float64Array, values: Float64Array): readonly (readonly (readonly [number, number])[])[] => {
    const of = parts.of(values);
    return parts.names.map((_, part) => sheet.placed(places.filter((__, at) => of[Math.floor(at / 3)] === part)));
  };
  const axis = { span: [0, side], ends: [undefined, undefined], cells } as const;
  const regions = split(scene.samples(aspect), scene.samples(other)).map((places) =>
    places.length < least * scene.samples(other).length ? ""
      : regions2(density2(places.map(([x]) => x), places.map(([, y]) => y), axis, axis), [share])[0]!.map((ring) => loop(ring)).join(""));
  const points = split(thinned(scene.dots(aspect), 3), thinned(scene.dots(other), widthOf(other)));
  const key = partsKey(parts, side);
  const what = `smallest region with ${percent(share)} of the samples of a colour`;
  return {
    body: siblings(
      sheet.drawn(
        ...points.map((places, part) => dots(places, `dots ${parts.looks[part]}`)),
        ...regions.flatMap((d, part) => [element("path", { class: "line-halo", d }), element("path", { class: `line ${parts.looks[part]}`, d })]),
      ),
      element("g", { transform: `translate(0,${side + sheet.below + 16})` }, key.body),
    ),
    left: sheet.left,
    below: sheet.below + key.height + 12,
    keys: [],
    words: `${aspect.label} by ${other.label}: ${points.flat().length} dots in the colours of ${parts.names.join(", ")}, and for each colour the ${what}.`,
  };
};

/** Every so many of values [count, width]. */
const thinned = (values: Float64Array, width: number): Float64Array => {
  const stride = Math.ceil(values.length / width / most);
  return values.filter((_, at) => Math.floor(at / width) % stride === 0);
};

const lineHeight = 15;

/** What the colours are, in lines that fit the width. */
const partsKey = ({ label, names, looks }: Parts, width: number): { readonly body: Svg; readonly height: number } => {
  const gap = 14;
  const placed = names.reduce<readonly { readonly name: string; readonly x: number; readonly row: number }[]>((before, name) => {
    const last = before.at(-1);
    if (last === undefined) return [{ name, x: 0, row: 1 }];
    const x = last.x + gap + textWidth(last.name) + 8;
    return [...before, x + gap + textWidth(name) <= width + 24 ? { name, x, row: last.row } : { name, x: 0, row: last.row + 1 }];
  }, []);
  return {
    body: siblings(
      element("text", { class: "faint" }, label),
      ...placed.map(({ name, x, row }, at) => siblings(
        dots([[x + 5, row * lineHeight - 4]], `dots key ${looks[at]}`),
        element("text", { x: x + gap, y: row * lineHeight }, name),
      )),
    ),
    height: (1 + (placed.at(-1)?.row ?? 0)) * lineHeight,
  };
};
