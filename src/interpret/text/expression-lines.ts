/**
 * Cuts an expression graph into lines to be read: what is used more than once and is worth a name gets a line of its own,
 * and so does every root, whose equation is part of the text. All else is written where it is used.
 */
import { is, type Expr } from "../../expr/expr.ts";
import { instantiate } from "../../expr/binder.ts";
import { topological } from "../../expr/graph.ts";
import { share } from "../../expr/share.ts";

/** One expression, or several with the names they are given. */
export type Written = Expr | { readonly [name: string]: Expr };

export interface Lines {
  /** The outputs over one shared graph; the name of a single expression is undefined. */
  readonly outputs: readonly (readonly [name: string | undefined, expr: Expr])[];
  /** What has a line of its own, in an order in which it can be read. */
  readonly named: readonly Expr[];
  readonly variables: readonly Expr<"variable">[];
  /** The equation of a root, over the root itself and what it captured. */
  readonly equations: ReadonlyMap<Expr, Expr>;
  readonly nodes: readonly Expr[];
}

const isExpr = (written: Written): written is Expr => typeof written.op === "string";

export const linesOf = (written: Written): Lines => {
  const given: readonly (readonly [string | undefined, Expr])[] = isExpr(written) ? [[undefined, written]] : Object.entries(written);
  const shared = share(given.map(([, expr]) => expr));
  const equations = equationsOf(shared);
  const nodes = topological([...shared, ...equations.values()]);
  const users = new Map<Expr, Set<Expr>>();
  const use = (user: Expr, argument: Expr): void => void (users.get(argument)?.add(user) ?? users.set(argument, new Set([user])));
  for (const node of nodes) {
    // What a root captured is used in its equation.
    for (const argument of is(node, "root") ? [...node.args.slice(0, 2), equations.get(node)!] : node.args) use(node, argument);
  }
  // A name of an output that is also used elsewhere counts as a use.
  const outputs = given.map(([name], index) => [name, shared[index]!] as const);
  const named = nodes.filter((node) => is(node, "root") || (!isLight(node) && (users.get(node)?.size ?? 0) + (shared.includes(node) ? 1 : 0) > 1));
  return { outputs, named, variables: nodes.filter((node) => is(node, "variable")), equations, nodes };
};

/** Equations of all roots, those of roots within equations too. Equal parts of different equations are one node. */
const equationsOf = (outputs: readonly Expr[]): ReadonlyMap<Expr, Expr> => {
  const equations = new Map<Expr, Expr>();
  const visit = (exprs: readonly Expr[]): void => {
    for (const node of topological(exprs)) {
      if (!is(node, "root") || equations.has(node)) continue;
      const [equation] = instantiate(node, [node.attributes.body.residual]);
      equations.set(node, equation!);
      visit([equation!]);
    }
  };
  visit(outputs);
  return equations;
};

/** Too short for a name of its own, however often it is used. */
const isLight = (node: Expr): boolean => {
  switch (node.op) {
    case "constant":
    case "variable":
      return true;
    case "neg":
    case "reshape":
    case "slice":
    case "expand":
    case "transpose":
    case "stopGradient":
      return isLight(node.args[0]!);
    // A square.
    case "mul":
      return node.args[0] === node.args[1] && isLight(node.args[0]!);
    default:
      return false;
  }
};
