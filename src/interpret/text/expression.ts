/**
 * An expression graph as plain text: one line for each shared part, numbered, then one for each output. For error
 * messages, for debugging and for tests that want to see a graph.
 */
import { binaryOps, is, unaryOps, type BinaryOp, type Expr, type Op, type Shape, type UnaryOp } from "../../expr/expr.ts";
import { split } from "../../expr/binder.ts";
import { dependents, topological } from "../../expr/graph.ts";
import type { Recurrence } from "./expression-bodies.ts";
import { linesOf, type Lines, type Written } from "./expression-lines.ts";

/** How tightly the outermost operation of a text binds. */
type Strength = "relation" | "sum" | "product" | "atom";
interface Text {
  readonly text: string;
  readonly strength: Strength;
}
const order: readonly Strength[] = ["relation", "sum", "product", "atom"];

const atom = (text: string): Text => ({ text, strength: "atom" });
const atLeast = (strength: Strength, { text, strength: own }: Text): string => (order.indexOf(own) >= order.indexOf(strength) ? text : `(${text})`);
/** Binds its right operand tighter than itself: a − (b − c). */
const tighter = (strength: Strength): Strength => order[order.indexOf(strength) + 1]!;

type Row<O extends Op = Op> = (node: Expr<O>, args: readonly Text[]) => Text;

const call = (name: string, args: readonly Text[], ...more: readonly string[]): Text => atom(`${name}(${[...args.map(({ text }) => text), ...more].join(", ")})`);
const called: Row = (node, args) => call(node.op, args);
const infix = (sign: string, strength: Strength): Row => (_, [a, b]) => ({
  text: `${atLeast(strength, a!)} ${sign} ${atLeast(tighter(strength), b!)}`,
  strength,
});
const rowsOf = <O extends Op>(ops: readonly O[]): { readonly [K in O]: Row } => Object.fromEntries(ops.map((op) => [op, called])) as { [K in O]: Row };
const axisOf = (node: Expr<"sum"> | Expr<"max"> | Expr<"logSumExp"> | Expr<"concat">): string => `axis ${node.attributes.axis}`;
const brackets = (shape: Shape): string => `[${shape.join(", ")}]`;

const numbers = (values: Float64Array): string => {
  const shown = Array.from(values.subarray(0, 6), (value) => (Object.is(value, -0) ? "-0" : `${value}`));
  return values.length > 6 ? `${shown.slice(0, 5).join(", ")}, … ${values.length} numbers` : shown.join(", ");
};

const tableRows: { readonly [O in Op]: Row<O> } = {
  ...(rowsOf(unaryOps) satisfies { readonly [O in UnaryOp]: Row }),
  ...(rowsOf(binaryOps) satisfies { readonly [O in BinaryOp]: Row }),
  neg: (_, [a]) => ({ text: `-${atLeast("product", a!)}`, strength: "sum" }),
  add: infix("+", "sum"),
  sub: infix("-", "sum"),
  mul: infix("*", "product"),
  div: infix("/", "product"),
  less: infix("<", "relation"),
  lessEqual: infix("<=", "relation"),
  equal: infix("==", "relation"),
  constant: ({ attributes: { values }, shape }) => {
    if (shape.length > 0) return atom(values.every((value) => Object.is(value, values[0])) && values.length > 1 ? `${numbers(values.subarray(0, 1))}${brackets(shape)}` : `{${numbers(values)}}`);
    return { text: numbers(values), strength: values[0]! < 0 || Object.is(values[0], -0) ? "sum" : "atom" };
  },
  variable: ({ attributes: { name } }) => atom(name),
  stopGradient: called,
  where: called,
  sum: (node, args) => call("sum", args, axisOf(node)),
  max: (node, args) => call("max", args, axisOf(node)),
  logSumExp: (node, args) => call("logSumExp", args, axisOf(node)),
  cumsum: (node, args) => call("cumsum", args, `axis ${node.attributes.axis}`, ...(node.attributes.reverse ? ["from the end"] : [])),
  reshape: (node, args) => call("reshape", args, brackets(node.shape)),
  expand: (node, args) => call("expand", args, brackets(node.shape)),
  transpose: (node, args) => call("transpose", args, brackets(node.attributes.permutation)),
  slice: (node, [a]) => {
    const { axis, start } = node.attributes;
    const ranges = node.shape.map((length, each) => (each === axis ? `${start}:${start + length}` : ":"));
    return atom(`${atLeast("atom", a!)}[${ranges.join(", ")}]`);
  },
  concat: (node, args) => call("concat", args, axisOf(node)),
  gather: called,
  oneHot: (node, args) => call("oneHot", args, `${node.shape.at(-1)}`),
  matmul: infix("@", "product"),
  batchSum: (_, args) => call("sum over samples", args),
  // These have lines of their own.
  root: called,
  scan: called,
};

/**
 * A listing of expressions: variables with their shapes, shared parts as numbered lines, then the outputs.
 *
 * ```ts
 * printExpression({ y: mul(exp(x), add(exp(x), 1)) });
 * // x: input []
 * // t1 = exp(x)
 * // y = t1 * (t1 + 1)
 * ```
 *
 * What a scan carries is a function of the steps taken, `t1(10)` after ten of them; what it keeps has a row for each step:
 *
 * ```ts
 * printExpression(scan((y) => add(y, sin(y)), x, 10).last);
 * // x: input []
 * // t1(0) = x
 * // for k = 0 ... 9:
 * //   t1(k + 1) = t1(k) + sin(t1(k))
 * // t1(10)
 * ```
 */
