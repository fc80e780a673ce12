/** A section of docs/inference.md: what an example is about, in the words of its source, then its figures and its picture. */
import { agrees, type Example, type Figure, type Outcome } from "./example.ts";

/** The docstring that a file opens with, as Markdown: its indented formulas are code there too. */
const opening = (source: string): string =>
  /^\/\*\*([\s\S]*?)\*\//.exec(source)![1]!.split("\n").map((line) => line.replace(/^ \* ?/, "")).join("\n").trim();

const cells = (figure: Figure): string => {
  const { name, found, error, known, digits = 3 } = figure;
  const number = (value: number | undefined): string => (value === undefined ? "" : value.toFixed(digits));
  return `| ${name.replaceAll("|", "\\|")} | ${number(found)} | ${number(error)} | ${number(known)} |${agrees(figure) ? "" : " not as known"}`;
};

export const section = (name: string, source: string, { title, known }: Example, { figures }: Outcome): string => `## ${title}

${opening(source)}

| | found | ± | known |
|---|---:|---:|---:|
${figures.map(cells).join("\n")}

Known: ${known}. The program is [examples/inference/${name}.ts](../examples/inference/${name}.ts); \`npm run inference -- ${name}\` runs it.

<img src="images/inference/${name}.svg" alt="${title}" width="900">
`;

/** The page with this section in place of the one about the same example, or after all others. */
export const withSection = (page: string, name: string, text: string): string => {
  const [head, ...sections] = page.split(/^(?=## )/m);
  const about = sections.findIndex((each) => each.includes(`images/inference/${name}.svg`));
  const own = about < 0 ? [...sections, text] : sections.with(about, text);
  return [head!.trimEnd(), ...own.map((each) => each.trim())].join("\n\n") + "\n";
};
