/** The legend of a figure: one sample of each mark with its meaning, in as many lines as the width asks for. */
import { dots } from "./marks.ts";
import type { Key } from "./panel.ts";
import { element, siblings, translate, type Svg } from "./svg.ts";

const swatch = 26;
const between = 22;
const lineHeight = 22;

/** The width of 12-pixel Helvetica, a little on the wide side. Without a browser nobody can measure text. */
const textWidth = (text: string): number =>
  [...text].reduce((width, letter) => width + (/[ijltfr.,:;'()\s]/.test(letter) ? 4.1 : /[mwMW%A-Z@]/.test(letter) ? 9.2 : 6.8), 0);

const sample = ({ mark, class: look }: Key): Svg => {
  switch (mark) {
    case "dots":
      return siblings(dots([[5, -4], [13, -1], [21, -6]]));
    case "bars":
      return element("path", { class: look, d: "M3,0v-6h7v6zM10,0v-10h7v10zM17,0v-8h7v8z" });
    case "line":
      return element("path", { class: look, d: "M2,-4H24" });
    case "band":
      return element("rect", { class: look, x: 2, y: -11, width: 22, height: 14 });
    case "region":
      return siblings(
        element("rect", { class: "region", x: 2, y: -11, width: 22, height: 14 }),
        element("rect", { class: `line ${look}`, x: 2, y: -11, width: 22, height: 14, rx: 2 }),
      );
  }
};

/** Keys by label, each once, in order of appearance. */
const distinct = (keys: readonly Key[]): readonly Key[] =>
  keys.filter(({ label }, i) => keys.findIndex((other) => other.label === label) === i);

/** The legend in a strip of the given width, from its first baseline down, and the height it takes. */
export const legend = (keys: readonly Key[], width: number): { readonly body: Svg; readonly height: number } => {
  const placed = distinct(keys).reduce<readonly { readonly key: Key; readonly x: number; readonly line: number }[]>(
    (before, key) => {
      const last = before.at(-1);
      if (last === undefined) return [{ key, x: 0, line: 0 }];
      const x = last.x + swatch + 6 + textWidth(last.key.label) + between;
      const fits = x + swatch + 6 + textWidth(key.label) <= width;
      return [...before, fits ? { key, x, line: last.line } : { key, x: 0, line: last.line + 1 }];
    },
    [],
  );
  const body = siblings(
    ...placed.map(({ key, x, line }) =>
      element("g", { transform: translate(x, line * lineHeight) }, sample(key), element("text", { x: swatch + 6 }, key.label)),
    ),
  );
  return { body, height: ((placed.at(-1)?.line ?? -1) + 1) * lineHeight };
};
