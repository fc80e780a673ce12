/**
 * A flow as a tree with its parameters counted, for terminals. Joins are branches; each block says where it lives, what
 * it depends on, its layers, and the network that predicts their parameters where it depends on anything:
 *
 *     s2+e2 · 2,952 parameters, 4 of them frozen
 *     ⊕ networks of 64 silu
 *     ├─ 1  s2  sphere                                                 1,912
 *     │         nsphere ×2 (bins 12)                                     134 free
 *     │           network circle 1 → 32 → 25, ×2                       1,778 weights
 *     └─ 2  e2  plane, given block 1                                   1,040
 *               affine ×3                                                 12 predicted
 *               network 3 → 64 → 12                                    1,036 weights
 *               location and scale                                         4 frozen
 *
 * Free and predicted count the numbers that layers read; weights, what networks hold, unless a hyper-network predicts them
 * too; frozen, what is set from data and not trained. Free, weights and frozen add up to the total of a block, and blocks,
 * conditions and the rate to that of the flow.
 */
import type { Layer } from "../../bijectors/bijector.ts";
import { size } from "../../expr/index.ts";
import type { AnyFlow } from "../../flow/flow.ts";
import { plan as planOf, type Entry, type Frame, type PlacedNetwork, type Plan, type PlannedBlock, type PlannedLayer } from "../../flow/plan.ts";
import { sameLayer } from "../../flow/same.ts";
import type { Tree } from "../../flow/tree.ts";
import { specOf } from "../../manifold/space.ts";
import { layout, type Line, type Node } from "./flow-layout.ts";
import { grouped, layerWords, manifoldWords, networkShape, networksWords, sourceWords } from "./flow-words.ts";

export interface TreeOptions {
  /** Columns; 80 by default, at least 40. */
  readonly width?: number;
}

/** The tree of a flow, or of a model. */
export const showTree = (shown: AnyFlow | { readonly flow: AnyFlow; readonly plan: Plan }, { width = 80 }: TreeOptions = {}): string => {
  const flow = "flow" in shown ? shown.flow : shown;
  const plan = "flow" in shown ? shown.plan : planOf(flow.tree);
  const frozen = total(plan.entries.filter((entry) => entry.frozen));
  const given = flow.condition === "e0" ? "" : ` given ${flow.condition}`;
  const count = plan.parameterCount === 1 ? "1 parameter" : `${grouped(plan.parameterCount)} parameters`;
  return layout(`${flow.space}${given}`, frozen === 0 ? count : `${count}, ${grouped(frozen)} of them frozen`, nodes(flow.tree, plan), Math.max(40, width));
};

const total = (entries: readonly Entry[]): number => entries.reduce((sum, { shape }) => sum + size(shape), 0);

const held = (entries: { readonly [name: string]: Entry }): number => total(Object.values(entries));

/** The tree with each block's line and body; blocks and conditions are taken off the plan in order. */
const nodes = (root: Tree, plan: Plan): Node => {
  let blocks = 0;
  let hypernetworks = 0;
  // Two parts of a join may be given the same: its frames are one, and drawn once.
  let framed = 0;
  const columns = { position: String(plan.blocks.length).length, spec: Math.min(12, Math.max(2, ...plan.blocks.map(({ geometry }) => geometry.spec.length))) };
  const walk = (tree: Tree, conditions: number): Node => {
    switch (tree.tag) {
      case "block":
        return tree.manifold.dim === 0 ? { head: { text: "e0  point" }, body: [], children: [] } : blockNode(plan, blocks++, columns);
      case "oplus":
        return { head: { text: `⊕ ${networksWords(tree.options)}` }, body: [], children: tree.parts.map((part) => walk(part, conditions)) };
      case "otimes":
        return tree.parts.length === 0
          ? { head: { text: "e0  point" }, body: [], children: [] }
          : { head: { text: "⊗ independent" }, body: [], children: tree.parts.map((part) => walk(part, conditions)) };
      case "given": {
        const end = conditions + tree.condition.length;
        const frames = plan.conditions.slice(Math.max(framed, conditions), end).flatMap(({ frame, geometry }) => frameLine(frame, `location and scale of ${geometry.spec}`));
        framed = Math.max(framed, end);
        const { placed, predictedBy } = (tree.everything && plan.hypernetworks[hypernetworks++]) || {};
        const body = [...frames, ...(placed ? [networkLine("network", placed, 1, predictedBy !== undefined)] : [])];
        const words = networksWords(tree.options);
        return { head: { text: `given ${specOf(tree.condition)}, ${tree.everything ? `everything by ${words}` : words}` }, body, children: [walk(tree.body, end)] };
      }
      case "rate": {
        const { rate } = plan;
        const line = rate && ("free" in rate ? { text: "log λ", ...counted(total([rate.free]), "free") } : networkLine("log λ", rate.predictor, 1));
        return { head: { text: "rate λ of events" }, body: line ? [line] : [], children: [walk(tree.body, conditions)] };
      }
    }
  };
  return walk(root, 0);
};

