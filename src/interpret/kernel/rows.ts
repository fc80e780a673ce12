/** Rows of the caller's order into lanes and back: sample after sample there, element after element here. */
import { size, type Expr } from "../../expr/expr.ts";
import type { Layout, Slot } from "./layout.ts";
import type { Simd } from "./simd.ts";
import type { Code, Local } from "./wasm/code.ts";

export class RowCopy {
  private readonly row: Local;
  private readonly lane: Local;
  private readonly turns: Local;
  private readonly vector: Local;
  private readonly code: Code;
  private readonly simd: Simd;
  private readonly layout: Layout;
  private readonly sample: Local;

  constructor(code: Code, simd: Simd, layout: Layout, sample: Local) {
    this.code = code;
    this.simd = simd;
    this.layout = layout;
    this.sample = sample;
    [this.row, this.lane, this.turns] = Array.from({ length: 3 }, () => code.local("i32")) as [Local, Local, Local];
    this.vector = code.local("v128");
  }

  gather(slot: Slot, address: number): void {
    const { code, simd, layout, row, lane, vector } = this;
    const narrow = simd.width === 4;
    this.elements(slot, (rowBytes) => {
      for (let v = 0; v < layout.vectors; v++) {
        const offset = (at: number): number => (v * simd.lanes + at) * rowBytes;
        code.get(row);
        code.access(narrow ? "load32Splat" : "load64Splat", offset(0));
        code.set(vector);
        for (let at = 1; at < simd.lanes; at++) {
          code.get(row);
          code.get(vector);
          code.accessLane(narrow ? "load32Lane" : "load64Lane", offset(at), at);
          code.set(vector);
        }
        code.get(lane);
        code.get(vector);
        code.access("store", address + 16 * v);
      }
    });
  }

  scatter(slot: Slot, address: number): void {
    const { code, simd, layout, row, lane, vector } = this;
    this.elements(slot, (rowBytes) => {
      for (let v = 0; v < layout.vectors; v++) {
        code.get(lane);
        code.access("load", address + 16 * v);
        code.set(vector);
        for (let at = 0; at < simd.lanes; at++) {
          code.get(row);
          code.get(vector);
          code.accessLane(simd.width === 4 ? "store32Lane" : "store64Lane", (v * simd.lanes + at) * rowBytes, at);
        }
      }
    });
  }

  /** For each element: `row` at that element of the block's first sample, `lane` at its vectors. */
  private elements({ node, address }: { readonly node: Expr; readonly address: number }, inside: (rowBytes: number) => void): void {
    const { code, simd, layout, row, lane, turns } = this;
    const elements = size(node.shape);
    if (elements === 0) return;
    const rowBytes = elements * simd.width;
    code.get(this.sample);
    code.integer(rowBytes);
    code.do("i32Mul");
    code.integer(address);
    code.do("i32Add");
    code.set(row);
    code.get(0);
    code.set(lane);
    code.times(turns, elements, () => {
      inside(rowBytes);
      code.add(row, simd.width);
      code.add(lane, 16 * layout.vectors);
    });
  }
}
