/**
 * Layers as JSON: `{ "layer": "gauss", "times": 4, "options": { … } }`, `{ "compose": [ … ] }`, `{ "invert": … }`. All
 * options are written, defaults too: a file means the same under a later version with other defaults. Equal layers one
 * after the other are written once, with how many times they are stacked.
 *
 * A layer is found by its name among the layers of the library and the caller's own; one name may stand for several
 * layers (`identity`) as long as no two of them act on one manifold.
 */
import { either } from "fp-ts";
import * as t from "io-ts";
import { Bijector, type AnyDefinition, type Defined, type Layer } from "../bijectors/bijector.ts";
import { compose, invert } from "../bijectors/layer.ts";
import { domains, fits } from "../bijectors/letters.ts";
import { decodeOptions } from "../bijectors/options.ts";
import { registry } from "../bijectors/registry.ts";
import type { DiffeoError } from "../error.ts";
import { isRecord, printable } from "../foreign.ts";
import { geometry } from "../manifold/manifold.ts";
import type { ManifoldSpec } from "../manifold/space.ts";
import { bounds, numbersOf, type Budget } from "./codec-bounds.ts";
import type { Json } from "./codec-json.ts";
import { at, exact, fault, list, reading, refuse, whole } from "./codec-record.ts";
import { runsOf } from "./same.ts";
import { misfit, oneLayer } from "./sentences.ts";

// ---- writing

/** A chain of layers, equal neighbours as one entry. */
export const encodeLayers = (layers: readonly Layer[]): readonly Json[] => runsOf(layers).map(({ layer, times }) => encodeLayer(layer, times));

const encodeLayer = (layer: Layer, times: number): Json => {
  const repeated = times === 1 ? {} : { times };
  switch (layer.tag) {
    case "layer": {
      // Options are data: their codecs read JSON values and change nothing.
      const options = layer.options as { readonly [name: string]: Json };
      return { layer: layer.name, ...repeated, ...(Object.keys(options).length > 0 && { options: { ...options } }) };
    }
    case "compose":
      return { compose: encodeLayers(layer.layers), ...repeated };
    case "invert":
      return { invert: encodeLayer(layer.layer, 1), ...repeated };
  }
};

// ---- reading

/** The layers that names are looked up in. */
export type Known = readonly AnyDefinition[];

const ofLibrary: Known = [...new Set(Object.values(registry).map(({ definition }) => definition))];

/** The library's layers and the caller's. */
export const known = (own: readonly Defined[] = []): Known => [...new Set([...ofLibrary, ...own.map(({ definition }) => definition)])];

/** The chain of layers on one manifold. */
export const layersCodec = (manifold: ManifoldSpec, names: Known, budget: Budget, depth: number): t.Type<readonly Layer[], unknown> => {
  const items = list("a list of layers", entryCodec({ manifold, names, budget, depth, times: 1 }), bounds.layers);
  return reading("a list of layers", (input, context) =>
    either.chain((entries: readonly (readonly Layer[])[]): t.Validation<readonly Layer[]> => {
      const layers = chained(entries);
      const whole = manifold.kind !== "c" || layers.length === 0 || (layers.length === 1 && layers[0]!.tag === "layer");
      return whole ? t.success(layers) : fault(context, input, layerMisfit(oneLayer(manifold.spec)));
    })(items.validate(input, context)));
};

/** Where an entry stands: `times` is how often all that is around it is repeated. */
interface Place {
  readonly manifold: ManifoldSpec;
  readonly names: Known;
  readonly budget: Budget;
  readonly depth: number;
  readonly times: number;
}

const chained = (entries: readonly (readonly Layer[])[]): readonly Layer[] => entries.flat();

const forms = "a layer { layer, options }, { compose } or { invert }";

const entryCodec = (place: Place): t.Type<readonly Layer[], unknown> =>
  reading("a layer", (input, context) => {
    if (!isRecord(input)) return refuse(context, input, forms);
    if (place.depth > bounds.depth) return refuse(context, input, `at most ${bounds.depth} levels`, `layers nested deeper than ${bounds.depth} levels`);
    const times = Object.hasOwn(input, "times") ? at(context, "times", whole(1, bounds.layers), input["times"]) : t.success(1);
    if (either.isLeft(times)) return times;
    const within = { ...place, depth: place.depth + 1, times: place.times * times.right };
    const layer = Object.hasOwn(input, "compose") ? composed(within).validate(input, context)
      : Object.hasOwn(input, "invert") ? inverted(within).validate(input, context)
      : Object.hasOwn(input, "layer") ? defined(within).validate(input, context)
      : refuse(context, input, forms, `a record with ${Object.keys(input).length === 0 ? "no keys" : `the keys ${printable(Object.keys(input).join(", "))}`}`);
    return either.map((one: Layer): readonly Layer[] => Array<Layer>(times.right).fill(one))(layer);
  });

