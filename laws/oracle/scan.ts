/** Steps of a recurrence, one after the other: the last carries, then what was kept of each step. */
import { size, type Expr } from "../../src/expr/index.ts";
import { split } from "../../src/expr/binder.ts";
import { arithmetic } from "./arithmetic.ts";
import type { Algebra } from "./algebra.ts";
import type { Row, Tensor } from "./rows.ts";

export const scanOf = <E>({ digits, constant }: Algebra<E>): Row<E, "scan"> => (node, args, { body: bodyOf }) => {
  const { Decimal } = arithmetic(digits);
  const { body, length, reverse } = node.attributes;
  const [starts, rows, captured] = split(args, body.carries.length, body.rows.length);
  const advance = bodyOf([...body.next, ...body.recorded]);
  const named = (formals: readonly Expr[], values: readonly Tensor<E>[]): readonly (readonly [Expr, Tensor<E>])[] => formals.map((formal, at) => [formal, values[at]!]);
  const row = (of: Tensor<E>, at: number, { shape }: Expr): Tensor<E> => of.slice(at * size(shape), (at + 1) * size(shape));
  const order = Array.from({ length }, (_, turn) => (reverse ? length - 1 - turn : turn));

  const kept: (readonly Tensor<E>[])[] = [];
  const last = order.reduce((carries, at) => {
    const values = advance(new Map([
      ...named(body.carries, carries),
      [body.step, [constant(new Decimal(at))]],
      ...named(body.rows, body.rows.map((formal, each) => row(rows![each]!, at, formal))),
      ...named(body.captured, captured!),
    ]));
    const [next, recorded] = split(values, body.next.length);
    kept[at] = recorded!;
    return next!;
  }, starts!);
  return [...last, ...body.recorded.map((_, each) => kept.flatMap((recorded) => recorded[each]!))].flat();
};
