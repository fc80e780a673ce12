/** What a fault is examined by: every law of the kit, on subjects that the faulty source is a part of. */
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { flows as randomFlows } from "../../laws/arbitrary/flow.ts";
import { claims } from "../../laws/bijector/laws.ts";
import { subject } from "../../laws/bijector/subject.ts";
import type { AnyClaim } from "../../laws/claim.ts";
import { codecLaws } from "../../laws/codec/laws.ts";
import { flowCodec, modelCodec } from "../../laws/codec/library.ts";
import { algebraLaws } from "../../laws/flow/algebra-laws.ts";
import { flowLaws } from "../../laws/flow/laws.ts";
import { interpreterLaws } from "../../laws/interpreter/laws.ts";
import { chartLaws, manifoldLaws } from "../../laws/manifold/laws.ts";
import { modelLaws } from "../../laws/model/laws.ts";
import { operationDigits } from "../../laws/operation/digits.ts";
import { operationLaws } from "../../laws/operation/laws.ts";
import { registry, type Row } from "../../laws/registry.ts";
import { samplerLaws } from "../../laws/sampler/laws.ts";
import { unsafe } from "../../src/error.ts";
import { given, oplus, otimes, type AnyFlow } from "../../src/flow/flow.ts";
import { block } from "../../src/flow/manifolds.ts";
import type { Interpreter } from "../../src/interpret/program.ts";
import { kernel } from "../../src/interpret/kernel/kernel.ts";
import { tfjsInterpreter } from "../../src/interpret/tfjs/interpreter.ts";
import { parseSpace } from "../../src/manifold/space.ts";

/** A part of what is examined: rows of the registry, spaces, and random flows of blocks that are quick to compile. */
export const random = "random flows";

interface Subjects {
  readonly rows: readonly Row[];
  readonly spaces: readonly string[];
  readonly random: boolean;
}

const subjects = (on: readonly string[]): Subjects => {
  const isRow = (name: string): boolean => registry.some((row) => row.name === name);
  return {
    rows: on.flatMap((name) => registry.filter((row) => row.name === name)),
    // What is neither a row nor a space is refused here.
    spaces: on.filter((name) => name !== random && !isRow(name)).map((name) => unsafe(parseSpace(name)).map(({ spec }) => spec).join("+")),
    random: on.length === 0 || on.includes(random),
  };
};

/** A flow by itself, twice in a row, twice side by side. */
const joined = (flow: AnyFlow): readonly AnyFlow[] => [flow, oplus(flow as never, flow as never), otimes(flow as never, flow as never)]; // its own condition is its own

/** Flows without a condition. */
const plainFlows = ({ rows, spaces, random: any }: Subjects, shape: Parameters<typeof randomFlows>[0] = {}): fc.Arbitrary<AnyFlow> => {
  const own = [
    ...rows.map(({ layer, on }): AnyFlow => block(on).through(layer as never)), // layers of the registry fit
    ...spaces.flatMap((space) => unsafe(parseSpace(space)).map((each): AnyFlow => block(each))),
  ].flatMap(joined);
  const drawn = randomFlows({ blocks: ["e1", "e2", "i_-3_0.5", "i_0_inf", "a2", "c3"], parts: 3, layers: 2, options: false, ...shape, conditions: false });
  return own.length === 0 ? drawn : any ? fc.oneof(fc.constantFrom(...own), drawn) : fc.constantFrom(...own);
};

/** The same, half of them given a point of a plane or of a circle; nothing is given by a point of e0. */
const flowsOf = (of: Subjects, shape: Parameters<typeof randomFlows>[0] = {}): fc.Arbitrary<AnyFlow> => {
  // One object for equal flows: what is compiled for it is kept.
  const made = new Map<AnyFlow, Map<string, AnyFlow>>();
  return fc.tuple(plainFlows(of, shape), fc.constantFrom("e0", "e0", "e2", "s1")).map(([flow, space]) => {
    const known = made.get(flow) ?? new Map<string, AnyFlow>();
    made.set(flow, known);
    const own = known.get(space) ?? (given(space, { hidden: [4] })(flow as never) as AnyFlow);
    known.set(space, own);
    return own;
  });
};

const scarce = (share: number, all: readonly AnyClaim[]): readonly AnyClaim[] => all.map((each) => ({ ...each, share: share * each.share }));

/** Every law, on the subjects of these names. */
export const claimsOn = async (on: readonly string[]): Promise<readonly AnyClaim[]> => {
  tf.env().set("PROD", true);
  await tf.setBackend("cpu");
  const kernels: readonly Interpreter[] = [kernel({ precision: "float32" }), kernel({ precision: "float64" })];
  const tfjs = tfjsInterpreter(tf);
  const of = subjects(on);
  const light = { layers: 1, parts: 2 } as const;
  return [
    ...of.rows.flatMap((row) => claims(subject(row.layer, row.on, row.name), { ...row, interpreters: [...kernels, tfjs] })),
    ...scarce(0.3, flowLaws(flowsOf(of), { scatter: [0.1] })),
    ...scarce(0.3, kernels.flatMap((each) => interpreterLaws(each, { layers: [], flows: flowsOf(of) }).filter(({ name }) => name.includes("repeats")))),
    ...scarce(0.1, interpreterLaws(tfjs, { layers: [], flows: flowsOf(of, light) })),
    ...scarce(0.3, algebraLaws(plainFlows(of, light))),
    ...scarce(0.3, modelLaws(plainFlows(of, light))),
    ...scarce(0.5, manifoldLaws(of.spaces.length > 0 ? of.spaces : undefined)),
    ...scarce(0.3, operationLaws()),
    ...scarce(0.2, kernels.flatMap((each) => operationDigits(each))),
    ...scarce(0.3, chartLaws()),
    ...scarce(0.3, [...codecLaws(flowCodec), ...codecLaws(modelCodec)]),
    ...samplerLaws(),
  ];
};
