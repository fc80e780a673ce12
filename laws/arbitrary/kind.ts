/** What a value of unknown type is. */
import type { Layer } from "../../src/bijectors/bijector.ts";
import type { AnyFlow } from "../../src/flow/flow.ts";

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

export const isFlow = (value: unknown): value is AnyFlow => isObject(value) && "tree" in value && "space" in value && "condition" in value;

export const isLayer = (value: unknown): value is Layer => isObject(value) && "on" in value && "tag" in value && (value.tag === "layer" || value.tag === "compose" || value.tag === "invert");
