/** The golden values (see golden.py) and the distance to them in units in the last place. */
import { readFileSync } from "node:fs";
import type { Formula, Precision } from "../../../../src/interpret/kernel/elementary/index.ts";
import type { Runner } from "./run.ts";

interface Stored {
  readonly x: string;
  readonly y: string;
  readonly lost?: string;
}
export type Golden = { readonly [P in Precision]: { readonly [F in Formula]: Stored } };

export interface Table {
  readonly x: Float32Array | Float64Array;
  readonly y: Float64Array;
  /** f(x) − y in units in the last place of y. */
  readonly lost: readonly number[];
}

export const golden = (): Golden => JSON.parse(readFileSync(new URL("golden.json", import.meta.url), "utf8")) as Golden; // as golden.py writes it

const bytes = (text: string): ArrayBuffer => new Uint8Array(Buffer.from(text, "base64")).buffer;

export const table = (all: Golden, precision: Precision, name: Formula): Table => {
  const { x, y, lost } = all[precision][name];
  const values = new Float64Array(bytes(y));
  return {
    x: precision === "float32" ? new Float32Array(bytes(x)) : new Float64Array(bytes(x)),
    y: values,
    lost: lost === undefined ? Array.from(values, () => 0) : Array.from(new Int8Array(bytes(lost)), (each) => each / 100),
  };
};

/** The unit in the last place of a number of this precision. */
export const unit = (value: number, precision: Precision): number => {
  const [bits, smallest] = precision === "float32" ? [23, -126] : [52, -1022];
  const size = Math.abs(value);
  const guess = Math.floor(Math.log2(size));
  const exponent = 2 ** guess > size ? guess - 1 : guess;
  return 2 ** (Math.max(exponent, smallest) - bits);
};

/** The largest distance between the function and the table, in units in the last place of the exact value. */
export const worst = (runner: Runner, precision: Precision, name: Formula, { x, y, lost }: Table): { readonly units: number; readonly x: number } => {
  const found = runner.map(name, x, Array.from(x, () => -0.75));
  let [units, at] = [0, NaN];
  found.forEach((value, index) => {
    const exact = y[index]!;
    const step = unit(exact, precision);
    if (step === Infinity || Object.is(value, exact) && lost[index] === 0) return;
    const distance = Math.abs(value - exact === 0 ? lost[index]! * unit(exact, "float64") / step : (value - exact) / step - (lost[index]! * unit(exact, "float64")) / step);
    if (!(distance <= units)) [units, at] = [distance, x[index]!];
  });
  return { units, x: at };
};
