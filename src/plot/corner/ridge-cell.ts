/** Classes with a number or an angle: for each class a ridge, the density of the number within it, each drawn to one height so that rare classes can be read. */
import { linear } from "../axis.ts";
import { line } from "../lines.ts";
import { dots } from "../marks.ts";
import { element } from "../svg.ts";
import type { ClassAspect, LinearAspect } from "./aspects.ts";
import { dotLook, framed, type Cell } from "./cell.ts";
import { density1 } from "./kernel-density.ts";
import type { Scene } from "./scene.ts";

const cells = 160;

/** Along "rows" a ridge runs from left to right and rises; along "columns" it runs upwards and rises to the right. */
export const ridgeCell = (scene: Scene, along: LinearAspect, classes: ClassAspect, direction: "rows" | "columns"): Cell => {
  const { side } = scene;
  const [numbers, kinds] = [scene.axis(along), scene.axis(classes)];
  const rows = direction === "rows";
  const [run, stand] = [linear(numbers.span, rows ? [0, side] : [side, 0]), linear(kinds.span, rows ? [side, 0] : [0, side])];
  const step = Math.abs(stand(1) - stand(0));
  const place = (value: number, own: number, high: number): readonly [number, number] => {
    const base = stand(own) + (rows ? 1 : -1) * 0.4 * step;
    return rows ? [run(value), base - high] : [base + high, run(value)];
  };
  const grid = scene.grid(along, cells);
  const [low, high] = grid.span;
  const [values, of] = [scene.samples(along), scene.samples(classes)];
  const curves = classes.classes.map((_, own) => {
    const density = density1(values.filter((__, at) => of[at] === own), grid);
    const top = Math.max(...density);
    return density.map((each) => (top > 0 ? each / top : 0));
  });
  const [seen, seenOf] = [scene.dots(along), scene.dots(classes)];
  // Dots lie in a strip below their ridge, spread by their order, which says nothing.
  const places = Array.from(seen, (value, at) => place(value, seenOf[at]!, -(0.02 + 0.06 * ((at * 0.618) % 1)) * step)).filter(([x, y]) => x >= 0 && x <= side && y >= 0 && y <= side);
  const ridges = curves.map((curve, own) => {
    const points = Array.from(curve, (each, cell) => place(low + ((high - low) * (cell + 0.5)) / cells, own, 0.78 * step * each));
    const last = (each: number) => place(each, own, 0);
    return line([last(low), ...points, last(high)]);
  });
  return {
    ...framed(side, rows ? numbers : kinds, rows ? kinds : numbers, dots(places, dotLook(scene).class), ...ridges.map((d) => element("path", { class: "ridge", d }))),
    keys: [dotLook(scene), { mark: "region", class: "ridge", label: "density within a class, to its own scale" }],
    words: `${along.label} by ${classes.label}: for each of ${classes.classes.join(", ")} its density, smoothed from samples, to its own scale as a ridge over dots.`,
  };
};
