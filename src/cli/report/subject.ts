/** What a report is about, as all of its sections read it. */
import type { Point } from "../../manifold/point.ts";
import type { ModelFile } from "../../model/file.ts";
import { columnsOf } from "../columns/mapping.ts";
import type { Mapping } from "../columns/stored.ts";
import type { TablePoints } from "../columns/table-points.ts";
import type { Table } from "../table/table.ts";

export interface Subject {
  readonly file: ModelFile;
  /** None for a model that was made by the library. */
  readonly mapping: Mapping | undefined;
  /** What the blocks are called. */
  readonly names: readonly string[];
  /** The one condition that all is told at which needs one. */
  readonly condition: { readonly point: Point<string>; readonly said: string } | undefined;
  readonly data: (TablePoints & { readonly table: Table }) | undefined;
  readonly levels: readonly number[];
  readonly samples: number;
  /** Rows of the table, spread evenly, that coverage is checked by. */
  readonly rows: number;
  readonly seed: number;
  readonly coastlines: boolean;
  readonly animate: boolean;
  readonly onProgress: (share: number) => void;
}

/** Options of the library that name the condition, where there is one. */
export const atCondition = ({ condition }: Pick<Subject, "condition">): { readonly given?: Point<string> } => (condition ? { given: condition.point } : {});

/** `, at hour=15`, where there is a condition. */
export const conditionSaid = ({ condition }: Pick<Subject, "condition">): string => (condition ? `, at ${condition.said}` : "");

/** Why a section that needs one condition cannot be written, if it cannot. */
export const openCondition = ({ file: { model }, condition, mapping }: Subject): string | undefined => {
  if (model.flow.condition === "e0" || condition) return undefined;
  const names = columnsOf(mapping?.given ?? []);
  return `the model is given ${names.length > 0 ? names.join(", ") : model.flow.condition}; say one condition with --given`;
};

/** Why a section that needs a table cannot be written. */
export const noTable = "it needs a table; name one with --data";
