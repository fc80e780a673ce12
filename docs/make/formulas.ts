/** The formulas that run, as the library's own printer writes them, where they are short enough to be read. */
import { latexLayer } from "../../src/interpret/text/layer.ts";
import type { Entry } from "./entries.ts";

/** Characters of LaTeX beyond which a formula is for machines. */
const readable = 1300;

/** A break before `… &=`, not one between the cases of a number. */
const endOfEquation = / \\\\ (?=(?:(?!\\\\)[^&])*&[=:])/g;

/** One line for each equation. GitHub's mathematics does not know `\operatorname`. */
const display = (latex: string): string =>
  [
    "```math",
    ...latex.replaceAll("\\operatorname{", "\\mathrm{").replace(endOfEquation, " \\\\\n").split("\n"),
    "```",
  ].join("\n");

export const formulas = ({ layer, example }: Entry): string => {
  const printed = (["inverse", "forward"] as const).map(
    (direction) => [direction, latexLayer(layer, example.spec, direction)] as const,
  );
  const short = printed.filter(([, latex]) => latex.length <= readable);
  if (short.length === 0) return "";
  const titles = { inverse: "From the data x to the base z", forward: "From the base z to the data x" };
  const gradient = short.some(([, latex]) => latex.includes("{sg}")) ? " (sg passes a value on, but no gradient)" : "";
  return [
    `<details><summary>The formulas that run, on <code>${example.spec}</code> under default options${gradient}</summary>`,
    ...short.flatMap(([direction, latex]) => [`${titles[direction]}:`, display(latex)]),
    "</details>",
  ].join("\n\n");
};
