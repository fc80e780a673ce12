/** The code of random flows, as it is printed, under the compiler: it takes every line, and types it with the flow's space and condition. */
import fc from "fast-check";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, expect, it } from "vitest";
import { code } from "../../src/interpret/text/code.ts";
import { flows } from "../../laws/arbitrary/flow.ts";
import { compile, root } from "./compiler.ts";

const folder = mkdtempSync(join(tmpdir(), "diffeo-code-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("compiles", async () => {
  const drawn = fc.sample(flows(), { numRuns: 200, seed: 1 }).map((flow) => ({ ...code(flow), flow }));
  const names = [...new Set(drawn.flatMap(({ library }) => library))];
  const program = [
    `import { ${names.join(", ")}, type Flow } from "${relative(folder, join(root, "src/index.ts"))}";`,
    ...drawn.map(({ text, flow: { space, condition } }, at) => `export const flow${at}: Flow<"${space}", "${condition}"> = ${text};`),
    `export const wrong: Flow<"e1"> = ${drawn.find(({ flow }) => flow.space !== "e1")!.text};`,
  ];
  writeFileSync(join(folder, "flows.mts"), program.join("\n"));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ extends: join(root, "tsconfig.json"), compilerOptions: { rootDir: "/", typeRoots: [join(root, "node_modules/@types")] }, include: ["flows.mts"] }));
  const messages = (await compile(folder)).map(({ line, text }) => `${text} in ${program[line - 1]}`);
  expect(messages).toEqual([expect.stringContaining("wrong")]);
}, 120_000);
