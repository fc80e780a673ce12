/** The laws of codecs on every codec of the library, and flows made to cost more than they should. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeFlow, encodeFlow } from "../../src/flow/codec.ts";
import { signatureOf } from "../../src/flow/amortize.ts";
import { plan } from "../../src/flow/plan.ts";
import { formulasOf } from "../../src/interpret/flow-formulas.ts";
import { retouched } from "../../laws/codec/damage.ts";
import { codecLaws } from "../../laws/codec/laws.ts";
import { assert, type AnyClaim } from "../../laws/claim.ts";
import { flowCodec, modelCodec, modelOfCodec } from "../../laws/codec/library.ts";
import { batchCodec, checkpointCodec, flatBatchCodec, pointCodec } from "./codecs.ts";
import { accepted } from "./owed.ts";

const claims: readonly AnyClaim[] = [
  ...codecLaws(flowCodec), ...codecLaws(modelCodec), ...codecLaws(modelOfCodec), ...codecLaws(checkpointCodec), ...codecLaws(batchCodec), ...codecLaws(flatBatchCodec), ...codecLaws(pointCodec),
];

const point = { manifold: "e1", layers: [] };
const affine = { layer: "affine" };
const around = (depth: number, inside: unknown, wrap: (inner: unknown) => unknown): unknown => Array.from({ length: depth }).reduce(wrap, inside);
const many = (count: number, each: unknown): readonly unknown[] => Array.from({ length: count }, () => each);

describe("flows that are small to write and large to read", () => {
  it.each<readonly [string, unknown]>([
    ["repetitions of repetitions", { manifold: "e1", layers: [around(12, affine, (inner) => ({ compose: [{ compose: [inner], times: 10_000 }] }))] }],
    ["doubled eleven times, the other way round each time", { manifold: "e1", layers: [around(11, affine, (inner) => ({ invert: { compose: [{ ...(inner as object), times: 2 }] } }))] }],
    ["networks that predict networks that predict networks", around(28, { oplus: many(900, { manifold: "e1", layers: [affine] }) }, (inner) => ({ given: "e1", flow: inner, everything: true }))],
    ["a thousand blocks, each after all others", { oplus: many(1000, { manifold: "e1", layers: [affine] }), networks: { hidden: [1] } }],
    ["three thousand conditions", { given: many(3000, "e1").join("+"), flow: { oplus: many(300, point) } }],
    ["fifty joins within joins", around(50, point, (inner) => ({ otimes: [inner] }))],
    ["the largest layers", { manifold: "s1500", layers: [{ layer: "rotation", options: { by: "householder" } }] }],
    ["layers without parameters", { oplus: many(1000, { manifold: "e1", layers: [{ layer: "identity", times: 10 }] }) }],
    ["a billion layers", { manifold: "e1", layers: [{ layer: "identity", times: 1e9 }] }],
  ])("%s", (_, data) => {
    const flow = accepted(() => decodeFlow(data));
    if (flow !== undefined) expect(accepted(() => decodeFlow(encodeFlow(flow)))?.space).toBe(flow.space);
  });
});

describe("codecs", () => {
  it.each(claims.map((claim) => ({ subject: claim.subject, name: claim.name, claim })))("$subject: $name", ({ claim }) => assert(claim));
});

it("what is read as a flow has its formulas", () => {
  fc.assert(fc.property(flowCodec.values.chain((flow) => retouched(flowCodec.encode(flow))), ({ document }) => {
    const flow = accepted(() => decodeFlow(document));
    if (flow === undefined) return;
    const formulas = formulasOf(signatureOf(flow));
    expect(formulas.logProb().logProb.shape).toEqual([]);
    expect(formulas.forward().points.shape).toEqual([plan(flow.tree).ambient]);
  }));
});
