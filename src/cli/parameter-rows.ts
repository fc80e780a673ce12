/** All tensors of a model's parameters as rows of texts. */
import { parameterTable } from "../interpret/text/flow.ts";
import type { Model } from "../model/model.ts";

export interface ParameterRow {
  readonly offset: string;
  readonly shape: string;
  readonly least: string;
  readonly mean: string;
  readonly greatest: string;
  readonly name: string;
}

export const parameterRows = (model: Model<string, string>): readonly ParameterRow[] =>
  parameterTable(model).map(({ path, shape, offset, frozen, values }) => {
    const [least, greatest] = values.reduce(([a, b], each) => [Math.min(a, each), Math.max(b, each)] as const, [Infinity, -Infinity] as readonly [number, number]);
    const told = (value: number): string => (values.length === 0 ? "–" : value.toPrecision(4));
    return {
      offset: String(offset), shape: `[${shape.join(", ")}]`, name: `${path}${frozen ? " (frozen)" : ""}`,
      least: told(least), mean: told(values.reduce((sum, each) => sum + each, 0) / values.length), greatest: told(greatest),
    };
  });
