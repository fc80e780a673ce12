/**
 * Second stage: an order of nodes becomes a list of loop nests. Nodes over equally many elements share one nest where
 * nothing forbids it, so that what one computes the next finds in a register; only what another nest reads is stored.
 *
 * A nest runs over one shape in row-major order, except that the axes of its reduction, if it has one, are innermost. A
 * node may join a nest when each argument is computed in an earlier nest, or in the same nest at the same element.
 */
import { zero } from "../../expr/elementwise.ts";
import { split } from "../../expr/binder.ts";
import { input, is, scalar, size, type Expr, type Shape } from "../../expr/expr.ts";
import { places } from "../../expr/recurrence.ts";
import { aroundAxis, strides } from "../../expr/shape.ts";
import { topological } from "../../expr/graph.ts";
import { isDense, isWhole, permuted, refined, reshaped, sliced, stretched, whole, type Access } from "./access.ts";
import { memories, type Around, type Item, type Lanes, type Loops, type Memories, type Nest, type Piece, type Solve, type Steps } from "./pieces.ts";

const lowest = scalar(-Infinity);

/** A nest of more values than this is closed: functions stay small. */
const mostItems = 120;

export interface Request {
  readonly order: readonly Expr[];
  /** What is computed elsewhere. */
  readonly known: ReadonlyMap<Expr, Access>;
  /** Read after the last piece. */
  readonly results: readonly Expr[];
  /** Their arguments are summed over samples. */
  readonly sums: readonly Expr[];
  /** Kept for all blocks of a chunk. */
  readonly kept: readonly Expr[];
  readonly lanesOf: (node: Expr) => Lanes;
}

