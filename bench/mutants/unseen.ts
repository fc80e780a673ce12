/**
 * Faults that were planted and that no law caught, in a few hundred cases: what other tests must see, or a law to come. They
 * are told, not planted again; the tests that are named are about that part of the sources, and were not asked.
 */
export interface Unseen {
  readonly fault: string;
  readonly file: string;
  readonly why: string;
}

export const unseen: readonly Unseen[] = [
  { fault: "⊕ as ⊗: blocks that do not know the blocks before them", file: "src/flow/dependencies.ts", why: "independent blocks are a lawful density; `test/flow` asks who depends on whom" },
  { fault: "predicted parameters read one number late", file: "src/flow/plan.ts", why: "another layout of the same vector is lawful; `test/flow/plan.test.ts` has the layout" },
  { fault: "⊕ that flattens joins whose networks differ", file: "src/flow/tree.ts", why: "the flat join is a lawful flow, and random joins of that kind are rare; `test/flow/tree.test.ts` has them" },
  { fault: "many events: a hat moved by a half", file: "src/model/poisson.ts", why: "rejection makes good what the hat gets wrong, but for a squeeze that is a little too wide" },
  { fault: "zoom: azimuths that depend on height up to the pole", file: "src/bijectors/zoom/azimuth.ts", why: "the jump at the pole is there only where networks answer more than those near their start" },
  { fault: "tfjs: log Φ by its value on the right, where nothing is left of it", file: "src/interpret/tfjs/normal.ts", why: "cases of layers reach no argument where the two values differ in float32" },
  { fault: "tfjs: a sum over samples of what is the same for all, counted once", file: "src/interpret/tfjs/contract.ts", why: "no layer makes such a sum; `test/interpret/tfjs` does" },
  { fault: "kernel: a phase that begins before the sums it reads are known", file: "src/interpret/program.ts", why: "needs gradients of gradients, which `test/interpret/kernel` takes" },
  { fault: "kernel: a cache that forgets which output is which", file: "src/interpret/kernel/cache.ts", why: "two programs that differ in nothing but the names of their outputs; `test/interpret/kernel/cache.test.ts` has them" },
  { fault: "kernel: what is computed again read where another copy of it was", file: "src/interpret/kernel/thrift.ts", why: "needs programs larger than a case has; `test/interpret/kernel/agreement.test.ts` has them" },
  { fault: "identities: a transpose of a transpose in the wrong order", file: "src/expr/tensor.ts", why: "random formulas transpose twice too rarely; `test/expr/identities.test.ts` does" },
  { fault: "sharing: 0 and −0 taken for equal", file: "src/expr/merge.ts", why: "no case tells them apart but by a division that layers avoid; `test/expr/share.test.ts` does" },
];
