/** What is said below a picture, and in its place to those who cannot see it, by the kind of manifold. */
import { parametersOf } from "../../../src/bijectors/layer.ts";
import { geometry } from "../../../src/manifold/manifold.ts";
import type { Kind } from "../../../src/manifold/space.ts";
import type { Entry } from "../entries.ts";
import { looks } from "./looks.ts";

const shows: { readonly [K in Kind]: string } = {
  e: "Left, the standard Gaussian with a square grid and samples; right, where the layer takes grid and samples, and the density that comes of it.",
  h: "The density on the half line, beside that of the base.",
  s: "Left, the uniform density on the globe with a graticule and samples; right, where the layer takes graticule and samples, and the density that comes of it. Both globes are seen from the same place.",
  i: "Left, the map, on which even steps of the base fall to uneven steps of the data; right, the density that comes of it.",
  a: "Left, the uniform density on the triangle of three fractions with lines of equal fractions and samples; right, where the layer takes lines and samples, and the density that comes of it.",
  c: "Left, the parts of the unit interval that belong to the classes; right, their masses.",
};

const circle =
  "Left, evenly spaced points of the base, inside, and where the layer takes them, outside; right, the density that comes of it.";

export const caption = (entry: Entry): { readonly text: string; readonly alt: string } => {
  const { example, layer, letter } = entry;
  const { options } = looks(entry);
  const chosen = Object.entries(options).map(([name, value]) => `\`${name}: ${JSON.stringify(value)}\``);
  const free = Object.keys(parametersOf(layer, geometry(example))).length > 0;
  const what = example.kind === "s" && example.dim === 1 ? circle : shows[example.kind];
  return {
    text: free
      ? `${what} Parameters are those of a fresh layer, scattered at random${["", ...chosen].join("; ")}.`
      : what,
    alt: `What ${layer.name} (${letter}) does on ${example.spec}`,
  };
};
