/** Whether the model's probabilities can be believed, by rows of the table: the report of `diffeo coverage` with its picture. */
import { rowsAt } from "./rows-at.ts";
import { calibration } from "../../model/coverage/calibration.ts";
import { coverage } from "../../model/coverage/curve.ts";
import type { Check } from "../../model/coverage/check.ts";
import { plotCalibration } from "../../plot/calibration.ts";
import { lift, orStop } from "../failure.ts";
import { paragraph, picture, table } from "./html.ts";
import type { Section } from "./page.ts";
import { noTable, type Subject } from "./subject.ts";
import { counted, percent } from "./words.ts";

const levels = [0.5, 0.68, 0.9, 0.95];

export const coverageSection = ({ file: { model }, data, names, rows, seed, onProgress }: Subject): Section | string => {
  if (!data) return noTable;
  const [points, given] = [rowsAt(data.points, rows), data.given && rowsAt(data.given, rows)];
  const report = orStop(lift(calibration(model, points, { samples: 200, seed, ...(given && { given }), progress: (done, all) => onProgress(done / all) })));
  const line = (what: string, { contents, pValue, verdict }: Check): readonly string[] =>
    [what, ...coverage(contents, levels).map(({ observed }) => percent(observed)), pValue < 0.001 ? pValue.toExponential(0) : pValue.toFixed(3), verdict];
  return {
    id: "coverage", title: "Coverage", short: report.verdict,
    body: [
      paragraph(`A region of the model that should hold 90 % holds 90 % of rows that it has not seen, if the model is right. By ${counted(report.rows, "row")}${report.rows < data.points.count ? `, spread evenly over the ${data.points.count.toLocaleString("en")} of the table,` : ""} and ${report.samples} samples for each the model is ${report.verdict}. A right model is called anything else in at most ${percent(report.falseAlarm)} of such reports. The rows must be independent, and not those of the fit.`),
      table({
        caption: "Shares of the rows inside regions of the model, by what they should hold", head: ["check", ...levels.map((level) => percent(level)), "p-value", "verdict"], numbers: [1, 2, 3, 4, 5],
        rows: [
          ...Object.values(report.joint).map((each) => line(`all together: ${each.name}`, each)),
          ...report.blocks.flatMap((block, index) => [line(`${names[index]!}: coverage`, block.coverage), ...block.ranks.map((each) => line(`${names[index]!}: rank of ${each.name}`, each))]),
        ],
      }),
      picture(plotCalibration(report, { id: "coverage-picture" }), "Observed against nominal shares, jointly and block by block, and ranks of the rows among samples"),
    ],
  };
};
