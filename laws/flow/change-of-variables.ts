/**
 * The density against the map: what samples are made by, base maps, layers, networks and frames together, moves volumes as
 * the log-density says. Layers have a law of this kind of their own; this one sees what lies around and between them.
 */
import { constant, jvp } from "../../src/expr/index.ts";
import { generate, spreadOver, variables } from "../../src/flow/elaborate.ts";
import type { AnyFlow } from "../../src/flow/flow.ts";
import { plan, type Plan } from "../../src/flow/plan.ts";
import { program, type Executable } from "../../src/interpret/program.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { law, type Comparison, type Law } from "../law.ts";
import { inner, norm, solved } from "../numerics/matrix.ts";
import { viewOf, type FlowCase } from "./view.ts";

/** The coordinates of a point that its measure is the volume of: all but the last fraction of a simplex. */
const measured = ({ blocks }: Plan): readonly number[] => {
  let start = 0;
  return blocks.flatMap(({ geometry: { kind, ambient } }) => {
    start += ambient;
    return Array.from({ length: kind === "a" ? ambient - 1 : ambient }, (_, at) => start - ambient + at);
  });
};

interface Pushed {
  readonly columns: Executable;
  readonly coordinates: readonly number[];
}

const known = new WeakMap<AnyFlow, Pushed>();

const pushedOf = (flow: AnyFlow): Pushed => {
  const found = known.get(flow);
  if (found) return found;
  const own = plan(flow.tree);
  const inputs = variables(own);
  const { point, logProb } = generate(own, inputs);
  const axis = (at: number) => constant(Array.from({ length: own.dim }, (_, each) => (each === at ? 1 : 0)));
  const perSample = spreadOver(inputs.base);
  const columns = Array.from({ length: own.dim }, (_, at) => [`column ${at}`, perSample(jvp([point], new Map([[inputs.base, axis(at)]]))[0]!)] as const);
  const made = { columns: reference.compile(program({ logProb, ...Object.fromEntries(columns) })), coordinates: measured(own) };
  known.set(flow, made);
  return made;
};

/** Classes do not move with the base: of a flow that has some there is nothing to compare. */
export const changes = (): Law<FlowCase> =>
  law(
    {
      name: "flow: change of variables",
      statement: "logProb(f(z)) = log N(z) − ½ log det JᵀJ, J = ∂f/∂z by forward derivatives, within 1e-12 (1 + |logProb| + κ(J))",
      tolerance: 10,
    },
    (of) => {
      if (plan(of.flow.tree).blocks.some(({ geometry: { kind } }) => kind === "c")) return [];
      const { base, parameters, condition, count, dim, ambient } = viewOf(of);
      const { columns, coordinates } = pushedOf(of.flow);
      const values = columns({ base, parameters, condition }, count);
      return Array.from({ length: count }, (_, row): Comparison => {
        const vectors = Array.from({ length: dim }, (__, axis) => coordinates.map((at) => values[`column ${axis}`]![row * ambient + at]!));
        const gram = vectors.map((a) => vectors.map((b) => inner(a, b)));
        const { logDet, inverse } = solved(gram);
        const z = base.subarray(row * dim, (row + 1) * dim);
        const wanted = -0.5 * inner(z, z) - 0.5 * dim * Math.log(2 * Math.PI) - 0.5 * logDet;
        const own = values["logProb"]![row]!;
        return {
          deviation: Math.abs(own - wanted),
          unit: 1e-12 * (1 + Math.abs(own) + norm(gram) * norm(inverse)),
          detail: () => `base [${Array.from(z).join(", ")}]: logProb ${own}, by the map ${wanted}`,
        };
      });
    },
  );
