/** The library's codecs of flows and models, as the laws on codecs take them. */
import fc from "fast-check";
import { either } from "fp-ts";
import type { Json } from "../../src/flow/codec-json.ts";
import { decodeFlow, encodeFlow } from "../../src/flow/codec.ts";
import { eqFlow, oplus, type AnyFlow } from "../../src/flow/flow.ts";
import { circle, euclid } from "../../src/flow/manifolds.ts";
import { plan } from "../../src/flow/plan.ts";
import { withRate } from "../../src/flow/rate.ts";
import { canonical } from "../../src/manifold/space.ts";
import { decodeModel, decodeModelOf, encodeModel, type Extras } from "../../src/model/file.ts";
import { model, type Model } from "../../src/model/model.ts";
import { flows } from "../arbitrary/flow.ts";
import type { Codec } from "./codec.ts";
import { leads, same } from "./document.ts";

/** A space may be spelt in several ways. */
const spelling = (text: string): string => either.getOrElse(() => text)(canonical(text));

const someFlows: fc.Arbitrary<AnyFlow> = fc.tuple(flows({ layers: 2, parts: 2 }), fc.boolean()).map(([flow, rated]) => (rated ? withRate(flow) : flow));

export const flowCodec: Codec<AnyFlow> = {
  name: "flows",
  encode: encodeFlow,
  decode: (document) => decodeFlow(document),
  equals: eqFlow.equals,
  values: someFlows,
  leads: (path, document) => leads(path, document, "flow"),
  spelling,
};

const bits = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, -0, 5e-324, -1.7976931348623157e308));

const filledWith = (flow: AnyFlow, values: readonly number[]): Float64Array => Float64Array.from({ length: plan(flow.tree).parameterCount }, (_, index) => values[index % values.length]!);

interface WithExtras extends Extras {
  readonly model: Model<string, string>;
}

const about = { createdBy: "diffeo test", training: { rows: 10, epochs: 3, heldOut: -1.5 } };
const table = fc.jsonValue({ maxDepth: 2 }).filter((value) => !JSON.stringify(value).includes("__proto__")) as fc.Arbitrary<Json>;

const sameParameters = (a: Pick<Model, "parameters">, b: Pick<Model, "parameters">): boolean =>
  a.parameters.length === b.parameters.length && a.parameters.every((each, index) => Object.is(each, b.parameters[index]));

export const modelCodec: Codec<WithExtras> = {
  name: "models",
  encode: ({ model: own, ...extras }) => encodeModel(own, extras),
  decode: (document) => decodeModel(document as string), // whatever it is
  equals: (a, b) => eqFlow.equals(a.model.flow, b.model.flow) && sameParameters(a.model, b.model) && same(a.about, b.about) && same(a.table, b.table),
  values: fc.tuple(flows({ layers: 1, parts: 2 }), fc.array(bits, { minLength: 1 }), fc.option(table, { nil: undefined }), fc.boolean()).map(([flow, values, own, told]) => ({
    model: model(flow as AnyFlow<string, string>, { parameters: filledWith(flow, values) }),
    ...(own !== undefined && { table: own }),
    ...(told && { about }),
  })),
  spelling,
};

const known = oplus(euclid(1).affine(), circle().moebius(1, { kernels: 1 }));

export const modelOfCodec: Codec<Model<"e1+s1", "e0">> = {
  name: "models of one flow",
  encode: (own) => encodeModel(own),
  decode: (document) => decodeModelOf(known, document as string), // whatever it is
  equals: (a, b) => eqFlow.equals(a.flow, b.flow) && sameParameters(a, b),
  values: fc.array(bits, { minLength: 1 }).map((values) => model(known, { parameters: filledWith(known, values) })),
  spelling,
};
