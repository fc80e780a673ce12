/** What a program does of a scan depends on what is read of it, and its numbers do not. */
import { describe, expect, it } from "vitest";
import { add, exp, input, is, mul, node, parameter, root, scan, share, sin, slice, sub, substitute, sum, topological, type Expr } from "../../src/expr/index.ts";
import { prune } from "../../src/expr/prune.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { program } from "../../src/interpret/program.ts";
import { run } from "../../laws/operation/posed.ts";

const [x, y, theta] = [input("x", []), input("y", [2]), parameter("theta", [])];
const rows = input("rows", [3, 2]);

/** a depends on itself, b on a and b, c on rows and on θ. */
const all = scan(
  ({ a, b, c }, k, { row }) => ({ a: sin(add(a, k)), b: add(mul(b, a), exp(x)), c: add(c, mul(theta, row)) }),
  { a: x, b: exp(x), c: y },
  3,
  { rows: { row: rows }, record: ({ a, b, c }) => ({ square: mul(a, a), both: sum(mul(b, c)) }) },
);
const bodyOf = (outputs: readonly Expr[]) => {
  const scans = topological(prune(outputs)).filter((each) => is(each, "scan"));
  expect(scans.length).toBe(1);
  const { body } = scans[0]!.attributes;
  return { carries: body.carries.map(({ shape }) => shape.length), recorded: body.recorded.length, rows: body.rows.length, args: scans[0]!.args.length };
};

const inputs = { x: [0.3, 2], y: [1, 2, 3, 4], rows: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], theta: [0.7] };

describe("prune", () => {
  it.each<[string, readonly Expr[], ReturnType<typeof bodyOf>]>([
    ["a carry by itself", [all.last.a], { carries: [0], recorded: 0, rows: 0, args: 1 }],
    ["a carry and what it depends on", [all.last.b], { carries: [0, 0], recorded: 0, rows: 0, args: 3 }],
    ["one with rows and captured values", [all.last.c], { carries: [1], recorded: 0, rows: 1, args: 3 }],
    ["a record", [all.recorded.square], { carries: [0], recorded: 1, rows: 0, args: 1 }],
    ["a record of everything", [all.recorded.both], { carries: [0, 0, 1], recorded: 1, rows: 1, args: 6 }],
    ["of what is uniform no more", [scan(({ a, b }) => ({ a: mul(a, theta), b: add(a, b) }), { a: theta, b: theta }, 2).last.a], { carries: [0], recorded: 0, rows: 0, args: 2 }],
    ["several readers", [exp(all.last.a), sum(all.last.c)], { carries: [0, 1], recorded: 0, rows: 1, args: 4 }],
  ])("leaves %s", (_, outputs, want) => expect(bodyOf(outputs)).toEqual(want));

  it("keeps every number", () => {
    const parts: { readonly [name: string]: Expr } = { ...all.last, ...all.recorded };
    const order = topological(Object.values(parts));
    const whole = reference.compile({ ...program(parts), outputs: parts, order, stage: new Map(order.map((each) => [each, 0])) })(inputs, 2);
    expect(whole["a"]!.every((each) => each !== 0)).toBe(true);
    for (const [name, part] of Object.entries(parts)) expect(run({ out: part }, inputs, 2).out).toEqual(whole[name]);
  });

  it("leaves a scan alone that is read as a whole, or across what it would leave out", () => {
    const [scanned] = topological([all.last.a]).filter((each) => is(each, "scan"));
    expect(prune([scanned!])[0]).toBe(scanned);
    expect(prune([sum(scanned!)])[0]!.args[0]).toBe(scanned);
    // From the last element of b over both of c: three values, as they lie.
    const across = slice(scanned!, 0, 1, 3);
    expect(run({ across }, inputs, 2).across).toEqual(run({ across: node("concat", [1, 2, 3].map((at) => slice(scanned!, 0, at, 1)), { axis: 0 }, [3]) }, inputs, 2).across);
    expect(bodyOf([across])).toEqual({ carries: [0, 0, 1], recorded: 0, rows: 1, args: 6 });
  });

  it("leaves a node per-sample that was so", () => {
    const { last } = scan(({ a, b }) => ({ a: mul(a, theta), b: mul(b, theta) }), { a: theta, b: x }, 2);
    expect([last.a.uniform, share([last.a])[0]!.uniform]).toEqual([false, false]);
    // Also where its arguments are rebuilt.
    expect(substitute(share([last.a]), new Map([[theta, parameter("phi", [])]]))[0]!.uniform).toBe(false);
    expect(Array.from(run({ out: last.a }, { x: [1, 2, 3], theta: [2] }, 3).out!)).toEqual([8, 8, 8]);
  });

  it("reaches through one scan into another, and into bodies", () => {
    const first = scan(({ a, b }) => ({ a: mul(a, 2), b: add(a, b) }), { a: x, b: x }, 2, { record: ({ a, b }) => ({ a, b }) });
    const second = scan(({ c, d }, _, row) => ({ c: add(c, row.a), d: add(d, row.b) }), { c: x, d: x }, 2, { rows: first.recorded });
    const counts = topological(prune([second.last.c])).filter((each) => is(each, "scan")).map(({ attributes: { body } }) => [body.carries.length, body.recorded.length]);
    expect(counts).toEqual([[1, 1], [1, 0]]);
    const outer = scan((z) => scan(({ a, b }) => ({ a: mul(a, 2), b: add(a, b) }), { a: z, b: z }, 2).last.a, x, 2).last;
    const equation = root((z) => sub(scan(({ a, b }) => ({ a: mul(a, 2), b: add(a, b) }), { a: z, b: z }, 2).last.a, x), { lower: -9, upper: 9 }).value;
    const inner = (made: Expr): readonly Expr[] => topological([made]).flatMap((each) => (is(each, "scan") ? each.attributes.body.next : is(each, "root") ? [each.attributes.body.residual] : []));
    for (const made of [outer, equation]) {
      const [within] = topological(inner(prune([made])[0]!)).filter((each) => is(each, "scan"));
      expect(within!.attributes.body.carries.length).toBe(1);
    }
    expect(Array.from(run({ outer, equation }, { x: [1] }, 1).outer!)).toEqual([16]);
  });
});
