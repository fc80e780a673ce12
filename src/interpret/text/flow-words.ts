/** Words for the parts of a flow: manifolds, layers with the options that differ from their defaults, networks. */
import type { Layer } from "../../bijectors/bijector.ts";
import { networkFields, type Matrix, type NetworkOptions } from "../../bijectors/network.ts";
import { altered, type Fields } from "../../bijectors/options.ts";
import type { PlacedNetwork, PlannedBlock, Plan } from "../../flow/plan.ts";
import type { ManifoldSpec } from "../../manifold/space.ts";

export const manifoldWords = (manifold: ManifoldSpec): string => {
  switch (manifold.kind) {
    case "e":
      return ["point", "line", "plane", "space"][manifold.dim] ?? `${manifold.dim}-space`;
    case "s":
      return ["", "circle", "sphere"][manifold.dim] ?? `${manifold.dim}-sphere`;
    case "i":
      return `interval [${manifold.lower}, ${manifold.upper}]`;
    case "h":
      return `${manifold.side} ${manifold.end}`;
    case "a":
      return ["", "two shares", "triangle"][manifold.dim] ?? `${manifold.dim}-simplex`;
    case "c":
      return `${manifold.classes} classes`;
  }
};

/** `gauss (kernels 12, skew)`. */
export const layerWords = (layer: Layer): string => {
  switch (layer.tag) {
    case "layer": {
      const options = optionWords(layer.definition.options, layer.options);
      return options === "" ? layer.name : `${layer.name} (${options})`;
    }
    case "compose":
      return layer.layers.map(layerWords).join(" then ");
    case "invert":
      return layer.layer.tag === "compose" ? `inverse of (${layerWords(layer.layer)})` : `inverse ${layerWords(layer.layer)}`;
  }
};

/** The options that differ from their defaults, such as `kernels 12, no weights`. */
const optionWords = (fields: Fields, options: Readonly<Record<string, unknown>>): string =>
  Object.entries(altered(fields, options))
    .map(([name, value]) => (value === true ? name : value === false ? `no ${name}` : `${name} ${Array.isArray(value) ? `[${value.join(", ")}]` : String(value)}`))
    .join(", ");

/** The networks of a join, such as `networks of 64 silu, rank 8`; all of their size is said, default or not. */
export const networksWords = (options: NetworkOptions): string => {
  const { hidden, activation, ...rest } = options;
  const kind = hidden.length === 0 ? "linear maps" : `networks of ${hidden.join(", ")} ${activation}`;
  const more = optionWords(networkFields, rest);
  return more === "" ? kind : `${kind}, ${more}`;
};

/** From inputs to outputs, such as `4 → 64 → 48`; ranks in brackets where a matrix is a product of two. */
export const networkShape = ({ network: { chains } }: PlacedNetwork): string => {
  const chain = (matrices: readonly Matrix[]): string =>
    [matrices[0]!.from, ...matrices.flatMap(({ rank, to }) => (rank > 0 ? [`(${rank})`, to] : [to]))].join(" → ");
  return chains.map(chain).join(" + ");
};

/** What a block depends on, such as `given e2 and blocks 1–2`; empty for nothing. */
export const sourceWords = ({ sources }: PlannedBlock, { conditions }: Plan): string => {
  const spaces = sources.filter(({ from }) => from === "condition").map(({ index }) => conditions[index]!.geometry.spec);
  const blocks = sources.filter(({ from }) => from === "block").map(({ index }) => index + 1);
  const named = blocks.length === 0 ? [] : [`${blocks.length === 1 ? "block" : "blocks"} ${ranges(blocks)}`];
  const all = [...(spaces.length === 0 ? [] : [spaces.join("+")]), ...named];
  return all.length === 0 ? "" : `given ${all.join(" and ")}`;
};

/** `1–3, 5` for 1, 2, 3, 5. */
const ranges = (numbers: readonly number[]): string => {
  const runs: [number, number][] = [];
  for (const each of numbers) {
    const last = runs.at(-1);
    if (last && last[1] + 1 === each) last[1] = each;
    else runs.push([each, each]);
  }
  return runs.map(([from, to]) => (from === to ? String(from) : to === from + 1 ? `${from}, ${to}` : `${from}–${to}`)).join(", ");
};

/** 21564 as `21,564`. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