/** `again` are values that every nest which reads them computes for itself. */
export const loops = ({ order, known, results, sums, kept, lanesOf }: Request, again: ReadonlySet<Expr> = new Set()): Loops => {
  const pieces: Piece[] = [];
  const accesses = new Map<Expr, Access>(known);
  /** The piece that computes a node, and whether its value is there at each element. */
  const made = new Map<Expr, { readonly at: number; readonly element: boolean }>();
  const buffers = new Map<Expr, { first: number; last: number; lanes: Lanes }>();

  const sources = new Map<Expr, Item>();
  const viewed = new Set<Expr>();
  /** Values that a nest computes again. */
  const repeated: (Set<Expr> | undefined)[] = [];

  const touch = (node: Expr, at: number): void => {
    const home = made.get(node);
    if (!home) return;
    if (pieces[at]?.form !== "nest") viewed.add(node);
    const buffer = buffers.get(node);
    if (buffer) buffer.last = Math.max(buffer.last, at);
    else buffers.set(node, { first: home.at, last: Math.max(home.at, at), lanes: lanesOf(node) });
  };

  const isLocal = (access: Access, at: number): boolean => {
    const home = made.get(access.base);
    return home !== undefined && home.element && (home.at === at || repeated[at]?.has(access.base) === true) && isWhole(access);
  };
  /** The first piece in which these can be read. */
  const ready = (reads: readonly Access[]): number =>
    Math.max(0, ...reads.map((access) => {
      const home = made.get(access.base);
      return !home ? 0 : home.element && isWhole(access) ? home.at : home.at + 1;
    }));

  const join = (item: Item, lanes: Lanes, shape: Shape, reduction?: Around, backward?: boolean): number => {
    const from = ready(item.reads);
    const candidates = item.reads.some((access) => isLocal(access, from)) ? [from] : [];
    for (let at = pieces.length - 1; at >= from; at--) candidates.push(at);
    for (const at of candidates) {
      const piece = pieces[at];
      if (piece?.form !== "nest" || piece.lanes !== lanes || piece.items.length >= mostItems || size(piece.shape) !== size(shape)) continue;
      const merged = merge(piece, shape, reduction, backward);
      if (!merged) continue;
      Object.assign(piece, merged);
      return place(item, at);
    }
    const start = merge({ shape: [size(shape)], reduction: undefined, backward: undefined }, shape, reduction, backward)!;
    pieces.push({ form: "nest", lanes, items: [], ...start });
    return place(item, pieces.length - 1);
  };

  const place = (item: Item, at: number): number => {
    for (const access of item.reads) {
      if (isLocal(access, at) || repeat(access, at)) continue;
      touch(access.base, at);
      if (!isWhole(access)) viewed.add(access.base);
    }
    (pieces[at] as Nest).items.push(item);
    return at;
  };

  /** Computes a value once more in a nest that reads it, if that is the plan and the nest runs over its elements. */
  const repeat = (access: Access, at: number): boolean => {
    const source = again.has(access.base) && isWhole(access) ? sources.get(access.base) : undefined;
    const nest = pieces[at] as Nest;
    const frame = source && merge(nest, access.base.shape);
    if (!source || !frame) return false;
    Object.assign(nest, frame);
    place({ ...source, again: true }, at);
    (repeated[at] ??= new Set()).add(access.base);
    return true;
  };

  const value = (item: Item, shape: Shape, reduction?: Around, backward?: boolean): void => {
    const at = join(item, lanesOf(item.node), shape, reduction, backward);
    made.set(item.node, { at, element: item.role !== "reduce" });
    sources.set(item.node, item);
    accesses.set(item.node, whole(item.node));
  };

  /** The access of a node, through which any shape can be read: copied first where a view of a view needs it. */
  const accessOf = (node: Expr): Access => accesses.get(node)!;

  for (const node of order) {
    if (accesses.has(node)) continue;
    const args = node.args.map(accessOf);
    const [a] = args;
    if (is(node, "constant") || is(node, "variable")) accesses.set(node, whole(node));
    else if (is(node, "stopGradient")) accesses.set(node, a!);
    else if (is(node, "expand")) accesses.set(node, stretched(a!, node.shape));
    else if (is(node, "transpose")) accesses.set(node, permuted(a!, node.attributes.permutation));
    else if (is(node, "slice")) accesses.set(node, sliced(a!, node.attributes.axis, node.attributes.start, node.shape[node.attributes.axis]!));
    else if (is(node, "reshape")) {
      const direct = reshaped(a!, node.shape);
      if (direct) accesses.set(node, direct);
      else {
        const source = node.args[0]!;
        // The argument becomes a buffer of its own; whoever reads it from now on reads the copy.
        value({ role: "element", node: source, reads: [a!] }, source.shape);
        accesses.set(node, reshaped(whole(source), node.shape)!);
      }
    } else if (is(node, "sum") || is(node, "max")) {
      const { shape } = node.args[0]!;
      // Nothing to add up: the neutral element, once for every element of the result.
      if (size(shape) === 0) value({ role: "element", node, reads: [stretched(whole(is(node, "sum") ? zero : lowest), node.shape)] }, node.shape);
      else value({ role: "reduce", node, reads: [a!] }, shape, aroundAxis(shape, node.attributes.axis));
    } else if (is(node, "cumsum")) {
      value({ role: "scan", node, reads: [a!] }, node.shape, aroundAxis(node.shape, node.attributes.axis), node.attributes.reverse);
    } else if (is(node, "concat")) {
      const target = whole(node);
      let start = 0;
      const at = node.args.map((part, index) => {
        const length = part.shape[node.attributes.axis]!;
        const goal = sliced(target, node.attributes.axis, start, length);
        start += length;
        return join({ role: "store", node, reads: [args[index]!], target: goal }, lanesOf(node), part.shape);
      });
      made.set(node, { at: Math.max(...at), element: false });
      buffers.set(node, { first: Math.min(...at), last: Math.max(...at), lanes: lanesOf(node) });
      accesses.set(node, target);
    } else if (is(node, "root")) {
      solve(node, args);
    } else if (is(node, "scan")) {
      steps(node, args);
    } else if (!is(node, "batchSum")) {
      value({ role: "element", node, reads: args.map((each) => stretched(each, node.shape)) }, node.shape);
    }
  }
  for (const node of sums) join({ role: "accumulate", node, reads: [accessOf(node.args[0]!)] }, "sample", node.shape);
  // What the caller reads lies among the temporaries, where its rows are taken from.
  const read = new Set(results.map((node) => accessOf(node).base));
  const resident = new Set(kept.filter((node) => made.has(node) && accessOf(node).base === node && isWhole(accessOf(node)) && !read.has(node)));
  for (const node of kept) if (!resident.has(node)) join({ role: "keep", node, reads: [accessOf(node)] }, "sample", node.shape);
  // What is read from outside is read as it lies.
  for (const node of results) {
    const access = accessOf(node);
    if (!isDense(access)) value({ role: "element", node, reads: [access] }, node.shape);
  }
  for (const node of results) touch(accessOf(node).base, pieces.length);
  for (const node of resident) touch(node, pieces.length);
  for (const [at, piece] of pieces.entries()) if (piece.form === "nest") pieces[at] = { ...piece, items: alive(piece.items, buffers) };
  return { pieces, buffers, access: accessOf, sources, home: (node) => made.get(node)?.at, viewed, resident, work: pieces.reduce((sum, piece) => sum + workOf(piece), 0) };

  /** The pieces of a body; everything in it has the lanes of its node. */
  function inner(node: Expr, outputs: readonly Expr[], formals: Iterable<readonly [Expr, Access]>): Loops {
    const lanes = lanesOf(node);
    return loops({ order: topological(outputs), known: new Map(formals), results: outputs, sums: [], kept: [], lanesOf: (each) => (is(each, "constant") ? "uniform" : lanes) });
  }

  function repeatedly(node: Expr, args: readonly Access[], make: (lanes: Lanes) => Solve | Steps): void {
    const lanes = lanesOf(node);
    const at = Math.max(pieces.length, ready(args));
    made.set(node, { at, element: false });
    accesses.set(node, whole(node));
    buffers.set(node, { first: at, last: at, lanes });
    for (const access of args) touch(access.base, at);
    pieces.push(make(lanes));
  }

  function solve(node: Expr<"root">, args: readonly Access[]): void {
    const { unknown, captured, residual, slope } = node.attributes.body;
    const body = inner(node, [residual, slope], [[unknown, whole(node)], ...captured.map((each, index) => [each, { ...args[index + 2]!, shape: each.shape }] as const)]);
    const memory = Object.fromEntries(memories.map((name) => [name, standIn(node.shape)])) as Memories;
    repeatedly(node, args, (lanes) => ({
      form: "solve", lanes, node, body, memory, stands: Object.values(memory),
      lower: args[0]!, upper: args[1]!, residual: body.access(residual), slope: body.access(slope),
    }));
  }

  function steps(node: Expr<"scan">, args: readonly Access[]): void {
    const { carries, step, rows, captured, next, recorded } = node.attributes.body;
    const [starts, tables, outer] = split(args, carries.length, rows.length);
    const values = places(node.attributes).map(({ start, shape }): Access => ({ base: node, offset: start, shape, strides: strides(shape) }));
    const [carried, records] = split(values, carries.length);
    const [number, ...rowStands] = [step, ...rows].map(({ shape }) => standIn(shape));
    const body = inner(node, [...next, ...recorded], [
      ...carries.map((each, index) => [each, carried![index]!] as const),
      [step, whole(number!)],
      ...rows.map((each, index) => [each, whole(rowStands[index]!)] as const),
      ...captured.map((each, index) => [each, { ...outer![index]!, shape: each.shape }] as const),
    ]);
    const after = next.map((each) => body.access(each));
    const spares = after.map(({ base, shape }) => (base === node ? standIn(shape) : undefined));
    repeatedly(node, args, (lanes) => ({
      form: "steps", lanes, node, body, step: number!,
      stands: [number!, ...rowStands, ...spares.filter((each) => each !== undefined)],
      starts: carried!.map((to, index) => ({ from: starts![index]!, to })),
      rows: rowStands.map((to, index) => ({ from: tables![index]!, to: whole(to) })),
      records: recorded.map((each, index) => ({ from: body.access(each), to: records![index]! })),
      aside: spares.flatMap((to, index) => (to ? [{ from: after[index]!, to: whole(to) }] : [])),
      next: after.map((from, index) => ({ from: spares[index] ? whole(spares[index]) : from, to: carried![index]! })),
    }));
  }
};

