/** The laws of every bijector, as claims: each law with cases that suit it. */
import type { Layer } from "../../src/bijectors/bijector.ts";
import type { ManifoldSpec } from "../../src/manifold/space.ts";
import fc from "fast-check";
import type { Interpreter } from "../../src/interpret/program.ts";
import { cases, pairs, printed, rounded } from "../arbitrary/case.ts";
import type { Reach } from "../arbitrary/carrier.ts";
import type { Wildness } from "../arbitrary/parameter.ts";
import type { Law } from "../law.ts";
import type { AnyClaim, Claim } from "../property.ts";
import { agreement } from "./agreement.ts";
import { continuity } from "./continuity.ts";
import { differences, finite, reverse } from "./gradient.ts";
import { float32, float64 } from "./precision.ts";
import { cancel, roundTrip, staysOn } from "./round-trip.ts";
import { subject as subjectOf, type Case, type Direction, type Subject } from "./subject.ts";
import { derivative, volume } from "./volume.ts";

const ways: readonly Direction[] = ["forward", "inverse"];

export interface ClaimOptions {
  /** Where the log-determinant has cone-shaped kinks: differences of it are taken elsewhere. */
  readonly kinks?: "at poles";
  /** Where the log-determinant is infinite: points are taken elsewhere. */
  readonly poles?: "at zero";
  /** The wildest parameters that are drawn; by default those at the corners of what float32 holds. */
  readonly wildest?: Wildness;
}

/** Claims of one subject. */
export const claims = (subject: Subject, { kinks, poles, wildest = "extreme" }: ClaimOptions = {}): readonly AnyClaim[] => {
  const drawn = (wildness: Wildness = "ordinary", reach?: Reach): fc.Arbitrary<Case> => cases(subject, wildness, poles ? "inner" : reach);
  const claim = (law: Law<Case>, wildness: Wildness, share: number, arbitrary: fc.Arbitrary<Case> = drawn(wildness)): AnyClaim =>
    // The cases of a claim are those that its law and its printer take.
    ({ subject: subject.name, law, cases: arbitrary, print: (of) => printed(subject, of), share }) satisfies Claim<Case> as AnyClaim;
  // Between the layers of a chain numbers may be larger than the derivative of the whole can tell.
  const wild: Wildness = subject.layer.tag === "compose" ? "ordinary" : wildest;
  // At a distance d from such a kink gradients carry an error of ε/d.
  const smooth = drawn("ordinary", kinks ? "inner" : "near");
  const continuous = subject.geometry.kind === "s" ? ways.map((way) => claim(continuity(subject, way, 1e6), "ordinary", 0.1, pairs(subject))) : [];
  return [...continuous, ...ways.flatMap((way) => [
    claim(roundTrip(subject, way, float64, 1e3), wild, 0.1),
    claim(roundTrip(subject, way, float32, 1e3), "ordinary", 0.1, drawn().map(rounded)),
    claim(volume(subject, way, 1e4), wildest, 0.1),
    claim(derivative(subject, way, 10), "ordinary", 0.05),
    claim(cancel(subject, way, float64, 1e3), wild, 0.1),
    claim(cancel(subject, way, float32, 1e3), "ordinary", 0.1, drawn().map(rounded)),
    claim(staysOn(subject, way, float64, 200), wildest, 0.1),
    claim(staysOn(subject, way, float32, 200), wildest, 0.1, drawn(wildest).map(rounded)),
    claim(reverse(subject, way, 1e3), wild, 0.1),
    claim(differences(subject, way, 10), "ordinary", 0.05, smooth),
    claim(finite(subject, way), wildest, 0.1),
    claim(agreement(subject, way, float32.interpreter, 1e3), "ordinary", 0.05, smooth.map(rounded)),
  ])];
};

/** What an interpreter owes to a layer: to compute what the reference computes, in both directions. */
export const interpreterClaims = (subject: Subject, interpreter: Interpreter, { kinks, poles }: ClaimOptions = {}): readonly AnyClaim[] =>
  ways.map((way): AnyClaim => ({
    subject: subject.name,
    law: agreement(subject, way, interpreter, 1e3),
    cases: cases(subject, "ordinary", kinks || poles ? "inner" : "near").map(rounded),
    print: (of: Case) => printed(subject, of),
    share: 0.05,
  }) satisfies Claim<Case> as AnyClaim); // as above

/** The laws of a layer of this library or of your own, on one manifold. */
export const bijectorLaws = (layer: Layer, on: ManifoldSpec, options: ClaimOptions = {}): readonly AnyClaim[] => claims(subjectOf(layer, on), options);
