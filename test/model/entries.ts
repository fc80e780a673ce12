/** Parameters by name: the start values of a flow, some entries replaced. */
import type { AnyFlow } from "../../src/flow/flow.ts";
import { plan, startParameters } from "../../src/flow/plan.ts";

/** Names are paths, such as `block 1, layer 1 (affine), shift`. */
export const withEntries = ({ tree }: AnyFlow, entries: Readonly<Record<string, readonly number[]>>): Float64Array => {
  const own = plan(tree);
  const parameters = startParameters(own, 0);
  for (const [name, values] of Object.entries(entries)) {
    const entry = own.entries.find(({ path }) => path.join(", ") === name);
    if (!entry) throw new RangeError(`There is no ${name} among ${own.entries.map(({ path }) => path.join(", ")).join("; ")}.`);
    parameters.set(values, entry.offset);
  }
  return parameters;
};

/** The raw parameter of an affine layer whose scale is this. */
export const rawScale = (scale: number): number => 30 * Math.atanh(Math.log(scale) / 30);
