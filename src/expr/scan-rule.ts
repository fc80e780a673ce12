/**
 * How a scan differentiates. Forward: the same recurrence, of the carries and their tangents together. Reverse, by
 * replaying: the carries before every step are kept, and a recurrence runs over them the other way, whose step is the
 * reverse derivative of one step. It carries the cotangents of the carries and the sums of those of captured values, and
 * keeps those of the rows.
 */
import { input, is, size, type Expr, type ScanBody } from "./expr.ts";
import { add } from "./elementwise.ts";
import { split } from "./binder.ts";
import { dependents, substitute, topological } from "./graph.ts";
import { contributing, parts, recurrence, trajectory } from "./recurrence.ts";
import { isZero, type Rule } from "./rule.ts";
import { sameShape } from "./shape.ts";
import { concat, matmul, reshape, transpose, zeros } from "./tensor.ts";

/** What belongs to the carries, to the rows and to the captured values of a node, out of a list over its arguments. */
const sorted = <T>({ carries, rows }: ScanBody, list: readonly T[]): readonly [readonly T[], readonly T[], readonly T[]] => {
  const [starts, own, outer] = split(list, carries.length, rows.length);
  return [starts!, own!, outer!];
};

const pairs = <A, B>(as: readonly A[], bs: readonly B[]): readonly (readonly [A, B])[] => as.map((a, index) => [a, bs[index]!]);

/** Carries that depend, at some step, on any of these formal variables. */
const movedBy = (formals: Iterable<Expr>, { carries, next }: ScanBody): readonly Expr[] => {
  const order = topological(next);
  let moving = new Set(formals);
  for (let before = -1; before !== moving.size;) {
    before = moving.size;
    const inside = dependents(order, moving);
    moving = new Set([...moving, ...carries.filter((_, index) => inside.has(next[index]!))]);
  }
  return carries.filter((each) => moving.has(each));
};

const push: Rule<"scan">["push"] = (node, tangents, { jvp }) => {
  const { body, length, reverse } = node.attributes;
  const { carries, step, rows, captured, next, recorded } = body;
  const [starts, own, outer] = sorted(body, node.args);
  const known = new Map(pairs([...carries, ...rows, ...captured], tangents).flatMap(([each, tangent]) => (tangent ? [[each, tangent] as const] : [])));
  if (known.size === 0) return undefined;
  const moving = movedBy(known.keys(), body);
  const [along, outside] = [rows, captured].map((formals) => formals.filter((each) => known.has(each)));

  // The body is differentiated over formal tangents, so that what is around it stays out of it.
  const forms = new Map([...moving, ...along!, ...outside!].map((each, index) => [each, input(`tangent${index}`, each.shape)]));
  const formOf = (each: Expr): Expr => forms.get(each)!;
  const pushed = jvp([...moving.map((each) => next[carries.indexOf(each)]!), ...recorded], forms);
  const [after, kept] = split(pushed, moving.length);
  const record = [...new Set(kept!.filter((each) => !isZero(each)))];
  const { last, recorded: records } = recurrence(
    {
      starts: [...starts, ...moving.map((each) => known.get(each) ?? zeros(each.shape))],
      rows: [...own, ...along!.map((each) => known.get(each)!)],
      length,
      reverse,
    },
    (now, at, row) => {
      const real = new Map([
        [step, at],
        ...pairs([...carries, ...moving.map(formOf)], now),
        ...pairs([...rows, ...along!.map(formOf)], row),
        ...pairs(captured, outer),
        ...outside!.map((each) => [formOf(each), known.get(each)!] as const),
      ]);
      const [then, keep] = split(substitute([...next, ...after!, ...record], real), now.length);
      return { next: then!, recorded: keep! };
    },
  );
  const [ofCarry, ofRecord] = [new Map(pairs(moving, last.slice(carries.length))), new Map(pairs(record, records))];
  const values = [
    ...carries.map((each) => ofCarry.get(each) ?? zeros(each.shape)),
    ...kept!.map((each) => ofRecord.get(each) ?? zeros([length, ...each.shape])),
  ];
  return concat(values.map((each) => reshape(each, [size(each.shape)])));
};

