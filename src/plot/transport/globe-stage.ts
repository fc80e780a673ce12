/**
 * The sphere: a globe with its graticule, and where it goes. All steps are seen from one place. What lies behind is drawn beyond
 * the rim, the farther behind the farther out, so that no line from one point to the next cuts across the globe; a mask hides it.
 */
import type { Pixel } from "../lines.ts";
import { meridians } from "../lattices.ts";
import { onGrid } from "../mesh.ts";
import { unitVectorOf, viewOf } from "../sphere-place.ts";
import { element, siblings } from "../svg.ts";
import { followed, imageOf, type Followed } from "./planar.ts";
import type { Route } from "./route.ts";
import type { Image, Stage, StageOptions } from "./stage.ts";

/** Images on the way from one step to the next. */
const between = 3;

/** How many radii beyond the rim the antipode of the middle is drawn. */
const beyond = 3;

/** Unit vectors on the way from one to the other. */
const halfway = (a: Float64Array, b: Float64Array, share: number): Float64Array => {
  const mixed = a.map((each, at) => (1 - share) * each + share * b[at]!);
  return mixed.map((each, at) => each / (Math.hypot(...mixed.subarray(at - (at % 3), at - (at % 3) + 3)) || 1));
};

export const globeStage = (route: Route, { side, light }: StageOptions): Stage => {
  // Layers draw lines out far; what they leave close is thinned where it is drawn.
  const found = followed(route, light ? meridians(30, 31, 49) : meridians(15, 961, 1441), light ? 0 : undefined);
  const [lon, lat] = viewOf(route.follow(route.drawn(1000)).at(-1)!);
  const [middle, radius] = [side / 2, side / 2 - 3];
  const up = unitVectorOf(lon, lat);
  const [east, north] = [unitVectorOf(lon + 90, 0), unitVectorOf(lon, lat + 90)];
  const along = (axis: readonly number[], rows: ArrayLike<number>, at: number): number => axis[0]! * rows[at]! + axis[1]! * rows[at + 1]! + axis[2]! * rows[at + 2]!;
  const place = (rows: Float64Array, at: number): Pixel => {
    const [x, y] = [along(east, rows, at), along(north, rows, at)];
    const height = along(up, rows, at);
    const size = height >= 0 ? 1 : (1 - beyond * height) / (Math.hypot(x, y) || 1);
    return [middle + radius * size * x, middle - radius * size * y];
  };
  const facing = (rows: Float64Array): Float64Array => rows.filter((_, at) => along(up, rows, at - (at % 3)) > 0);
  /** The parts of a line with an end in front: a chord from one point behind to another may cross the globe, however far out they are. */
  const runs = (rows: Float64Array): readonly (readonly Pixel[])[] => {
    const count = rows.length / 3;
    const front = (at: number): boolean => at >= 0 && at < count && along(up, rows, 3 * at) >= 0;
    const drawn = Array.from({ length: count }, (_, at) => at + 1 < count && (front(at) || front(at + 1))); // from this point to the next
    return [...drawn.keys()].filter((at) => drawn[at] && !drawn[at - 1]).map((from) => Array.from({ length: drawn.indexOf(false, from) - from + 1 }, (_, at) => place(rows, 3 * (from + at))));
  };
  const image = (from: Followed, step: number): Image => imageOf({ lines: from.lines, dots: from.dots.map(facing) }, step, 3, place);
  const last = route.names.length - 1;
  const moving = Array.from({ length: last * between + 1 }, (_, at): Image => {
    const [step, share] = [Math.min(last, Math.floor(at / between)), (at % between) / between];
    if (share === 0) return image(found, step);
    const [a, b] = [found.lines[step]!, found.lines[step + 1]!];
    const mixed = { fine: a.fine.map((each, own) => halfway(each, b.fine[own]!, share)), strong: a.strong.map((each, own) => halfway(each, b.strong[own]!, share)) };
    return { lines: onGrid(mixed, (rows) => Array.from({ length: rows.length / 3 }, (__, own) => place(rows, 3 * own))), dots: [] };
  });
  return {
    // A picture that moves has the same lines at every step, which bend from one to the next.
    steps: route.names.map((_, step) => ({ ...image(found, step), ...(!light && { lines: { fine: found.lines[step]!.fine.flatMap(runs), strong: found.lines[step]!.strong.flatMap(runs) } }) })), between, moving,
    under: element("circle", { class: "field", cx: middle, cy: middle, r: radius }),
    over: siblings(
      element("path", { class: "paper", "fill-rule": "evenodd", d: `M0,0H${side}V${side}H0ZM${middle - radius},${middle}a${radius},${radius} 0 1 0 ${2 * radius},0a${radius},${radius} 0 1 0 ${-2 * radius},0Z` }),
      element("circle", { class: "frame", cx: middle, cy: middle, r: radius }),
    ),
    below: 0, left: 0,
  };
};
