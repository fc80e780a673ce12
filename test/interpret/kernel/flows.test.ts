/**
 * The library's flows, in both directions and with gradients, against the reference: values near the start of training,
 * at batch sizes with and without lanes left over.
 */
import { describe, expect, test } from "vitest";
import { input, is, size, vjp } from "../../../src/expr/index.ts";
import { evaluate, generate, variables } from "../../../src/flow/elaborate.ts";
import { parse } from "../../../src/flow/parse.ts";
import { plan, startParameters } from "../../../src/flow/plan.ts";
import { program, type Program } from "../../../src/interpret/program.ts";
import { kernel } from "../../../src/interpret/kernel/index.ts";
import { reference } from "../../../src/interpret/reference/reference.ts";

const flows = [
  parse("e3", "gggg"), parse("s2", "n"), parse("s1", "m"), parse("i", "rrr"), parse("e4+s2+e4", "gggg+n+gggg"),
];
/** Largest difference in units of the output's largest number: of a value, a sample, a gradient. */
const bounds = { float64: 1e-12, float32: 5e-4 } as const;

const programsOf = (flow: (typeof flows)[number]) => {
  const own = plan(flow.tree);
  const inputs = variables(own);
  const [evaluated, generated] = [evaluate(own, inputs), generate(own, inputs)];
  const [parameters, point] = vjp([evaluated.logProb], [input("weight", [])], [inputs.parameters, inputs.point]);
  const programs: readonly Program[] = [
    program({ logProb: evaluated.logProb, base: evaluated.base }),
    program({ logProb: evaluated.logProb, parameters: parameters!, point: point! }),
    program({ point: generated.point, logProb: generated.logProb }),
  ];
  const most = 1000;
  const values = startParameters(own, 1).map((value, at) => value + 0.1 * Math.sin(1.3 * at + 1));
  const base = Float64Array.from({ length: most * own.dim }, (_, at) => 1.5 * Math.sin(12.9898 * (at + 1)));
  const made = reference.compile(programs[2]!)({ parameters: values, base, condition: [] }, most);
  const all: Readonly<Record<string, Float64Array>> = {
    parameters: values, base, point: made["point"]!, condition: new Float64Array(),
    weight: Float64Array.from({ length: most }, (_, at) => 1 + 0.1 * Math.sin(at)),
  };
  const numbersFor = ({ variables: read }: Program, count: number) =>
    Object.fromEntries(read.filter((node) => is(node, "variable")).map(({ attributes: { name }, shape, uniform }) => [name, all[name]!.slice(0, uniform ? undefined : count * size(shape))]));
  return { programs, numbersFor };
};

describe.each(["float64", "float32"] as const)("%s", (precision) => {
  test.each(flows.map((flow) => [flow.space, flow] as const))("%s agrees with the reference", (_, flow) => {
    const { programs, numbersFor } = programsOf(flow);
    for (const each of programs) {
      const [want, got] = [reference.compile(each), kernel({ precision }).compile(each)];
      for (const count of [0, 1, 2, 3, 5, 1000]) {
        const numbers = numbersFor(each, count);
        const [expected, received] = [want(numbers, count), got(numbers, count)];
        for (const [name, values] of Object.entries(expected)) {
          const top = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
          const error = values.reduce((worst, value, at) => Math.max(worst, Math.abs(value - received[name]![at]!) / top), 0);
          expect(error, `${name}, ${count} samples`).toBeLessThan(bounds[precision]);
        }
      }
    }
  });

  test("a sample does not depend on the batch around it", () => {
    const { programs: [evaluated], numbersFor } = programsOf(flows[0]!);
    const run = kernel({ precision }).compile(evaluated!);
    const [many, few] = [run(numbersFor(evaluated!, 999), 999), run(numbersFor(evaluated!, 3), 3)];
    expect(few["logProb"]).toEqual(many["logProb"]!.slice(0, 3));
  });
});
