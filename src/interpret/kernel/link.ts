/**
 * Fifth stage: functions are dealt out to WebAssembly modules that share one memory. wasmati encodes a module with a
 * call that spreads all its bytes, which overflows the stack beyond about 100 kB; many small modules also keep compile
 * time linear. The last module holds the entries and imports the functions of the others.
 */
import { importFunc, importMemory, Module, type Func } from "wasmati";
import { instanceOf, memoryOf, moduleOf, type Memory } from "./engine.ts";

type Plain = Func<[], []>;

/** A module, the names under which it offers its functions, and what it needs from JavaScript. */
interface Unit {
  readonly module: object;
  readonly imports: { readonly [module: string]: object };
  readonly bytes: number;
}

export interface Linked {
  readonly units: readonly Unit[];
  readonly pages: number;
  readonly bytes: number;
}

/** Encoded bytes of one module, at most about. */
const largest = 60_000;

interface Instruction {
  readonly string: string;
  readonly resolveArgs: readonly unknown[];
}

const weight = (body: readonly Instruction[]): number =>
  body.reduce((sum, { string, resolveArgs }) =>
    sum + (string === "v128.const" ? 18 : 3) + (string === "loop" ? weight(resolveArgs[0] as readonly Instruction[]) : 0), 0);

interface Dependent {
  readonly kind: string;
  readonly deps: readonly Dependent[];
  readonly body?: readonly Instruction[];
}

const gather = (each: Dependent, into: Set<Dependent>): void => {
  if (each.kind !== "function" || into.has(each)) return;
  into.add(each);
  for (const other of each.deps) gather(other, into);
};

/** Everything imported comes under one name; the values are put in place at instantiation. */
const shared = "code";

const memoryImport = (pages: number): object => ({ ...importMemory({ min: pages }, {} as never), module: shared, string: "memory" });

export interface Linker {
  /** Takes functions in and gives what the entries call in their place. */
  readonly place: (functions: readonly Plain[]) => readonly Plain[];
  readonly finish: (entries: { readonly [name: string]: unknown }, pages: number) => Linked;
}

export const linker = (): Linker => {
  const parts: Plain[][] = [];
  let held = new Set<Dependent>();
  let bytes = 0;
  let count = 0;
  const place = (own: Plain): Plain => {
    const needed = new Set<Dependent>();
    gather(own as never, needed);
    const extra = [...needed].filter((each) => !held.has(each)).reduce((sum, each) => sum + weight(each.body!), 0);
    if (parts.length === 0 || bytes + extra > largest) {
      parts.push([]);
      held = new Set();
      bytes = 0;
    }
    bytes += extra;
    for (const each of needed) held.add(each);
    parts.at(-1)!.push(own);
    return { ...importFunc({ in: [], out: [] }, () => {}), module: shared, string: `f${count++}` } as never;
  };
  return {
    place: (functions) => functions.map(place),
    finish: (entries, pages) => {
      let next = 0;
      const unit = (exports: object): Unit => {
        const built = Module({ exports: exports as never, memory: memoryImport(pages) as never });
        const code = built.toBytes() as Uint8Array<ArrayBuffer>;
        return { module: moduleOf(code), imports: (built as unknown as { readonly importMap: Unit["imports"] }).importMap, bytes: code.length };
      };
      const units = [...parts.map((part) => unit(Object.fromEntries(part.map((each) => [`f${next++}`, each])))), unit(entries)];
      return { units, pages, bytes: units.reduce((sum, each) => sum + each.bytes, 0) };
    },
  };
};

/** Fresh instances over a memory of their own. */
export const instantiate = ({ units, pages }: Linked): { readonly memory: Memory; readonly exports: { readonly [name: string]: unknown } } => {
  const memory = memoryOf(pages);
  const exports = units.reduce<{ readonly [name: string]: unknown }>(
    (known, { module, imports }) => ({ ...known, ...instanceOf(module, { ...imports, [shared]: { ...known, memory } }).exports }), {});
  return { memory, exports };
};
