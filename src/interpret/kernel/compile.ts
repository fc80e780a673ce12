/**
 * A program as a WebAssembly module: for every stage one function that computes uniform values and one that computes
 * blocks of samples, over one memory whose layout is known when the code is written.
 */
import { br_if, call, func, i32, local, loop, v128, type Func, type Local } from "wasmati";
import { constantValue, is, size, type Expr } from "../../expr/expr.ts";
import { topological } from "../../expr/graph.ts";
import { program as programOf, type Program } from "../program.ts";
import { whole, type Access } from "./access.ts";
import { desugar } from "./desugar.ts";
import { linker, type Linked } from "./link.ts";
import { loops, type Lanes, type Loops } from "./loops.ts";
import { area, type Area } from "./memory.ts";
import { nestCode, type Code, type Machine, type Placed } from "./nest.ts";
import { simd as simdOf, type Simd } from "./simd.ts";
import { memories, solveCode } from "./solve.ts";

export interface Slot {
  readonly name: string;
  readonly node: Expr;
  /** Of the numbers, or of the first block of samples. */
  readonly address: number;
}

export interface Pass {
  readonly uniform: Loops;
  readonly samples: Loops;
  readonly inputs: readonly Slot[];
  readonly outputs: readonly Slot[];
  readonly sums: readonly { readonly node: Expr; readonly accumulator: number; readonly address: number }[];
}

export interface Compiled {
  readonly simd: Simd;
  readonly linked: Linked;
  readonly vectors: number;
  /** Most blocks of one call. */
  readonly blocks: number;
  readonly mask: number;
  readonly constants: readonly { readonly address: number; readonly values: ArrayLike<number> }[];
  readonly parameters: readonly Slot[];
  /** `same`: one number for all elements, which lies in memory once. */
  readonly results: readonly (Slot & { readonly same: number | undefined })[];
  readonly passes: readonly Pass[];
  readonly scratchBytes: number;
  readonly functions: number;
}

/** About 20 kB of code. */
const longestFunction = 2500;

