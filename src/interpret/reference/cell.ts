/** Where the numbers of a node lie while a program runs. */
import type { Expr } from "../../expr/expr.ts";
import type { Numbers } from "./lanes.ts";

/** The numbers of one node: element e of lane l is at `data[e * lanes + l]`. Uniform nodes have one lane. */
export interface Cell {
  readonly data: Numbers;
  readonly lanes: number;
}

/** Computes one node from its arguments' cells. */
export type Step = () => void;

/** A body that can be computed again and again, at whatever the cells of its formal variables hold. */
export interface CompiledBody {
  readonly run: () => void;
  /** Of an output or a formal variable; undefined for a variable that nothing depends on. */
  readonly cellOf: (expr: Expr) => Cell | undefined;
}

/** `known` holds the cells of captured values, and of formal variables that have theirs already. */
export type CompileBody = (outputs: readonly Expr[], known: ReadonlyMap<Expr, Cell>) => CompiledBody;
