/** How pictures name and write the blocks of a model: by the columns of its table, with their units. */
import type { Model } from "../model/model.ts";
import type { BlockLook } from "../plot/corner/aspects.ts";
import type { ColumnBlock } from "./columns/syntax.ts";

/** A column with its unit, where its chart has one and the name does not say it. */
const named = (column: string, unit: string): string => (unit === "" || column.includes(unit) ? column : `${column} (${unit})`);

/** One for each block; none for a model without columns. */
export const looksOf = ({ plan }: Pick<Model, "plan">, columns: readonly ColumnBlock[]): readonly BlockLook[] =>
  columns.length !== plan.blocks.length ? [] : columns.map(({ chart, columns: names, labels }): BlockLook => ({
    ...(chart.on === "s1" && names.length === 1 && { chart }),
    ...(labels && { classes: labels }),
    // A position is one thing, and a unit vector in the plane is an angle.
    labels: chart.on === "s2" ? [names.join(", ")] : chart.on === "s1" ? [names.length === 1 ? named(names[0]!, chart.units[0]!) : `direction of ${names.join(", ")} (degrees)`] : names.map((name, at) => named(name, chart.units[at]!)),
  }));