export const compile = (source: Program, precision: Simd["precision"]): Compiled => {
  const names = Object.keys(source.outputs);
  const plain = desugar(names.map((name) => source.outputs[name]!));
  const program = programOf(Object.fromEntries(names.map((name, at) => [name, plain[at]!])));
  const { order, stage } = program;
  const simd = simdOf(precision);
  const vectors = 1;
  const last = Math.max(0, ...stage.values());
  const uniformBytes = (node: Expr): number => size(node.shape) * simd.width;
  const blockBytes = (node: Expr): number => size(node.shape) * 16 * vectors;
  const named = Object.entries<Expr>(program.outputs);

  // Uniform values first: those that samples, later stages and the caller read stay.
  const uniformNodes = order.filter((node) => node.uniform);
  const read = new Set([...order.filter((node) => !node.uniform || is(node, "batchSum")).flatMap((node) => node.args), ...named.map(([, node]) => node)]);
  for (const node of uniformNodes) for (const each of node.args) if (stage.get(each) !== stage.get(node)) read.add(each);
  const known = new Map<Expr, Access>(uniformNodes.filter((node) => is(node, "batchSum")).map((node) => [node, whole(node)]));
  const uniformLoops = Array.from({ length: last + 1 }, (_, at) => {
    const own = uniformNodes.filter((node) => stage.get(node) === at);
    const made = loops({ order: own, known, keep: own.filter((node) => read.has(node) && !is(node, "batchSum")), sums: [], lanesOf: () => "uniform" });
    for (const node of own) known.set(node, made.access(node));
    return made;
  });
  const sampleLoops = Array.from({ length: last + 1 }, (_, at) => {
    const sums = order.filter((node) => is(node, "batchSum") && stage.get(node) === at + 1);
    const outputs = named.filter(([, node]) => !node.uniform && stage.get(node) === at);
    const own = topological([...sums.map((node) => node.args[0]!), ...outputs.map(([, node]) => node)]).filter((node) => !node.uniform);
    const made = loops({ order: own, known, keep: outputs.map(([, node]) => node), sums, lanesOf: (node) => (node.uniform ? "uniform" : "sample") });
    return { sums, outputs, own, made };
  });

  const lasting = area(16);
  const buffers = new Map<Expr, Placed>();
  const constants: { readonly address: number; readonly values: ArrayLike<number> }[] = [];
  const pool = new Map<number, number>();
  const buffer = (base: Expr): Placed => {
    const placed = buffers.get(base);
    if (placed) return placed;
    if (!is(base, "constant")) throw new Error(`The node ${base.op} [${base.shape}] has no buffer.`);
    const same = constantValue(base);
    const values = same === undefined ? base.attributes.values : [same];
    const address = (same === undefined ? undefined : pool.get(same)) ?? lasting.take(values.length * simd.width);
    if (same !== undefined) pool.set(same, address);
    constants.push({ address, values });
    const made: Placed = { address, lanes: "uniform" };
    buffers.set(base, made);
    return made;
  };
  const parameters = program.variables.filter((node) => node.uniform).map((node) => {
    const address = lasting.take(uniformBytes(node));
    buffers.set(node, { address, lanes: "uniform" });
    return { name: node.attributes.name, node, address };
  });
  const accumulators = new Map<Expr, number>();
  for (const node of uniformNodes) {
    if (!is(node, "batchSum")) continue;
    buffers.set(node, { address: lasting.take(uniformBytes(node)), lanes: "uniform" });
    accumulators.set(node, lasting.take(16 * size(node.shape)));
  }
  const mask = lasting.take(16 * vectors);

  const functions: Func<[], []>[] = [];
  const group = (codes: readonly Code[]): readonly Func<[], []>[] => {
    const groups: Code[][] = [];
    let length = Infinity;
    for (const code of codes) {
      if (length + code.length > longestFunction) {
        groups.push([]);
        length = 0;
      }
      groups.at(-1)!.push(code);
      length += code.length;
    }
    return groups.map((own) => {
      const [v, i] = [Math.max(0, ...own.map((each) => each.vectors)), Math.max(0, ...own.map((each) => each.integers))];
      const made = func({ in: [], locals: [...Array(v).fill(v128), ...Array(i).fill(i32)] as never, out: [] }, (_, locals) => {
        const all = locals as readonly never[];
        for (const code of own) code.emit(all.slice(0, v), all.slice(v));
      }) as Func<[], []>;
      functions.push(made);
      return made;
    });
  };

  /** Places of all buffers of some pieces, taken and released as the pieces go by; then their code. */
  const lower = (made: Loops, where: Area): readonly Func<[], []>[] => {
    const bytesOf = (node: Expr, lanes: Lanes): number => (lanes === "sample" ? blockBytes(node) : uniformBytes(node));
    const codes: Code[] = [];
    const temporary = where !== lasting;
    const byFirst = new Map<number, Expr[]>();
    const byLast = new Map<number, Expr[]>();
    for (const [node, { first, last: end }] of made.buffers) {
      byFirst.set(first, [...(byFirst.get(first) ?? []), node]);
      byLast.set(end, [...(byLast.get(end) ?? []), node]);
    }
    const machine: Machine = { simd, vectors, buffer, stored: (node) => made.buffers.has(node), accumulator: (sum) => accumulators.get(sum)!, mask };
    made.pieces.forEach((piece, at) => {
      for (const node of byFirst.get(at) ?? []) {
        const { lanes } = made.buffers.get(node)!;
        buffers.set(node, { address: where.take(bytesOf(node, lanes)), lanes });
      }
      if (piece.form === "nest") codes.push(nestCode(machine, piece));
      else {
        const held: { readonly address: number; readonly bytes: number }[] = [];
        const own: Area = {
          take: (bytes) => {
            const address = where.take(bytes);
            held.push({ address, bytes });
            return address;
          },
          release: () => {},
          end: where.end,
        };
        const state = Object.fromEntries(memories.map((name) => {
          const stand: Expr = { ...piece.node };
          buffers.set(stand, { address: own.take(bytesOf(stand, piece.lanes)), lanes: piece.lanes });
          return [name, stand];
        })) as { [M in (typeof memories)[number]]: Expr };
        const body = lower(piece.body, own);
        codes.push(solveCode(machine, piece, state, body));
        for (const { address, bytes } of held) if (temporary) where.release(address, bytes);
      }
      if (temporary) {
        for (const node of byLast.get(at) ?? []) where.release(buffers.get(node)!.address, bytesOf(node, made.buffers.get(node)!.lanes));
      }
    });
    return group(codes);
  };
  // Uniform code first, so that the whole lasting area is known before the scratch area begins. Constants that sample
  // code needs are placed here too.
  const parts = linker();
  const prologues = uniformLoops.map((made) => parts.place(lower(made, lasting)));
  for (const node of order) if (is(node, "constant")) buffer(node);
  for (const { made } of sampleLoops) placeConstants(made, buffer);
  const scratchStart = lasting.end();

  const bodies = sampleLoops.map(({ own, outputs, sums, made }) => {
    const scratch = area(scratchStart);
    const inputs = own.filter((node) => is(node, "variable"));
    for (const node of inputs) buffers.set(node, { address: scratch.take(blockBytes(node)), lanes: "sample" });
    const code = parts.place(lower(made, scratch));
    return { inputs, outputs, sums, made, code, end: scratch.end() };
  });
  const scratchEnd = Math.max(scratchStart, ...bodies.map(({ end }) => end));

  // Rows of inputs and outputs, block by block, behind everything else.
  const widest = Math.max(1, ...bodies.map(({ inputs, outputs }) => [...inputs, ...outputs.map(([, node]) => node)].reduce((sum, node) => sum + blockBytes(node), 0)));
  const blocks = Math.max(1, Math.min(1024 / (simd.lanes * vectors), Math.floor(2 ** 18 / widest)));
  const rows = area(scratchEnd);
  const entries: Record<string, Func<[], []> | Func<["i32"], []>> = {};
  const passes = bodies.map(({ inputs, outputs, sums, made, code }, at): Pass => {
    const place = (name: string, node: Expr): Slot => ({ name, node, address: rows.take(blocks * blockBytes(node)) });
    const from = inputs.map((node) => place((node as Expr<"variable">).attributes.name, node));
    const into = outputs.map(([name, node]) => place(name, node));
    entries[`uniform${at}`] = func({ in: [], out: [] }, () => prologues[at]!.forEach((each) => void call(each as never)));
    const moved = ({ node, address }: Slot, access: Access): Moved =>
      ({ address, bytes: blockBytes(node), scratch: buffers.get(access.base)!.address + access.offset * 16 * vectors });
    entries[`samples${at}`] = blockLoop(code, from.map((slot) => moved(slot, whole(slot.node))), into.map((slot) => moved(slot, made.access(slot.node))));
    return {
      uniform: uniformLoops[at]!,
      samples: made,
      inputs: from,
      outputs: into,
      sums: sums.map((node) => ({ node, accumulator: accumulators.get(node)!, address: buffers.get(node)!.address })),
    };
  });
  const results = named.filter(([, node]) => node.uniform).map(([name, node]) => ({ name, node, address: resultAddress(known.get(node)!, buffer, simd), same: constantValue(known.get(node)!.base) }));
  const pages = Math.ceil(rows.end() / 65536) + 1;
  return {
    simd, vectors, blocks, mask, constants, parameters, passes, results,
    linked: parts.finish(entries, pages),
    scratchBytes: scratchEnd - scratchStart,
    functions: functions.length,
  };
};

