/** docs/mutants.md as text: what each fault is, which laws catch it, and why each law is there. */
import { faults } from "./faults.ts";
import { ownOf, type Matrix } from "./matrix.ts";
import { reasons } from "./reasons.ts";
import { unseen } from "./unseen.ts";

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => [row(head), `|${"---|".repeat(head.length)}`, ...rows.map(row)].join("\n");

/** Laws by whom they are about, in the order of the sections of the page. */
const groups: readonly (readonly [title: string, belongs: (law: string) => boolean])[] = [
  ["Flows", (law) => /^(flow|layer):|: repeats$/.test(law)],
  ["Formulas", (law) => /^(operation|formula):/.test(law)],
  ["Spaces, charts, models and random numbers", (law) => /^(measure|chart|model|random|codec):/.test(law)],
  ["Layers", () => true],
];

/** Each law in the first group that it belongs to; layers come first on the page. */
const grouped = (laws: readonly string[]): readonly (readonly [title: string, laws: readonly string[]])[] => {
  const groupOf = (law: string): string => groups.find(([, belongs]) => belongs(law))![0]; // the last group takes all
  return ["Layers", ...groups.slice(0, -1).map(([title]) => title)].map((title) => [title, laws.filter((law) => groupOf(law) === title)]);
};

const matrixTable = ({ faults: found }: Matrix, laws: readonly string[]): string => {
  const lines = Object.entries(found).filter(([, caught]) => laws.some((law) => Object.hasOwn(caught, law)));
  const used = laws.filter((law) => lines.some(([, caught]) => Object.hasOwn(caught, law)));
  return table(["fault", ...used.map((law) => law.replace(/^(flow|operation): /, ""))], lines.map(([fault, caught]) => [fault, ...used.map((law) => String(caught[law] ?? ""))]));
};

const whyOf = (matrix: Matrix, law: string): string => {
  const own = ownOf(matrix, law);
  return own.length > 0 ? `alone catches: ${own.join("; ")}` : (reasons[law] ?? "");
};

export const page = (matrix: Matrix): string => {
  const found = Object.values(matrix.faults);
  const catches = (law: string): number => found.filter((caught) => Object.hasOwn(caught, law)).length;
  return `# Mutants

The laws are tested with ${found.length} planted faults: patches of the sources, as an author would get them wrong, each in a library of its
own. Every law of the kit is asked of what the patched file is a part of: rows of the registry, flows made of them, spaces, random
flows. This page is written by \`npm run mutants -- --write\`; \`npm run mutants -- --only spline\` plants the faults with that word in
their names and prints what it finds. A test plants each of them again and asks the laws that must catch it.

Numbers are those of the case that broke the law first, of at most ${matrix.cases} cases of a law that costs little and fewer of others, with seed
${matrix.seed}. A law that is stated for both directions, forward and inverse, is one here. Rows of few
laws may be incomplete: what survived 20 cases of every law was asked again of the laws that are named for it.

What no law sees are faults that make one lawful thing of another, and what no case reaches; the last table has those that were tried.

## Faults

${table(["fault", "file", "laws that catch it"], faults.map(({ fault, file }) => [fault, `\`${file.replace("src/", "")}\``, String(Object.keys(matrix.faults[fault] ?? {}).length)]))}

${grouped(matrix.laws).map(([title, laws]) => `## ${title}\n\n${matrixTable(matrix, laws)}`).join("\n\n")}

## Laws

${table(["law", "catches", "why it is there"], matrix.laws.map((law) => [law, String(catches(law)), whyOf(matrix, law)]))}

## Faults that no law sees

${table(["fault", "file", "why, presumably; tests of that part"], unseen.map(({ fault, file, why }) => [fault, `\`${file.replace("src/", "")}\``, why]))}
`;
};
