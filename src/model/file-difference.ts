/** Where two JSON values first differ, as the path and the words of an error. */
import type { Path } from "../error.ts";
import { described } from "../foreign.ts";
import type { Json } from "../flow/codec-json.ts";

export interface Difference {
  readonly path: Path;
  readonly received: string;
  readonly expected: string;
}

export const firstDifference = (received: Json, expected: Json, path: Path): Difference | undefined => {
  if (typeof received !== "object" || typeof expected !== "object" || received === null || expected === null || Array.isArray(received) !== Array.isArray(expected)) {
    return Object.is(received, expected) ? undefined : { path, received: described(received), expected: described(expected) };
  }
  const [own, other] = [Object.entries(received), Object.entries(expected)];
  const keys = own.map(([key]) => key).join(", ");
  const otherKeys = other.map(([key]) => key).join(", ");
  if (Array.isArray(received) ? own.length !== other.length : keys !== otherKeys) {
    return Array.isArray(received)
      ? { path, received: described(received), expected: described(expected) }
      : { path, received: `a record with ${keys}`, expected: `one with ${otherKeys}` };
  }
  for (const [index, [key, value]] of own.entries()) {
    const inner = Array.isArray(received) ? [...path.slice(0, -1), `${path.at(-1) ?? ""} ${index + 1}`] : [...path, key];
    const found = firstDifference(value as Json, other[index]![1] as Json, inner); // entries of JSON
    if (found) return found;
  }
  return undefined;
};
