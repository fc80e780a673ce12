/**
 * The layers as the pages see them: one entry for each letter of the registry, and one page for each source file. Letters
 * whose layers come from one file (the identities; one layer under other options) share its page. Pages are named after
 * files, because file names differ where letters differ in case alone.
 */
import { readFileSync } from "node:fs";
import type { Bijector } from "../../src/bijectors/bijector.ts";
import { alphabet, domains, type Domain, type Letter } from "../../src/bijectors/letters.ts";
import { defaults, type Fields } from "../../src/bijectors/options.ts";
import { registry } from "../../src/bijectors/registry.ts";
import { unsafe } from "../../src/error.ts";
import * as library from "../../src/index.ts";
import { parseSpace, type ManifoldSpec } from "../../src/manifold/space.ts";

export interface Entry {
  readonly letter: Letter;
  readonly layer: Bijector<Domain, string, Fields>;
  /** Where it acts, in words, and the manifold of its examples and its picture. */
  readonly where: string;
  readonly example: ManifoldSpec;
  /** What a program imports, with the options of this letter if it has any of its own. */
  readonly value: string;
  readonly ownOptions: Readonly<Record<string, unknown>>;
  /** The name of its page. */
  readonly slug: string;
  /** The name of the picture's file, without its ending. */
  readonly picture: string;
}

export interface Page {
  /** The name of the page's file, without its ending. */
  readonly slug: string;
  /** The source file, from `src/bijectors/` on. */
  readonly source: string;
  readonly entries: readonly [Entry, ...Entry[]];
}

/** Where each letter's layer is written: the registry's own imports, read from its text. */
export const sourcesOf = (registryText: string): ReadonlyMap<string, string> => {
  const imports = new Map(
    [...registryText.matchAll(/^import \{([^}]*)\} from "\.\/([^"]+)";$/gm)].flatMap(([, names = "", file = ""]) =>
      names.split(",").map((name) => [name.trim(), file] as const),
    ),
  );
  return new Map(
    [...registryText.matchAll(/^ {2}(\w): (\w+)/gm)].map(([, letter = "", identifier = ""]) => {
      const file = imports.get(identifier);
      if (file === undefined)
        throw new Error(`The registry does not import ${identifier} of letter ${letter} by name.`);
      return [letter, file] as const;
    }),
  );
};

/** `spline/unit-spline.ts` as `unit-spline`. */
const slugOf = (source: string): string => source.replace(/^.*\//, "").replace(/\.ts$/, "");

const grouped = <A>(items: readonly A[], key: (item: A) => string): ReadonlyMap<string, readonly A[]> =>
  items.reduce(
    (groups, item) => groups.set(key(item), [...(groups.get(key(item)) ?? []), item]),
    new Map<string, A[]>(),
  );

/** Options that a letter has of its own, beside the defaults of its layer. */
const ownOptions = ({ definition, options }: Bijector<Domain, string, Fields>): Readonly<Record<string, unknown>> => {
  const usual: Readonly<Record<string, unknown>> = defaults(definition.options);
  return Object.fromEntries(Object.entries(options).filter(([name, value]) => value !== usual[name]));
};

/** The name under which the library exports a layer, or the layer of which it is one with other options. */
const exportedName = (layer: Bijector<Domain, string, Fields>): string => {
  const found = Object.entries(library).find(
    ([, value]) => (value as Partial<typeof layer>).definition === layer.definition,
  );
  if (found === undefined) throw new Error(`src/index.ts does not export ${layer.name}.`);
  return found[0];
};

const entryOf = (letter: Letter, slug: string, picture: string): Entry => {
  const layer = registry[letter] as Bijector<Domain, string, Fields>; // its types are forgotten, as in flows
  const { words, example } = domains[layer.on];
  return {
    letter,
    layer,
    where: words,
    example: unsafe(parseSpace(example))[0]!, // every domain has an example
    value: exportedName(layer),
    ownOptions: ownOptions(layer),
    slug,
    picture,
  };
};

/** All pages, in the order of the alphabet of layers; what does nothing comes last. `root` is the folder of package.json. */
export const pagesOf = (root: URL): readonly Page[] => {
  const sources = sourcesOf(readFileSync(new URL("src/bijectors/registry.ts", root), "utf8"));
  const letters = grouped([...alphabet] as Letter[], (letter) => sources.get(letter) ?? "");
  const sharing = grouped([...letters.keys()], slugOf);
  const pages = [...letters].map(([source, [first, ...rest]]) => {
    const own = slugOf(source);
    const slug = sharing.get(own)!.length === 1 ? own : source.replace(/\.ts$/, "").replaceAll("/", "-");
    const example = (letter: Letter): string => domains[registry[letter].on].example;
    // Letters of one page are told apart by their manifold, or, where that is the same, by their place.
    const named = (letter: Letter): string => {
      const twins = [first!, ...rest].filter((each) => example(each) === example(letter));
      return [
        slug,
        ...(rest.length === twins.length - 1 ? [] : [example(letter)]),
        ...(twins.indexOf(letter) === 0 ? [] : [twins.indexOf(letter) + 1]),
      ].join("-");
    };
    const made = (letter: Letter): Entry => entryOf(letter, slug, named(letter));
    return { slug, source, entries: [made(first!), ...rest.map(made)] } satisfies Page;
  });
  const idle = ({ source }: Page): boolean => source === "identity.ts";
  return [...pages.filter((page) => !idle(page)), ...pages.filter(idle)];
};
