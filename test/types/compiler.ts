/**
 * The compiler as a function from fixtures to messages. TypeScript 7 has no JavaScript API, so `tsc` runs once
 * per project, as a program, and its output is read back.
 */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** One message of the compiler; the lines that explain it are part of its text. */
export interface Message {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** One `// error: …` mark; `line` is the line after it, `code` what stands there. */
export interface Mark extends Message {
  readonly code: string;
  /** False for `// error (types only): …`. */
  readonly twin: boolean;
}

export const root: string = fileURLToPath(new URL("../../", import.meta.url));
const folder = fileURLToPath(new URL("./fixtures/", import.meta.url));

export const fixtures: readonly string[] = readdirSync(folder).filter((file) => file.endsWith(".ts")).sort();

export const marksOf = (file: string): readonly Mark[] => {
  const lines = readFileSync(`${folder}${file}`, "utf8").split("\n");
  return lines.flatMap((text, index) => {
    const mark = /^\s*\/\/ error( \(types only\))?: (.+)$/.exec(text);
    const code = lines[index + 1]?.trim() ?? "";
    return mark === null ? [] : [{ file, line: index + 2, text: mark[2] ?? "", code, twin: mark[1] === undefined }];
  });
};

/** All messages on the files of a project; one that is on no file has the line 0. */
export const compile = (project: string = folder): Promise<readonly Message[]> =>
  new Promise((resolve) => {
    const options = [`${root}node_modules/typescript/bin/tsc`, "-p", project, "--pretty", "false"];
    execFile(process.execPath, options, { cwd: project, maxBuffer: 1 << 26 }, (failure, stdout, stderr) => {
      const found = messages(`${stdout}${stderr}`);
      // A compiler that fails without a word did not run.
      resolve(found.length === 0 && failure !== null ? [{ file: "", line: 0, text: failure.message }] : found);
    });
  });

/** A message begins at the margin; what is indented explains the one before. */
const messages = (output: string): readonly Message[] =>
  output.split(/\n(?=\S)/).filter((block) => block.trim() !== "").map((block) => {
    const text = block.trimEnd();
    const head = /^(\S+)\((\d+),\d+\): error /.exec(text);
    return { file: head?.[1] ?? "", line: Number(head?.[2] ?? 0), text };
  });
