/**
 * The type of a flow is its spec alone, so that checking costs the same however many layers it has. Five hundred flows of
 * ten layers, in all ways to write them, are compiled; the time is compared to that of the library alone, and the number
 * of type instantiations, which does not depend on the machine, is bounded for each flow.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expect, it } from "vitest";
import { root } from "./compiler.ts";

interface Cost {
  readonly instantiations: number;
  /** Seconds. */
  readonly check: number;
}

/** Ten layers a flow, one line a flow; dimensions vary, so that no two neighbours have one type. */
const forms: readonly ((dim: number, index: number) => string)[] = [
  (dim, index) => `export const f${index} = euclid(${dim}).gauss().affine().gauss().affine().gauss().affine().gauss().affine().gauss().affine();`,
  (dim, index) => `export const f${index} = parse("e${dim}+s2+e${dim}", "gggg+nn+gggg");`,
  (dim, index) => `export const f${index} = oplus(euclid(${dim}).gauss(2).affine().affine(), sphere(2).nsphere().rotation(), circle().moebius().rotation(), interval().spline().spline());`,
  (dim, index) => `export const f${index} = pipe(euclid(${dim}), through(gauss), through(affine), through(gauss), through(affine), through(gauss), through(affine), through(gauss), through(affine), through(gauss), through(affine));`,
  (dim, index) => `export const f${index} = euclid(${dim}).gauss().gauss().affine().oplus(sphere(2).nsphere().rotation()).oplus(otimes(circle().moebius().moebius(), interval().spline().spline().spline())).given("e2");`,
];

const compile = (flows: readonly string[]): Promise<Cost> => {
  const folder = mkdtempSync(join(tmpdir(), "diffeo-types-"));
  const source = (module: string): string => relative(folder, join(root, "src", module));
  writeFileSync(join(folder, "program.ts"), [
    `import { affine } from "${source("bijectors/affine.ts")}"; import { gauss } from "${source("bijectors/gauss.ts")}";`,
    `import { through } from "${source("flow/builder.ts")}"; import { oplus, otimes } from "${source("flow/flow.ts")}";`,
    `import { circle, euclid, interval, sphere } from "${source("flow/manifolds.ts")}"; import { parse } from "${source("flow/parse.ts")}";`,
    `import { pipe } from "${relative(folder, join(root, "node_modules/fp-ts/lib/function.js"))}";`,
    "export { affine, gauss, through, oplus, otimes, circle, euclid, interval, sphere, parse, pipe };",
    ...flows,
  ].join("\n"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ extends: join(root, "tsconfig.json"), compilerOptions: { rootDir: "/", types: [], declaration: false }, include: ["program.ts"] }));
  return new Promise((resolve, reject) => {
    const options = [join(root, "node_modules/typescript/bin/tsc"), "-p", folder, "--singleThreaded", "--extendedDiagnostics"];
    execFile(process.execPath, options, { cwd: folder, maxBuffer: 1 << 24 }, (failure, stdout) => {
      rmSync(folder, { recursive: true });
      const [instantiations, check] = [/^Instantiations:\s+(\d+)/m, /^Check time:\s+([\d.]+)s/m].map((row) => Number(row.exec(stdout)?.[1]));
      if (failure !== null || instantiations === undefined || !(check! >= 0)) return reject(new Error(stdout));
      resolve({ instantiations, check: check! });
    });
  });
};

it("five hundred flows of ten layers are checked in under a second", async () => {
  const flows = Array.from({ length: 500 }, (_, index) => forms[index % forms.length]!(1 + (index % 97), index));
  const [bare, full] = [await compile([]), await compile(flows)];
  // Measured: 330 instantiations a flow, and 0.25 s on a machine of 2024; one under load is slow, a type that grows is slower.
  expect((full.instantiations - bare.instantiations) / flows.length).toBeLessThan(500);
  // The clock is shared with other tests, whose load slows the bare check too.
  expect(full.check - bare.check).toBeLessThan(Math.max(1, 6 * bare.check));
}, 120_000);

it("options beside the letters cost a few instantiations for each name", async () => {
  const flows = Array.from({ length: 200 }, (_, index) => `export const f${index} = parse("e${1 + (index % 97)}+s2+e2", "gggg+nn+gggg", { g: { kernels: 12 }, 1: { 2: { rotation: "none" } }, 2: { n: { bins: 3 } }, network: { hidden: [32] } });`);
  const [bare, full] = [await compile([]), await compile(flows)];
  // Measured: 830 a flow, of which 290 are the flow.
  expect((full.instantiations - bare.instantiations) / flows.length).toBeLessThan(1200);
}, 120_000);

it("a flow of a hundred layers costs no more instantiations than one of ten", async () => {
  const stacked = (layers: number): readonly string[] => Array.from({ length: 50 }, (_, index) => `export const f${index} = euclid(${index + 1})${".gauss()".repeat(layers)};`);
  const [ten, hundred] = [await compile(stacked(10)), await compile(stacked(100))];
  expect(hundred.instantiations).toBeLessThan(1.01 * ten.instantiations);
}, 120_000);
