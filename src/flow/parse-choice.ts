/**
 * The options of `parse` (see `parse-options.ts`) at run time: a tree of the places where options can stand, made of the
 * letters; what was said at each of them; and what that makes of every layer and network.
 */
import { either, function as fn } from "fp-ts";
import type { Layer } from "../bijectors/bijector.ts";
import type { Letter } from "../bijectors/letters.ts";
import { decodeNetworkOptions, networkFields, type NetworkOptions } from "../bijectors/network.ts";
import { chosenOptions, recordOf, type Chosen, type Fields, type OptionError } from "../bijectors/options.ts";
import { registry } from "../bijectors/registry.ts";
import { guarded, type DiffeoError, type Path } from "../error.ts";
import { printable } from "../foreign.ts";
import { geometry } from "../manifold/manifold.ts";
import type { ManifoldSpec } from "../manifold/space.ts";
import { numbersOf } from "./codec-bounds.ts";
import * as say from "./sentences.ts";

/** A flow's layers and, for each block, the options of the network that predicts it. */
export interface Choice {
  readonly layers: readonly (readonly Layer[])[];
  readonly networks: readonly NetworkOptions[];
}

type Groups = readonly (readonly Letter[])[];

/** The layers of these letters on these blocks under these options, or the sentence that says what is wrong with the options first. */
export const choose = (blocks: readonly ManifoldSpec[], groups: Groups, options: unknown): either.Either<DiffeoError, Choice> =>
  fn.pipe(
    guarded(() => read(inFlow(groups), options, [], "")),
    either.chainW((said) => {
      const at = new Map(said);
      const merged = (...places: readonly string[]): Chosen => Object.assign({}, ...places.map((place) => at.get(place)));
      const layerOf = (letter: Letter, k: number, i: number): either.Either<DiffeoError, Layer> => {
        const own = merged(letter, `${k + 1}.${letter}`, `${k + 1}.${i + 1}`);
        return together(registry[letter].with(own), Object.keys(own).length > 0 ? blocks[k] : undefined, [`block ${k + 1}`, `layer ${i + 1}`]);
      };
      return fn.pipe(
        either.Do,
        either.apS("layers", either.traverseArrayWithIndex((k: number, letters: readonly Letter[]) => either.traverseArrayWithIndex((i: number, letter: Letter) => layerOf(letter, k, i))(letters))(groups)),
        either.apSW("networks", either.traverseArrayWithIndex((k: number) => decodeNetworkOptions("the network", merged("network", `${k + 1}.network`)))(groups)),
      );
    }),
  );

/** A layer whose options go together on its block, where any were chosen, or its own sentence that they do not. */
const together = (layer: Layer, block: ManifoldSpec | undefined, path: Path): either.Either<OptionError, Layer> =>
  block === undefined ? either.right(layer)
    : either.bimap((sentence: string): OptionError => ({ tag: "OptionError", path, sentence }), () => layer)(numbersOf(layer, geometry(block)));

/** Where options can stand: those of one layer or network, or a record of such places by letter, number or `network`. */
type Place =
  | { readonly owner: string; readonly fields: Fields }
  | { readonly owner: string; readonly places: ReadonlyMap<string, Place>; readonly numbered: string; readonly stray: (key: string) => string };

const network: Place = { owner: "the network", fields: networkFields };

const ofLayer = (letter: Letter): Place => {
  const { name, options } = registry[letter].definition;
  return { owner: name, fields: options };
};

const inBlock = (letters: readonly Letter[], index: number): Place => ({
  owner: `block ${index + 1}`,
  places: new Map<string, Place>([
    ...letters.map((letter) => [letter, ofLayer(letter)] as const),
    ...letters.map((letter, layer) => [`${layer + 1}`, ofLayer(letter)] as const),
    ...(index > 0 ? [["network", network] as const] : []),
  ]),
  numbered: "layer",
  stray: (key) => (key === "network" ? say.noNetwork : say.strayInBlock(printable(key), index + 1, printable(letters.join("")), letters.length)),
});

const inFlow = (groups: Groups): Place => ({
  owner: "the layers",
  places: new Map<string, Place>([
    ...groups.flat().map((letter) => [letter, ofLayer(letter)] as const),
    ...groups.map((letters, index) => [`${index + 1}`, inBlock(letters, index)] as const),
    ...(groups.length > 1 ? [["network", network] as const] : []),
  ]),
  numbered: "block",
  stray: (key) => (key === "network" ? say.noNetwork : say.strayInFlow(printable(key), printable(groups.map((letters) => letters.join("")).join("+")), groups.length)),
});

/** What was said, place by place; a place is named by its keys, such as `g`, `1.g` or `1.2`. */
type Said = readonly (readonly [place: string, chosen: Chosen])[];

const read = (place: Place, input: unknown, path: Path, name: string): either.Either<OptionError, Said> => {
  const located = either.mapLeft((error: OptionError): OptionError => ({ ...error, path }));
  if ("fields" in place) {
    return fn.pipe(chosenOptions(place.owner, place.fields, input), either.map((chosen): Said => [[name, chosen]]), located);
  }
  return fn.pipe(
    recordOf(place.owner, input),
    located,
    either.chain((record) => either.traverseArray((key: string) => {
      const next = place.places.get(key);
      return next === undefined
        ? either.left<OptionError>({ tag: "OptionError", path: [], sentence: place.stray(key) })
        : read(next, record[key], /^\d/.test(key) ? [...path, `${place.numbered} ${key}`] : path, name === "" ? key : `${name}.${key}`);
    })(Object.keys(record))),
    either.map((parts) => parts.flat()),
  );
};
