/** Definitions whose tensors have wrong shapes are refused by name, before their numbers become densities. */
import { expect, it } from "vitest";
import { bijector, filled, startingAt, type Definition } from "../../src/bijectors/bijector.ts";
import { compose, invert } from "../../src/bijectors/layer.ts";
import { add, exp, mul, neg, slice, sub, sum, zero } from "../../src/expr/index.ts";
import { circle, euclid } from "../../src/flow/manifolds.ts";
import { model } from "../../src/model/model.ts";
import { fit } from "../../src/train/fit.ts";

type Shift = Definition<"e", "shift", {}, "by">;

/** A layer that is right but for the changes. */
const shift = (changes: Partial<Shift> = {}) => bijector<"e", "shift", {}, "by">({
  name: "shift",
  on: "e",
  options: {},
  parameters: ({ dim }) => ({ by: filled([dim], 0.5) }),
  forward: (z, { by }) => ({ point: add(z, by), logDet: zero }),
  inverse: (x, { by }) => ({ point: sub(x, by), logDet: zero }),
  ...changes,
});

const points = model(euclid(2)).sample(20, { seed: 1 }).points;

it("a log-determinant that was not added up", () => {
  const scaled = model(euclid(2).through(shift({
    forward: (z, { by }) => ({ point: mul(z, exp(by)), logDet: by }),
    inverse: (x, { by }) => ({ point: mul(x, exp(neg(by))), logDet: neg(by) }),
  })));
  expect(() => scaled.logProb(points)).toThrow("Layer shift, inverse: the log-determinant has the shape [2], but it is one number; add it up over the coordinates.");
  expect(() => scaled.sample(1)).toThrow("Layer shift, forward: the log-determinant has the shape [2]");
});

it("an image that is no carrier", () => {
  const shorter = shift({ forward: (z) => ({ point: slice(z, 0, 0, 1), logDet: zero }), inverse: (x) => ({ point: sum(x), logDet: zero }) });
  expect(() => model(euclid(2).through(shorter)).sample(1)).toThrow("Layer shift, forward: the point has the shape [1], but on e2 layers pass on [2].");
  expect(() => model(euclid(2).through(compose(shift(), shorter))).logProb(points)).toThrow("Layer shift, inverse: the point has the shape [], but on e2 layers pass on [2].");
  expect(() => model(euclid(2).through(invert(shorter))).sample(1)).toThrow("Layer shift, inverse: the point has the shape []");
});

it("a start of another length", () => {
  expect(() => model(euclid(2).through(shift({ parameters: ({ dim }) => ({ by: startingAt([dim], [0]) }) })))).toThrow("Layer shift: the parameter by has the shape [2], but starts from 1 number.");
  const predicted = euclid(1).oplus(euclid(2).through(shift({ parameters: ({ dim }) => ({ by: { shape: [dim], start: (random) => [random.normal(), 0, 0] } }) })));
  expect(() => model(predicted)).toThrow("Layer shift: the parameter by has the shape [2], but starts from 3 numbers.");
});

it("a fit of what is no parameter, or of another length", async () => {
  const fitting = (values: object) => fit(euclid(2).through(shift({ fit: () => values })), points, { epochs: 1 })();
  await expect(fitting({ to: [1, 2] })).rejects.toThrow("Layer shift: fit gives to, but the parameters are by.");
  await expect(fitting({ by: [1] })).rejects.toThrow("Layer shift: fit gives 1 number for by, which has the shape [2].");
  await expect(fitting({ by: [1, 2] })).resolves.toMatchObject({ _tag: "Right" });
});

it("says where a layer of one's own does not fit as it does of the library's", () => {
  const own = shift();
  const inverse = invert(own);
  const throughAnything = (layer: object) => () => circle().through(layer as never);
  expect(throughAnything(own)).toThrow("Layer shift acts on Euclidean spaces e<n> and half lines, but this flow lives on s1.");
  expect(throughAnything(inverse)).toThrow("Layer inverse shift acts on Euclidean spaces e<n> and half lines, but this flow lives on s1.");
  expect(invert(inverse)).toBe(own);
  expect(throughAnything(compose(own, inverse))).toThrow("Layer shift then inverse shift acts on");
  expect(() => own.with({ by: 1 } as never)).toThrow("Option by is unknown: shift takes no options.");
});