/** A node that is never computed: its memory is written by hand. */
const standIn = (shape: Shape): Expr => input("memory", shape);

/** Steps that a root takes on the mean. */
const usualSteps = 5;

const workOf = (piece: Piece): number =>
  piece.form === "nest" ? piece.items.length * size(piece.shape) : piece.body.work * (piece.form === "steps" ? piece.node.attributes.length : usualSteps);

/** The items that lead to something stored: a value that is computed again elsewhere may have no reader left. */
const alive = (items: readonly Item[], buffers: ReadonlyMap<Expr, unknown>): Item[] => {
  const read = new Set<Expr>();
  return [...items].reverse().filter(({ role, node, again, reads }) => {
    const needed = role === "store" || role === "accumulate" || role === "keep" || read.has(node) || (!again && buffers.has(node));
    if (needed) for (const { base } of reads) read.add(base);
    return needed;
  }).reverse();
};

type Frame = Pick<Nest, "shape" | "reduction" | "backward">;

/** The frame of a nest that also holds this, if there is one. */
const merge = (nest: Frame, shape: Shape, reduction?: Around, backward?: boolean): Frame | undefined => {
  const { reduction: own } = nest;
  if (own && reduction && (own.inner !== reduction.inner || own.length !== reduction.length)) return undefined;
  if (nest.backward !== undefined && backward !== undefined && nest.backward !== backward) return undefined;
  const split = reduction ?? own;
  const both = refined(nest.shape, shape);
  const fine = both && split ? refined(both, [split.outer, split.length, split.inner]) : both;
  return fine && { shape: fine, reduction: split, backward: nest.backward ?? backward };
};
