/** Two sets of classes: for each pair a square whose area is its probability, within the outline of its share of the observations. */
import { linear } from "../axis.ts";
import { element } from "../svg.ts";
import type { ClassAspect } from "./aspects.ts";
import { framed, type Cell } from "./cell.ts";
import type { Scene } from "./scene.ts";

/** Share of the points in each pair of classes, row by row of `y`. */
export const pairShares = (x: ArrayLike<number>, y: ArrayLike<number>, across: number, down: number): Float64Array => {
  const shares = new Float64Array(across * down);
  for (let at = 0; at < x.length; at++) shares[x[at]! + across * y[at]!]! += 1 / x.length;
  return shares;
};

export const tileCell = (scene: Scene, x: ClassAspect, y: ClassAspect): Cell => {
  const { side, observed } = scene;
  const [xAxis, yAxis] = [scene.axis(x), scene.axis(y)];
  const [across, up] = [linear(xAxis.span, [0, side]), linear(yAxis.span, [side, 0])];
  const [columns, rows] = [x.classes.length, y.classes.length];
  const model = pairShares(scene.samples(x), scene.samples(y), columns, rows);
  const seen = observed && pairShares(observed(x), observed(y), columns, rows);
  const room = 0.92 * Math.min(side / columns, side / rows);
  const most = Math.max(...model, ...(seen ?? []));
  const square = (share: number, at: number, look: string) => {
    const length = room * Math.sqrt(share / most);
    return element("rect", { class: look, x: across(at % columns) - length / 2, y: up(Math.floor(at / columns)) - length / 2, width: length, height: length });
  };
  return {
    ...framed(side, xAxis, yAxis, ...Array.from(seen ?? [], (share, at) => square(share, at, "bars")), ...Array.from(model, (share, at) => square(share, at, "ridge"))),
    keys: [{ mark: "region", class: "ridge", label: "probability, as an area" }, ...(seen ? [{ mark: "bars", class: "bars", label: "share of the observations" } as const] : [])],
    words: `${y.label} against ${x.label}: squares with areas in proportion to the probabilities of pairs of classes.`,
  };
};
