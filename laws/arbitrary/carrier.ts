/** Carriers of every manifold: anywhere, near the corners and exactly on them. */
import fc from "fast-check";
import type { Geometry } from "../../src/manifold/manifold.ts";
import { fraction, ordinary, real } from "./number.ts";

export const carrier = ({ kind, carried }: Geometry): fc.Arbitrary<readonly number[]> => {
  switch (kind) {
    case "e":
      return fc.array(real, { minLength: carried, maxLength: carried });
    case "i":
      return fraction;
    case "s":
      return onSphere(carried);
  }
};

/** Poles, antipodes and seams are the ends of the axes; diagonals are where coordinates tie. */
const onSphere = (count: number): fc.Arbitrary<readonly number[]> => {
  const raw = fc.array(ordinary, { minLength: count, maxLength: count });
  const axis = fc.tuple(fc.nat(count - 1), fc.constantFrom(1, -1)).map(([at, side]) => Array.from({ length: count }, (_, i) => (i === at ? side : 0)));
  const near = fc.tuple(axis, raw, fc.constantFrom(1e-2, 1e-5, 1e-8, 1e-12, 1e-20)).map(([end, off, distance]) => end.map((each, i) => each + distance * off[i]!));
  const diagonal = fc.array(fc.constantFrom(1, -1, 0), { minLength: count, maxLength: count });
  return fc.oneof({ weight: 5, arbitrary: raw }, { weight: 2, arbitrary: axis }, { weight: 2, arbitrary: near }, { weight: 1, arbitrary: diagonal }).map(unit);
};

/** No number of the input may be lost, were it 1e-200. */
const unit = (raw: readonly number[]): readonly number[] => {
  const top = Math.max(...raw.map(Math.abs));
  if (!(top > 0)) return raw.map((_, i) => (i === 0 ? 1 : 0));
  const scaled = raw.map((each) => each / top);
  const length = Math.sqrt(scaled.reduce((sum, each) => sum + each * each, 0));
  return scaled.map((each) => each / length);
};
