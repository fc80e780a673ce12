/** The other codecs of the library, as the laws on codecs take them: checkpoints, points and batches. */
import fc from "fast-check";
import { unsafe, type Path } from "../../src/error.ts";
import { batch, batchOf, type Batch } from "../../src/manifold/batch.ts";
import { moveOnto, tolerance } from "../../src/manifold/membership.ts";
import { placed, point, type Point } from "../../src/manifold/point.ts";
import { parseSpace } from "../../src/manifold/space.ts";
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from "../../src/train/checkpoint.ts";
import type { Codec } from "../../laws/codec/codec.ts";
import { same } from "../../laws/codec/document.ts";
import { checkpoints } from "../train/checkpoints.ts";

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
