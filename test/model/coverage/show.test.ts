import { expect, it } from "vitest";
import { unsafe } from "../../../src/error.ts";
import { given, oplus } from "../../../src/flow/flow.ts";
import { circle, euclid } from "../../../src/flow/manifolds.ts";
import { batchOf } from "../../../src/manifold/batch.ts";
import { calibration } from "../../../src/model/coverage/calibration.ts";
import { showCalibration } from "../../../src/model/coverage/show.ts";
import { model } from "../../../src/model/model.ts";

it("a report is a table, one aligned line for each check", () => {
  const own = model(given("e1")(oplus(circle(), euclid(2))));
  const condition = unsafe(batchOf("e1", [0]));
  const report = unsafe(calibration(own, own.sample(1200, { seed: 1, given: condition }).points, { samples: 9, given: condition }));
  const lines = showCalibration(report).split("\n");
  expect(lines[0]).toBe("Calibration of s1+e2 given e1 by 1,200 rows and 9 samples for each: calibrated");
  expect(lines.slice(2, -2).map((line) => line.slice(0, 26).trimEnd())).toEqual([
    "", "joint", "  highest density", "  base", "  distance (TARP)", "block 1 (s1)", "  coverage", "  rank of angle from mean", "block 2 (e2)", "  coverage", "  rank of coordinate 1", "  rank of coordinate 2",
  ]);
  const checks = lines.filter((line) => line.startsWith("  ") && !line.includes("p-value"));
  expect(new Set(checks.map((line) => line.indexOf("calibrated"))).size).toBe(1);
  const shares = [0.5, 0.68, 0.9, 0.95].map((share) => `${((100 * report.joint.base.contents.filter((each) => each <= share).length) / 1200).toFixed(1)} %`);
  expect(checks[1]!.trim().split(/\s{2,}/)).toEqual(["base", ...shares, report.joint.base.pValue.toFixed(3), "calibrated"]);
  expect(lines.at(-1)).toBe("A calibrated model gets another verdict in at most 1.0 % of such reports; each check alarms below p = 0.0013.");
});
