/**
 * Third stage: an address for everything that goes through memory. Uniform values and the rows of inputs and outputs are
 * shared by all threads; each thread has memory of its own for the samples it works on:
 *
 *     control | constants, parameters, uniform values | rows | partial sums, totals | thread 0 | thread 1 | …
 *     thread:   mask | temporaries of a block | sums of the chunk, lane by lane | what the chunk keeps, block by block
 */
import { constantValue, is, size, type Expr } from "../../expr/expr.ts";
import { area, packed, type Lifetime } from "./memory.ts";
import type { Lanes, Loops, Solve, Steps } from "./pieces.ts";
import type { Placed } from "./machine.ts";
import { mostScratch, type Phase, type Schedule } from "./schedule.ts";
import type { Simd } from "./simd.ts";

/** Numbers of one name, for the caller to fill in or to read. */
export interface Slot {
  readonly name: string;
  readonly node: Expr;
  readonly address: number;
}

export interface PhaseLayout {
  readonly place: (base: Expr) => Placed;
  readonly inputs: readonly Slot[];
  readonly outputs: readonly Slot[];
  /** In the memory of the thread. */
  readonly accumulators: ReadonlyMap<Expr, number>;
  readonly accumulatorStart: number;
  readonly keptStart: number;
  /** In what a chunk keeps of one block; and the size of that. */
  readonly keptAt: ReadonlyMap<Expr, number>;
  readonly keptBytes: number;
  /** Float64, one after the other: of each chunk, and of all. The sums' own values lie one after the other, too. */
  readonly partials: number;
  readonly totals: number;
  /** Where each sum begins among them. */
  readonly sumAt: ReadonlyMap<Expr, number>;
  readonly sumCount: number;
  readonly sumAddress: number;
  /** Samples that one thread takes at a time; sums are added chunk by chunk. */
  readonly chunk: number;
  /** Samples whose rows fit into memory: a whole number of chunks. */
  readonly most: number;
}

export interface Layout {
  /** Vectors of samples in a block, and the samples in it. */
  readonly vectors: number;
  readonly block: number;
  readonly mask: number;
  readonly constants: readonly { readonly address: number; readonly values: ArrayLike<number> }[];
  readonly parameters: readonly Slot[];
  readonly results: readonly (Slot & { readonly same: number | undefined })[];
  readonly phases: readonly PhaseLayout[];
  readonly threadStart: number;
  readonly threadBytes: number;
  /** Of one block: its temporaries and inputs. */
  readonly scratchBytes: number;
}

/** Counter of chunks, counter of threads that are done: see `pool.ts`. */
export const control = 64;

/** What a chunk keeps stays in the second-level cache. */
const mostKept = 192 * 1024;
const mostRows = 2 ** 21;
const mostPartials = 2 ** 22;
const longestChunk = 256;

const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16;

