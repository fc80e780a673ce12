/**
 * The code blocks of the documents. Each ```ts and ```sh block is a promise to a reader, kept by running it as written.
 * The words after the language say how:
 *
 *   ```ts             types checked and run, alone, against the package as an installer gets it
 *   ```ts continued   the ts block before it in the document comes first
 *   ```ts no-run      types checked only
 *   ```sh             run by bash, in a folder per document, where earlier blocks have left their files
 *   ```sh no-run      only its `npm run` names are looked up; so is a block that calls git or npm, or that opens with
 *                     `# on a fresh machine`
 *
 * In a ts block, `// => text` after a statement at the top level, on its last line or below it, states what the value
 * prints, or what the statement printed; more such lines continue it, spaces do not count and `…` stands for any text.
 * `// does not compile` after a statement expects an error of the compiler there, `// does not compile: words` one that
 * says the words. In a sh block, `# => text` states a line of the output.
 */

/** One block; `line` is the line of the document where its code begins. */
export interface Block {
  readonly document: string;
  readonly line: number;
  readonly language: "ts" | "sh";
  readonly words: readonly string[];
  /** The code, after `before`. */
  readonly code: string;
  /** The code of the blocks that this one continues. */
  readonly before: string;
}

interface Fence {
  readonly ticks: string;
  readonly indent: number;
  readonly info: readonly string[];
  readonly line: number;
}

export const blocksOf = (document: string, text: string): readonly Block[] => {
  const blocks: Block[] = [];
  const lines = text.split(/\r?\n/);
  let fence: Fence | undefined;
  for (const [index, content] of lines.entries()) {
    if (fence === undefined) fence = opening(content, index);
    else if (content.trim() === fence.ticks) {
      const { indent, line, info } = fence;
      const [language, ...words] = info;
      const code = lines.slice(line - 1, index).map((each) => each.replace(new RegExp(`^\\s{0,${indent}}`), ""));
      const previous = blocks.findLast((block) => block.language === "ts");
      const before = words.includes("continued") && previous ? `${previous.before}${previous.code}\n` : "";
      if (language === "ts" || language === "sh")
        blocks.push({ document, line, language, words, code: code.join("\n"), before });
      fence = undefined;
    }
  }
  return blocks;
};

const opening = (content: string, index: number): Fence | undefined => {
  const [, indent = "", ticks, info = ""] = /^(\s*)(`{3,})([^`]*)$/.exec(content) ?? [];
  return ticks === undefined
    ? undefined
    : { ticks, indent: indent.length, info: info.trim().split(/\s+/), line: index + 2 };
};

/** What a block of commands names in package.json, and whether it may run outside a checkout. */
export const commandsOf = ({
  code,
  words,
}: Block): { readonly scripts: readonly string[]; readonly runs: boolean } => ({
  scripts: [...code.matchAll(/\bnpm (?:run(?:-script)? )?(?:--silent )?([\w:-]+)/g)].flatMap(([call, name = ""]) =>
    call.includes("npm run") || name === "test" || name === "start" ? [name] : [],
  ),
  runs: !words.includes("no-run") && !/^\s*# on a fresh machine/i.test(code) && !/(^|&&|;)\s*(npm|git)\s/m.test(code),
});
