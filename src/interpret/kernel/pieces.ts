/** Loop nests and what stands between them: the second stage's result, as data. */
import type { Expr, Op, Shape } from "../../expr/expr.ts";
import type { Access } from "./access.ts";

export type Lanes = "uniform" | "sample";

/**
 * One value of a nest: computed at every element, reduced over the innermost axes, or stored elsewhere: in a part of a
 * concatenation, in a sum over samples, or where the chunk keeps it.
 */
export interface Item {
  readonly role: "element" | "reduce" | "scan" | "store" | "accumulate" | "keep";
  readonly node: Expr;
  readonly reads: readonly Access[];
  /** Where a part of a concatenation goes. */
  readonly target?: Access;
  /** Computed here once more, from what is stored, rather than stored itself. */
  readonly again?: true;
}

export interface Around {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

export interface Nest {
  readonly form: "nest";
  readonly lanes: Lanes;
  shape: Shape;
  reduction: Around | undefined;
  backward: boolean | undefined;
  readonly items: Item[];
}

/** What a `root` or `scan` has: pieces that run again and again, and memory of its own. */
interface Repeated<O extends Op> {
  readonly lanes: Lanes;
  readonly node: Expr<O>;
  readonly body: Loops;
  /** Nodes that only stand for the memory that they would have. */
  readonly stands: readonly Expr[];
}

/** What every element of an equation remembers while it is solved, beside its value. */
export const memories = ["low", "high", "last", "settled", "active"] as const;
export type Memories = { readonly [M in (typeof memories)[number]]: Expr };

export interface Solve extends Repeated<"root"> {
  readonly form: "solve";
  readonly lower: Access;
  readonly upper: Access;
  readonly residual: Access;
  readonly slope: Access;
  readonly memory: Memories;
}

/** A value that goes from one place to another, element by element. */
export interface Transfer {
  readonly from: Access;
  readonly to: Access;
}

export interface Steps extends Repeated<"scan"> {
  readonly form: "steps";
  /** Before the first step. */
  readonly starts: readonly Transfer[];
  /** Into the body, a row of the first and the whole of the second; and out of it. */
  readonly rows: readonly Transfer[];
  readonly records: readonly Transfer[];
  /** After a step: what is a view of a carry first goes where no carry is. */
  readonly aside: readonly Transfer[];
  readonly next: readonly Transfer[];
  /** The number of the step. */
  readonly step: Expr;
}

export type Piece = Nest | Solve | Steps;

export interface Loops {
  readonly pieces: readonly Piece[];
  /** Nodes that have a buffer of these pieces' own: the first and last piece that touch it. */
  readonly buffers: ReadonlyMap<Expr, { readonly first: number; last: number; readonly lanes: Lanes }>;
  readonly access: (node: Expr) => Access;
  /** How each value is computed. */
  readonly sources: ReadonlyMap<Expr, Item>;
  /** The piece that computes a value of these pieces. */
  readonly home: (node: Expr) => number | undefined;
  /** Values that must be stored: they are read as views, or by what is no nest. */
  readonly viewed: ReadonlySet<Expr>;
  /** Kept values that these pieces write where the chunk keeps them; the others are copied there. */
  readonly resident: ReadonlySet<Expr>;
  /** Element operations, about. */
  readonly work: number;
}
