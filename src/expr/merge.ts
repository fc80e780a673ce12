/** Nodes that compute the same thing become one node. */
import { is, type Expr } from "./expr.ts";
import { bodyOf, mapBody, type Body } from "./binder.ts";
import { topological } from "./graph.ts";

/** Variables are equal when name, shape and kind are; or else only when they are one object, as derivatives see them. */
export const merge = (outputs: readonly Expr[], variables: "by name" | "by identity" = "by name"): readonly Expr[] => {
  const { resolve } = interning(variables === "by identity");
  return resolve(outputs);
};

const interning = (byIdentity: boolean) => {
  const ids = new Map<Expr, number>();
  const byKey = new Map<string, Expr>();
  const image = new Map<Expr, Expr>();

  const intern = (candidate: Expr): Expr => {
    const key = `${candidate.op}[${candidate.shape}]${candidate.uniform ? "u" : ""}(${candidate.args.map((each) => ids.get(each))})${describe(candidate)}`;
    const known = byKey.get(key);
    if (known && !(byIdentity && is(candidate, "variable"))) return known;
    byKey.set(key, candidate);
    ids.set(candidate, ids.size);
    return candidate;
  };

  const describe = (candidate: Expr): string => {
    if (is(candidate, "constant")) return Array.from(candidate.attributes.values, (value) => (Object.is(value, -0) ? "-0" : `${value}`)).join();
    const body = bodyOf(candidate);
    return body ? describeBody(body) : JSON.stringify(candidate.attributes);
  };

  /** Bodies are compared by their own shared form: formal names are positions, so equal bodies have equal text. */
  const describeBody = ({ outputs, form }: Body): string => {
    const order = topological(outputs);
    const position = new Map(order.map((each, index) => [each, index]));
    const places = (exprs: readonly Expr[]): string => `${exprs.map((each) => position.get(each))}`;
    return [...order.map((each) => `${each.op}[${each.shape}](${places(each.args)})${describe(each)}`), places(outputs), form].join(";");
  };

  const resolve = (outputs: readonly Expr[]): readonly Expr[] => {
    for (const each of topological(outputs)) {
      const args = each.args.map((argument) => image.get(argument)!);
      const same = args.every((argument, index) => argument === each.args[index]);
      image.set(each, intern(same ? mergeBody(each) : mergeBody({ ...each, args })));
    }
    return outputs.map((output) => image.get(output)!);
  };

  return { resolve };
};

/** The outputs of a body have much in common, such as an equation and its slope. */
const mergeBody = (candidate: Expr): Expr => mapBody(candidate, (exprs) => merge(exprs));
