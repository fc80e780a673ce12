/** How well the model fits the table: the log-likelihood of its rows, beside that of samples of the model. */
import { logVolumes } from "../columns/mapping.ts";
import { paragraph, table } from "./html.ts";
import type { Section } from "./page.ts";
import { noTable, type Subject } from "./subject.ts";
import { counted, meanOf, plusMinus } from "./words.ts";

/** The log-densities of the rows, per unit of the manifold. */
export const logProbOf = ({ file: { model }, data }: Subject): Float64Array =>
  data ? model.logProb(data.points, data.given && { given: data.given }) : new Float64Array(0);

export const fitSection = (subject: Subject): Section | string => {
  const { data, mapping, file: { model }, samples, seed } = subject;
  if (!data || !mapping) return noTable;
  const logProb = logProbOf(subject);
  const odd = logProb.findIndex((each) => !Number.isFinite(each));
  if (odd >= 0) return `the log-density of ${data.table.rows[odd]!.place} of ${data.table.name} is ${logProb[odd]}`;
  const own = meanOf(logProb);
  const volumes = logVolumes(logProb.length, mapping.columns, data.numbers);
  const inColumns = meanOf(logProb.map((each, row) => each + volumes[row]!));
  // The model's own samples stand at the conditions of the rows, so that both are means over the same conditions.
  const repeats = Math.max(1, Math.ceil(samples / logProb.length));
  const drawn = meanOf(data.given ? model.sample(repeats, { seed, given: data.given }).logProb : model.sample(samples, { seed }).logProb);
  const distance = (own.mean - drawn.mean) / Math.hypot(own.error, drawn.error);
  const sorted = [...logProb].sort((a, b) => a - b);
  const quantile = (share: number): string => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(4);
  const said = `${plusMinus(own)} nats per row, over ${counted(logProb.length, "row")} of ${data.table.name}`;
  return {
    id: "fit", title: "How well it fits the table", short: `log-likelihood ${said}.`,
    body: [
      table({
        caption: "Log-likelihood", head: ["mean over", "nats per row", "density per unit of"], numbers: [1],
        rows: [
          [`the rows of ${data.table.name}`, plusMinus(own), model.flow.space],
          ["the same rows", plusMinus(inColumns), "the columns"],
          ["samples of the model", plusMinus(drawn), model.flow.space],
        ],
      }),
      paragraph(`The rows are ${Math.abs(distance) < 3 ? "as likely as" : distance < 0 ? "less likely than" : "more likely than"} what the model itself draws: the means are ${Math.abs(own.mean - drawn.mean).toFixed(4)} nats apart, which is ${Math.abs(distance).toFixed(1)} standard errors. Of rows that the model was fitted to, the log-likelihood is too high.`),
      table({ caption: "Log-density of the rows, in nats", head: ["share of the rows below", "1 %", "10 %", "50 %", "90 %", "99 %"], numbers: [1, 2, 3, 4, 5], rows: [["log-density", ...[0.01, 0.1, 0.5, 0.9, 0.99].map(quantile)]] }),
    ],
  };
};
