/** All that the project claims of itself: every layer with every option, under every interpreter, and random flows. */
import * as tf from "@tensorflow/tfjs";
import type { AnyClaim } from "../../laws/claim.ts";
import { flows } from "../../laws/arbitrary/flow.ts";
import { claims } from "../../laws/bijector/laws.ts";
import { subject } from "../../laws/bijector/subject.ts";
import { codecLaws } from "../../laws/codec/laws.ts";
import { flowCodec, modelCodec } from "../../laws/codec/library.ts";
import { algebraLaws } from "../../laws/flow/algebra-laws.ts";
import { flowLaws } from "../../laws/flow/laws.ts";
import { interpreterLaws } from "../../laws/interpreter/laws.ts";
import { chartLaws, manifoldLaws } from "../../laws/manifold/laws.ts";
import { modelLaws } from "../../laws/model/laws.ts";
import { operationDigits } from "../../laws/operation/digits.ts";
import { operationLaws } from "../../laws/operation/laws.ts";
import { registry } from "../../laws/registry.ts";
import { samplerLaws } from "../../laws/sampler/laws.ts";
import type { Interpreter } from "../../src/interpret/program.ts";
import { kernel } from "../../src/interpret/kernel/kernel.ts";
import { tfjsInterpreter } from "../../src/interpret/tfjs/interpreter.ts";

/** Claims of one subject stand together, so that one thread compiles their formulas once for all. */
export type Group = readonly AnyClaim[];

export const suite = async (): Promise<readonly Group[]> => {
  tf.env().set("PROD", true);
  await tf.setBackend("cpu");
  const kernels: readonly Interpreter[] = [kernel({ precision: "float32" }), kernel({ precision: "float64" })];
  const interpreters = [...kernels, tfjsInterpreter(tf)];
  return [
    samplerLaws(),
    algebraLaws(),
    operationLaws({ interpreters }),
    ...interpreters.map((each) => operationDigits(each, each.name === "tfjs" ? 64 : 16)),
    manifoldLaws(),
    chartLaws(),
    modelLaws(),
    codecLaws(flowCodec),
    codecLaws(modelCodec),
    ...flowLaws(flows({ parts: 2, layers: 2 })).map((each) => [each]),
    ...interpreters.flatMap((each) => interpreterLaws(each, { layers: [] })).map((each) => [each]),
    ...registry.map((row) => claims(subject(row.layer, row.on, row.name), { ...row, interpreters })),
  ];
};
