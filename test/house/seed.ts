/**
 * Every property draws from one fixed seed, which fast-check prints with a counter-example. `DIFFEO_SEED` replays another
 * one and `DIFFEO_RUNS` sets the cases per property; a property that names its own `numRuns` keeps it.
 */
import fc from "fast-check";

fc.configureGlobal({
  seed: Number(process.env["DIFFEO_SEED"] ?? 20_240_229),
  numRuns: Number(process.env["DIFFEO_RUNS"] ?? 100),
});
