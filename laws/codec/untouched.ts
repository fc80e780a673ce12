/**
 * What reading may not do to what is around it: change a prototype, or share an object with its document, through which
 * the document's owner could change the value later, or lend it a prototype.
 */
import { quoted } from "../../src/foreign.ts";

const guarded: readonly object[] = [Object, Function, Array, String, Number, Boolean, Symbol, Map, Set, Promise, RegExp, Error, Float64Array].flatMap((each) => [each, each.prototype as object]);

const keysOf = (of: object): string => Reflect.ownKeys(of).map((key) => `${String(key)}:${typeof Object.getOwnPropertyDescriptor(of, key)?.value}`).join();

/** Takes note of the built-in prototypes; the answer says which of them has changed since, if any. */
export const watched = (): (() => string | undefined) => {
  const before = guarded.map(keysOf);
  return () => {
    const at = guarded.findIndex((each, index) => keysOf(each) !== before[index]);
    return at < 0 ? undefined : `the built-in ${at % 2 === 0 ? "" : "prototype of "}${(guarded[at - (at % 2)] as { readonly name: string }).name} was changed`;
  };
};

/** All objects of a graph, up to a bound; typed arrays and functions are looked at, not into. */
const objectsOf = (root: unknown, most = 100_000): ReadonlySet<object> => {
  const found = new Set<object>();
  const open: unknown[] = [root];
  while (open.length > 0 && found.size < most) {
    const node = open.pop();
    if (typeof node !== "object" || node === null || found.has(node)) continue;
    found.add(node);
    if (!ArrayBuffer.isView(node)) open.push(...ownValues(node));
  }
  return found;
};

/** Values that can be had without running anything of the object's. */
const ownValues = (node: object): readonly unknown[] => {
  try {
    return Object.values(Object.getOwnPropertyDescriptors(Array.isArray(node) && node.length > 100_000 ? node.slice(0, 10) : node)).map(({ value }) => value as unknown);
  } catch {
    return [];
  }
};

/** What one value shares with another, if anything. */
export const shared = (one: unknown, other: unknown): string | undefined => {
  const foreign = objectsOf(one);
  for (const each of objectsOf(other)) {
    // What nobody can change may be shared.
    if (foreign.has(each) && !Object.isFrozen(each)) return `both hold the same object: ${quoted(each)}`;
    if (foreign.has(Object.getPrototypeOf(each) as object)) return `an object has its prototype from the other side: ${quoted(each)}`;
  }
  return undefined;
};
