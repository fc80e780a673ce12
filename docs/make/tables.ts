/** Options and parameters of a layer as tables, read off the registry: nothing in them is written twice. */
import type { ParameterSpec } from "../../src/bijectors/bijector.ts";
import { networksOf, parametersOf } from "../../src/bijectors/layer.ts";
import { size } from "../../src/expr/index.ts";
import { geometry } from "../../src/manifold/manifold.ts";
import { random } from "../../src/random.ts";
import type { Entry } from "./entries.ts";
import { setWords, table } from "./typography.ts";

const shown = (value: unknown): string => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;

/** Choices are words to type, so they are set as code. */
const taken = (words: string): string => {
  const [, choices] = /^one of (.*)$/.exec(words) ?? [];
  return choices === undefined ? words : choices.split(", ").map(shown).join(", ");
};

export const optionsTable = ({ layer: { definition } }: Entry): string => {
  const rows = Object.entries(definition.options).map(([name, { codec, fallback, meaning }]) => [
    `\`${name}\``,
    taken(codec.name),
    shown(fallback),
    setWords(meaning),
  ]);
  return rows.length === 0 ? "" : table(["option", "takes", "default", "meaning"], rows);
};

const number = (value: number): string => String(Number(value.toPrecision(3))).replace("-", "−");

/** What a tensor starts from: its numbers, or how they scatter. */
const startOf = ({ shape, start }: ParameterSpec): string => {
  const draws = Array.from({ length: 400 }, (_, seed) => Array.from(start(random(seed, "start"))));
  const [first, second] = draws as [number[], number[]]; // there are 400
  if (first.every((value, at) => value === second[at])) {
    return new Set(first).size === 1
      ? number(first[0]!)
      : first.length <= 6
        ? first.map(number).join(", ")
        : "values of the layer's own";
  }
  const all = draws.flat();
  const mean = all.reduce((sum, each) => sum + each, 0) / all.length;
  const deviation = Math.sqrt(all.reduce((sum, each) => sum + (each - mean) ** 2, 0) / all.length);
  // Deviations of normal starts are round numbers; a sample knows them to some percent.
  const round = Number(deviation.toPrecision(1));
  return size(shape) > 0 && Math.abs(mean) < deviation / 5 && Math.abs(deviation / round - 1) < 0.05
    ? `normal numbers, deviation ${number(round)}`
    : "random numbers";
};

/** The parameters on the example's manifold under the options of the entry; what is empty comes with other options. */
export const parametersTable = ({ layer, example }: Entry): string => {
  const all = Object.entries(parametersOf(layer, geometry(example)));
  const here = all.filter(([, { shape }]) => size(shape) > 0);
  const elsewhere = all.filter(([, { shape }]) => size(shape) === 0).map(([name]) => `\`${name}\``);
  const rows = here.map(([name, spec]) => [
    `\`${name}\``,
    `[${spec.shape.join(", ")}]`,
    String(size(spec.shape)),
    startOf(spec),
  ]);
  return [
    ...(rows.length === 0 ? [] : [table(["parameter", "shape", "numbers", "starts from"], rows)]),
    ...(elsewhere.length === 0 ? [] : [`Under other options also ${elsewhere.join(", ")}.`]),
  ].join("\n\n");
};

export const networksTable = ({ layer, example }: Entry): string => {
  const rows = Object.entries(networksOf(layer, geometry(example))).map(([name, { inputs, hidden, outputs }]) => [
    `\`${name}\``,
    [inputs, ...hidden, outputs].join(" → "),
  ]);
  return rows.length === 0 ? "" : table(["network", "widths, from features to answers"], rows);
};
