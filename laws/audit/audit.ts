/**
 * The audit of a model: the laws of densities, asked of one flow at its own parameters, by means that know nothing of how it
 * was made. What it finds is one value: a line for each law with its worst error, the round-trip budget by layer and, where there
 * is data, how well the model is calibrated on it.
 */
import { decodeOptions } from "../../src/bijectors/options.ts";
import { DiffeoFault, unsafe } from "../../src/error.ts";
import { hasSimd } from "../../src/interpret/kernel/engine.ts";
import { kernel } from "../../src/interpret/kernel/kernel.ts";
import type { Interpreter } from "../../src/interpret/program.ts";
import { reference32 } from "../../src/interpret/reference/reference.ts";
import { show } from "../../src/interpret/text/flow.ts";
import { concat, select, trusted } from "../../src/manifold/batch.ts";
import { conditionBatch, conditionRows, type Condition } from "../../src/model/condition.ts";
import { RatedModel, type Model } from "../../src/model/model.ts";
import { random } from "../../src/random.ts";
import { audited, type Audited, type AuditedBlock } from "./audited.ts";
import { budget, type BudgetRow } from "./budget.ts";
import { calibration, type AuditCoverage } from "./calibration.ts";
import { consistency } from "./consistency.ts";
import { distribution } from "./distribution.ts";
import { finite } from "./finite.ts";
import { gradient } from "./gradient.ts";
import { integral } from "./integral.ts";
import { computer, interpreters } from "./interpreters.ts";
import { called, lineOf, type AuditLine, type Finding } from "./line.ts";
import { mass } from "./mass.ts";
import { auditFields, type AuditOptions } from "./options.ts";
import { rate } from "./rate.ts";
import type { Rows } from "./trips.ts";

/** All that an audit found. */
export interface Audit {
  /** The flow in one line, with the number of its parameters. */
  readonly model: string;
  readonly lines: readonly AuditLine[];
  /** What the there-and-back of each layer adds, block by block, from the data to the base. */
  readonly budget: readonly BudgetRow[];
  /** On data. */
  readonly coverage?: readonly AuditCoverage[];
  readonly seconds: number;
  /** Whether all lines hold. */
  readonly holds: boolean;
}

/** What one step of an audit found. */
interface Found extends Partial<Pick<Audit, "budget" | "coverage">> {
  readonly findings: readonly Finding[];
}

/** Contexts in which a block is judged, by its dimension; one where it depends on nothing. */
const contextsOf = ({ depends, dim }: AuditedBlock): number => (!depends ? 1 : dim === 1 ? 8 : dim === 2 ? 4 : 2);

/** Points of the parts that compute in the reference, which is slow, and of those that try every point many times. */
const [forConsistency, forTrips, forInterpreters, forGradients, forCorners] = [1000, 256, 32, 8, 2];

