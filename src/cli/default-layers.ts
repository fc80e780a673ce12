/** The flow that `fit` takes where its user names no layers: what does well on most data of a few thousand rows. */
import { either } from "fp-ts";
import { decode } from "../flow/parse.ts";
import type { AnyFlow } from "../flow/flow.ts";
import { given } from "../flow/flow.ts";
import { render, unsafe } from "../error.ts";
import { parseSpace, type ManifoldSpec } from "../manifold/space.ts";
import { misuse, type Result } from "./failure.ts";

const lettersOn = ({ kind, dim }: ManifoldSpec): string => {
  switch (kind) {
    case "e":
      return "gggg";
    case "s":
      return dim === 1 ? "mmm" : "nn";
    case "i":
      return "r";
    case "h":
      return "gggg";
    case "a":
      return "ww";
    case "c":
      return "l";
  }
};

/** Such as `nn+mmm+gggg` on `s2+s1+e2`. */
export const defaultLayers = (space: string): string => unsafe(parseSpace(space)).map(lettersOn).join("+");

/** The flow on a space, given a point of another (of `e0`, for none). */
export const flowOn = (space: string, condition: string, layers = defaultLayers(space)): Result<AnyFlow> => {
  const flow = decode(space, layers);
  if (either.isLeft(flow)) return misuse(["--layers"], render(flow.left));
  return either.right(condition === "e0" ? flow.right : given(condition)(flow.right));
};
