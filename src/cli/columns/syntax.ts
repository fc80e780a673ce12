/**
 * The columns of a table as blocks of a space, in one line: `lonlat(lon, lat) + dayOfYear(doy) + plain(wind, pressure)`.
 *
 *     columns = block { "+" block }
 *     block   = chart "(" { number "," } column { "," column } ")"  |  "classes(" label "," label { "," label } "," column ")"
 *     column  = any text without , ( ) + or "  |  '"' any text, a quotation mark doubled '"'
 */
import { either, function as fn } from "fp-ts";
import type { Chart } from "../../manifold/chart.ts";
import { canonical, type SpecError } from "../../manifold/space.ts";
import { misuse, type Result } from "../failure.ts";
import { chartName, charts } from "./charts.ts";
import { printable } from "../../foreign.ts";

/** One block: a chart and the names of its columns. */
export interface ColumnBlock {
  /** As it is written, in the spelling of this program. */
  readonly text: string;
  readonly chart: Chart;
  readonly columns: readonly string[];
  /** What the cells of a column of classes hold, in the order of the classes. */
  readonly labels?: readonly string[];
}

/** What is read at most, in characters and blocks. */
const [longest, mostBlocks] = [100_000, 1000];

/** The blocks of a text; `where` says where the text comes from, as in `--columns`. */
export const parseColumns = (text: string, where: string): Result<readonly ColumnBlock[]> => {
  if (text.trim() === "") return misuse([where], "there are no columns; name some, as in plain(x, y).");
  if (text.length > longest) return misuse([where], `there are ${text.length} characters, of which at most ${longest} are read.`);
  return fn.pipe(
    splitBlocks(tokensOf(text)),
    (blocks) => (blocks.length > mostBlocks ? misuse([where], `there are ${blocks.length} blocks, of which at most ${mostBlocks} are read.`) : either.right(blocks)),
    either.chain(either.traverseArrayWithIndex((index: number, block: readonly Token[]) => parseBlock(block, [where, `block ${index + 1}`]))),
    either.chainFirst((blocks) => {
      const twice = repeated(blocks.flatMap(({ columns }) => columns));
      return twice === undefined ? either.right(undefined) : misuse([where], `the column ${printable(twice)} stands twice; a density has each number once.`);
    }),
    either.chainFirst((blocks) => either.orElseW(({ sentence }: SpecError) => misuse([where], sentence))(canonical(blocks.map(({ chart }) => chart.on).join("+")))),
  );
};

/** The first text that was there before. */
const repeated = (texts: readonly string[]): string | undefined => {
  const seen = new Set<string>();
  return texts.find((each) => seen.size === seen.add(each).size);
};

/** Blocks as text, in normal form: `parseColumns(showColumns(blocks)) = blocks`. */
export const showColumns = (blocks: readonly ColumnBlock[]): string => blocks.map(({ text }) => text).join(" + ");

type Token = { readonly mark: string } | { readonly word: string; readonly quoted: boolean };

const tokensOf = (text: string): readonly Token[] =>
  Array.from(text.matchAll(/"((?:[^"]|"")*)"|[,()+]|[^,()+"]+|"/g)).flatMap(([found, quoted]): readonly Token[] => {
    if (quoted !== undefined) return [{ word: quoted.replaceAll('""', '"'), quoted: true }];
    if (",()+".includes(found)) return [{ mark: found }];
    return found.trim() === "" ? [] : [{ word: found.trim(), quoted: false }];
  });

const isMark = (token: Token | undefined, mark: string): boolean => token !== undefined && "mark" in token && token.mark === mark;

const splitBlocks = (tokens: readonly Token[]): readonly (readonly Token[])[] => {
  const ends = [...tokens.flatMap((token, index) => (isMark(token, "+") ? [index] : [])), tokens.length];
  return ends.map((end, block) => tokens.slice(block === 0 ? 0 : ends[block - 1]! + 1, end));
};

const shape = "write a chart with its columns, as in plain(x, y), and join blocks by +.";

const parseBlock = (tokens: readonly Token[], path: readonly string[]): Result<ColumnBlock> => {
  const [head, open, ...inside] = tokens;
  if (head === undefined) return misuse(path, "the block is empty; leave out the extra +.");
  if (!("word" in head) || head.quoted) return misuse(path, shape);
  const name = chartName(printable(head.word));
  if (either.isLeft(name)) return misuse(path, name.left);
  const row = charts[name.right]!;
  if (!isMark(open, "(") || !isMark(inside.at(-1), ")")) return misuse(path, `the columns of ${name.right} stand in parentheses, as in ${row.example}.`);
  const words = inside.slice(0, -1).filter((_, index) => index % 2 === 0);
  const commas = inside.slice(0, -1).filter((_, index) => index % 2 === 1);
  if (!words.every((token): token is Extract<Token, { word: string }> => "word" in token) || !commas.every((token) => isMark(token, ",")) || words.length !== commas.length + 1) {
    return misuse(path, `the columns of ${name.right} are separated by commas, as in ${row.example}.`);
  }
  const numbers = words.slice(0, row.numbers).map(({ word, quoted }) => (quoted || word === "" ? NaN : Number(word)));
  const rest = words.slice(row.numbers).map(({ word }) => word);
  const [labels, columns] = row.labels ? [rest.slice(0, -1), rest.slice(-1)] : [[], rest];
  const chart = row.make(numbers, row.labels ? labels.length : columns.length);
  if (either.isLeft(chart)) return misuse(path, chart.left);
  const again = repeated(labels);
  if (again !== undefined) return misuse(path, `the label ${printable(again)} stands twice.`);
  if (columns.length !== chart.right.columns.length) {
    return misuse(path, `${name.right} takes ${counted(chart.right.columns.length)}, but ${columns.length === 0 ? "none" : columns.length} ${columns.length === 1 ? "was" : "were"} given, as in ${row.example}.`);
  }
  return either.right({
    text: `${name.right}(${[...numbers.map(String), ...[...labels, ...columns].map(quote)].join(", ")})`,
    chart: chart.right,
    columns,
    ...(row.labels && { labels }),
  });
};

const counted = (count: number): string => (count === 1 ? "1 column" : `${count} columns`);

/** A name in quotation marks where it would not be read as one word. */
const quote = (column: string): string => (column !== "" && column === column.trim() && !/[,()+"]/.test(column) ? column : `"${column.replaceAll('"', '""')}"`);
