/** Laws 1 and 3 of flows: both directions are one map with one density. Flows are taken near their start, where they are well conditioned. */
import { unsafe } from "../../src/error.ts";
import { parseSpace } from "../../src/manifold/space.ts";
import { law, type Law } from "../law.ts";
import { entries } from "./entries.ts";
import { viewOf, type FlowCase, type Look } from "./view.ts";

/** There and back is where it was. */
export const returns = (look: Look = viewOf): Law<FlowCase> =>
  law({ name: "flow: round trip", statement: "forward(inverse(x)) = x and inverse(forward(z)) = z, where classes forget z", tolerance: 1e-8 }, (of) => {
    const view = look(of);
    const { points } = view.forward(view.base);
    const back = view.inverse(points);
    const forgetful = unsafe(parseSpace(of.flow.space)).some(({ kind }) => kind === "c");
    return [...(forgetful ? [] : entries("base", back.base, view.base)), ...entries("point", view.forward(back.base).points, points)];
  });

/** A sample knows its own density. */
export const agrees = (look: Look = viewOf): Law<FlowCase> =>
  law({ name: "flow: one density", statement: "the log-density of a sample, as it was drawn, is logProb of the sample", tolerance: 1e-8 }, (of) => {
    const view = look(of);
    const drawn = view.forward(view.base);
    return entries("logProb", view.inverse(drawn.points).logProb, drawn.logProb);
  });
