/**
 * Cuts an expression graph into lines to be read: what is used more than once and is worth a name gets a line of its own,
 * and so do every root and every recurrence, whose bodies are part of the text. All else is written where it is used.
 */
import { is, type Expr, type Op } from "../../expr/expr.ts";
import { topological } from "../../expr/graph.ts";
import { share } from "../../expr/share.ts";
import { opened, type Recurrence } from "./expression-bodies.ts";

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
  /** What stands for the steps of a scan, each among `named` once. */
  readonly recurrences: ReadonlyMap<Expr, Recurrence>;
  readonly nodes: readonly Expr[];
}

const isExpr = (written: Written): written is Expr => typeof written.op === "string";

/** `isShort` says what more needs no name in this notation, however often it is used. */
export const linesOf = (written: Written, isShort: (node: Expr) => boolean = () => false): Lines => {
  const given: readonly (readonly [string | undefined, Expr])[] = isExpr(written) ? [[undefined, written]] : Object.entries(written);
  const { outputs: shared, equations, recurrences } = opened(share(given.map(([, expr]) => expr)));
  const nodes = topological([...shared, ...equations.values()]);
  const bound = new Set([...recurrences.values()].flatMap(({ step, rows, now, last, records }) => [step, ...rows, ...now, ...last, ...records]));
  const users = new Map<Expr, Set<Expr>>();
  const use = (user: Expr, argument: Expr): void => void (users.get(argument)?.add(user) ?? users.set(argument, new Set([user])));
  for (const node of nodes) {
    if (views.has(node.op)) continue;
    // What a root captured is used in its equation.
    for (const argument of is(node, "root") ? [...node.args.slice(0, 2), equations.get(node)!] : node.args) use(node, shown(argument));
  }
  // An output that is also used elsewhere counts as a use.
  const outputs = given.map(([name], index) => [name, shared[index]!] as const);
  const named = nodes.filter((node) => is(node, "root") || recurrences.has(node) || (!isLight(node) && !isShort(node) && (users.get(node)?.size ?? 0) + (shared.includes(node) ? 1 : 0) > 1));
  return { outputs, named, variables: nodes.filter((node) => is(node, "variable")).filter((node) => !bound.has(node)), equations, recurrences, nodes };
};

const views: ReadonlySet<Op> = new Set<Op>(["reshape", "slice", "expand", "transpose", "stopGradient"]);

/** What a view shows: an element of a thing needs no name where the thing has one. */
export const shown = (node: Expr): Expr => (views.has(node.op) ? shown(node.args[0]!) : node);

/** Too short for a name of its own, however often it is used. */
const isLight = (node: Expr): boolean => {
  switch (node.op) {
    case "constant":
    case "variable":
    case "less":
    case "lessEqual":
    case "equal":
      return true;
    case "neg":
      return isLight(shown(node.args[0]!));
    // A square.
    case "mul":
      return node.args[0] === node.args[1] && isLight(shown(node.args[0]!));
    default:
      return views.has(node.op);
  }
};
