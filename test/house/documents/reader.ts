/** Does what a reader does with the blocks of documents, and says in a sentence where one does not keep its word. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commandsOf, type Block } from "./blocks.ts";
import { prepare, says, type Prepared } from "./claims.ts";
import { desk, install, manifest, run, tsc } from "./installed.ts";

export interface Reader {
  /** Nothing, or what is wrong with the block. Blocks of one document are read in their order. */
  readonly read: (block: Block) => Promise<string>;
  readonly leave: () => void;
}

interface Work {
  readonly block: Block;
  readonly name: string;
  readonly prepared: Prepared | Error;
}

const lines = (text: string): number => text.split("\n").length - 1;

export const reader = async (blocks: readonly Block[]): Promise<Reader> => {
  const folder = await install();
  const documents = [...new Set(blocks.map(({ document }) => document))];
  const desks = new Map(documents.map((document) => [document, desk(folder, document.replaceAll(/\W+/g, "-"))]));
  const works = blocks
    .filter(({ language }) => language === "ts")
    .map((block) => {
      const name = join(desks.get(block.document)!, ".blocks", `line-${block.line}`); // each document has its desk
      const prepared = attempt(block);
      writeFileSync(`${name}.ts`, `${block.before}${block.code}\nexport {};\n`);
      writeFileSync(`${name}.run.ts`, `${prepared instanceof Error ? "" : prepared.runnable}\nexport {};\n`);
      return { block, name, prepared };
    });
  const messages = works.length === 0 ? [] : await compiled(folder, works);

  const readCode = async (block: Block): Promise<string> => {
    const { name, prepared } = works.find((work) => work.block === block)!; // every ts block has its work
    if (prepared instanceof Error) return prepared.message;
    const own = messages.filter(({ file }) => file === `${name}.ts`);
    const refused = prepared.refused.find(
      ({ from, to, text }) => !own.some((each) => from <= each.line && each.line <= to && each.text.includes(text)),
    );
    if (refused !== undefined) return `line ${refused.from}: the compiler does not say: ${refused.text || "no"}`;
    const surprise = own.find(({ line }) => !prepared.refused.some(({ from, to }) => from <= line && line <= to));
    if (surprise !== undefined) return `line ${surprise.line}: ${surprise.text}`;
    if (block.words.includes("no-run")) return "";
    const recorder = new URL("./recorder.mjs", import.meta.url).href;
    const { code, output } = await run(
      process.execPath,
      ["--import", recorder, `${name}.run.js`],
      desks.get(block.document)!,
      { DIFFEO_SHOWN: `${name}.json` },
    );
    if (code !== 0) return output;
    const shown = JSON.parse(readFileSync(`${name}.json`, "utf8")) as readonly (readonly string[] | null)[]; // written by the recorder
    const wrong = prepared.shown.findIndex(({ text }, claim) => !(shown[claim] ?? []).some((each) => says(each, text)));
    return wrong < 0
      ? ""
      : `line ${prepared.shown[wrong]!.from}: shows ${shown[wrong]?.[0] ?? "nothing"}, not ${prepared.shown[wrong]!.text}`;
  };

  const readCommands = async (block: Block): Promise<string> => {
    const { scripts, runs } = commandsOf(block);
    const unknown = scripts.find((name) => manifest["scripts"]?.[name] === undefined);
    if (unknown !== undefined) return `package.json has no script ${unknown}`;
    if (!runs) return "";
    const { code, output } = await run("bash", ["-euo", "pipefail", "-c", block.code], desks.get(block.document)!, {
      npm_config_offline: "true",
    });
    if (code !== 0) return output;
    const claims = [...block.code.matchAll(/# => (.*)$/gm)].map(([, text = ""]) => text);
    const missing = claims.find((text) => !output.split("\n").some((each) => says(each, text)));
    return missing === undefined ? "" : `prints ${output.trim()}, not ${missing}`;
  };

  return {
    read: async (block) => {
      const found = await (block.language === "ts" ? readCode(block) : readCommands(block));
      return found.replace(
        /^line (\d+)/,
        (_, line: string) => `line ${Number(line) + block.line - 1 - lines(block.before)}`,
      );
    },
    leave: () => rmSync(folder, { recursive: true, force: true }),
  };
};

const attempt = ({ before, code }: Block): Prepared | Error => {
  try {
    return prepare(`${before}${code}`);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
};

interface Message {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** One run of the compiler over all blocks: the messages on the blocks as written, the programs from the runnable ones. */
const compiled = async (folder: string, works: readonly Work[]): Promise<readonly Message[]> => {
  const compilerOptions = {
    target: "es2022",
    module: "nodenext",
    strict: true,
    skipLibCheck: true,
    types: ["node"],
    rootDir: ".",
  };
  const files = works.flatMap(({ name }) => [`${name}.ts`, `${name}.run.ts`]);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  const { output } = await tsc(["-p", "."], folder);
  const silent = works.filter(({ name }) => !existsSync(`${name}.run.js`));
  if (silent.length > 0) throw new Error(`The compiler wrote nothing:\n${output}`);
  return output.split(/\n(?=\S)/).flatMap((message) => {
    const [, file, line, text] = /^(\S+)\((\d+),\d+\): (error [\s\S]*)$/.exec(message.trimEnd()) ?? [];
    return file === undefined ? [] : [{ file: join(folder, file), line: Number(line), text: text ?? "" }];
  });
};
