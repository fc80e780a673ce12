/** The laws of an interpreter, as claims: on every layer of the library, and on random flows. */
import type fc from "fast-check";
import type { AnyFlow } from "../../src/flow/flow.ts";
import type { Interpreter } from "../../src/interpret/program.ts";
import { flows as randomFlows } from "../arbitrary/flow.ts";
import { interpreterClaims } from "../bijector/laws.ts";
import { subject } from "../bijector/subject.ts";
import { flowCases } from "../arbitrary/flow-case.ts";
import { claim, type AnyClaim } from "../claim.ts";
import { interpreted } from "../flow/agreement.ts";
import { counts } from "../flow/laws.ts";
import { printed } from "../flow/printed.ts";
import { told, type LawOptions } from "../options.ts";
import { registry, type Row } from "../registry.ts";
import { repeats } from "./repeats.ts";

export interface InterpreterOptions extends LawOptions {
  /** Layers that are computed; by default all of the library, with all options that change formulas. */
  readonly layers?: readonly Row[];
  /** Flows that are computed. */
  readonly flows?: fc.Arbitrary<AnyFlow>;
}

/**
 * The laws of an interpreter: values and gradients of every layer and of random flows are those of the reference, and depend
 * on nothing but the inputs.
 *
 *     testLaws(it, interpreterLaws(kernel({ precision: "float32" })));
 */
export const interpreterLaws = (interpreter: Interpreter, { layers = registry, flows = randomFlows({ parts: 2, layers: 2 }), ...asked }: InterpreterOptions = {}): readonly AnyClaim[] => {
  const cases = flowCases(flows, { counts });
  return told([
    ...layers.flatMap((row) => interpreterClaims(subject(row.layer, row.on, row.name), interpreter, row)),
    claim("a random flow", interpreted(interpreter), cases, printed, 0.3),
    claim("a random flow", repeats(interpreter), cases, printed, 0.3),
  ], asked);
};
