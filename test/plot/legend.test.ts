import { describe, expect, it } from "vitest";
import { legend } from "../../src/plot/legend.ts";
import type { Key } from "../../src/plot/panel.ts";
import { element, markup } from "../../src/plot/svg.ts";
import { parseXml, textOf, type XmlElement } from "./well-formed.ts";

const keys: readonly Key[] = [
  { mark: "dots", class: "dots", label: "one observation" },
  { mark: "region", class: "level-0", label: "smallest region with half of the density" },
  { mark: "dots", class: "dots", label: "one observation" },
  { mark: "bars", class: "bars", label: "share" },
  { mark: "line", class: "line", label: "fit" },
];
const entries = (width: number): readonly { readonly label: string; readonly x: number; readonly y: number }[] =>
  (parseXml(markup(element("g", {}, legend(keys, width).body))).children as XmlElement[]).map((entry) => {
    const [x, y] = /([\d.]+),([\d.]+)/.exec(entry.attributes.get("transform")!)!.slice(1).map(Number) as [number, number];
    return { label: textOf(entry), x, y };
  });

describe("legend", () => {
  it("lists every meaning once, in order", () => {
    expect(entries(2000).map(({ label }) => label)).toEqual([keys[0], keys[1], keys[3], keys[4]].map((key) => key!.label));
  });
  it("leaves room for each text, at more than 5.5 pixels a letter", () => {
    const found = entries(2000);
    found.slice(1).forEach(({ x }, i) => expect(x - found[i]!.x).toBeGreaterThan(32 + 5.5 * found[i]!.label.length));
  });
  it("breaks into lines where the width ends and says how high it is", () => {
    expect(entries(2000).map(({ y }) => y)).toEqual([0, 0, 0, 0]);
    expect(entries(400).map(({ y }) => y)).toEqual([0, 22, 22, 44]);
    expect([2000, 400, 10].map((width) => legend(keys, width).height)).toEqual([22, 66, 88]);
    expect(legend([], 100).height).toBe(0);
  });
});
