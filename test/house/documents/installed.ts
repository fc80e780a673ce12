/**
 * The package as an installer gets it: built from the sources, under `node_modules/diffeo`, with nothing beside it but the
 * packages that package.json names. Blocks import it by name, and `npx diffeo` finds its program.
 */
import { execFile } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "../root.ts";

type Manifest = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;
export const manifest = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as Manifest; // the fields read here are records

export interface Outcome {
  readonly code: number;
  readonly output: string;
}

export const run = (
  program: string,
  options: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Outcome> =>
  new Promise((resolve) => {
    const settings = { cwd, maxBuffer: 1 << 26, timeout: 150_000, env: { ...process.env, ...env } };
    execFile(program, options, settings, (failure, stdout, stderr) => {
      const output = `${stdout}${stderr}`;
      resolve({ code: failure === null ? 0 : 1, output: output || (failure?.message ?? "") });
    });
  });

export const tsc = (options: readonly string[], cwd: string): Promise<Outcome> =>
  run(process.execPath, [`${root}node_modules/typescript/bin/tsc`, "--pretty", "false", ...options], cwd);

/** A new folder with the package under its node_modules. */
export const install = async (): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), "diffeo-documents-"));
  const home = join(folder, "node_modules", "diffeo");
  mkdirSync(join(folder, "node_modules", ".bin"), { recursive: true });
  for (const kind of ["dependencies", "optionalDependencies", "devDependencies"]) {
    for (const name of Object.keys(manifest[kind] ?? {})) {
      const link = join(folder, "node_modules", name);
      mkdirSync(dirname(link), { recursive: true });
      if (existsSync(`${root}node_modules/${name}`)) symlinkSync(`${root}node_modules/${name}`, link, "junction");
    }
  }
  mkdirSync(home);
  cpSync(`${root}package.json`, join(home, "package.json"));
  const build = await tsc(["-p", "tsconfig.build.json", "--noCheck", "--outDir", join(home, "dist")], root);
  if (build.code !== 0) throw new Error(`The package does not build:\n${build.output}`);
  for (const [name, program] of Object.entries(manifest["bin"] ?? {})) {
    if (!existsSync(join(home, program))) continue;
    chmodSync(join(home, program), 0o755);
    symlinkSync(join("..", "diffeo", program), join(folder, "node_modules", ".bin", name));
  }
  return folder;
};

/** A folder of its own for one document, beside the examples and their data. */
export const desk = (folder: string, name: string): string => {
  const own = join(folder, name);
  mkdirSync(join(own, ".blocks"), { recursive: true });
  symlinkSync(join(folder, "node_modules"), join(own, "node_modules"), "junction");
  writeFileSync(join(own, "package.json"), JSON.stringify({ name: "reader", private: true, type: "module" }));
  if (existsSync(`${root}examples`)) cpSync(`${root}examples`, join(own, "examples"), { recursive: true });
  return own;
};
