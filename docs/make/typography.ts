/** Sentences of docstrings as Markdown: indices and exponents set small, specs as code, papers and files as links. */
import { existsSync } from "node:fs";
import { posix } from "node:path";

export interface Setting {
  readonly root: URL;
  /** The source file whose text is set, and the page that it is set on, both from `root` on. */
  readonly source: string;
  readonly page: string;
}

const base = String.raw`(?<![\p{L}\p{N}_])(?:log|exp|\p{L}|[ΣΠ∏∫])|(?<=[)\]|′⁻¹²])`;
const group = String.raw`\((?:[^()]|\([^()]*\))*\)`;
const subscript = new RegExp(String.raw`(${base})_(\{[^}]*\}|[\p{L}\p{N}−]+)`, "gu");
const superscript = new RegExp(String.raw`(${base}|\p{N})\^(${group}|[−-]?[\p{L}\p{N}]+)`, "gu");
const spec = /((?<![\w<])[a-z](?:_?<\w>)+|\b[esac]\d\b|(?<=intervals )i\b|(?<=^ |, )i(?=[,.]))/;

const unwrapped = (text: string): string => text.replace(/^[{(](.*)[})]$/, "$1");

const escaped = (text: string): string => text.replaceAll("<", "&lt;").replaceAll("*", "\\*");

const small = (text: string): string =>
  escaped(text)
    .replace(superscript, (_, before: string, what: string) => `${before}<sup>${unwrapped(what)}</sup>`)
    .replace(subscript, (_, before: string, what: string) => `${before}<sub>${unwrapped(what)}</sub>`)
    .replace(/\barXiv:(\d{4}\.\d{4,5})/g, "[arXiv:$1](https://arxiv.org/abs/$1)");

/** Text without code: specs such as `s<n>` become code. */
export const setWords = (text: string): string =>
  text
    .split(spec)
    .map((part, index) => (index % 2 === 1 ? `\`${part}\`` : small(part)))
    .join("");

/** A file named in the text, as a link from the page, if there is such a file. */
const linked = (name: string, { root, source, page }: Setting): string => {
  const places = [posix.join(posix.dirname(source), name), `src/bijectors/${name}`, `src/${name}`];
  const found = /^[\w/.-]+\.ts$/.test(name) ? places.find((place) => existsSync(new URL(place, root))) : undefined;
  return found === undefined ? `\`${name}\`` : `[\`${name}\`](${posix.relative(posix.dirname(page), found)})`;
};

/** Text with code between backticks, which stays as it is. */
export const set = (text: string, setting: Setting): string =>
  text
    .split("`")
    .map((part, index) => (index % 2 === 1 ? linked(part, setting) : setWords(part)))
    .join("");

/** A cell of a table. */
export const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const [first, ...rest] = [head, ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`);
  return [first, `|${head.map(() => "---|").join("")}`, ...rest].join("\n");
};
