/** Law 9 of flows: an interpreter computes what the reference computes, as well as its precision allows. */
import type { Interpreter } from "../../src/interpret/program.ts";
import { random } from "../../src/random.ts";
import { float32, float64 } from "../bijector/precision.ts";
import { law, largest, type Comparison, type Law } from "../law.ts";
import { size } from "../numerics/matrix.ts";
import { viewOf, type FlowCase, type Look, type View } from "./view.ts";

/** How many roundings of its inputs a flow may look like, and how many such inputs are tried. */
const steps = 4;
const trials = 4;

type Numbers = { readonly [name: string]: Float64Array };

/** Everything that a flow computes, from these base points, points, parameters and conditions. */
const everything = ({ forward, inverse, gradient }: View, base: Float64Array, points: Float64Array): Numbers => {
  const [drawn, seen, slopes] = [forward(base), inverse(points), gradient(points)];
  return {
    point: drawn.points,
    "logProb of the sample": drawn.logProb,
    base: seen.base,
    logProb: seen.logProb,
    "gradient in parameters": slopes.parameters,
    "gradient in points": slopes.points,
    "gradient in the condition": slopes.condition,
  };
};

/** Where an interpreter's numbers are those of the reference for inputs that are off by a few roundings, they are right. */
export const interpreted = (interpreter: Interpreter, tolerance = 1e3, look: Look = viewOf): Law<FlowCase> => {
  const { epsilon } = interpreter.precision === "float32" ? float32 : float64;
  return law(
    {
      name: `flow: ${interpreter.name.includes(interpreter.precision) ? interpreter.name : `${interpreter.name} ${interpreter.precision}`} = reference`,
      statement: `points, log-densities and gradients agree within ε (1 + |largest|) + their change when inputs move by ${steps} ε (1 + |x|), ε of ${interpreter.precision}`,
      tolerance,
    },
    (of) => {
      const truth = viewOf(of);
      const { points } = truth.forward(truth.base);
      const wanted = everything(truth, truth.base, points);
      const got = everything(look(of, interpreter), truth.base, points);
      const others = Array.from({ length: trials }, (_, trial) => {
        const source = random(trial, "shaken flow");
        const shaken = (numbers: Float64Array): Float64Array => numbers.map((x) => x + steps * epsilon * (1 + Math.abs(x)) * (2 * source.uniform() - 1));
        const given = { parameters: shaken(truth.parameters), condition: shaken(truth.condition) };
        return everything(viewOf(of, undefined, given), shaken(truth.base), shaken(points));
      });
      return Object.entries(wanted).map(([name, own]): Comparison => {
        const apart = (numbers: Float64Array): number => size(own.map((each, at) => each - numbers[at]!));
        const worst = (): number => own.findIndex((each, at) => !(Math.abs(each - got[name]![at]!) < apart(got[name]!)));
        return {
          deviation: got[name]!.length === own.length ? apart(got[name]!) : Infinity,
          unit: epsilon * (1 + size(own)) + largest(others.map((each) => apart(each[name]!))),
          detail: () => `${name}, entry ${worst() + 1}: ${got[name]![worst()]} instead of ${own[worst()]}`,
        };
      });
    },
  );
};
