/** How a layer is written in a program: fluent, by its letter, as a value and with options, as a block that is run by a test. */
import { either } from "fp-ts";
import type { Option } from "../../src/bijectors/options.ts";
import { manifold } from "../../src/flow/manifolds.ts";
import type { ManifoldSpec } from "../../src/manifold/space.ts";
import type { Entry } from "./entries.ts";

/** The builder of a manifold: what is imported, and the call. */
const builderOf = (manifold: ManifoldSpec): readonly [name: string, call: string] => {
  switch (manifold.kind) {
    case "e":
      return ["euclid", `euclid(${manifold.dim})`];
    case "s":
      return manifold.dim === 1 ? ["circle", "circle()"] : ["sphere", `sphere(${manifold.dim})`];
    case "i":
      return ["interval", manifold.spec === "i" ? "interval()" : `interval(${manifold.lower}, ${manifold.upper})`];
    case "h":
      return ["halfLine", `halfLine(${manifold.end}${manifold.side === "below" ? ', "below"' : ""})`];
    case "a":
      return ["simplex", `simplex(${manifold.dim})`];
    case "c":
      return ["classes", `classes(${manifold.classes})`];
  }
};

/** A value that an option takes and that is not its default. */
const another = ({ codec, fallback }: Option<unknown>): unknown => {
  const choices = /^one of (.*)$/.exec(codec.name)?.[1]?.split(", ") ?? [];
  const numbers = typeof fallback === "number" ? [fallback * 2, fallback / 2, fallback + 1] : [];
  const lists = Array.isArray(fallback) ? [[...(fallback as unknown[]), ...(fallback as unknown[])], [2]] : [];
  return [!fallback, ...choices.reverse(), ...numbers, ...lists].find(
    (value) => value !== fallback && typeof value === typeof fallback && either.isRight(codec.decode(value)),
  );
};

const literal = (options: Readonly<Record<string, unknown>>): string =>
  `{ ${Object.entries(options)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(", ")} }`;

/** Some of the options, each with another value than its default; the first two tell most layers apart. */
const exampleOptions = ({ layer: { definition } }: Entry): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(definition.options)
      .map(([name, option]) => [name, another(option)] as const)
      .filter(([, value]) => value !== undefined)
      .slice(0, 1),
  );

/** The method of builders that adds the layer. Its name is the layer's. */
const methodOf = ({ layer: { name }, example }: Entry): string => {
  if (!(name in manifold(example.spec))) throw new Error(`Builders on ${example.spec} have no method ${name}.`);
  return name;
};

export const codeBlock = (entry: Entry): string => {
  const { example, letter, ownOptions, value } = entry;
  const [builder, call] = builderOf(example);
  const method = methodOf(entry);
  const own = Object.keys(ownOptions).length > 0;
  const options = exampleOptions(entry);
  return [
    "```ts",
    `import { ${[builder, value, "eqFlow", "parse"].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)).join(", ")} } from "diffeo";`,
    "",
    `const fluent = ${call}.${method}(${own ? `1, ${literal(ownOptions)}` : ""});`,
    `const letters = parse("${example.spec}", "${letter}");`,
    `const values = ${call}.through(${value}${own ? `.with(${literal(ownOptions)})` : ""});`,
    "eqFlow.equals(fluent, letters) && eqFlow.equals(letters, values); // => true",
    ...(Object.keys(options).length === 0 || own
      ? []
      : ["", `${call}.${method}(2, ${literal(options)}); // two of them, with options`]),
    "```",
  ].join("\n");
};