export const layout = ({ phases, parameters, results }: Schedule, simd: Simd): Layout => {
  const scratch = measured(phases, simd);
  const vectors = scratch * 2 <= mostScratch ? 2 : 1;
  const block = simd.lanes * vectors;
  const uniformBytes = (node: Expr): number => size(node.shape) * simd.width;
  const laneBytes = (node: Expr): number => size(node.shape) * 16 * vectors;
  const bytesOf = (node: Expr, lanes: Lanes): number => (lanes === "sample" ? laneBytes(node) : uniformBytes(node));

  const placed = new Map<Expr, Placed>();
  const lasting = area(control);
  const own = 16 * vectors;

  const constants: { readonly address: number; readonly values: ArrayLike<number> }[] = [];
  const pool = new Map<number, Placed>();
  const constant = (base: Expr): Placed => {
    if (!is(base, "constant")) throw new Error(`The node ${base.op} [${base.shape}] has no place.`);
    const same = constantValue(base);
    const values = same === undefined ? base.attributes.values : [same];
    const known = same === undefined ? undefined : pool.get(same);
    const made: Placed = known ?? { address: lasting.take(values.length * simd.width), origin: "uniform" };
    if (same !== undefined) pool.set(same, made);
    if (!known) constants.push({ address: made.address, values });
    placed.set(base, made);
    return made;
  };
  const place = (base: Expr): Placed => placed.get(base) ?? constant(base);

  const inputsOf = parameters.map((node): Slot => {
    const address = lasting.take(uniformBytes(node));
    placed.set(node, { address, origin: "uniform" });
    return { name: node.attributes.name, node, address };
  });
  const sumsOf = phases.map((phase) => {
    const all = [...phase.sums, ...phase.contractions.map(({ sum }) => sum)];
    const address = lasting.take(all.reduce((sum, node) => sum + uniformBytes(node), 0));
    const sumAt = new Map<Expr, number>();
    let count = 0;
    for (const node of all) {
      sumAt.set(node, count);
      placed.set(node, { address: address + count * simd.width, origin: "uniform" });
      count += size(node.shape);
    }
    return { sumAt, sumCount: count, sumAddress: address };
  });
  for (const { uniform } of phases) for (const { lifetime, place: put } of temporaries(uniform, [], bytesOf)) put(lasting.take(lifetime.bytes), placed);
  for (const { uniform, samples } of phases) for (const made of [uniform, samples]) for (const base of bases(made)) if (is(base, "constant")) place(base);
  const resultsOf = results.map(([name, access]) => ({
    name,
    node: { ...access.base, shape: access.shape },
    address: place(access.base).address + access.offset * simd.width,
    same: constantValue(access.base),
  }));

  const bodies = phases.map((phase) => {
    const wanted = temporaries(phase.samples, phase.inputs, bytesOf);
    const { offsets, end: scratch } = packed(wanted.map(({ lifetime }) => lifetime));
    const here = new Map<Expr, Placed>();
    wanted.forEach(({ place: put }, each) => put(own + offsets[each]!, here));
    const after = area(own + scratch);
    const accumulatorStart = after.end();
    const accumulators = new Map(phase.sums.map((node) => [node, after.take(16 * size(node.shape))] as const));
    const keptStart = after.end();
    const keptAt = new Map<Expr, number>();
    let keptBytes = 0;
    for (const node of phase.kept) {
      keptAt.set(node, keptBytes);
      if (phase.samples.resident.has(node)) here.set(node, { address: keptBytes, origin: "kept" });
      keptBytes += laneBytes(node);
    }
    let chunk = Math.max(block, longestChunk);
    while (chunk > block && (chunk / block) * keptBytes > mostKept) chunk /= 2;
    after.take((chunk / block) * keptBytes);
    return { place: (base: Expr) => here.get(base) ?? place(base), accumulators, accumulatorStart, keptStart, keptAt, keptBytes, chunk, end: after.end(), scratch };
  });

  const rows = area(lasting.end());
  const phaseLayouts = phases.map((phase, at): PhaseLayout => {
    const { chunk, end: _, scratch: __, ...body } = bodies[at]!;
    const sums = sumsOf[at]!;
    const rowBytes = [...phase.inputs, ...phase.outputs.map(([, node]) => node)].reduce((sum, node) => sum + uniformBytes(node), 0);
    const chunks = Math.min(64, Math.floor(mostRows / Math.max(1, rowBytes * chunk)), Math.floor(mostPartials / Math.max(1, 8 * sums.sumCount)));
    const most = chunk * Math.max(1, chunks);
    const slot = (name: string, node: Expr): Slot => ({ name, node, address: rows.take((most + block) * uniformBytes(node)) });
    return {
      ...body, ...sums, chunk, most,
      inputs: phase.inputs.map((node) => slot(node.attributes.name, node)),
      outputs: phase.outputs.map(([name, node]) => slot(name, node)),
      partials: rows.take((most / chunk) * 8 * sums.sumCount + 8),
      totals: rows.take(8 * sums.sumCount + 8),
    };
  });
  return {
    vectors, block, mask: 0, constants,
    parameters: inputsOf,
    results: resultsOf,
    phases: phaseLayouts,
    threadStart: rows.end(),
    threadBytes: aligned(Math.max(...bodies.map(({ end }) => end))) + 128,
    scratchBytes: Math.max(...bodies.map((body) => body.scratch)),
  };
};

type BytesOf = (node: Expr, lanes: Lanes) => number;

/** Bytes of temporaries for one vector of samples. */
const measured = (phases: readonly Phase[], simd: Simd): number => Math.max(0, ...phases.map(({ samples, inputs }) => {
  const bytesOf: BytesOf = (node, lanes) => size(node.shape) * (lanes === "sample" ? 16 : simd.width);
  return packed(temporaries(samples, inputs, bytesOf).map(({ lifetime }) => lifetime)).end;
}));

/** Something to be placed; an equation has many. */
interface Wanted {
  readonly lifetime: Lifetime;
  readonly place: (address: number, placed: Map<Expr, Placed>) => void;
}

/** The inputs of a block and the buffers of its pieces. */
const temporaries = (made: Loops, inputs: readonly Expr[], bytesOf: BytesOf): readonly Wanted[] => [
  ...inputs.map((node): Wanted => buffer(node, "sample", { first: -1, last: made.pieces.length }, bytesOf)),
  ...[...made.buffers].filter(([node]) => !made.resident.has(node)).map(([node, { lanes, ...alive }]) => buffer(node, lanes, alive, bytesOf)),
  ...made.pieces.flatMap((piece, at) => (piece.form === "nest" ? [] : [insides(piece, at, bytesOf)])),
];

const buffer = (node: Expr, lanes: Lanes, { first, last }: Pick<Lifetime, "first" | "last">, bytesOf: BytesOf): Wanted => ({
  lifetime: { bytes: bytesOf(node, lanes), first, last },
  place: (address, placed) => placed.set(node, { address, origin: lanes }),
});

/** All that a body computes lives as long as the loop around it. */
const insides = ({ body, stands, lanes }: Solve | Steps, at: number, bytesOf: BytesOf): Wanted => {
  const inside = area(0);
  const alive = { first: at, last: at };
  const all = [...stands.map((node) => buffer(node, lanes, alive, bytesOf)), ...temporaries(body, [], bytesOf)];
  const offsets = all.map(({ lifetime }) => inside.take(lifetime.bytes));
  return { lifetime: { bytes: inside.end(), ...alive }, place: (address, placed) => all.forEach(({ place }, each) => place(address + offsets[each]!, placed)) };
};

/** Everything that pieces read. */
const bases = ({ pieces }: Loops): readonly Expr[] => pieces.flatMap((piece) => {
  if (piece.form === "nest") return piece.items.flatMap(({ reads }) => reads.map(({ base }) => base));
  const own = piece.form === "solve"
    ? [piece.lower, piece.upper, piece.residual, piece.slope]
    : [piece.starts, piece.rows, piece.records, piece.aside, piece.next].flatMap((moves) => moves.map(({ from }) => from));
  return [...own.map(({ base }) => base), ...bases(piece.body)];
});
