/**
 * A flow as the line of code that makes it, in the words of the fluent builder:
 *
 *     oplus(euclid(2).gauss(2, { kernels: 3 }), sphere(2).nsphere()).given("s2", { hidden: [8] })
 *
 * Options are said where they differ from their defaults. Where the names of the line are imported, it compiles and makes
 * an equal flow. A layer of the caller's own stands there by its name.
 */
import type { AnyDefinition, Defined, Layer } from "../../bijectors/bijector.ts";
import { networkFields, type NetworkOptions } from "../../bijectors/network.ts";
import { altered, type Chosen } from "../../bijectors/options.ts";
import { definitionsOf } from "../../flow/codec-layer.ts";
import type { AnyFlow } from "../../flow/flow.ts";
import { runsOf, type Run } from "../../flow/same.ts";
import { blocksOf, type Tree } from "../../flow/tree.ts";
import { specOf, type ManifoldSpec } from "../../manifold/space.ts";
import { fragment, listed, name, type Fragment } from "./code-fragment.ts";
import { literal } from "./code-literal.ts";
import { libraryNames, ownNames, type Word } from "./code-names.ts";

export interface Code {
  readonly text: string;
  /** What the text takes from the library, for an import. */
  readonly library: readonly string[];
  /** The names in it of layers that are not the library's, and what these are called. */
  readonly own: { readonly [name: string]: AnyDefinition };
}

/**
 * The code of a flow, or of a layer, with the names that it needs.
 *
 *     const { text, library } = code(flow);
 *     `import { ${library.join(", ")} } from "diffeo";\nexport const flow = ${text};`
 */
export const code = (shown: AnyFlow | Layer): Code => {
  const own = ownNames("tree" in shown ? blocksOf(shown.tree).flatMap(({ layers }) => definitionsOf(layers)) : definitionsOf([shown]));
  const { text, names } = "tree" in shown ? flowCode(shown.tree, own) : layerCode(shown, own);
  const given = Object.fromEntries([...own].map(([definition, called]) => [called, definition]));
  return { text, library: [...new Set(names)].filter((each) => !Object.hasOwn(given, each)).sort(), own: given };
};

/**
 * The line alone.
 *
 *     showCode(parse("e2+s1", "gg+m")); // oplus(euclid(2).gauss(2), circle().moebius())
 */
export const showCode = (shown: AnyFlow | Layer): string => code(shown).text;

type Own = ReadonlyMap<AnyDefinition, string>;

const word = (text: Word): Fragment => name(text);

const flowCode = (tree: Tree, own: Own): Fragment => {
  switch (tree.tag) {
    case "block":
      return runsOf(tree.layers).reduce((before, run) => fragment`${before}${runCode(run, own)}`, manifoldCode(tree.manifold));
    case "oplus": {
      const options = networks(tree.options);
      const join = isEmpty(options) ? word("oplus") : fragment`${word("oplusWith")}(${literal(options)})`;
      return fragment`${join}(${listed(tree.parts.map((part) => flowCode(part, own)))})`;
    }
    case "otimes":
      return fragment`${word("otimes")}(${listed(tree.parts.map((part) => flowCode(part, own)))})`;
    case "given":
      return fragment`${flowCode(tree.body, own)}.given(${listed([literal(specOf(tree.condition)), ...optional({ ...networks(tree.options), ...(tree.everything && { everything: true }) })])})`;
    case "rate":
      return fragment`${word("withRate")}(${listed([flowCode(tree.body, own), ...optional(networks(tree.options))])})`;
  }
};

const isEmpty = (options: Chosen): boolean => Object.keys(options).length === 0;

/** Options as the last argument of a call, if there are any. */
const optional = (options: Chosen): readonly string[] => (isEmpty(options) ? [] : [literal(options)]);

const networks = (options: NetworkOptions): Chosen => altered(networkFields, options);

const manifoldCode = (manifold: ManifoldSpec): Fragment => {
  switch (manifold.kind) {
    case "e":
      return fragment`${word("euclid")}(${literal(manifold.dim)})`;
    case "s":
      return manifold.dim === 1 ? fragment`${word("circle")}()` : fragment`${word("sphere")}(${literal(manifold.dim)})`;
    case "i":
      return fragment`${word("interval")}(${listed(manifold.lower === 0 && manifold.upper === 1 ? [] : [literal(manifold.lower), literal(manifold.upper)])})`;
    case "h":
      return fragment`${word("halfLine")}(${listed([literal(manifold.end), ...(manifold.side === "below" ? [literal("below")] : [])])})`;
    case "a":
      return fragment`${word("simplex")}(${literal(manifold.dim)})`;
    case "c":
      return fragment`${word("classes")}(${literal(manifold.classes)})`;
  }
};

const optionsOf = ({ definition, options }: Defined): Chosen => altered(definition.options, options);

/** A layer of the library is a method of the builder, by its name; any other goes through `through`. */
const runCode = ({ layer, times }: Run, own: Own): Fragment => {
  if (layer.tag === "layer" && libraryNames.has(layer.definition)) {
    const options = optional(optionsOf(layer));
    return fragment`.${layer.name}(${listed([...(times === 1 && options.length === 0 ? [] : [literal(times)]), ...options])})`;
  }
  return fragment`.through(${listed([layerCode(layer, own), ...(times === 1 ? [] : [literal(times)])])})`;
};

const layerCode = (layer: Layer, own: Own): Fragment => {
  switch (layer.tag) {
    case "layer": {
      // Every definition of the flow has a name.
      const called = name(libraryNames.get(layer.definition) ?? own.get(layer.definition)!);
      const options = optional(optionsOf(layer));
      return options.length === 0 ? called : fragment`${called}.with(${listed(options)})`;
    }
    case "compose":
      return fragment`${word("compose")}(${listed(layer.layers.map((each) => layerCode(each, own)))})`;
    case "invert":
      return fragment`${word("invert")}(${layerCode(layer.layer, own)})`;
  }
};
