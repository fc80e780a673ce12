/** The rows of the table that the model finds least likely. */
import { row, trusted, type Batch } from "../../manifold/batch.ts";
import { quoted } from "../../foreign.ts";
import { columnsOf } from "../columns/mapping.ts";
import { logProbOf } from "./fit-section.ts";
import { paragraph, table } from "./html.ts";
import type { Section } from "./page.ts";
import { noTable, type Subject } from "./subject.ts";
import { counted, percent } from "./words.ts";

const [most, draws] = [12, 20_000];

export const anomaliesSection = (subject: Subject): Section | string => {
  const { data, mapping } = subject;
  if (!data || !mapping) return noTable;
  const logProb = logProbOf(subject);
  const least = [...logProb.keys()].sort((a, b) => logProb[a]! - logProb[b]!).slice(0, most);
  const below = shareBelow(subject);
  const names = columnsOf([...mapping.given, ...mapping.columns]);
  const places = names.map((name) => data.table.columns.indexOf(name));
  return {
    id: "anomalies", title: "The least likely rows", short: least.length === 0 ? "none" : `${data.table.rows[least[0]!]!.place}, at a log-density of ${logProb[least[0]!]!.toFixed(2)} nats.`,
    body: [
      paragraph(`Rows where the model is thinnest, with the share of the model's own samples that lie where it is thinner still. Of ${counted(logProb.length, "row")} from the model the least likely would have a share of about ${percent(1 / logProb.length)}.`),
      table({
        caption: `The ${counted(least.length, "row")} of ${data.table.name} with the least log-density`, head: ["row", ...names, "log-density", "samples below"], numbers: names.map((_, at) => at + 1).concat(names.length + 1, names.length + 2),
        rows: least.map((at) => {
          const { place, cells } = data.table.rows[at]!;
          const share = below(at, logProb[at]!);
          return [place, ...places.map((column) => cellOf(cells[column])), logProb[at]!.toFixed(2), share === 0 ? `none of ${draws.toLocaleString("en")}` : percent(share)];
        }),
      }),
    ],
  };
};

/** Of samples at the condition of a row, if there is one, the share that is less likely. */
const shareBelow = ({ file: { model }, data, seed }: Subject): ((at: number, logProb: number) => number) => {
  const share = (drawn: Float64Array, logProb: number): number => drawn.reduce((count, each) => (each < logProb ? count + 1 : count), 0) / drawn.length;
  const given = data?.given;
  if (!given) {
    const all = model.sample(draws, { seed }).logProb;
    return (_, logProb) => share(all, logProb);
  }
  return (at, logProb) => share(model.sample(draws, { seed, given: alone(given, at) }).logProb, logProb);
};

const alone = (batch: Batch<string>, at: number): Batch<string> => trusted(batch.spec, Float64Array.from(row(batch, at)), 1);

const cellOf = (cell: unknown): string => (typeof cell === "string" ? cell.slice(0, 60) : quoted(cell));
