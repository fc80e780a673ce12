/**
 * Every station of an evaluation, with its path: where to look when a log-density is no finite number. A block's
 * log-density is a sum over its stations, so the first one that is not finite is the one at fault.
 */
import type { Path } from "../error.ts";
import type { Expr } from "../expr/index.ts";
import { passages, type Variables } from "./elaborate.ts";
import { blockName, hypernetworkName, layerName, type Plan } from "./plan.ts";
import { conditionFeatures, logRateOf, vectors } from "./readings.ts";

export interface Station {
  readonly path: Path;
  readonly numbers: readonly Expr[];
}

/** In the order of computation: hyper-networks; then frame, network, and layers from the data to the base, block by block; then the rate. */
export const stations = (plan: Plan, inputs: Omit<Variables, "base">): readonly Station[] => {
  const { parameters } = inputs;
  const given = conditionFeatures(plan, inputs.condition, parameters);
  const vector = vectors(plan, parameters, given);
  const hypernetworks = plan.hypernetworks.map((_, index): Station => ({ path: [hypernetworkName(index)], numbers: [vector(index)] }));
  const rate: readonly Station[] = plan.rate ? [{ path: ["rate"], numbers: [logRateOf(plan.rate, parameters, given)] }] : [];
  return [...hypernetworks, ...blockStations(plan, inputs), ...rate];
};

const blockStations = (plan: Plan, inputs: Omit<Variables, "base">): readonly Station[] =>
  passages(plan, inputs).flatMap(({ carrier, logVolume, readings: { predicted }, images }, index): readonly Station[] => {
    const { geometry, layers } = plan.blocks[index]!;
    const name = blockName(index);
    const last = images.at(-1)?.point ?? carrier;
    return [
      { path: [name], numbers: [carrier, logVolume] },
      ...(predicted ? [{ path: [name, "network"], numbers: [predicted] }] : []),
      ...images.map(({ point, logDet }, at): Station => {
        const own = layers.length - 1 - at;
        return { path: [name, layerName(layers[own]!.layer, own)], numbers: [point, logDet] };
      }),
      { path: [name, "base"], numbers: [geometry.logReference(last)] },
    ];
  });
