/**
 * How the reference interpreter computes each operation: one row per operation. A row looks at the shapes once and
 * returns a step that reads the operands' numbers and writes its own; running a program is running its steps in order.
 */
import type { BinaryOp, Expr, Op, UnaryOp } from "../../expr/expr.ts";
import { binaryOps, unaryOps } from "../../expr/expr.ts";
import { aroundAxis, broadcastIndex, transposedIndex } from "../../expr/shape.ts";
import { binaryLoops, unaryLoops, type Numbers } from "./lanes.ts";
import type { Cell, CompileBody, Step } from "./cell.ts";
import { product, type Sizes } from "./products.ts";
import { rootStep } from "./root.ts";
import { scanStep } from "./scan.ts";

/** The row of one operation. `out.lanes` is the number of lanes to compute. */
export type Row<O extends Op = Op> = (node: Expr<O>, out: Cell, args: readonly Cell[], compileBody: CompileBody) => Step;

/** 0 for a uniform operand of a per-sample node: all lanes read the same number. */
const stepOf = (operand: Cell, out: Cell): number => (operand.lanes === out.lanes ? 1 : 0);

const unaryRow = (op: UnaryOp): Row => {
  const loop = unaryLoops[op];
  return (_, out, [a]) => () => loop(out.data, 0, a!.data, 0, 1, out.data.length);
};

const binaryRow = (op: BinaryOp): Row => {
  const loop = binaryLoops[op];
  return (node, out, [a, b]) => {
    const [x, y, { data, lanes }] = [a!, b!, out];
    if (x.data.length === data.length && y.data.length === data.length) {
      return () => loop(data, 0, x.data, 0, 1, y.data, 0, 1, data.length);
    }
    const [i, j] = [broadcastIndex(node.args[0]!.shape, node.shape), broadcastIndex(node.args[1]!.shape, node.shape)];
    const [as, bs] = [stepOf(x, out), stepOf(y, out)];
    return () => {
      for (let e = 0; e < i.length; e++) {
        loop(data, e * lanes, x.data, i[e]! * x.lanes, as, y.data, j[e]! * y.lanes, bs, lanes);
      }
    };
  };
};

/** Element e of the result is element index[e] of the argument. */
const rearranged = (index: Int32Array) => (out: Cell, a: Cell): Step => () => {
  const { data, lanes } = out;
  for (let e = 0; e < index.length; e++) {
    const from = index[e]! * lanes;
    for (let l = 0; l < lanes; l++) data[e * lanes + l] = a.data[from + l]!;
  }
};

type Accumulate = (out: Numbers, o: number, a: Numbers, i: number, n: number) => void;

/** Combines the elements of one axis, in order, starting from the first. */
const reduced = (combine: Accumulate): Row<"sum" | "max"> => (node, { data, lanes }, [a]) => {
  const { outer, length, inner } = aroundAxis(node.args[0]!.shape, node.attributes.axis);
  const row = inner * lanes;
  return () => {
    for (let o = 0; o < outer; o++) {
      const from = o * length * row;
      data.set(a!.data.subarray(from, from + row), o * row);
      for (let k = 1; k < length; k++) combine(data, o * row, a!.data, from + k * row, row);
    }
  };
};

const plus: Accumulate = (out, o, a, i, n) => {
  for (let l = 0; l < n; l++) out[o + l]! += a[i + l]!;
};
const larger: Accumulate = (out, o, a, i, n) => {
  for (let l = 0; l < n; l++) out[o + l] = Math.max(out[o + l]!, a[i + l]!);
};

const rowsOf = <O extends Op>(ops: readonly O[], row: (op: O) => Row): { readonly [K in O]: Row } =>
  Object.fromEntries(ops.map((op) => [op, row(op)])) as unknown as { [K in O]: Row };

export const sizesOf = ({ args, shape }: Expr<"matmul">): Sizes => ({ m: shape[0]!, k: args[0]!.shape[1]!, n: shape[1]! });

const nothing: Row = () => () => {};

