/** The tables of all laws in docs/laws.md, from the laws themselves. */
import type { AnyClaim } from "../../laws/claim.ts";
import { digitClaims } from "../../laws/bijector/digits.ts";
import { bijectorLaws } from "../../laws/bijector/laws.ts";
import { codecLaws } from "../../laws/codec/laws.ts";
import { flowCodec } from "../../laws/codec/library.ts";
import { subject } from "../../laws/bijector/subject.ts";
import { algebraLaws } from "../../laws/flow/algebra-laws.ts";
import { flowLaws } from "../../laws/flow/laws.ts";
import { interpreterLaws } from "../../laws/interpreter/laws.ts";
import { chartLaws, manifoldLaws } from "../../laws/manifold/laws.ts";
import { modelLaws } from "../../laws/model/laws.ts";
import { operationDigits } from "../../laws/operation/digits.ts";
import { operationLaws } from "../../laws/operation/laws.ts";
import { samplerLaws } from "../../laws/sampler/laws.ts";
import { rotation } from "../../src/bijectors/rotation.ts";
import { sphere } from "../../src/flow/manifolds.ts";
import { longitudeLatitude } from "../../src/manifold/chart.ts";
import { reference32 } from "../../src/interpret/reference/reference.ts";
import { table } from "./typography.ts";

export const lawsPath = "docs/laws.md";

/** Lists of laws whose statements are those of every subject. */
const lists: () => readonly (readonly [title: string, claims: readonly AnyClaim[]])[] = () => [
  ["of a layer, in both directions", bijectorLaws(rotation, { on: "s2" })],
  ["of a flow", flowLaws(sphere(2).nsphere(), { interpreters: [reference32] })],
  ["of the algebra", algebraLaws()],
  ["of an interpreter", interpreterLaws(reference32, { layers: [] })],
  ["of operations and formulas", operationLaws({ interpreters: [reference32] })],
  [
    "of digits",
    [...operationDigits(reference32).slice(0, 1), ...digitClaims(subject(rotation, { kind: "s", dim: 2, spec: "s2" }))],
  ],
  ["of spaces", manifoldLaws("s2")],
  ["of charts", chartLaws(longitudeLatitude)],
  ["of models", modelLaws()],
  ["of codecs", codecLaws(flowCodec)],
  ["of random numbers", samplerLaws()],
];

/** One row for both directions, and for both precisions. */
const plain = (name: string): string =>
  name.replace(/, (forward|inverse)( first)?/, "").replace(/ \(float(32|64)\)$/, "");

const rows = (claims: readonly AnyClaim[]): readonly (readonly string[])[] =>
  [...new Map(claims.toReversed().map((each) => [plain(each.name), each])).values()]
    .toReversed()
    .map(({ name, statement, tolerance }) => [plain(name), statement, tolerance === 0 ? "none" : String(tolerance)]);

const marks = ["<!-- laws: written by npm run docs -->", "<!-- end of laws -->"] as const;

/** docs/laws.md with its tables renewed. */
export const lawsText = (page: string): string => {
  const [start, end] = marks.map((mark) => page.indexOf(mark)) as [number, number];
  if (start < 0 || end < start) throw new Error(`${lawsPath} has no ${marks.join(" … ")}.`);
  const tables = lists().map(
    ([title, claims]) => `**The laws ${title}**\n\n${table(["law", "statement", "tolerance"], rows(claims))}`,
  );
  return `${page.slice(0, start)}${marks[0]}\n${tables.join("\n\n")}\n${page.slice(end)}`;
};
