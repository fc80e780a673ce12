/** An operation on arbitrary numbers, as a program of value, gradient and gradient of the gradient. */
import fc from "fast-check";
import { formal, size, vjp, type Expr, type Op } from "../../../src/expr/index.ts";
import type { Inputs } from "../../../src/interpret/program.ts";
import { posed, type Posed } from "../../../laws/operation/posed.ts";
import { operations } from "../../../laws/operation/operations.ts";
import type { Case } from "./cases.ts";

/** Value, gradient along given cotangents, and the gradient of the sum of that gradient. */
export const outputsOf = ({ output, variables, instance }: Posed): { readonly [name: string]: Expr } => {
  const moving = variables.filter((_, at) => instance.operands[at]!.moves);
  const cotangent = formal(output, "cotangent");
  const gradients = vjp([output], [cotangent], moving);
  const again = vjp(gradients, moving.map((each) => formal(each, `again ${each.attributes.name}`)), [...moving, cotangent]);
  const named = (prefix: string, values: readonly Expr[]): (readonly [string, Expr])[] => values.map((value, at) => [`${prefix} ${at}`, value]);
  return Object.fromEntries([["value", output] as const, ...named("gradient", gradients), ...named("second", again)]);
};

/** The numbers that those need, in float32. */
export const inputsOf = ({ point, directions, variables, output, count }: Posed): Inputs => {
  const scattered = (length: number): readonly number[] => Array.from({ length }, (_, at) => Math.sin(3.7 * at + 1));
  const again = variables.map((each) => [`again ${each.attributes.name}`, directions[0][each.attributes.name]!] as const);
  const length = size(output.shape) * (output.uniform ? 1 : count);
  const all = Object.fromEntries([...Object.entries(point), ...again, ["cotangent", scattered(length)] as const]);
  return Object.fromEntries(Object.entries(all).map(([name, values]) => [name, Float32Array.from(values)]));
};

/** Second derivatives of log Φ cancel like z²; a root is as good as its equation is steep; sums over samples cancel. */
export const boundOf = (op: Op, count: number): number => (op === "logNormalCdf" ? 1e-4 : op === "root" ? 1e-5 : 5e-6) * (1 + count / 100);

/** Every operation at some random shapes, drawn from a fixed seed each: the same in Node and in a browser. */
export const shapedCases: readonly Case[] = (Object.keys(operations) as Op[]).flatMap((op, index) =>
  fc.sample(posed(op), { seed: index, numRuns: 3 }).map((each) => ({
    name: `${op} ${each.variables.map(({ shape, uniform }) => `${uniform ? "uniform" : "per-sample"} [${shape}]`).join(", ")}`,
    outputs: outputsOf(each),
    inputs: Object.fromEntries(Object.entries(inputsOf(each)).map(([name, values]) => [name, Array.from(values)])),
    count: each.count,
    bound: boundOf(op, each.count),
    floor: 1,
  })),
);