/** Judges a model by the laws of densities and, where there is data, by the data. Equal options give equal audits. */
export const audit = <S extends string, C extends string>(model: Model<S, C>, options: AuditOptions<NoInfer<S>, NoInfer<C>> = {}): Audit => {
  const { data, given, onProgress = () => undefined, interpreters: chosen, tolerances = {}, ...numbers } = options;
  const { samples, seed, threshold, falseAlarm } = unsafe(decodeOptions("audit", auditFields, numbers));
  const { space } = model.flow;
  if (data && (data.spec !== space || data.count === 0)) throw new DiffeoFault({ tag: "NotOnManifold", path: ["the data"], received: `${data.count} points of ${data.spec}`, expected: `at least one point of ${space}` });
  const start = performance.now();
  const whole = model as unknown as Model; // of its own spaces; their types matter to the caller alone
  const conditions = given === undefined && !data ? undefined : conditionBatch(whole.flow.condition, given as Condition<string> | undefined);
  const of = audited(whole, { seed, given: conditions });
  const rows = data && { point: data.rows, condition: conditionRows(conditions, data.count), count: data.count };
  const computers = (chosen ?? standardInterpreters(whole.interpreter)).map((each) => computer(of, each));
  const own = { name: `the model's ${whole.interpreter.name}`, precision: whole.interpreter.precision, programs: whole.programs };
  // Two lines of each block are tests, three of the data and one of a rate.
  const chance = falseAlarm / (2 * of.blocks.length + 4);

  const steps: readonly { readonly doing: string; readonly find: () => Found }[] = [
    { doing: "samples", find: () => ({ findings: consistency(of, of.draw(forConsistency, "consistency")) }) },
    ...of.blocks.map((block) => ({ doing: block.name, find: () => ({ findings: judged(of, block, samples, chance) }) })),
    { doing: "round trips", find: () => budget(of, tripPoints(of, rows)) },
    { doing: "gradients", find: () => ({ findings: [gradient(of, of.draw(forGradients, "gradients"))] }) },
    { doing: "interpreters", find: () => ({ findings: interpreters(of, of.draw(forInterpreters, "interpreters"), [own, ...computers]) }) },
    // One float32 is enough to see where its range ends.
    { doing: "corners", find: () => ({ findings: finite(of, of.draw(forCorners, "corners"), [own, ...computers.filter(({ precision }) => precision !== own.precision).slice(0, 1)]) }) },
    ...(whole instanceof RatedModel ? [{ doing: "rate", find: () => ({ findings: [rate(whole, of.draw(forInterpreters, "rate"), seed, chance)] }) }] : []),
    ...(rows ? [{ doing: "data", find: () => calibration(of, rows, of.draw(samples, "likelihood"), chance) }] : []),
  ];
  const found = steps.map(({ doing, find }, done) => {
    onProgress({ doing, done, steps: steps.length });
    return find();
  });
  const lines = found.flatMap(({ findings }) => findings.map((finding) => lineOf(finding, { threshold, tolerances })));
  const stranger = Object.keys(tolerances).find((by) => !lines.some(({ name }) => called(name, by)));
  if (stranger !== undefined) throw new DiffeoFault({ tag: "OptionError", path: ["tolerances"], sentence: `There is no line ${stranger}; the lines are ${lines.map(({ name }) => name).join("; ")}.` });
  const coverage = found.find((each) => each.coverage)?.coverage;
  return {
    model: `${show(whole.flow)}, ${whole.plan.parameterCount.toLocaleString("en")} parameters`,
    lines,
    budget: found.flatMap(({ budget: trips = [] }) => trips),
    ...(coverage && { coverage }),
    seconds: (performance.now() - start) / 1000,
    holds: lines.every(({ holds }) => holds),
  };
};

/** What a user may be served with, beside what the model computes with. */
const standardInterpreters = (own: Interpreter): readonly Interpreter[] =>
  [reference32, ...(hasSimd() ? (["float64", "float32"] as const).map((precision) => kernel({ precision, threads: 1 })) : [])].filter(({ name }) => name !== own.name);

/** A block's mass, and its samples against its density. */
const judged = (of: Audited, block: AuditedBlock, samples: number, chance: number): readonly Finding[] => {
  const contexts = of.draw(contextsOf(block), `contexts ${block.index}`);
  const own = of.drawBlock(block, contexts, Math.ceil(samples / contexts.count));
  const integrals = own.map((each, at) => integral(of, { block, contexts, at, samples: each, count: samples, chance: chance / contexts.count }));
  return [mass(block, integrals), distribution(of, block, own, integrals, chance)];
};

/** Where round trips are made: at samples, and at rows of the data. */
const tripPoints = (of: Audited, rows: Rows | undefined): Rows => {
  const drawn = of.draw(forTrips, "trips");
  if (!rows) return drawn;
  const { below } = random(of.seed, "audit", "rows");
  const chosen = Array.from({ length: Math.min(forTrips, rows.count) }, () => below(rows.count));
  const { flow, plan } = of.model;
  const joined = (space: string, width: number, name: "point" | "condition"): Float64Array =>
    width === 0 ? drawn[name] : concat(trusted<string>(space, drawn[name], forTrips), select(trusted<string>(space, rows[name], rows.count), chosen)).rows;
  return { point: joined(flow.space, plan.ambient, "point"), condition: joined(flow.condition, plan.conditionAmbient, "condition"), count: forTrips + chosen.length };
};
