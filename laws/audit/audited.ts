/**
 * A model under audit. It is looked at through its programs alone: numbers go in and come out. Blocks are judged in
 * *contexts*: a context is what a block is given, the blocks before it and the condition.
 */
import { unsafe } from "../../src/error.ts";
import { size } from "../../src/expr/index.ts";
import { blockName, type Plan, type PlannedBlock } from "../../src/flow/plan.ts";
import type { Batch } from "../../src/manifold/batch.ts";
import { measure } from "../../src/manifold/measure.ts";
import { parseSpace, type ManifoldSpec } from "../../src/manifold/space.ts";
import type { Model } from "../../src/model/model.ts";
import type { Programs } from "../../src/model/programs.ts";
import { random } from "../../src/random.ts";

export interface AuditedBlock {
  readonly index: number;
  /** As lines name it, such as `block 2 (s1)`. */
  readonly name: string;
  readonly planned: PlannedBlock;
  readonly manifold: ManifoldSpec;
  /** Intrinsic dimension, and where its numbers begin in a base point. */
  readonly dim: number;
  readonly baseStart: number;
  /** Numbers in a point of the block, and where they begin in a point of the space. */
  readonly ambient: number;
  readonly start: number;
  /** Whether its density depends on its context. */
  readonly depends: boolean;
}

/** Rows of points with where they come from. */
export interface Drawn {
  readonly count: number;
  readonly base: Float64Array;
  readonly point: Float64Array;
  readonly condition: Float64Array;
  readonly logProb: Float64Array;
}

export interface Audited {
  readonly model: Model<string, string>;
  readonly plan: Plan;
  readonly blocks: readonly AuditedBlock[];
  readonly seed: number;
  /** `count` samples of the model, one for each of as many conditions. */
  readonly draw: (count: number, purpose: string) => Drawn;
  /** `each` samples of a block in each of these contexts, as points of the block: context by context. */
  readonly drawBlock: (block: AuditedBlock, contexts: Drawn, each: number) => readonly Float64Array[];
  /** log-densities of points of a block in one context; by other programs than the model's own, if they are given. */
  readonly logProb: (block: AuditedBlock, contexts: Drawn, at: number, points: Float64Array, by?: Programs) => Float64Array;
}

/** `given` are conditions to draw from; without them, they are random: uniform, or normal in the units of the condition's frame. */
export const audited = (model: Model<string, string>, { seed, given }: { readonly seed: number; readonly given?: Batch<string> | undefined }): Audited => {
  const { plan, programs, parameters } = model;
  const blocks = blocksOf(plan);
  const conditions = conditionsOf(model, given);

  const generate = (base: Float64Array, condition: Float64Array, count: number): Drawn => {
    const { point, logProb } = programs.generate()({ base, condition, parameters }, count);
    return { count, base, point, condition, logProb };
  };

  return {
    model,
    plan,
    blocks,
    seed,
    draw: (count, purpose) => {
      const { normal } = random(seed, "audit", purpose);
      return generate(Float64Array.from({ length: count * plan.dim }, normal), conditions(count, seed, purpose), count);
    },
    drawBlock: (block, { count, base, condition }, each) => {
      const { normal } = random(seed, "audit", "block", block.index);
      const own = repeatedRows(base, plan.dim, count, each);
      for (let row = 0; row < count * each; row++) {
        for (let at = 0; at < block.dim; at++) own[row * plan.dim + block.baseStart + at] = normal();
      }
      const { point } = generate(own, repeatedRows(condition, plan.conditionAmbient, count, each), count * each);
      return Array.from({ length: count }, (_, context) => columns(point, plan.ambient, context * each, each, block));
    },
    logProb: (block, { point, condition }, at, points, by = programs) => {
      const count = points.length / block.ambient;
      const rows = repeatedRows(point.subarray(at * plan.ambient, (at + 1) * plan.ambient), plan.ambient, 1, count);
      for (let row = 0; row < count; row++) {
        for (let column = 0; column < block.ambient; column++) rows[row * plan.ambient + block.start + column] = points[row * block.ambient + column]!;
      }
      const own = condition.subarray(at * plan.conditionAmbient, (at + 1) * plan.conditionAmbient);
      return by.block(block.index)({ point: rows, condition: repeatedRows(own, plan.conditionAmbient, 1, count), parameters }, count).logProb;
    },
  };
};

const blocksOf = ({ blocks }: Plan): readonly AuditedBlock[] => {
  let [start, baseStart] = [0, 0];
  return blocks.map((planned, index): AuditedBlock => {
    const { block: { manifold }, geometry: { ambient, dim, spec }, sources, predictedBy } = planned;
    const own = { index, name: `${blockName(index)} (${spec})`, planned, manifold, dim, baseStart, ambient, start, depends: sources.length > 0 || predictedBy !== undefined };
    start += ambient;
    baseStart += dim;
    return own;
  });
};

type Conditions = (count: number, seed: number, purpose: string) => Float64Array;

const conditionsOf = ({ flow, plan, parameters }: Model<string, string>, given: Batch<string> | undefined): Conditions => {
  if (flow.condition === "e0") return () => new Float64Array(0);
  if (given) {
    return (count, seed, purpose) => {
      const { below } = random(seed, "audit", purpose, "given");
      return Float64Array.from(Array.from({ length: count }, () => {
        const row = below(given.count);
        return Array.from(given.rows.subarray(row * given.ambient, (row + 1) * given.ambient));
      }).flat());
    };
  }
  const manifolds = unsafe(parseSpace(flow.condition));
  return (count, seed, purpose) => {
    const source = random(seed, "audit", purpose, "condition");
    const point = (): readonly number[] => manifolds.flatMap((manifold, index) => {
      const { frame } = plan.conditions[index]!;
      if (!frame) return measure([manifold]).uniform(source);
      const carrier = Array.from({ length: size(frame.location.shape) }, (_, at) => parameters[frame.location.offset + at]! + Math.exp(parameters[frame.logScale.offset + at]!) * source.normal());
      return manifold.kind === "h" ? carrier.map((each) => (manifold.side === "above" ? manifold.end + Math.exp(each) : manifold.end - Math.exp(each))) : carrier;
    });
    return Float64Array.from(Array.from({ length: count }, point).flat());
  };
};

/** Each of `count` rows of `width` numbers `times` times in a row. */
const repeatedRows = (rows: Float64Array, width: number, count: number, times: number): Float64Array => {
  const to = new Float64Array(count * times * width);
  for (let row = 0; row < count * times; row++) {
    const from = Math.floor(row / times) * width;
    for (let column = 0; column < width; column++) to[row * width + column] = rows[from + column]!;
  }
  return to;
};

/** What belongs to a block in `count` rows from `from` on. */
const columns = (rows: Float64Array, width: number, from: number, count: number, { start, ambient }: AuditedBlock): Float64Array => {
  const to = new Float64Array(count * ambient);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < ambient; column++) to[row * ambient + column] = rows[(from + row) * width + start + column]!;
  }
  return to;
};
