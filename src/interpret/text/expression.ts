/**
 * An expression graph as plain text: one line for each shared part, numbered, then one for each output. For error
 * messages, for debugging and for tests that want to see a graph.
 */
import { binaryOps, is, unaryOps, type BinaryOp, type Expr, type Op, type Shape, type UnaryOp } from "../../expr/expr.ts";
import { linesOf, type Written } from "./expression-lines.ts";

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

const rows: { readonly [O in Op]: Row<O> } = {
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
  // Has a line of its own, under a name.
  root: called,
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
 */
export const printExpression = (written: Written): string => {
  const { outputs, named, nodes, variables, equations } = linesOf(written);
  const taken = new Set(variables.map((each) => each.attributes.name));
  const free = Array.from({ length: named.length + taken.size }, (_, k) => `t${k + 1}`).filter((name) => !taken.has(name));
  const names = new Map(named.map((node, k) => [node, free[k]!]));

  // Bottom up, arguments before users: graphs may be deeper than the stack.
  const spelled = new Map<Expr, Text>();
  const inline = (node: Expr): Text => {
    const name = names.get(node);
    return name === undefined ? spelled.get(node)! : atom(name);
  };
  for (const node of nodes) spelled.set(node, (rows[node.op] as Row)(node, node.args.map(inline)));
  const line = (node: Expr): string => {
    const left = `${names.get(node)!}${node.shape.length > 0 ? ` ${brackets(node.shape)}` : ""}`;
    if (!is(node, "root")) return `${left} = ${spelled.get(node)!.text}`;
    const [lower, upper] = node.args.slice(0, 2).map((end) => inline(end).text);
    return `${left}: ${inline(equations.get(node)!).text} = 0, between ${lower} and ${upper}`;
  };
  return [
    ...variables.map((each) => `${each.attributes.name}: ${each.uniform ? "parameter" : "input"} ${brackets(each.shape)}`),
    ...named.map(line),
    ...outputs.map(([name, expr]) => (name === undefined ? inline(expr).text : `${name} = ${inline(expr).text}`)),
  ].join("\n");
};
