/** A flow whose parameters come sample by sample is the flow that has them. */
import { size } from "../../src/expr/index.ts";
import { amortize, signatureOf } from "../../src/flow/amortize.ts";
import { formulasOf } from "../../src/interpret/flow-formulas.ts";
import { program } from "../../src/interpret/program.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { law, type Law } from "../law.ts";
import { entries } from "./entries.ts";
import { moved, viewOf, type FlowCase } from "./view.ts";

export const amortized = (): Law<FlowCase> =>
  law(
    {
      name: "flow: amortized",
      statement: "logProb of `amortize(flow)` with parameters θ_r in row r is that of the flow with θ_r, and so is the way of a base point, within 1e-12 (1 + size)",
      tolerance: 100,
    },
    (of) => {
      const view = viewOf(of);
      const { count, base, condition, parameters } = view;
      // All rows read the same frames.
      const own = amortize({ flow: of.flow, parameters });
      const other = moved({ ...of, seed: of.seed + 1 }).map((each, at) => {
        const entry = own.plan.entries.findLast(({ offset, shape }) => offset <= at && at < offset + size(shape))!;
        return entry.frozen ? parameters[at]! : each;
      });
      const emitted = (all: Float64Array): readonly number[] => own.plan.entries.flatMap(({ frozen, offset, shape }) => (frozen ? [] : Array.from(all.subarray(offset, offset + size(shape)))));
      const rows = [emitted(parameters), emitted(other)];
      const given = { condition, parameters: Float64Array.from(Array.from({ length: count }, (_, row) => rows[row % 2]!).flat()) };
      const formulas = formulasOf(signatureOf(own));
      const forward = reference.compile(program(formulas.forward()))({ base, ...given }, count);
      const density = reference.compile(program(formulas.logProb()))({ point: forward.points, ...given }, count);
      const [even, odd] = [view.forward(base), view.forward(base, { parameters: other })];
      const width = view.ambient;
      const pick = (a: Float64Array, b: Float64Array, per: number): readonly number[] => Array.from(a, (each, at) => (Math.floor(at / per) % 2 === 0 ? each : b[at]!));
      return [
        ...entries("point", forward.points, pick(even.points, odd.points, width), 1e-12),
        ...entries("logProb", forward.logProb, pick(even.logProb, odd.logProb, 1), 1e-12),
        ...entries("logProb of the point", density.logProb, pick(view.inverse(forward.points).logProb, view.inverse(forward.points, { parameters: other }).logProb, 1), 1e-12),
      ];
    },
  );
