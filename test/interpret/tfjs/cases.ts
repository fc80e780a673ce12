/**
 * What is computed on every backend and held against the reference. It runs in Node and in a browser, from the same
 * numbers, and imports neither.
 */
import type { Expr } from "../../../src/expr/index.ts";
import { cornerCases } from "./corners.ts";
import { elementaryCases } from "./elementary.ts";
import { shapedCases } from "./orders.ts";

export interface Case {
  readonly name: string;
  readonly outputs: { readonly [name: string]: Expr };
  /** Whole in float32, so that all compute from the same numbers. */
  readonly inputs: { readonly [name: string]: readonly number[] };
  readonly count: number;
  /** Largest |got − want| / (|want| + floor). */
  readonly bound: number;
  readonly floor: number;
}

export const cases: readonly Case[] = [...elementaryCases, ...cornerCases, ...shapedCases];
