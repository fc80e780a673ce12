/**
 * A program as WebAssembly: `desugar` → `schedule` (phases of loop nests) → `layout` (addresses) → code. For every phase
 * the module has a function for what is the same for all samples, one that computes a chunk of samples, and one that
 * adds up what the chunks have summed.
 */
import type { Expr } from "../../expr/expr.ts";
import { arranged, type Program } from "../program.ts";
import { desugar } from "./desugar.ts";
import { bodyOf, type Formula, type Precision } from "./elementary/index.ts";
import { writeSamples } from "./entry.ts";
import { Frame, frameParameters } from "./frame.ts";
import { layout as layOut, type Layout, type PhaseLayout } from "./layout.ts";
import type { Loops } from "./pieces.ts";
import type { Machine } from "./machine.ts";
import { writeNest } from "./nest.ts";
import { schedule as scheduleOf, type Phase, type Schedule } from "./schedule.ts";
import { simd as simdOf, type Simd } from "./simd.ts";
import { writeSolve } from "./solve.ts";
import { writeSteps } from "./steps.ts";
import { writeCombine } from "./sums.ts";
import { Module } from "./wasm/module.ts";

export interface CompileOptions {
  readonly precision: Precision;
  /** Multiplications and additions in one instruction, where the engine has relaxed SIMD. */
  readonly fused?: boolean;
}

export interface Compiled {
  readonly simd: Simd;
  readonly schedule: Schedule;
  readonly layout: Layout;
  readonly module: Module;
}

/** Bytes of code after which a new function begins: an engine's optimiser takes more than linear time. */
const longestFunction = 12_000;

export const compile = (source: Program, { precision, fused = false }: CompileOptions): Compiled => {
  const names = Object.keys(source.outputs);
  const plain = desugar(names.map((name) => source.outputs[name]!));
  const schedule = scheduleOf(arranged(Object.fromEntries(names.map((name, at) => [name, plain[at]!]))));
  const simd = simdOf(precision, fused);
  const layout = layOut(schedule, simd);
  return { simd, schedule, layout, module: writeModule(simd, schedule, layout) };
};

const writeModule = (simd: Simd, { phases }: Schedule, layout: Layout): Module => {
  const module = new Module();
  const formulas = new Map<Formula, number>();
  const called = (name: Formula): number => {
    const known = formulas.get(name);
    if (known !== undefined) return known;
    const body = bodyOf(simd.precision, name, simd);
    const { index, code } = module.define(body.parameters, ["v128"]);
    code.inline(body, [...body.parameters, ...body.locals].map((_, at) => (at < body.parameters.length ? at : code.local("v128"))));
    formulas.set(name, index);
    return index;
  };
  phases.forEach((phase, at) => {
    const own = layout.phases[at]!;
    const machine = (loops: Loops): Machine => machineOf(simd, layout, own, loops, called);
    const uniform = module.define([]);
    for (const each of writeLoops(module, phase.uniform, machine)) {
      uniform.code.integer(0);
      uniform.code.integer(0);
      uniform.code.call(each);
    }
    module.export(`uniform${at}`, uniform);
    if (!hasSamples(phase)) return;
    const samples = module.define(["i32", "i32", "i32"]);
    writeSamples(samples.code, simd, layout, at, phase, writeLoops(module, phase.samples, machine));
    module.export(`samples${at}`, samples);
    if (own.sumCount === 0) return;
    const combine = module.define(["i32"]);
    writeCombine(combine.code, own);
    module.export(`combine${at}`, combine);
  });
  return module;
};

/** Whether a phase computes anything sample by sample. */
export const hasSamples = ({ sums, contractions, outputs }: Phase): boolean => sums.length + contractions.length + outputs.length > 0;

const machineOf = (simd: Simd, { vectors, mask }: Layout, { accumulators, keptAt, place }: PhaseLayout, loops: Loops, called: Machine["called"]): Machine => ({
  simd, vectors, mask, place, called,
  stored: (node: Expr) => loops.buffers.has(node),
  accumulator: (sum) => accumulators.get(sum)!,
  keptAt: (node) => keptAt.get(node)!,
});

/** The functions that run these pieces, in order. */
const writeLoops = (module: Module, loops: Loops, machineFor: (loops: Loops) => Machine): readonly number[] => {
  const machine = machineFor(loops);
  const functions: number[] = [];
  let frame: Frame | undefined;
  const open = (): Frame => {
    if (frame === undefined || frame.code.body.length > longestFunction) {
      frame = new Frame(module.define(frameParameters));
      functions.push(frame.index);
    }
    return frame;
  };
  for (const piece of loops.pieces) {
    if (piece.form === "nest") {
      writeNest(machine, piece, open());
      continue;
    }
    const body = writeLoops(module, piece.body, machineFor);
    const at = open();
    const evaluate = (): void => {
      for (const each of body) {
        at.code.get(at.own);
        at.code.get(at.kept);
        at.code.call(each);
      }
    };
    if (piece.form === "solve") writeSolve(machine, piece, at, evaluate);
    else writeSteps(machine, piece, at, evaluate);
  }
  return functions;
};
