/** A region in words, in the numbers of its columns. */
import type { Region } from "../../model/region/region.ts";
import type { ColumnBlock } from "../columns/syntax.ts";
import { inColumns } from "../region-columns.ts";
import { brief, counted, percent } from "./words.ts";

export interface RegionWords {
  readonly where: string;
  readonly size: string;
}

export const regionWords = (region: Region, block: ColumnBlock | undefined): RegionWords => {
  const unit = block?.chart.units[0] ?? "";
  const sized = (of: string, { value, error }: Region["measure"] = region.measure): string => `${brief(value)}${error < 1e-3 * value ? "" : ` ± ${brief(error, 2)}`}${of === "" ? "" : ` ${of}`}`;
  switch (region.kind) {
    case "intervals":
      return { where: region.intervals.map(([from, to]) => `${brief(from)} to ${brief(to)}`).join("; "), size: sized(unit) };
    case "arcs": {
      // Told by a chart, the record has arcs and a measure in the unit of the column.
      const told = block && block.columns.length === 1 ? (inColumns(region, [block]) as unknown as { readonly arcs: typeof region.arcs; readonly measure: number; readonly measureError: number }) : undefined;
      const arcs = told?.arcs ?? region.arcs;
      const turn = told ? (told.measure / region.measure.value) * 2 * Math.PI : 2 * Math.PI;
      const all = arcs.length === 0 || arcs.some(([from, to]) => to - from >= turn * (1 - 1e-12));
      return {
        where: all ? "all of the circle" : arcs.map(([from, to]) => `${brief(from)} to ${brief(to >= turn ? to - turn : to)}`).join("; "),
        size: told ? sized(unit, { value: told.measure, error: told.measureError }) : sized("radians"),
      };
    }
    case "polygons":
      return { where: `${counted(region.polygons.length, "polygon")} ${boxOf(region.polygons, block?.columns)}`, size: sized("in area") };
    case "triangle":
      return { where: `${counted(region.polygons.length, "polygon")} ${boxOf(region.polygons, block?.columns)}`, size: `${percent(2 * region.measure.value)} of the triangle` };
    case "sphere":
      return { where: region.d3.type === "Sphere" ? "all of the sphere" : counted(region.d3.coordinates.length, "part"), size: `${sized("steradians")}, ${percent(region.measure.value / (4 * Math.PI))} of the sphere` };
    case "classes":
      return { where: region.classes.map((each) => block?.labels?.[each] ?? `class ${each + 1}`).join(", "), size: counted(region.classes.length, "class", "classes") };
    case "sublevel":
      return { where: `where the log-density is at least ${brief(region.threshold)}`, size: sized("in volume") };
  }
};

/** From where to where polygons reach, number by number. */
const boxOf = (polygons: readonly (readonly (readonly (readonly number[])[])[])[], names: readonly string[] = []): string => {
  const places = polygons.flat(2);
  return `within ${(places[0] ?? []).map((_, at) => {
    const [least, most] = places.reduce<readonly [number, number]>(([low, high], place) => [Math.min(low, place[at]!), Math.max(high, place[at]!)], [Infinity, -Infinity]);
    return `${names[at] ?? `number ${at + 1}`} ${brief(least)} to ${brief(most)}`;
  }).join(", ")}`;
};
