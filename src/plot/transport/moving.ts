/**
 * A transport picture that moves, by the animation that SVG itself has: one path whose points travel from step to step, rest
 * at each, and go back at the end. Its own attribute is the last step, which programs show that do not animate; under
 * `prefers-reduced-motion` a copy of that stands still in its place.
 */
import type { Pixel } from "../lines.ts";
import type { Panel } from "../panel.ts";
import { element, polyline, siblings, translate, type Svg } from "../svg.ts";
import { dots } from "../marks.ts";
import { captionOf } from "./caption.ts";
import type { Image, Stage } from "./stage.ts";

/** Seconds. */
const [travel, rest, end] = [1.6, 0.9, 1.8];

const path = (lines: readonly (readonly Pixel[])[]): string =>
  lines.map((each) => polyline(each.map(([x, y]) => [Math.round(10 * x) / 10, Math.round(10 * y) / 10]))).join("");

/** Which image is shown when; the path moves evenly between two entries. */
export const timeline = (steps: number, between: number): { readonly seconds: number; readonly stops: readonly { readonly at: number; readonly image: number }[] } => {
  const stops: { at: number; image: number }[] = [{ at: 0, image: 0 }];
  let now = rest;
  stops.push({ at: now, image: 0 });
  for (let step = 1; step < steps; step++) {
    for (let part = 1; part <= between; part++) stops.push({ at: now + (travel * part) / between, image: (step - 1) * between + part });
    now += travel + (step === steps - 1 ? end : rest);
    stops.push({ at: now, image: step * between });
  }
  // Home: straight, or where straight moves would leave the manifold the way it came, faster.
  const last = (steps - 1) * between;
  const back = between === 1 ? Math.max(1, last) : 1;
  for (let image = last - back; image >= 0; image -= back) stops.push({ at: now + ((last - image) * travel) / last, image });
  return { seconds: now + (last > 0 ? travel : 0), stops };
};

export const movingPanel = (own: Stage, names: readonly string[], side: number): Panel => {
  const { seconds, stops } = timeline(names.length, own.between);
  const keyTimes = stops.map(({ at }) => Number((at / seconds).toFixed(4))).join(";");
  const timing = { dur: `${Number(seconds.toFixed(2))}s`, repeatCount: "indefinite" };
  const shown = (of: (image: Image) => string, attributes: Readonly<Record<string, string>>): Svg =>
    element("path", { ...attributes, d: of(own.moving.at(-1)!) }, element("animate", { attributeName: "d", ...timing, keyTimes, values: stops.map(({ image }) => of(own.moving[image]!)).join(";") }));
  const still = (of: (image: Image) => string, attributes: Readonly<Record<string, string>>): Svg => element("path", { ...attributes, d: of(own.moving.at(-1)!) });
  const cloud = own.moving[0]!.dots;
  const drawn = (each: typeof shown): Svg =>
    siblings(
      ...(own.moving[0]!.density ? [each(({ density }) => path([density!]), { class: "ridge" })] : []),
      each(({ lines }) => path(lines.fine), { class: "mesh" }),
      each(({ lines }) => path(lines.strong), { class: "mesh axis" }),
      ...(cloud.length > 0 ? [element("g", dots([]).attributes, each((image) => path(image.dots.map((dot) => [dot, dot])), {}))] : []),
    );
  /** From when to when the words of a step are shown: from half of its way on. */
  const words = names.map((_, step): Svg => {
    const arrives = stops.find(({ image }) => image === step * own.between)!.at;
    const next = step + 1 < names.length ? stops.find(({ image }) => image === (step + 1) * own.between)!.at - travel / 2 : seconds - travel / 2;
    const from = step === 0 ? 0 : arrives - travel / 2;
    const [a, b] = [from, next].map((at) => (at / seconds).toFixed(4)) as [string, string];
    const opacity = step === 0 ? { values: "1;0;1", keyTimes: `0;${b};${(1 - travel / 2 / seconds).toFixed(4)}` } : { values: "0;1;0", keyTimes: `0;${a};${b}` };
    return element("text", { class: "panel-title", y: -9, opacity: step === names.length - 1 ? 1 : 0 }, captionOf(names, step), element("animate", { attributeName: "opacity", calcMode: "discrete", ...timing, ...opacity }));
  });
  return {
    width: own.left + side + 16,
    height: 24 + side + own.below,
    title: "",
    description: `A moving picture of an even grid of the base on its way: ${names.map((_, step) => captionOf(names, step)).join(", ")}.`,
    keys: [],
    body: element(
      "g",
      { transform: translate(own.left, 24) },
      own.under,
      element("svg", { width: side, height: side, overflow: "hidden" }, element("g", { class: "moving" }, drawn(shown)), element("g", { class: "still" }, drawn(still))),
      own.over,
      element("g", { class: "moving" }, ...words),
      element("g", { class: "still" }, element("text", { class: "panel-title", y: -9 }, captionOf(names, names.length - 1))),
    ),
  };
};