const resultAddress = (access: Access, buffer: (base: Expr) => Placed, simd: Simd): number => buffer(access.base).address + access.offset * simd.width;

/** Constants inside the bodies of roots. */
const placeConstants = ({ pieces }: Loops, buffer: (base: Expr) => Placed): void => {
  const see = ({ base }: Access): void => void (is(base, "constant") && buffer(base));
  for (const piece of pieces) {
    if (piece.form === "nest") piece.items.forEach(({ reads }) => reads.forEach(see));
    else {
      [piece.lower, piece.upper, piece.residual, piece.slope].forEach(see);
      placeConstants(piece.body, buffer);
    }
  }
};

interface Moved {
  readonly address: number;
  readonly bytes: number;
  readonly scratch: number;
}

/** For each block: rows into scratch, the body, results out of scratch. */
const blockLoop = (code: readonly Func<[], []>[], inputs: readonly Moved[], outputs: readonly Moved[] ): Func<["i32"], []> =>
  func({ in: [i32], locals: [i32, ...[...inputs, ...outputs].map(() => i32)] as never, out: [] }, ([count], locals) => {
    const [at, ...pointers] = locals as unknown as readonly Local<"i32">[];
    const copy = (from: Local<"i32"> | undefined, fromOffset: number, to: Local<"i32"> | undefined, toOffset: number, bytes: number): void => {
      i32.const(0);
      local.set(at!);
      loop(null, () => {
        const address = (base: Local<"i32"> | undefined): void => {
          local.get(at!);
          if (!base) return;
          local.get(base);
          i32.add();
        };
        address(to);
        address(from);
        v128.load({ offset: fromOffset });
        v128.store({ offset: toOffset });
        local.get(at!);
        i32.const(16);
        i32.add();
        local.tee(at!);
        i32.const(bytes);
        i32.lt_u();
        br_if(0);
      });
    };
    [...inputs, ...outputs].forEach((_, each) => (i32.const(0), local.set(pointers[each]!)));
    loop(null, () => {
      inputs.forEach(({ address, bytes, scratch }, each) => bytes > 0 && copy(pointers[each]!, address, undefined, scratch, bytes));
      for (const each of code) call(each as never);
      outputs.forEach(({ address, bytes, scratch }, each) => bytes > 0 && copy(undefined, scratch, pointers[inputs.length + each]!, address, bytes));
      [...inputs, ...outputs].forEach(({ bytes }, each) => (local.get(pointers[each]!), i32.const(bytes), i32.add(), local.set(pointers[each]!)));
      local.get(count);
      i32.const(1);
      i32.sub();
      local.tee(count);
      br_if(0);
    });
  });
