/**
 * There and back through one block, step by step from the data to the base, as numbers: each layer takes the carrier that reaches it
 * to its image and back, once as it is and once from an image that was moved by hand; so does the base map.
 */
import { abs, add, input, mul, size, zero, type Expr } from "../../src/expr/index.ts";
import { forward } from "../../src/bijectors/layer.ts";
import { passages, variables } from "../../src/flow/elaborate.ts";
import { layerName, type Plan } from "../../src/flow/plan.ts";
import { program, type Executable, type Interpreter } from "../../src/interpret/program.ts";
import { random } from "../../src/random.ts";
import type { Audited, AuditedBlock, Drawn } from "./audited.ts";
import { rowsOf } from "./rule.ts";

/** Points of the space with their conditions. */
export type Rows = Pick<Drawn, "point" | "condition" | "count">;

interface Step {
  /** Such as `layer 2 (moebius)`, or `base`. */
  readonly name: string;
  /** The carrier that is sent, where it arrives, and what comes back. */
  readonly at: Expr;
  readonly to: Expr;
  readonly back: Expr;
  /** What comes back from an image that was moved by hand. */
  readonly moved: Expr;
  readonly logDet: Expr;
  readonly backLogDet: Expr;
  readonly movedLogDet: Expr;
}

const stepsOf = (plan: Plan, index: number): readonly Step[] => {
  const { geometry, layers } = plan.blocks[index]!;
  const { carrier, images, readings } = passages(plan, variables(plan))[index]!;
  const pairs = geometry.kind === "i" || geometry.kind === "c";
  const nudged = (to: Expr, name: string, relative: boolean): Expr => {
    const nudge = input(name, to.shape);
    return add(to, mul(nudge, relative ? to : add(1, abs(to))));
  };
  const ways = images.map(({ point: to, logDet }, at): Step => {
    const own = layers.length - 1 - at;
    const { layer } = layers[own]!;
    const [home, elsewhere] = [to, nudged(to, nudgeOf(at), pairs)].map((image) => forward(layer, image, readings.settings[own]!));
    return { name: layerName(layer, own), at: images[at - 1]?.point ?? carrier, to, logDet, back: home!.point, backLogDet: home!.logDet, moved: elsewhere!.point, movedLogDet: elsewhere!.logDet };
  });
  const last = images.at(-1)?.point ?? carrier;
  const to = geometry.toBase(last);
  const base: Step = { name: "base", at: last, to, back: geometry.fromBase(to), moved: geometry.fromBase(nudged(to, nudgeOf(images.length), false)), logDet: zero, backLogDet: zero, movedLogDet: zero };
  return [...ways, base];
};

const nudgeOf = (at: number): string => `nudge ${at}`;

const fields = ["at", "to", "back", "moved", "logDet", "backLogDet", "movedLogDet"] as const;
type Field = (typeof fields)[number];

/** The numbers of a step at a row. */
export type Numbers = { readonly [F in Field]: readonly number[] };

export interface Trips {
  /** Of the steps, such as `layer 2 (moebius)`, and `base` last. */
  readonly names: readonly string[];
  /** All steps at all rows, with images moved by ε times normal numbers. */
  readonly run: (interpreter: Interpreter, epsilon: number, seed: number) => readonly (readonly Numbers[])[];
}

export const tripsOf = ({ model: { parameters }, plan }: Audited, block: AuditedBlock, { point, condition, count }: Rows): Trips => {
  const steps = stepsOf(plan, block.index);
  const outputs = Object.fromEntries(steps.flatMap((step, index) => fields.map((field) => [`${field} ${index}`, step[field]])));
  const compiled = new Map<Interpreter, Executable>();
  const run: Trips["run"] = (interpreter, epsilon, seed) => {
    const execute = compiled.get(interpreter) ?? interpreter.compile(program(outputs));
    compiled.set(interpreter, execute);
    const { normal } = random(seed, "audit", "nudge", block.index);
    const nudges = Object.fromEntries(steps.map(({ to }, index) => [nudgeOf(index), Float64Array.from({ length: size(to.shape) * count }, () => epsilon * normal())]));
    const found = execute({ point, condition, parameters, ...nudges }, count);
    return steps.map((step, index) => {
      const all = fields.map((field) => [field, rowsOf(found[`${field} ${index}`]!, size(step[field].shape))] as const);
      // What is the same for all points has one row.
      return Array.from({ length: count }, (_, row) => Object.fromEntries(all.map(([field, rows]) => [field, rows[row] ?? rows[0]!])) as Numbers);
    });
  };
  return { names: steps.map(({ name }) => name), run };
};
