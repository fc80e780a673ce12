/** What is computed depends on what is asked, and on nothing else: not on what was computed before, nor on the rest of the batch. */
import type { Interpreter } from "../../src/interpret/program.ts";
import { model } from "../../src/model/model.ts";
import { float32, float64 } from "../bijector/precision.ts";
import { conditions, moved, type FlowCase } from "../flow/view.ts";
import { law, type Comparison, type Law } from "../law.ts";
import { size } from "../numerics/matrix.ts";

export const repeats = (interpreter: Interpreter): Law<FlowCase> => {
  const { epsilon } = interpreter.precision === "float32" ? float32 : float64;
  return law(
    {
      name: `${interpreter.name}: repeats`,
      statement: "the same inputs give the same numbers, whatever was computed before; inputs are left as they were; a row has the numbers that it has alone, within a few ε (1 + |largest|)",
      tolerance: 100,
    },
    (of) => {
      const count = of.count ?? 5;
      const { programs, plan: { dim, ambient } } = model(of.flow, { interpreter });
      const [parameters, others] = [moved(of), moved({ ...of, seed: of.seed + 1, scatter: 0.1 })];
      const condition = conditions(of, count);
      const base = Float64Array.from({ length: count * dim }, (_, at) => Math.cos(1 + at + of.seed));
      const point = programs.generate()({ base, condition, parameters }, count).point;
      const inputs = { point, condition, parameters };
      const kept = { point: point.slice(), condition: condition.slice(), parameters: parameters.slice() };
      const first = programs.density()(inputs, count).logProb.slice();
      const other = programs.density()({ ...inputs, parameters: others }, count).logProb.slice();
      const again = programs.density()(inputs, count).logProb;
      const otherAgain = model(of.flow, { interpreter }).programs.density()({ ...inputs, parameters: others }, count).logProb;
      const row = of.seed % count;
      const width = condition.length / count;
      const alone = programs.density()({ point: point.subarray(row * ambient, (row + 1) * ambient), condition: condition.subarray(row * width, (row + 1) * width), parameters }, 1).logProb[0]!;
      const same = (name: string, a: Float64Array, b: Float64Array): Comparison => ({
        deviation: a.every((each, at) => Object.is(each, b[at])) && a.length === b.length ? 0 : Infinity,
        unit: 1,
        detail: () => `${name}: [${a.join(", ")}] and [${b.join(", ")}]`,
      });
      return [
        same("asked twice", first, again),
        same("compiled twice", other, otherAgain),
        ...Object.entries(kept).map(([name, numbers]) => same(`the ${name}, before and after`, numbers, inputs[name as keyof typeof kept])),
        { deviation: Math.abs(alone - first[row]!), unit: epsilon * (1 + size(first)), detail: () => `row ${row + 1} is ${first[row]} among ${count}, and ${alone} alone` },
      ];
    },
  );
};
