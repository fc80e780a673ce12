/** The codecs of the library, as the laws on codecs take them: flows, models, checkpoints, points. */
import fc from "fast-check";
import { either } from "fp-ts";
import { unsafe, type Path } from "../../src/error.ts";
import type { Json } from "../../src/flow/codec-json.ts";
import { decodeFlow, encodeFlow } from "../../src/flow/codec.ts";
import { eqFlow, oplus, type AnyFlow } from "../../src/flow/flow.ts";
import { circle, euclid } from "../../src/flow/manifolds.ts";
import { plan } from "../../src/flow/plan.ts";
import { withRate } from "../../src/flow/rate.ts";
import { batch, batchOf, type Batch } from "../../src/manifold/batch.ts";
import { moveOnto, tolerance } from "../../src/manifold/membership.ts";
import { placed, point, type Point } from "../../src/manifold/point.ts";
import { canonical, parseSpace } from "../../src/manifold/space.ts";
import { decodeModel, decodeModelOf, encodeModel, type Extras } from "../../src/model/file.ts";
import { model, type Model } from "../../src/model/model.ts";
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from "../../src/train/checkpoint.ts";
import { flows } from "../../laws/arbitrary/flow.ts";
import type { Codec } from "../../laws/codec/codec.ts";
import { leads, same } from "../../laws/codec/document.ts";
import { checkpoints } from "../train/checkpoints.ts";

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

const sameParameters = (a: Model<string, string>, b: Model<string, string>): boolean =>
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

const sameNumbers = (a: Float64Array, b: Float64Array): boolean => a.length === b.length && a.every((each, index) => Object.is(each, b[index]));

export const checkpointCodec: Codec<Checkpoint> = {
  name: "checkpoints",
  encode: encodeCheckpoint,
  decode: (document) => decodeCheckpoint(document as string), // whatever it is
  equals: (a, b) => same(JSON.parse(encodeCheckpoint(a)), JSON.parse(encodeCheckpoint(b))) && sameNumbers(a.parameters, b.parameters),
  values: checkpoints,
};

const space = "e2+s1+i_-3_0.5+a2+c3+i_0_inf+s2";
const blocks = unsafe(parseSpace(space));

/** Points of all manifolds at once. */
const rows: fc.Arbitrary<readonly number[]> = fc.array(fc.integer({ min: -3000, max: 3000 }), { minLength: 15, maxLength: 15 }).map((numbers) => {
  const row = numbers.map((each) => each / 1000);
  for (const { block, start } of placed(blocks)) moveOnto(block, row, start);
  return row;
});

/** Rows are counted, and blocks named with their specs. */
const leadsToRow = ([first = "", ...rest]: Path, document: unknown): boolean => {
  const at = /^row (\d+)$/.exec(first)?.[1];
  if (at === undefined) return leadsToBlock([first, ...rest]);
  return Array.isArray(document) && Number(at) >= 1 && Number(at) <= document.length && leadsToBlock(rest);
};
const leadsToBlock = ([first = "", ...rest]: Path): boolean => rest.length === 0 && (first === "" || placed(blocks).some(({ name }) => name === first));

export const batchCodec: Codec<Batch<string>> = {
  name: "batches",
  encode: ({ rows: numbers, count, ambient }) => Array.from({ length: count }, (_, row) => Array.from(numbers.subarray(row * ambient, (row + 1) * ambient))),
  decode: (document) => batch<string>(space, document as readonly number[][]), // whatever it is
  equals: (a, b) => a.count === b.count && sameNumbers(a.rows, b.rows),
  values: fc.array(rows, { maxLength: 4 }).map((points) => unsafe(batch<string>(space, points))),
  leads: leadsToRow,
  tolerance,
};

export const flatBatchCodec: Codec<Batch<string>> = {
  ...batchCodec,
  name: "batches over numbers",
  encode: ({ rows: numbers }) => Array.from(numbers),
  decode: (document) => batchOf<string>(space, document as readonly number[]), // whatever it is
  leads: (path) => path.length < 3,
};

export const pointCodec: Codec<Point<string>> = {
  name: "points",
  encode: (own) => [...own],
  decode: (document) => point<string>(space, document as readonly number[]), // whatever it is
  equals: same,
  values: rows.map((row) => unsafe(point<string>(space, row))),
  leads: leadsToBlock,
  tolerance,
};
