/** What the model is: its flow, its columns, its parameters and how it was fitted. */
import { showTree } from "../../interpret/text/flow.ts";
import { trainingCurve } from "../../plot/training.ts";
import type { ColumnBlock } from "../columns/syntax.ts";
import { parameterRows } from "../parameter-rows.ts";
import { paragraph, picture, table, tag, type Html } from "./html.ts";
import type { Section } from "./page.ts";
import type { Subject } from "./subject.ts";
import { counted } from "./words.ts";

export const modelSection = ({ file, mapping }: Subject): Section => {
  const { model: { flow, parameters, plan } } = file;
  const what = `a density on ${flow.space}${flow.condition === "e0" ? "" : ` given ${flow.condition}`} in ${counted(plan.blocks.length, "block")}, with ${counted(parameters.length, "parameter")}`;
  return {
    id: "model", title: "The model", short: `${what}.`,
    body: [
      paragraph(`The model is ${what}. It is read from the base to the data: each block is bent by its layers, and depends on the blocks before it where it says so.`),
      tag("pre", {}, showTree(file.model)),
      ...(mapping ? [table({
        caption: "Columns", head: ["column", "read as", "unit", "manifold"],
        rows: [...mapping.given.flatMap((block) => columnRows(block, ", condition")), ...mapping.columns.flatMap((block) => columnRows(block, ""))],
      })] : [paragraph("The file names no columns: points are told in the numbers of their manifolds.")]),
      tag("details", {}, tag("summary", {}, "All parameters, tensor by tensor"),
        table({ caption: "Parameters", head: ["name", "shape", "offset", "least", "mean", "greatest"], numbers: [2, 3, 4, 5], rows: parameterRows(file.model).map(({ name, shape, offset, least, mean, greatest }) => [name, shape, offset, least, mean, greatest]) })),
      tag("h3", {}, "Training"),
      ...training(file),
    ],
  };
};

const columnRows = ({ chart, columns, labels, text }: ColumnBlock, role: string): readonly (readonly string[])[] =>
  columns.map((column, at) => [column, `${text.slice(0, text.indexOf("("))}${role}`, labels ? labels.join(", ") : (chart.units[at] ?? ""), chart.on]);

const training = ({ about }: Subject["file"]): readonly Html[] => {
  if (!about?.training) return [paragraph("The file does not tell how the model was fitted.")];
  const { rows, epochs, heldOut, history = [] } = about.training;
  return [
    paragraph(`Fitted to ${counted(rows, "row")} in ${counted(epochs, "epoch")}; the log-likelihood of the rows held out is ${heldOut.toFixed(4)} nats per row.${about.createdBy === undefined ? "" : ` Written by ${about.createdBy}.`}`),
    ...(history.length > 0 ? [picture(trainingCurve({ history: history.map((each, index) => ({ epoch: index + 1, ...each })) }, { id: "training-picture" }), "Losses by epoch, with the best one marked")]
      : [paragraph("The file holds no history of the run, so there is no curve.")]),
  ];
};
