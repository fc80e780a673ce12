/**
 * Parameters of a layer, drawn by tensor: at the layer's own start, scattered about it, or at corners. They shrink tensor
 * by tensor to the start, so that a counter-example names the few tensors that matter. All are whole in float32.
 */
import fc from "fast-check";
import { size } from "../../src/expr/index.ts";
import { random } from "../../src/random.ts";
import type { Subject, Values } from "../bijector/subject.ts";

/** How wild parameters are. */
export type Wildness = "start" | "near" | "ordinary" | "extreme";

interface Spread {
  readonly deviation: number;
  /** Else entries are normal. */
  readonly corners?: true;
}

const spreads: { readonly [W in Wildness]: readonly Spread[] } = {
  start: [{ deviation: 0 }],
  near: [{ deviation: 0 }, { deviation: 0.2 }],
  ordinary: [{ deviation: 0 }, { deviation: 0.2 }, { deviation: 1 }],
  extreme: [{ deviation: 0 }, { deviation: 1 }, { deviation: 4 }, { deviation: 5, corners: true }, { deviation: 20, corners: true }],
};

/** The start of one seed, with its corners where asked. */
export const drawn = (subject: Subject, seed: number, spread: (name: string) => Spread): Values =>
  Object.fromEntries(Object.entries(subject.specs).map(([name, { shape, start }]) => {
    const source = random(seed, "law", name);
    const own = start(random(seed, "start", name));
    const { deviation, corners } = spread(name);
    // Corners: all of a tensor's entries are one of −d, 0, d about zero, zero vectors included.
    const none = corners && source.uniform() < 0.2;
    return [name, Array.from({ length: size(shape) }, (_, at) =>
      Math.fround(corners ? (none ? 0 : deviation * (source.below(3) - 1)) : own[at]! + deviation * source.normal()))];
  }));

/** One set, or `count` of them that differ in all that can be predicted. */
export const parameters = (subject: Subject, wildness: Wildness, count: number): fc.Arbitrary<readonly Values[]> => {
  const names = Object.keys(subject.specs);
  return fc.tuple(fc.nat(1000), fc.array(fc.constantFrom(...spreads[wildness]), { minLength: names.length, maxLength: names.length })).map(([seed, own]) => {
    const sets = Array.from({ length: count }, (_, row) => drawn(subject, seed + row, (name) => own[names.indexOf(name)]!));
    const shared = Object.fromEntries(Object.entries(sets[0]!).filter(([name]) => !subject.predictable(name)));
    return sets.map((set) => ({ ...set, ...shared }));
  });
};
