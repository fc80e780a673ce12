/** Cases of the laws of flows as reports print them: `{ flow: euclid(2).gauss(), seed: 3, scatter: 0.1 }`, to be pasted. */
import { showCode } from "../../src/interpret/text/code.ts";
import { literal } from "../../src/interpret/text/code-literal.ts";
import { isFlow, isLayer } from "../arbitrary/kind.ts";

/** Flows and layers as code, wherever they are in the case; all else as data. */
export const printed = (of: unknown): string => literal(of, (value) => (isFlow(value) || isLayer(value) ? showCode(value) : undefined));
