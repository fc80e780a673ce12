/**
 * The fields of a record as types: what a field may be, what its value looks like in a row, and the sentences about
 * fields that do not fit. A record's own type is that of its rows; the spec of its space is known at run time alone,
 * because the compiler keeps no order of the fields of a record.
 */
import type { Chart } from "../manifold/chart.ts";
import type { Coordinates } from "../manifold/point.ts";
import type { Wide } from "../manifold/space.ts";
import type { AnyFlow } from "./flow.ts";
import type { ConditionMisfit } from "./sentences.ts";

/** A flow over embedding coordinates, or a flow with the chart that its values are written in. */
export type Field = AnyFlow | readonly [flow: AnyFlow, chart: Chart];

export interface Fields {
  readonly [name: string]: Field;
}

type FlowOf<F extends Field> = F extends readonly [infer W extends AnyFlow, Chart] ? W : F extends AnyFlow ? F : never;

/** One row: a number where a field is one number; else a tuple of coordinates, or a record of the chart's columns. */
export type Row<F extends Fields> = { readonly [K in keyof F]: Value<F[K]> };

export type Value<F extends Field> = F extends readonly [AnyFlow, Chart<string, infer C>] ? InColumns<C>
  : F extends AnyFlow ? Wide<F["space"]> extends true ? number | readonly number[] : InCoordinates<Coordinates<F["space"]>>
  : never;

type InCoordinates<N extends readonly number[]> = N extends readonly [number] ? number : N;

type InColumns<C extends readonly string[]> = number extends C["length"] ? number | { readonly [column: string]: number }
  : C extends readonly [string] ? number
  : { readonly [K in C[number]]: number };

/** The condition that the fields share; `e0` for none. */
export type ConditionOf<F extends Fields> = [Conditions<F>] extends [never] ? "e0" : Conditions<F>;

type Conditions<F extends Fields> = { readonly [K in keyof F]: Exclude<FlowOf<F[K]>["condition"], "e0"> }[keyof F];

export type ChartMisfit<K extends string, H extends string, S extends string> =
  `The chart of field ${K} writes points of ${H}, but its flow lives on ${S}.`;
export const chartMisfit = <K extends string, H extends string, S extends string>(field: K, on: H, space: S): ChartMisfit<K, H, S> =>
  `The chart of field ${field} writes points of ${on}, but its flow lives on ${space}.`;

export type NumberedField<K extends string> = `Field ${K} has a number for a name, and numbers are put in order by size; name it otherwise.`;
export const numberedField = <K extends string>(field: K): NumberedField<K> =>
  `Field ${field} has a number for a name, and numbers are put in order by size; name it otherwise.`;

/** Each field itself where it is right, else the sentence that says what is wrong with it. */
export type Checked<F extends Fields> = { readonly [K in keyof F]: CheckedField<K, F[K], ConditionOf<F>> };

type CheckedField<K extends PropertyKey, F extends Field, C extends string> = K extends number ? NumberedField<`${K}`>
  : K extends `${bigint}` ? NumberedField<K>
  : F extends readonly [infer W extends AnyFlow, infer H extends Chart]
    ? Fits<W["space"], H["on"]> extends true ? readonly [AgreeingWith<C, W>, H] : ChartMisfit<K & string, H["on"], W["space"]>
  : F extends AnyFlow ? AgreeingWith<C, F> : F;

type Fits<S extends string, H extends string> = true extends Wide<S> | Wide<H> ? true : S extends H ? true : false;

/** `C` is a union where conditions differ, and then each of them is not the others. */
type AgreeingWith<C extends string, W extends AnyFlow> = W["condition"] extends "e0" ? W
  : [C] extends [W["condition"]] ? W
  : ConditionMisfit<Exclude<C, W["condition"]>, W["condition"]>;
