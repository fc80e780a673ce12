/** Whether the model is a density at all: the laws of `diffeo verify`. */
import { paragraph, table } from "./html.ts";
import type { Section } from "./page.ts";
import type { Subject } from "./subject.ts";
import { brief, counted } from "./words.ts";

export const auditSection = async ({ file: { model }, data, samples, seed, onProgress }: Subject): Promise<Section> => {
  const { audit } = await import("../../../laws/audit/index.ts");
  // Coverage has a section of its own; of a table no more is asked here than its conditions.
  const { lines, seconds } = audit(model, { samples, seed, ...(data?.given && { given: data.given }), onProgress: ({ done, steps }) => onProgress(done / steps) });
  const failed = lines.filter(({ holds }) => !holds);
  const open = lines.filter(({ holds, decided }) => holds && !decided);
  const said = `${counted(lines.length - failed.length - open.length, "law holds", "laws hold")}, ${failed.length === 0 ? "none fails" : `${counted(failed.length, "fails", "fail")}: ${failed.map(({ name }) => name).join("; ")}`}${open.length === 0 ? "" : `; ${counted(open.length, "is", "are")} open`}`;
  return {
    id: "audit", title: "Audit", short: `${said}.`,
    body: [
      paragraph(`${said[0]!.toUpperCase()}${said.slice(1)}; found in ${brief(seconds)} s. Each line is a law with the worst error that was found and what it may be at most; an open line could not be looked at sharply enough.`),
      table({
        caption: "Laws", head: ["law", "", "error", "tolerance", "found"], numbers: [2, 3],
        rows: lines.map(({ name, holds, decided, error, tolerance, detail }) => [name, !holds ? "fails" : decided ? "holds" : "open", brief(error), brief(tolerance), detail]),
      }),
    ],
  };
};