const blockNode = (plan: Plan, index: number, columns: { readonly position: number; readonly spec: number }): Node => {
  const block = plan.blocks[index]!;
  const { geometry, block: { manifold }, frame, layers, predictor } = block;
  const answered = block.predictedBy !== undefined;
  const body = [
    ...(layers.length === 0 ? [{ text: frame ? "Gaussian base" : "uniform base" }] : runs(layers).flatMap((run) => runLines(run, predictor !== undefined, answered))),
    ...(predictor ? [networkLine("network", predictor, 1, answered)] : []),
    ...frameLine(frame, "location and scale"),
  ];
  const place = `${String(index + 1).padStart(columns.position)}  ${geometry.spec.padEnd(columns.spec)}  `;
  const given = sourceWords(block, plan);
  const text = `${place}${manifoldWords(manifold)}${given === "" ? "" : `, ${given}`}`;
  return { head: { text, ...counted(countOf(block)), hang: place.length }, body: body.map((line) => ({ ...line, indent: place.length })), children: [] };
};

/** All that a block has in the flat vector. */
const countOf = ({ frame, layers, predictor, predictedBy }: PlannedBlock): number =>
  (frame ? total([frame.location, frame.logScale]) : 0) + (predictedBy === undefined ? ownCount(layers, predictor) : 0);

const ownCount = (layers: readonly PlannedLayer[], predictor: PlacedNetwork | undefined): number =>
  (predictor ? held(predictor.entries) : layers.reduce((sum, layer) => sum + numbers(layer), 0)) +
  layers.flatMap(({ networks }) => Object.values(networks)).reduce((sum, { entries }) => sum + held(entries), 0);

const frameLine = (frame: Frame | undefined, text: string): readonly Line[] => (frame ? [{ text, count: total([frame.location, frame.logScale]), kind: "frozen" }] : []);

const numbers = ({ parameters }: PlannedLayer): number => Object.values(parameters).reduce((sum, { shape }) => sum + size(shape), 0);

type Run = readonly [PlannedLayer, ...PlannedLayer[]];

const runs = (layers: readonly PlannedLayer[]): readonly Run[] => {
  const found: [PlannedLayer, ...PlannedLayer[]][] = [];
  for (const layer of layers) {
    const last = found.at(-1);
    if (last && sameLayer(last[0].layer, layer.layer)) last.push(layer);
    else found.push([layer]);
  }
  return found;
};

/** `predicted` by the block's network; `answered`, with that network, by a hyper-network. */
const runLines = (run: Run, predicted: boolean, answered: boolean): readonly Line[] => [
  { text: repeated(run[0].layer, run.length), hang: 2, ...counted(run.reduce((sum, layer) => sum + numbers(layer), 0), predicted || answered ? "predicted" : "free") },
  ...Object.entries(run[0].networks).map(([name, placed]) => ({ ...networkLine(`network ${name}`, placed, run.length, answered), inner: true })),
];

const counted = (count: number, kind?: NonNullable<Line["kind"]>): Pick<Line, "count" | "kind"> => (count === 0 ? {} : { count, ...(kind && { kind }) });

/** `gauss ×4 (kernels 12)`: the times stand after the name, before the options. */
const repeated = (layer: Layer, times: number): string => {
  const words = layerWords(layer);
  if (times === 1) return words;
  return layer.tag === "layer" ? `${layer.name} ×${times}${words.slice(layer.name.length)}` : `(${words}) ×${times}`;
};

const networkLine = (name: string, placed: PlacedNetwork, times: number, answered = false): Line =>
  ({ text: `${name} ${networkShape(placed)}${times === 1 ? "" : `, ×${times}`}`, count: times * held(placed.entries), kind: answered ? "predicted" : "weights", hang: 2 });
