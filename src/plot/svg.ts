/**
 * SVG as values: an element with attributes and children, rendered to text once at the end. Text and attribute values
 * are escaped here and nowhere else, and numbers are printed here and nowhere else, so that no picture can hold broken
 * markup or a `NaN`. It needs no document object model and runs wherever the library does.
 */
import { DiffeoFault } from "../error.ts";

/** One element, or a group of siblings when `name` is empty. Children that are strings are text. */
export interface Svg {
  readonly name: string;
  readonly attributes: Attributes;
  readonly children: readonly Child[];
}

export type Child = Svg | string;

/** Attribute values; `undefined` leaves the attribute out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** `element("circle", { r: 2 })` is `<circle r="2"/>`. */
export const element = (name: string, attributes: Attributes = {}, ...children: readonly Child[]): Svg => ({
  name,
  attributes,
  children,
});

/** Siblings without an element around them. `siblings()` draws nothing. */
export const siblings = (...children: readonly Child[]): Svg => element("", {}, ...children);

/** A coordinate with two decimals, a hundredth of a pixel. A number that is not finite is a fault of the program. */
export const coordinate = (value: number): string => {
  if (!Number.isFinite(value)) {
    throw new DiffeoFault({ tag: "OptionError", path: ["plot"], sentence: `A coordinate came out as ${value}.` });
  }
  return String(Math.round(value * 100) / 100);
};

/** `translate(x,y)`, for the attribute `transform`. */
export const translate = (x: number, y: number): string => `translate(${coordinate(x)},${coordinate(y)})`;

/** Path data of the polyline through the points, closed on request. No points give an empty path. */
export const polyline = (points: readonly (readonly [number, number])[], closed = false): string =>
  points.length === 0
    ? ""
    : `M${points.map(([x, y]) => `${coordinate(x)},${coordinate(y)}`).join("L")}${closed ? "Z" : ""}`;

// All but the characters of XML 1.0, section 2.2: others have no way to be written at all, not even as references.
const unwritable = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text as it may stand in XML content or between double quotes. Characters that XML cannot hold become U+FFFD. */
export const escaped = (text: string): string =>
  text.replace(unwritable, "\ufffd").replace(/[&<>"]/g, (character) => entities[character] ?? character);

const attribute = ([name, value]: readonly [string, string | number | undefined]): string =>
  value === undefined ? "" : ` ${name}="${typeof value === "number" ? coordinate(value) : escaped(value)}"`;

/** The markup of an element and all below it. */
export const markup = (node: Child): string => {
  if (typeof node === "string") return escaped(node);
  const inside = node.children.map(markup).join("");
  if (node.name === "") return inside;
  const head = `${node.name}${Object.entries(node.attributes).map(attribute).join("")}`;
  return inside === "" ? `<${head}/>` : `<${head}>${inside}</${node.name}>`;
};
