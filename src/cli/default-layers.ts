/** The flow that `fit` takes where its user names no layers: what does well on most data of a few thousand rows. */
import { either, function as fn } from "fp-ts";
import { decodeNetworkOptions } from "../bijectors/network.ts";
import { decode } from "../flow/parse.ts";
import type { AnyFlow } from "../flow/flow.ts";
import { given } from "../flow/flow.ts";
import { render, unsafe, type DiffeoError } from "../error.ts";
import { isRecord } from "../foreign.ts";
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

/** The flow on a space, given a point of another (of `e0`, for none). Options are those of `parse`; `network` holds for the condition's too. */
export const flowOn = (space: string, condition: string, layers = defaultLayers(space), options: unknown = {}): Result<AnyFlow> => {
  const refuse = (error: DiffeoError): Result<never> => misuse([error.tag === "OptionError" ? "--options" : "--layers"], render(error));
  if (condition === "e0") return either.orElseW(refuse)(decode(space, layers, options));
  const { network = {}, ...others } = isRecord(options) ? options : {};
  const alone = isRecord(options) && unsafe(parseSpace(space)).length === 1;
  return fn.pipe(
    either.Do,
    either.apSW("flow", decode(space, layers, alone ? others : options)),
    either.apSW("network", decodeNetworkOptions("the network", network)),
    either.orElseW(refuse),
    either.map(({ flow, network }) => given(condition, network)(flow)),
  );
};
