/**
 * The two readings of the grammar, the compiler's and the parser's, on random specs and layers: they accept the same
 * strings and refuse the others with the same sentence. One project with a call per string is compiled.
 */
import fc from "fast-check";
import { either } from "fp-ts";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { render } from "../../src/error.ts";
import { parseLayers } from "../../src/flow/letters.ts";
import { canonical } from "../../src/manifold/space.ts";
import { compile, type Message, root } from "./compiler.ts";

const number = fc.oneof(
  fc.integer({ min: -20, max: 20 }).map(String),
  fc.constantFrom("0.5", "-0.5", "1e-7", "1.50", "-0", "1e3", "0x10", ".5", "1_0", "007", "", "Infinity", "10000"),
);

const block = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("e0", "e4", "s1", "s2", "s12", "i", "i_-3_3") },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom("e", "s", "q"), number).map(([kind, n]) => `${kind}${n}`) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom("i", "i1", "i2"), number, number).map((parts) => parts.join("_")) },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(..."esi0123456789+-_.q "), maxLength: 6 }) },
);

const spec = fc.array(block, { minLength: 1, maxLength: 3 }).map((blocks) => blocks.join("+"));

const letters = fc.string({ unit: fc.constantFrom(..."tgxrzmonvcyR++q é🌍"), maxLength: 6 });

const cases: readonly (readonly [string, string])[] = [
  ...fc.sample(spec, { numRuns: 600, seed: 1 }).map((s) => [s, ""] as const),
  ...fc.sample(fc.tuple(fc.constantFrom("e4", "s1+e2", "s2", "i+s3", "e0"), letters), { numRuns: 600, seed: 2 }),
];

const folder = mkdtempSync(join(tmpdir(), "diffeo-types-"));

const source = (module: string): string => relative(folder, join(root, "src", module));

const program = [
  `import type { Space } from "${source("manifold/space.ts")}"; import type { Layers } from "${source("flow/letters.ts")}";`,
  "declare const parse: <S extends string, L extends string>(spec: Space<S>, layers: Layers<S, L>) => void;",
  ...cases.map((literals) => `parse(${literals.map((text) => JSON.stringify(text)).join(", ")});`),
];

const project = {
  extends: join(root, "tsconfig.json"),
  compilerOptions: { rootDir: "/", types: [], noErrorTruncation: true },
  include: ["program.ts"],
};

/** What the compiler says only: the parser reads every spelling. */
const spelling = /is not in canonical spelling|is the one-point space/;

let messages: readonly Message[] = [];
beforeAll(async () => {
  writeFileSync(join(folder, "program.ts"), program.join("\n"));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(project));
  messages = await compile(folder);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

it("compiles: every message is on one of the cases", () => {
  expect(messages.length).toBeGreaterThan(0);
  expect(messages.filter(({ file, line }) => file !== "program.ts" || line < 3)).toEqual([]);
});

it("the compiler and the parser agree", () => {
  const said = new Map(messages.map(({ line, text }) => [line, /parameter of type '"(.*)"'\.$/.exec(text)?.[1] ?? text]));
  const outcomes = cases.map(([s, l], index) => {
    const compiler = said.get(index + 3) ?? "compiles";
    const parsed = parseLayers(s, l);
    const parser = either.isRight(parsed) ? "compiles" : render(parsed.left);
    const own = either.toUnion(canonical(s)) === s;
    // A block before the parser's first error, or all of the spec, may be spelled in another way.
    if (spelling.test(compiler)) return { s, l, agree: !own };
    // Bounds of equal whole parts are left to the run time, which reads on only where the compiler does.
    if (compiler !== parser && /^Interval \S*(0\.5|1e-7)\S* is empty/.test(parser)) return { s, l, agree: true };
    return { s, l, compiler, parser, agree: compiler === parser };
  });
  expect(outcomes.filter(({ agree }) => !agree)).toEqual([]);
});
