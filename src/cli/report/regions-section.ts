/** The smallest regions that hold given shares, block by block. */
import { highestDensity } from "../../model/region/highest-density.ts";
import type { Region } from "../../model/region/region.ts";
import { paragraph, table } from "./html.ts";
import type { Section } from "./page.ts";
import { regionWords } from "./region-words.ts";
import { atCondition, conditionSaid, openCondition, type Subject } from "./subject.ts";
import { percent } from "./words.ts";

/** A region is drawn on a page, and not to the last digit: so many samples tell where the mass is, and check it. */
const [samples, contexts] = [4000, 100];

export const regionsSection = (subject: Subject): Section | string => {
  const open = openCondition(subject);
  if (open !== undefined) return open;
  const { file: { model }, mapping, names, levels, seed, onProgress } = subject;
  const all = names.flatMap((name, block) => levels.map((level) => ({ name, block, level })));
  const rows = all.map(({ name, block, level }, done) => {
    onProgress(done / all.length);
    const region: Region = highestDensity(model, level, { block, samples, contexts, seed, detail: "drawn", ...atCondition(subject) });
    const { where, size } = regionWords(region, mapping?.columns[block]);
    return [name, percent(level), where, size, `${percent(region.content.value, 3)} ± ${percent(region.content.error, 2)}`];
  });
  return {
    id: "regions", title: "Regions",
    body: [
      paragraph(`The smallest regions of each block alone that hold given shares of the model${conditionSaid(subject)}. The last column is the share of fresh samples inside.`),
      table({ caption: "Highest-density regions", head: ["block", "share", "region", "size", "samples inside"], numbers: [1], rows }),
    ],
  };
};
