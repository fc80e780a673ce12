/**
 * Programs that are equal in structure are compiled once. The key is the program written out, node by node, with the
 * bodies of its roots and scans: exact, so that no two programs are ever taken for one.
 */
import { is, type Expr } from "../../expr/expr.ts";
import { bodyOf } from "../../expr/binder.ts";
import { topological } from "../../expr/graph.ts";
import type { Program } from "../program.ts";

const most = 64;

/** `forget` is told what is dropped. */
export const cached = <A>(make: (program: Program) => A, forget: (dropped: A) => void = () => {}): ((program: Program) => A) => {
  const known = new Map<string, A>();
  return (program) => {
    const key = keyOf(program);
    const found = known.get(key) ?? make(program);
    // The one used last goes last; the first is the one to forget.
    known.delete(key);
    known.set(key, found);
    if (known.size > most) {
      const [oldest, dropped] = known.entries().next().value!;
      known.delete(oldest);
      forget(dropped);
    }
    return found;
  };
};

export const keyOf = ({ outputs, order }: Program): string => {
  const place = new Map(order.map((node, at) => [node, at]));
  return [...lines(order), ...Object.entries<Expr>(outputs).map(([name, node]) => `${JSON.stringify(name)}=${place.get(node)}`)].join("\n");
};

const lines = (order: readonly Expr[]): readonly string[] => {
  const place = new Map(order.map((node, at) => [node, at]));
  return order.map((node) => `${node.op}[${node.shape}]${node.uniform ? "u" : ""}(${node.args.map((each) => place.get(each))})${attributes(node)}`);
};

const attributes = (node: Expr): string => {
  if (is(node, "constant")) return Array.from(node.attributes.values, (value) => (Object.is(value, -0) ? "-0" : `${value}`)).join();
  const body = bodyOf(node);
  if (!body) return JSON.stringify(node.attributes);
  const order = topological([...body.formals, ...body.outputs]);
  return `{${lines(order).join(";")} ${body.outputs.map((each) => order.indexOf(each))} ${body.form}}`;
};
