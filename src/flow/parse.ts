/**
 * Flows from two strings: the space, and one letter per layer, `parse("e4+s2+e4", "gggg+n+gggg")`. `parse` takes
 * literals, which the compiler checks; `decode` takes any strings and answers with an `Either`.
 */
import { either, function as fn } from "fp-ts";
import type { Letter } from "../bijectors/letters.ts";
import { registry } from "../bijectors/registry.ts";
import { unsafe, type DiffeoError } from "../error.ts";
import { parseSpace, type Space } from "../manifold/space.ts";
import { fromTree, oplus, type AnyFlow, type Flow } from "./flow.ts";
import { parseLayers, type Layers } from "./letters.ts";
import { block } from "./manifolds.ts";
import { unit } from "./tree.ts";

/** A flow from literals, its blocks joined by ⊕. Layers are listed from the base to the data. */
export const parse = <const S extends string, const L extends string>(spec: Space<S>, layers: Layers<S, L>): Flow<S> =>
  unsafe(decode(spec, layers)) as Flow<S>;

/** A flow from strings that are only known at run time, or the sentence that says what is wrong with them. */
export const decode = (spec: string, layers: string): either.Either<DiffeoError, Flow> =>
  fn.pipe(
    either.Do,
    either.apSW("blocks", parseSpace(spec)),
    either.bindW("letters", () => parseLayers(spec, layers)),
    either.map(({ blocks, letters }) => {
      const flows = blocks.map((manifold, index) => (letters[index] ?? []).reduce(throughLetter, block(manifold)));
      return (flows.length === 1 && flows[0]!.space === "e0" ? fromTree(unit) : flows.length === 1 ? flows[0]! : oplus(...(flows as AnyFlow[]))) as Flow;
    }),
  );

const throughLetter = (flow: ReturnType<typeof block>, letter: Letter): ReturnType<typeof block> =>
  // The letters have been checked against the manifold.
  flow.through(registry[letter] as never);