export const rows: { readonly [O in Op]: Row<O> } = {
  ...rowsOf(unaryOps, unaryRow),
  ...rowsOf(binaryOps, binaryRow),
  // These have no step: their numbers are filled in before, or are a view of their argument's.
  constant: nothing,
  variable: nothing,
  stopGradient: nothing,
  reshape: nothing,

  where: (node, out, [condition, yes, no]) => {
    const cells = [condition!, yes!, no!] as const;
    const [c, y, n] = node.args.map((argument) => broadcastIndex(argument.shape, node.shape));
    const [cs, ys, ns] = cells.map((cell) => stepOf(cell, out));
    const { data, lanes } = out;
    return () => {
      for (let e = 0; e < c!.length; e++) {
        const [ci, yi, ni] = [c![e]! * cells[0].lanes, y![e]! * cells[1].lanes, n![e]! * cells[2].lanes];
        for (let l = 0; l < lanes; l++) {
          data[e * lanes + l] = cells[0].data[ci + l * cs!]! !== 0 ? cells[1].data[yi + l * ys!]! : cells[2].data[ni + l * ns!]!;
        }
      }
    };
  },
  sum: reduced(plus),
  max: reduced(larger),
  logSumExp: (node, { data, lanes }, [a]) => {
    const { outer, length, inner } = aroundAxis(node.args[0]!.shape, node.attributes.axis);
    const row = inner * lanes;
    return () => {
      for (let o = 0; o < outer; o++) {
        for (let l = 0; l < row; l++) {
          let top = -Infinity;
          for (let k = 0; k < length; k++) top = Math.max(top, a!.data[(o * length + k) * row + l]!);
          let sum = 0;
          for (let k = 0; k < length; k++) sum += Math.exp(a!.data[(o * length + k) * row + l]! - top);
          data[o * row + l] = Math.abs(top) === Infinity ? top : top + Math.log(sum);
        }
      }
    };
  },
  cumsum: (node, { data, lanes }, [a]) => {
    const { outer, length, inner } = aroundAxis(node.shape, node.attributes.axis);
    const row = inner * lanes;
    const { reverse } = node.attributes;
    return () => {
      for (let o = 0; o < outer; o++) {
        for (let k = 0; k < length; k++) {
          const at = (o * length + (reverse ? length - 1 - k : k)) * row;
          const before = reverse ? at + row : at - row;
          for (let l = 0; l < row; l++) data[at + l] = k === 0 ? a!.data[at + l]! : data[before + l]! + a!.data[at + l]!;
        }
      }
    };
  },
  expand: (node, out, [a]) => rearranged(broadcastIndex(node.args[0]!.shape, node.shape))(out, a!),
  transpose: (node, out, [a]) => rearranged(transposedIndex(node.args[0]!.shape, node.attributes.permutation))(out, a!),
  slice: (node, { data, lanes }, [a]) => {
    const { axis, start } = node.attributes;
    const { outer, length, inner } = aroundAxis(node.args[0]!.shape, axis);
    const [row, kept] = [inner * lanes, node.shape[axis]! * inner * lanes];
    return () => {
      for (let o = 0; o < outer; o++) {
        const from = (o * length + start) * row;
        data.set(a!.data.subarray(from, from + kept), o * kept);
      }
    };
  },
  concat: (node, out, parts) => {
    const { axis } = node.attributes;
    const { outer, inner } = aroundAxis(node.shape, axis);
    const { data, lanes } = out;
    const whole = node.shape[axis]! * inner;
    return () => {
      let start = 0;
      parts.forEach((part, index) => {
        const own = node.args[index]!.shape[axis]! * inner;
        for (let o = 0; o < outer; o++) {
          const to = (o * whole + start) * lanes;
          if (part.lanes === lanes) data.set(part.data.subarray(o * own * lanes, (o + 1) * own * lanes), to);
          else for (let e = 0; e < own; e++) data.fill(part.data[o * own + e]!, to + e * lanes, to + (e + 1) * lanes);
        }
        start += own;
      });
    };
  },
  gather: (node, out, [table, index]) => {
    const length = node.args[0]!.shape.at(-1)!;
    const [ts, is] = [stepOf(table!, out), stepOf(index!, out)];
    const { data, lanes } = out;
    return () => {
      for (let e = 0; e < data.length / lanes; e++) {
        for (let l = 0; l < lanes; l++) {
          const entry = e * length + index!.data[e * index!.lanes + l * is]!;
          data[e * lanes + l] = table!.data[entry * table!.lanes + l * ts]!;
        }
      }
    };
  },
  oneHot: (node, { data, lanes }, [index]) => {
    const length = node.shape.at(-1)!;
    return () => {
      data.fill(0);
      for (let at = 0; at < index!.data.length; at++) {
        const [e, l] = [Math.floor(at / lanes), at % lanes];
        data[(e * length + index!.data[at]!) * lanes + l] = 1;
      }
    };
  },
  matmul: (node, out, [a, b]) => product(out, a!, b!, sizesOf(node)),
  // Sums over samples run across blocks of lanes: see reference.ts.
  batchSum: nothing,
  root: rootStep,
  scan: scanStep,
};
