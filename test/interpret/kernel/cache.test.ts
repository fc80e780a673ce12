/** No two programs are ever taken for one. */
import { expect, test } from "vitest";
import { add, input, mul, parameter, root, scan, sub, type Expr } from "../../../src/expr/index.ts";
import { keyOf } from "../../../src/interpret/kernel/cache.ts";
import { program } from "../../../src/interpret/program.ts";

const [x, c, rows] = [input("x", []), parameter("c", []), parameter("rows", [3])];
const solved = (scale: number): Expr => root((y) => sub(add(y, mul(scale, y, y, y)), x), { lower: -9, upper: 9 }).value;
const steps = (length: number, reverse: boolean, step: (a: Expr, b: Expr, row: Expr) => readonly [Expr, Expr]): Expr =>
  add(...scan(([a, b], _, [row]) => step(a, b, row), [x, c], length, { rows: [length === 3 ? rows : parameter("rows", [length])], reverse }).last, 0);

test("programs have the same key exactly when they are the same", () => {
  const different: readonly (() => Expr)[] = [
    () => solved(1),
    () => solved(2),
    () => steps(3, false, (a, b, row) => [add(a, row), mul(b, c)]),
    () => steps(3, true, (a, b, row) => [add(a, row), mul(b, c)]),
    () => steps(2, false, (a, b, row) => [add(a, row), mul(b, c)]),
    () => steps(3, false, (a, b, row) => [mul(b, c), add(a, row)]),
    () => steps(3, false, (a, b, row) => [add(b, row), mul(a, c)]),
    () => steps(3, false, (a, b, row) => [add(a, row), mul(b, row, c)]),
  ];
  const keys = different.map((make) => keyOf(program({ out: make() })));
  expect(new Set(keys).size).toBe(different.length);
  expect(different.map((make) => keyOf(program({ out: make() })))).toEqual(keys);
});
