/** What the density knows, as `diffeo info` tells it. */
import { informationOf, nats } from "../information.ts";
import { paragraph, table } from "./html.ts";
import type { Section } from "./page.ts";
import { atCondition, conditionSaid, openCondition, type Subject } from "./subject.ts";

export const informationSection = (subject: Subject): Section | string => {
  const open = openCondition(subject);
  if (open !== undefined) return open;
  const { file: { model }, mapping, samples, seed } = subject;
  const { blocks, entropy, information, modes, totalCorrelation } = informationOf(model, mapping?.columns, { samples, seed, ...atCondition(subject) });
  return {
    id: "information", title: "Information", short: `entropy ${nats(entropy)} nats${blocks.length > 1 ? `, of which the blocks share ${nats(totalCorrelation)}` : ""}.`,
    body: [
      paragraph(`In nats, with respect to the measure of each manifold (surface area of the unit sphere, radians of the circle, the numbers as they are)${conditionSaid(subject)}. The entropy of all blocks together is ${nats(entropy)}${blocks.length > 1 ? `, their total correlation ${nats(totalCorrelation)}` : ""}.`),
      table({ caption: "Entropy of each block", head: ["block", "manifold", "alone", "given those before"], numbers: [2, 3], rows: blocks.map(({ name, space, marginal, conditional }) => [name, space, nats(marginal), nats(conditional)]) }),
      ...(information.length > 0 ? [table({ caption: "Mutual information between blocks", head: ["block", "block", "nats"], numbers: [2], rows: information.map(({ between: [i, j], value }) => [blocks[i]!.name, blocks[j]!.name, nats(value)]) })] : []),
      table({ caption: "Moments", head: ["block", "moment", "value"], rows: blocks.flatMap(({ name, moments }) => moments.map(([what, value]) => [name, what, value])) }),
      ...(modes.length > 0 ? [table({ caption: "Modes, where the density is greatest", head: ["at", "log-density", "shape"], numbers: [1], rows: modes.map(({ at, logProb, shape }) => [at, logProb.toFixed(4), shape]) })] : []),
    ],
  };
};
