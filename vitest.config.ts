/**
 * One run over the tests, the laws and the tests of the benchmark. `vitest run --mode thorough` (`npm run laws`) draws more cases per law.
 */
import { defineConfig } from "vitest/config";

export default defineConfig(({ mode }) => ({
  test: {
    include: ["test/**/*.test.ts", "laws/**/*.test.ts", "bench/**/*.test.ts"],
    setupFiles: ["test/house/seed.ts"],
    env: { DIFFEO_RUNS: process.env["DIFFEO_RUNS"] ?? (mode === "thorough" ? "1000" : "60") },
    pool: "threads",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
}));