export const printExpression = (written: Written): string => {
  const lines = linesOf(written);
  const { outputs, named, nodes, variables, equations, recurrences } = lines;
  const names = namesOf(lines);

  // Bottom up, arguments before users: graphs may be deeper than the stack.
  const spelled = new Map<Expr, Text>();
  const inline = (node: Expr): Text => {
    const name = names.get(node);
    return name === undefined ? spelled.get(node)! : atom(name);
  };
  const rowsOfSteps = new Map([...recurrences].flatMap(([all, { rows, now, step }]) => rows.map((row, index) => [row, { tensor: all.args[now.length + index]!, step }] as const)));
  for (const node of nodes) {
    const row = rowsOfSteps.get(node);
    spelled.set(node, row ? atom(`${atLeast("atom", inline(row.tensor))}[${names.get(row.step)}]`) : (tableRows[node.op] as Row)(node, node.args.map(inline)));
  }
  const shapeOf = ({ shape }: Expr): string => (shape.length > 0 ? ` ${brackets(shape)}` : "");
  const line = (node: Expr): string => {
    const left = `${names.get(node)!}${shapeOf(node)}`;
    if (!is(node, "root")) return `${left} = ${spelled.get(node)!.text}`;
    const [lower, upper] = node.args.slice(0, 2).map((end) => inline(end).text);
    return `${left}: ${inline(equations.get(node)!).text} = 0, between ${lower} and ${upper}`;
  };
  const steps = (all: Expr, { length, reverse, step, rows, now, records }: Recurrence): readonly string[] => {
    const [starts, , next, kept] = split(all.args, now.length, rows.length, now.length);
    const from = reverse ? length : 0;
    const k = names.get(step)!;
    const letters = now.map((each) => names.get(each)!.replace(/\(.*/, ""));
    const numbers = length === 1 ? "0" : reverse ? `${length - 1} ... 0` : `0 ... ${length - 1}`;
    return [
      ...letters.map((letter, index) => `${letter}(${from})${shapeOf(now[index]!)} = ${inline(starts![index]!).text}`),
      `for ${k} = ${numbers}:`,
      ...[
        ...within(all),
        ...letters.map((letter, index) => `${letter}(${reverse ? k : `${k} + 1`}) = ${inline(next![index]!).text}`),
        ...kept!.map((each, index) => `${names.get(records[index]!)!}[${k}]${shapeOf(each)} = ${inline(each).text}`),
      ].map((each) => `  ${each}`),
    ];
  };
  const owners = ownersOf(lines);
  const within = (owner?: Expr): readonly string[] =>
    named.filter((node) => owners.get(node) === owner).flatMap((node) => {
      const recurrence = recurrences.get(node);
      return recurrence ? steps(node, recurrence) : [line(node)];
    });
  return [
    ...variables.map((each) => `${each.attributes.name}: ${each.uniform ? "parameter" : "input"} ${brackets(each.shape)}`),
    ...within(),
    ...outputs.map(([name, expr]) => (name === undefined ? inline(expr).text : `${name} = ${inline(expr).text}`)),
  ].join("\n");
};

/** Numbered names for what has a line, and for the variables of recurrences. */
const namesOf = ({ named, variables, recurrences }: Lines): ReadonlyMap<Expr, string> => {
  const taken = new Set(variables.map((each) => each.attributes.name));
  const fresh = (candidates: (index: number) => string): string => {
    let index = 1;
    while (taken.has(candidates(index))) index++;
    taken.add(candidates(index));
    return candidates(index);
  };
  const next = (): string => fresh((index) => `t${index}`);
  const names = new Map<Expr, string>();
  for (const node of named) {
    const recurrence = recurrences.get(node);
    if (!recurrence) {
      names.set(node, next());
      continue;
    }
    const { length, reverse, step, now, last, records } = recurrence;
    const k = fresh((index) => (index === 1 ? "k" : `k${index}`));
    names.set(step, k);
    now.forEach((each, index) => {
      const letter = next();
      names.set(each, `${letter}(${reverse ? `${k} + 1` : k})`).set(last[index]!, `${letter}(${reverse ? 0 : length})`);
    });
    for (const each of records) names.set(each, next());
  }
  return names;
};

/** The innermost recurrence within which a line has a meaning. */
const ownersOf = ({ named, nodes, recurrences }: Lines): ReadonlyMap<Expr, Expr> => {
  const insides = [...recurrences].map(([all, { step, rows, now }]) => {
    const moving = dependents(nodes, [step, ...rows, ...now]);
    return { all, inside: new Set(topological(all.args).filter((node) => moving.has(node))) };
  });
  return new Map(named.flatMap((node) => {
    const around = insides.filter(({ inside }) => inside.has(node)).sort((a, b) => a.inside.size - b.inside.size);
    return around[0] ? [[node, around[0].all] as const] : [];
  }));
};