const repetition = { times: t.unknown };

const composed = (place: Place): t.Type<Layer, unknown> => {
  const record = exact(forms, { compose: list("a list of layers", entryCodec(place), bounds.layers) }, repetition);
  return reading("a composition", (input, context) =>
    either.chain(({ compose: entries }: { readonly compose: readonly (readonly Layer[])[] }): t.Validation<Layer> => {
      const [first, ...rest] = chained(entries);
      return first ? t.success(compose(first, ...rest)) : refuse(context, input, "at least one layer", "a composition of no layers");
    })(record.validate(input, context)));
};

const inverted = (place: Place): t.Type<Layer, unknown> => {
  const record = exact(forms, { invert: entryCodec(place) }, repetition);
  return reading("an inverse", (input, context) =>
    either.chain(({ invert: layers }: { readonly invert: readonly Layer[] }): t.Validation<Layer> =>
      layers.length === 1 ? t.success(invert(layers[0]!)) : refuse(context, input, "one layer, with times outside of invert", `${layers.length} layers`),
    )(record.validate(input, context)));
};

/** A layer by its name. Its numbers are counted at once, with all repetitions around it. */
const defined = ({ manifold, names, budget, times }: Place): t.Type<Layer, unknown> => {
  const record = exact(forms, { layer: t.unknown }, { ...repetition, options: t.unknown });
  return reading("a layer", (input, context) =>
    either.chain((fields: { readonly layer: unknown; readonly options?: unknown }): t.Validation<Layer> => {
      const definition = at(context, "layer", named(names, manifold), fields.layer);
      if (either.isLeft(definition)) return definition;
      const options = at(context, "options", optionsOf(definition.right), fields.options === undefined ? {} : fields.options);
      if (either.isLeft(options)) return options;
      const layer = new Bijector(definition.right, options.right);
      const count = numbersOf(layer, geometry(manifold));
      if (either.isLeft(count)) return fault([...context, { key: "options", type: t.unknown, actual: fields.options }], input, optionError(count.left));
      const over = budget.spend("layers", times) ?? budget.spend("parameters", times * count.right);
      return over ? refuse(context, input, over.expected, over.received) : t.success(layer);
    })(record.validate(input, context)));
};

const named = (names: Known, manifold: ManifoldSpec): t.Type<AnyDefinition, unknown> =>
  reading("the name of a layer", (input, context) => {
    if (typeof input !== "string") return refuse(context, input, "the name of a layer");
    const candidates = names.filter(({ name }) => name === input);
    const [found, other] = candidates.filter(({ on }) => fits(manifold, on));
    if (found && !other) return t.success(found);
    return fault(context, input, layerMisfit(
      found ? `Two layers on ${manifold.spec} are called ${input}; give one of them another name.`
        : candidates[0] ? misfit(candidates[0].name, domains[candidates[0].on].words, manifold.spec)
        : `Unknown layer ${printable(input)}; the layers on ${manifold.spec} are ${namesOn(names, manifold)}. Pass a layer of your own in the option layers, or by --layers-from on the command line.`,
    ));
  });

const namesOn = (names: Known, manifold: ManifoldSpec): string => names.filter(({ on }) => fits(manifold, on)).map(({ name }) => name).join(", ");

const optionsOf = (definition: AnyDefinition): t.Type<Readonly<Record<string, unknown>>, unknown> =>
  reading(`the options of ${definition.name}`, (input, context) => {
    const decoded = decodeOptions(definition.name, definition.options, input);
    return either.isRight(decoded) ? t.success(decoded.right) : fault(context, input, briefly(decoded.left));
  });

/** Sentences of options repeat what they were given, which in a file may be made to garble a terminal. */
export const briefly = (error: DiffeoError): DiffeoError => ("sentence" in error ? { ...error, sentence: printable(error.sentence, 300) } : error);

const optionError = (sentence: string): DiffeoError => ({ tag: "OptionError", path: [], sentence: printable(sentence, 300) });

export const layerMisfit = (sentence: string): DiffeoError => ({ tag: "LayerMisfit", path: [], sentence });

/** All definitions that a chain of layers uses. */
export const definitionsOf = (layers: readonly Layer[]): readonly AnyDefinition[] =>
  layers.flatMap((layer): readonly AnyDefinition[] => {
    switch (layer.tag) {
      case "layer":
        return [layer.definition];
      case "compose":
        return definitionsOf(layer.layers);
      case "invert":
        return definitionsOf([layer.layer]);
    }
  });