const pull: Rule<"scan">["pull"] = (node, cotangent, { vjp }) => {
  const { body, length, reverse } = node.attributes;
  const { carries, step, rows, captured, next, recorded } = body;
  const [, own, outer] = sorted(body, node.args);
  const [after, kept] = split(parts(node, cotangent), next.length);
  const weighed = pairs(recorded, kept!).filter(([, weight]) => !isZero(weight));
  const records = weighed.map(([each]) => each);
  const { positions } = contributing(body, [...carries.keys()].filter((index) => !isZero(after![index]!)), records);
  const at = <T>(list: readonly T[]): readonly T[] => positions.map((index) => list[index]!);

  // The body is differentiated over its formal variables, all of them per-sample: no sum over samples enters it.
  const forms = [...at(carries), ...records].map(({ shape }, index) => input(`cotangent${index}`, shape));
  const pulled = vjp([...at(next), ...records], forms, [...at(carries), ...rows, ...captured]);
  const [behind, along, outside] = split(pulled, positions.length, rows.length);
  const keep = [...new Set(along!.filter((each) => !isZero(each)))];
  const products = new Map(pairs(outside!, outer).flatMap(([each, value]) => {
    const factors = value.uniform ? factorsOf(each) : undefined;
    return factors ? [[each, factors] as const] : [];
  }));
  const shares = [...new Set(outside!.filter((each) => !isZero(each) && !products.has(each)))];
  const run = recurrence(
    {
      starts: [...at(after!), ...shares.map(({ shape }) => zeros(shape))],
      rows: [...trajectory(node), ...own, ...weighed.map(([, weight]) => weight)],
      length,
      reverse: !reverse,
    },
    (now, number, row) => {
      const [later, sums] = split(now, positions.length);
      const [before, given, weights] = sorted(body, row);
      const real = new Map([[step, number], ...pairs(carries, before), ...pairs(rows, given), ...pairs(captured, outer), ...pairs(forms, [...later!, ...weights])]);
      const after = split(substitute([...behind!, ...shares, ...keep, ...[...products.values()].flat()], real), positions.length, shares.length);
      return { next: [...after[0]!, ...pairs(sums!, after[1]!).map(([sum, share]) => add(sum, share))], recorded: after[2]! };
    },
  );
  const [starts, sums] = split(run.last, positions.length);
  const [rowwise, factors] = split(run.recorded, keep.length);
  const ofCarry = new Map(pairs(positions, starts!).filter((_, index) => !isZero(behind![index]!)));
  const ofRow = new Map(pairs(keep, rowwise!));
  const ofOuter = new Map([
    ...pairs(shares, sums!),
    ...[...products.keys()].map((each, index) => [each, stepwise(factors![2 * index]!, factors![2 * index + 1]!)] as const),
  ]);
  const cotangents = [...carries.map((_, index) => ofCarry.get(index)), ...along!.map((each) => ofRow.get(each)), ...outside!.map((each) => ofOuter.get(each))];
  return cotangents.map((each) => each && (() => each));
};

/**
 * Two factors of a sum of matrix products, where they are much smaller than it is. They are kept for every step, and
 * multiplied outside: there the sum over steps becomes one product with that over samples.
 */
const factorsOf = (sum: Expr): readonly [Expr, Expr] | undefined => {
  const terms = termsOf(sum);
  if (!terms.every((each) => is(each, "matmul"))) return undefined;
  const [a, b] = [concat(terms.map((each) => each.args[0]!), 1), concat(terms.map((each) => each.args[1]!), 0)];
  return size(a.shape) + size(b.shape) < size(sum.shape) ? [a, b] : undefined;
};

const termsOf = (sum: Expr): readonly Expr[] => {
  const terms: Expr[] = [];
  for (const rest = [sum]; rest.length > 0;) {
    const each = rest.pop()!;
    if (is(each, "add") && each.args.every(({ shape }) => sameShape(shape, each.shape))) rest.push(...[...each.args].reverse());
    else terms.push(each);
  }
  return terms;
};

/** Σ over the steps of a product: [length, m, k], [length, k, n] → [m, n]. */
const stepwise = (a: Expr, b: Expr): Expr => {
  const [length, m, k] = a.shape as readonly [number, number, number];
  return matmul(reshape(transpose(a, [1, 0, 2]), [m, length * k]), reshape(b, [length * k, b.shape[2]!]));
};

export const scanRule: Rule<"scan"> = { push, pull };
