/** Where the numbers of a node lie while a program runs. */
import type { RootBody } from "../../expr/expr.ts";
import type { Numbers } from "./lanes.ts";

/** The numbers of one node: element e of lane l is at `data[e * lanes + l]`. Uniform nodes have one lane. */
export interface Cell {
  readonly data: Numbers;
  readonly lanes: number;
}

/** Computes one node from its arguments' cells. */
export type Step = () => void;

/** An equation that can be evaluated again and again at whatever its unknown's cell holds. */
export interface CompiledBody {
  readonly run: () => void;
  readonly residual: (at: number) => number;
  readonly slope: (at: number) => number;
}

export type CompileBody = (body: RootBody, unknown: Cell, captured: readonly Cell[]) => CompiledBody;
