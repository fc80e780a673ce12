/**
 * Flows over rows. A record names the blocks of a joint flow, so that data come and go as
 * `{ where: { lon: 13.4, lat: 52.5 }, wind: 7 }` and a value can neither be forgotten nor stand in the place of another.
 */
import { either } from "fp-ts";
import * as t from "io-ts";
import type { NetworkOptions } from "../bijectors/network.ts";
import { DiffeoFault, guarded, render, type DiffeoError } from "../error.ts";
import { described, isRecord } from "../foreign.ts";
import type { Batch } from "../manifold/batch.ts";
import type { Point } from "../manifold/point.ts";
import { eqFlow, oplusWith, type AnyFlow, type Flow } from "./flow.ts";
import { chartMisfit, numberedField, type Checked, type ConditionOf, type Field, type Fields, type Row } from "./record-fields.ts";
import { RowModel, type RowsEvaluator } from "./record-model.ts";
import { fieldCodec, type FieldCodec } from "./record-values.ts";

export type { Row } from "./record-fields.ts";

type Refused = Extract<DiffeoError, { readonly tag: "NotOnManifold" }>;

/**
 * A flow over the rows of these fields; C is the spec of its condition.
 *
 * Law: `rows(batch(rows)) = rows`, up to rounding and whole turns.
 */
export class RecordFlow<F extends Fields, C extends string = "e0"> {
  /** The fields' flows joined by ⊕ in their order. */
  readonly flow: Flow<string, C>;
  readonly names: readonly (keyof F & string)[];
  /** A row of the user's as a point of the flow's space, and back. */
  readonly codec: t.Type<Point<string>, Row<F>, unknown>;
  private readonly codecs: readonly (readonly [name: string, codec: FieldCodec])[];

  constructor(flow: Flow<string, C>, codecs: readonly (readonly [name: string, codec: FieldCodec])[]) {
    this.flow = flow;
    this.codecs = codecs;
    this.names = codecs.map(([name]) => name);
    const expected = this.expected();
    this.codec = new t.Type<Point<string>, Row<F>, unknown>(
      expected,
      (input): input is Point<string> => Array.isArray(input) && input.length === this.width,
      (input, context) => {
        const point = guarded(() => this.read(input, []));
        if (either.isRight(point)) return t.success(point.right as readonly number[] as Point<string>); // checked field by field
        const own: t.ValidationError = { value: input, context, message: render(point.left) };
        return either.left([own]);
      },
      (point) => this.write(point),
    );
  }

  /** The rows as points. An error names row and field: `In row 3, field wind: received nothing, expected a number.` */
  batch(rows: readonly Row<F>[]): either.Either<DiffeoError, Batch<string>> {
    return guarded(() => {
      if (!Array.isArray(rows)) return refused(rows, `a list of rows, each ${this.expected()}`, []);
      const numbers = new Float64Array(rows.length * this.width);
      for (const [index, row] of rows.entries()) {
        const point = this.read(row, [`row ${index + 1}`]);
        if (either.isLeft(point)) return point;
        numbers.set(point.right, index * this.width);
      }
      return either.right({ spec: this.flow.space, count: rows.length, ambient: this.width, rows: numbers });
    });
  }

  /** The points as rows. */
  rows({ spec, count, ambient, rows }: Batch<string>): readonly Row<F>[] {
    if (spec !== this.flow.space) {
      throw new DiffeoFault({ tag: "NotOnManifold", path: [], received: `a batch of ${spec}`, expected: `a batch of ${this.flow.space}` });
    }
    return Array.from({ length: count }, (_, index) => this.write(rows.subarray(index * ambient, (index + 1) * ambient)));
  }

  /** A model of this flow, over rows. */
  over<M extends RowsEvaluator & { readonly flow: AnyFlow<string, C> }>(model: M): RowModel<Row<F>, M> {
    if (!eqFlow.equals(model.flow, this.flow)) {
      throw new DiffeoFault({ tag: "NotOnManifold", path: [], received: `a model on ${model.flow.space}`, expected: `a model of this record's flow on ${this.flow.space}` });
    }
    return new RowModel<Row<F>, M>(model, (rows) => this.batch(rows), (points) => this.rows(points));
  }

  private get width(): number {
    return this.codecs.reduce((sum, [, { ambient }]) => sum + ambient, 0);
  }

  private expected(): string {
    return `a record with ${this.names.join(", ")}`;
  }

  private read(row: unknown, path: readonly string[]): either.Either<Refused, readonly number[]> {
    if (!isRecord(row)) return refused(row, this.expected(), path);
    const numbers: number[] = [];
    for (const [name, codec] of this.codecs) {
      const value = codec.read(Object.hasOwn(row, name) ? row[name] : undefined);
      if (either.isLeft(value)) return either.left({ tag: "NotOnManifold", path: [...path, `field ${name}`], ...value.left });
      numbers.push(...value.right);
    }
    return either.right(numbers);
  }

  private write(point: ArrayLike<number>): Row<F> {
    const numbers = Array.from(point);
    let start = 0;
    // The fields are those of F, and each codec writes what `Value` says.
    return Object.fromEntries(this.codecs.map(([name, { ambient, write }]) => [name, write(numbers.slice(start, (start += ambient)))])) as Row<F>;
  }
}

const refused = (value: unknown, expected: string, path: readonly string[]): either.Either<Refused, never> => either.left({ tag: "NotOnManifold", path, received: described(value), expected });

const parts = (field: Field): { readonly flow: AnyFlow; readonly chart?: Exclude<Field, AnyFlow>[1] } =>
  Array.isArray(field) ? { flow: (field as Exclude<Field, AnyFlow>)[0], chart: (field as Exclude<Field, AnyFlow>)[1] } : { flow: field as AnyFlow };

/**
 * A flow over rows: the fields' flows joined by ⊕ in their order, each depending on the ones before it.
 *
 * A field is a flow, whose values are embedding coordinates (the plain number where there is one), or a pair of a flow
 * and a chart, whose values are numbers of that chart's columns. Options are those of the networks between the blocks.
 *
 *     const weather = record({ where: [sphere(2).nsphere(), longitudeLatitude], wind: euclid(1).gauss(3) });
 *     weather.batch([{ where: { lon: 13.4, lat: 52.5 }, wind: 7 }])  // Either<DiffeoError, Batch<string>>
 */
export const record = <const F extends Fields>(fields: F & Checked<F>, options: Partial<NetworkOptions> = {}): RecordFlow<F, ConditionOf<F>> => {
  const entries = Object.entries<Field>(fields as F).map(([name, field]) => ({ name, ...parts(field) }));
  for (const { name, flow, chart } of entries) {
    if (/^\d+$/.test(name)) throw new DiffeoFault({ tag: "OptionError", path: [], sentence: numberedField(name) });
    if (chart && chart.on !== flow.space) throw new DiffeoFault({ tag: "LayerMisfit", path: [], sentence: chartMisfit(name, chart.on, flow.space) });
  }
  // The compiler has seen that all conditions agree, and for wide types ⊕ looks again.
  const flow = oplusWith(options)(...(entries.map((entry) => entry.flow) as never)) as AnyFlow as Flow<string, ConditionOf<F>>;
  return new RecordFlow(flow, entries.map(({ name, flow: { space }, chart }) => [name, fieldCodec(space, chart)] as const));
};
