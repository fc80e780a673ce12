/**
 * Safeguarded Newton for all elements and lanes of a `root` at once: a Newton step where it stays inside the bracket
 * and at least halves the last step, a bisection otherwise. An element has converged when its step is a rounding error,
 * or when a small Newton step is followed by one that is hardly smaller: then it is the rounding error of the equation.
 * Elements stop one by one; the loop ends with the last.
 */
import type { Expr } from "../../expr/expr.ts";
import type { Cell, CompileBody, Step } from "./cell.ts";
import type { Numbers } from "./lanes.ts";

const mostIterations = 200;

/** NaN, which no comparison accepts, where the equation is too steep to tell. */
const newtonStep = (residual: number, slope: number): number => (slope < Infinity ? -residual / slope : NaN);

/** The unit in the last place of 1, for numbers stored like these. */
const epsilonOf = (data: Numbers): number => (data instanceof Float32Array ? 2 ** -23 : Number.EPSILON);

export const rootStep = (node: Expr<"root">, out: Cell, args: readonly Cell[], compileBody: CompileBody): Step => {
  const { data, lanes } = out;
  const [lower, upper, ...outer] = args;
  const epsilon = epsilonOf(data);
  const { unknown, captured, residual, slope } = node.attributes.body;
  const body = compileBody([residual, slope], new Map([[unknown, out], ...captured.map((each, index) => [each, outer[index]!] as const)]));
  const [residuals, slopes] = [body.cellOf(residual)!, body.cellOf(slope)!];
  const [low, high, last] = [data.slice(), data.slice(), data.slice()];
  const active = new Uint8Array(data.length);
  /** 1 after a Newton step so small that the next one is a rounding error, be it of the equation itself. */
  const settled = new Uint8Array(data.length);
  const near = (here: number): number => Math.sqrt(epsilon) * (1 + Math.abs(here));
  /** Hundreds of last places, not √ε: an equation may be curved on a scale far below the size of its solution. */
  const small = (here: number): number => Math.min(near(here), 512 * epsilon * (1 + Math.abs(here)));
  const read = (cell: Cell, at: number): number => cell.data[cell.lanes === lanes ? at : Math.floor(at / lanes)]!;

  /** One Newton or bisection step of one element; true when it has converged, or never will (NaN). */
  const advance = (at: number, residual: number, slope: number): boolean => {
    const here = data[at]!;
    if (residual === 0 || Number.isNaN(residual)) return true;
    if (residual < 0) low[at] = here;
    else high[at] = here;
    const newton = newtonStep(residual, slope);
    const size = Math.abs(newton);
    if (size <= 2 * epsilon * Math.abs(here) || (settled[at] && size > 0.75 * last[at]!)) return true;
    const inside = here + newton >= low[at]! && here + newton <= high[at]!;
    const follows = inside && (settled[at] === 1 || size <= 0.5 * last[at]!);
    const move = follows ? newton : 0.5 * low[at]! + 0.5 * high[at]! - here;
    last[at] = Math.abs(move);
    settled[at] = follows && size <= small(here) ? 1 : 0;
    data[at] = here + move;
    return data[at] === here;
  };

  return () => {
    for (let at = 0; at < data.length; at++) {
      low[at] = read(lower!, at);
      high[at] = read(upper!, at);
      last[at] = high[at]! - low[at]!;
      data[at] = 0.5 * low[at]! + 0.5 * high[at]!;
    }
    active.fill(1);
    settled.fill(0);
    let remaining = data.length;
    for (let iteration = 0; remaining > 0 && iteration < mostIterations; iteration++) {
      body.run();
      for (let at = 0; at < data.length; at++) {
        if (active[at] && advance(at, read(residuals, at), read(slopes, at))) {
          active[at] = 0;
          remaining--;
        }
      }
    }
    // A last look: where the equation has not been seen on both sides of zero, and a further Newton step would leave the
    // neighbourhood, the bracket held no root. On both sides, however flat the equation, there is one.
    body.run();
    for (let at = 0; at < data.length; at++) {
      const residual = read(residuals, at);
      const seen = low[at]! > read(lower!, at) && high[at]! < read(upper!, at);
      if (!(residual === 0 || (seen && !Number.isNaN(residual)) || Math.abs(newtonStep(residual, read(slopes, at))) <= near(data[at]!))) data[at] = NaN;
    }
  };
};
