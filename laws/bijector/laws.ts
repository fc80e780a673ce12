/** The laws of every bijector, as claims: each law with cases that suit it. */
import fc from "fast-check";
import type { Layer } from "../../src/bijectors/bijector.ts";
import { domains, fits, type Domain } from "../../src/bijectors/letters.ts";
import { unsafe } from "../../src/error.ts";
import type { Interpreter } from "../../src/interpret/program.ts";
import { parseSpace, type ManifoldSpec } from "../../src/manifold/space.ts";
import { cases, pairs, printed, rounded } from "../arbitrary/case.ts";
import type { Favor } from "../arbitrary/carrier.ts";
import type { Wildness } from "../arbitrary/parameter.ts";
import { claim, type AnyClaim } from "../claim.ts";
import type { Law } from "../law.ts";
import { told, type LawOptions } from "../options.ts";
import { agreement } from "./agreement.ts";
import { continuity } from "./continuity.ts";
import { differences, finite, reverse } from "./gradient.ts";
import { float32, float64 } from "./precision.ts";
import { cancel, roundTrip, staysOn } from "./round-trip.ts";
import { subject as subjectOf, type Case, type Direction, type Subject } from "./subject.ts";
import { derivative, volume } from "./volume.ts";

const ways: readonly Direction[] = ["forward", "inverse"];

export interface ClaimOptions extends LawOptions {
  /** Which points are drawn: those that each law is at home with, unless said. */
  readonly favor?: Favor;
  /** Where the log-determinant has cone-shaped kinks: differences of it are taken elsewhere. */
  readonly kinks?: "at poles";
  /** Where the log-determinant is infinite: points are taken elsewhere. */
  readonly poles?: "at zero";
  /** The wildest parameters that are drawn; by default those at the corners of what float32 holds. */
  readonly wildest?: Wildness;
  /** Interpreters that are held against the reference, beside the reference in float32. */
  readonly interpreters?: readonly Interpreter[];
}

/** Claims of one subject. */
export const claims = (subject: Subject, { kinks, poles, wildest = "extreme", favor, interpreters = [], ...asked }: ClaimOptions = {}): readonly AnyClaim[] => {
  const drawn = (wildness: Wildness = "ordinary", reach?: Favor): fc.Arbitrary<Case> => cases(subject, wildness, favor ?? (poles ? "inner" : reach));
  const of = (law: Law<Case>, wildness: Wildness, share: number, arbitrary: fc.Arbitrary<Case> = drawn(wildness)): AnyClaim =>
    claim(subject.name, law, arbitrary, (each) => printed(subject, each), share);
  // Between the layers of a chain numbers may be larger than the derivative of the whole can tell.
  const wild: Wildness = subject.layer.tag === "compose" ? "ordinary" : wildest;
  // At a distance d from such a kink gradients carry an error of ε/d.
  const smooth = drawn("ordinary", kinks ? "inner" : "near");
  const continuous = subject.geometry.kind === "s" ? ways.map((way) => of(continuity(subject, way, 1e6), "ordinary", 0.1, pairs(subject))) : [];
  return told([...continuous, ...ways.flatMap((way) => [
    of(roundTrip(subject, way, float64, 1e3), wild, 0.1),
    of(roundTrip(subject, way, float32, 1e3), "ordinary", 0.1, drawn().map(rounded)),
    of(volume(subject, way, 1e4), wildest, 0.1),
    of(derivative(subject, way, 10), "ordinary", 0.05),
    of(cancel(subject, way, float64, 1e3), wild, 0.1),
    of(cancel(subject, way, float32, 1e3), "ordinary", 0.1, drawn().map(rounded)),
    of(staysOn(subject, way, float64, 200), wildest, 0.1),
    of(staysOn(subject, way, float32, 200), wildest, 0.1, drawn(wildest).map(rounded)),
    of(reverse(subject, way, 1e3), wild, 0.1),
    of(differences(subject, way, 10), "ordinary", 0.05, smooth),
    of(finite(subject, way), wildest, 0.1),
    ...[float32.interpreter, ...interpreters].map((each) => of(agreement(subject, way, each, 1e3), "ordinary", 0.05, smooth.map(rounded))),
  ])], asked);
};

/** What an interpreter owes to a layer: to compute what the reference computes, in both directions. */
export const interpreterClaims = (subject: Subject, interpreter: Interpreter, { kinks, poles, favor, ...asked }: ClaimOptions = {}): readonly AnyClaim[] =>
  told(ways.map((way) => claim(
    subject.name,
    agreement(subject, way, interpreter, 1e3),
    cases(subject, "ordinary", favor ?? (kinks || poles ? "inner" : "near")).map(rounded),
    (of) => printed(subject, of),
    0.05,
  )), asked);

export interface BijectorOptions extends ClaimOptions {
  /** The manifolds to act on, such as `s2` or `["e1", "e3"]`; by default a few of the layer's domain. */
  readonly on?: string | readonly string[];
}

/** Members of each domain that differ in what can go wrong. */
const members: { readonly [D in Domain]: readonly string[] } = {
  e: ["e1", "e3", "i_0_inf"],
  s1: ["s1"],
  s: ["s1", "s2", "s3"],
  s2up: ["s2", "s3"],
  i: ["i", "i_-3_3"],
  a: ["a1", "a3"],
  c: ["c2", "c5"],
};

/**
 * The laws of a layer, of this library or of your own, on one manifold or on several: round trips, log-determinants against
 * derivatives, cancellation, staying on the manifold, gradients against forward mode and against differences, continuity across
 * seams and poles; in float64 and float32, for free and predicted parameters, at corners and at extreme parameters.
 *
 *     testLaws(it, bijectorLaws(mine, { on: "s2", cases: 1000 }));
 *
 * Throws a `RangeError` for a manifold on which the layer does not act.
 */
export const bijectorLaws = (layer: Layer, { on = members[layer.on], ...options }: BijectorOptions = {}): readonly AnyClaim[] =>
  [on].flat().flatMap((spec) => claims(subjectOf(layer, blockOf(layer, spec)), options));

const blockOf = (layer: Layer, spec: string): ManifoldSpec => {
  const blocks = unsafe(parseSpace(spec));
  const [block, ...rest] = blocks;
  if (block && rest.length === 0 && fits(block, layer.on)) return block;
  throw new RangeError(`Layer ${layer.name} acts on ${domains[layer.on].words}, but its laws were asked for on ${spec}.`);
};
