/** How much memory a program holds at once that runs operation by operation: the wasm backend never gives any back. */
import { describe, expect, test } from "vitest";
import * as e from "../../../src/expr/index.ts";
import type { Expr } from "../../../src/expr/index.ts";
import { differentiable } from "../../../src/interpret/tfjs/index.ts";
import { backends, tf, use } from "./tensorflow.ts";

const count = 10_000;

/** Bytes at the peak, above those before, in tensors of one number per sample. */
const peak = async (f: Expr, x: Expr<"variable">): Promise<number> => {
  const run = differentiable(tf, [f], [x], { fused: false });
  const samples = tf.ones([count]);
  const before = tf.memory().numBytes;
  const { peakBytes } = await tf.profile(() => void run(samples)[0]!.dispose());
  samples.dispose();
  return (peakBytes - before) / (4 * count);
};

describe.each(backends)("%s", (backend) => {
  test("a chain of a hundred operations holds a few tensors, not a hundred", async () => {
    await use(backend);
    const x = e.input("x", []) as Expr<"variable">;
    const chain = Array.from({ length: 100 }).reduce<Expr>((sum) => e.sin(sum), x);
    expect(await peak(chain, x)).toBeLessThan(4);
  });

  test("a hundred steps hold the tensors of one", async () => {
    await use(backend);
    const x = e.input("x", []) as Expr<"variable">;
    const steps = (length: number): Expr => e.scan((at) => e.sin(e.add(e.sin(at), at)), x, length).last;
    const once = await peak(steps(1), x);
    expect(await peak(steps(100), x)).toBeLessThan(once + 2);
  });

  test("what one operation makes on its way is gone when the next begins", async () => {
    await use(backend);
    const x = e.input("x", []) as Expr<"variable">;
    const once = await peak(e.normalCdf(x), x);
    expect(await peak(e.normalCdf(e.normalCdf(e.normalCdf(x))), x)).toBeLessThan(once + 3);
  });
});
