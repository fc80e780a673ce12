/** Which blocks a density of some blocks is made of: they, and all that they depend on, in the order of the flow. */
import type { Plan } from "../../flow/plan.ts";

/** The blocks and their ancestors, ascending: what can be sampled without the others. */
export const closure = ({ blocks }: Plan, of: readonly number[]): readonly number[] => {
  const reached = new Set<number>();
  const reach = (index: number): void => {
    if (reached.has(index)) return;
    reached.add(index);
    for (const source of blocks[index]!.sources) if (source.from === "block") reach(source.index);
  };
  of.forEach(reach);
  return [...reached].sort((a, b) => a - b);
};

/** Whether block `index` depends, through others too, on any of these. */
export const dependsOn = (plan: Plan, index: number, on: readonly number[]): boolean =>
  closure(plan, [index]).some((each) => each !== index && on.includes(each));

/** Dimension of what must be integrated over: classes are summed over. */
export const continuousDim = ({ blocks }: Plan, of: readonly number[]): number =>
  of.reduce((sum, index) => sum + (blocks[index]!.geometry.kind === "c" ? 0 : blocks[index]!.geometry.dim), 0);

/** Of each block, where its numbers begin in a point and in a base point. */
export const places = ({ blocks }: Plan): readonly { readonly start: number; readonly base: number }[] => {
  let [start, base] = [0, 0];
  return blocks.map(({ geometry }) => {
    const own = { start, base };
    start += geometry.ambient;
    base += geometry.dim;
    return own;
  });
};

/** These blocks of a flow, each once, ascending; refuses what is none. */
export const checkedBlocks = ({ blocks }: Plan, of: readonly number[]): readonly number[] => {
  const stranger = of.find((index) => !blocks[index]);
  if (stranger !== undefined) throw new RangeError(`A flow of ${blocks.length} blocks has no block ${stranger}.`);
  if (of.length === 0) throw new RangeError("A density of no block was asked for; name at least one.");
  return [...new Set(of)].sort((a, b) => a - b);
};
