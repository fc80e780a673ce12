/** What a ts block states in its comments, and the same block with probes at the statements that are spoken of. */
import { parseAst } from "vitest/node";

/** The statement on the lines `from` to `to` of the block, and the text of the comment. */
export interface Claim {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export interface Prepared {
  /** The block, line for line, where claim i is recorded by `__begin(i)`, `__end(i)` and `__value(i, …)`. */
  readonly runnable: string;
  readonly shown: readonly Claim[];
  readonly refused: readonly Claim[];
}

interface Statement {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly expression?: { readonly start: number; readonly end: number };
  readonly declarations?: readonly { readonly id: { readonly type: string; readonly name?: string } }[];
}

const comment = /\/\/ (=>|does not compile:?)(.*)$/gm;

export const prepare = (code: string): Prepared => {
  const statements = statementsOf(code);
  const spoken = new Map<Statement, { readonly kind: string; readonly texts: readonly string[] }>();
  for (const { index, 1: kind = "", 2: text = "" } of code.matchAll(comment)) {
    const statement = statements.findLast(({ end }) => end <= index);
    const around = statements.find(({ start, end }) => start < index && index < end);
    if (statement === undefined || around !== undefined) {
      throw new Error(`line ${lineOf(code, index)}: "// ${kind}" follows no statement at the top level of the block.`);
    }
    spoken.set(statement, { kind, texts: [...(spoken.get(statement)?.texts ?? []), text.trim()] });
  }
  const claims = (about: RegExp): readonly Claim[] =>
    [...spoken].flatMap(([{ start, end }, { kind, texts }]) =>
      about.test(kind) ? [{ from: lineOf(code, start), to: lineOf(code, end), text: texts.join("\n") }] : [],
    );
  const shown = [...spoken].filter(([, { kind }]) => kind === "=>").map(([statement]) => statement);
  const runnable = [...spoken.keys()]
    .sort((a, b) => b.start - a.start)
    .reduce((text, each) => {
      const source = text.slice(each.start, each.end);
      const probed = shown.includes(each) ? probe(each, source, shown.indexOf(each)) : source.replaceAll(/[^\n]/g, " ");
      return `${text.slice(0, each.start)}${probed}${text.slice(each.end)}`;
    }, code);
  return { runnable, shown: claims(/^=>$/), refused: claims(/^does/) };
};

/** Nothing when the block does not parse: the compiler says it better. */
const statementsOf = (code: string): readonly Statement[] => {
  try {
    return parseAst(code, { lang: "ts" }).body as readonly Statement[]; // the fields that all kinds of statements share
  } catch {
    return [];
  }
};

const probe = (statement: Statement, source: string, claim: number): string => {
  const { start, expression, declarations } = statement;
  const name = declarations?.at(-1)?.id.name;
  if (expression !== undefined) {
    const value = source.slice(expression.start - start, expression.end - start);
    return `__begin(${claim}); __value(${claim}, (${value})); __end(${claim});`;
  }
  return `__begin(${claim}); ${source} __end(${claim});${name === undefined ? "" : ` __value(${claim}, ${name});`}`;
};

export const lineOf = (code: string, offset: number): number => code.slice(0, offset).split("\n").length;

/** Whether `text` says what `claim` states: spaces do not count, and `…` stands for any text. */
export const says = (text: string, claim: string): boolean => {
  const squeeze = (each: string): string =>
    each
      .replaceAll(/\s+/g, " ")
      .replaceAll(/(?<=[[({]) | (?=[\])}])/g, "")
      .trim();
  const literal = (each: string): string => each.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  return new RegExp(`^${squeeze(claim).split("…").map(literal).join(".*")}$`, "s").test(squeeze(text));
};
