/**
 * Derivatives as graph transformations: forward (`jvp`) and reverse (`vjp`), from the one table of rules.
 *
 * A uniform node reached from a per-sample one receives the sum over all samples, at the point where the two meet: what
 * lies between the parameters and that point is differentiated once per call and not once per sample. `vjp` thus gives,
 * for uniform inputs, the gradient of Σ_samples ⟨cotangent, output⟩, and for per-sample inputs each sample's own. An
 * output that is uniform, with a uniform cotangent, counts once and not once per sample.
 */
import type { Expr, Op } from "./expr.ts";
import { add } from "./elementwise.ts";
import { batchSum, concat, expand, zeros } from "./tensor.ts";
import { dependents, topological } from "./graph.ts";
import { isPatch, isZero, type Contribution, type Derive, type Patch, type Rule } from "./rule.ts";
import { rules } from "./rules.ts";

const ruleOf = (node: Expr): Rule => rules[node.op as Op] as Rule;

/** Tangents of the outputs, given tangents of some inputs. Shapes: those of the outputs. */
export const jvp = (outputs: readonly Expr[], tangents: ReadonlyMap<Expr, Expr>): readonly Expr[] => {
  const order = topological(outputs);
  const moving = dependents(order, tangents.keys());
  const known = new Map<Expr, Expr>(tangents);
  for (const each of order) {
    if (known.has(each) || !moving.has(each)) continue;
    const tangent = ruleOf(each).push(each, each.args.map((argument) => known.get(argument)), derive);
    if (tangent) known.set(each, tangent);
  }
  return outputs.map((output) => known.get(output) ?? zeros(output.shape));
};

/** Gradients of Σ_samples Σ_i ⟨cotangent_i, output_i⟩ with respect to `inputs`. Shapes: those of the inputs. */
export const vjp = (outputs: readonly Expr[], cotangents: readonly Expr[], inputs: readonly Expr[]): readonly Expr[] => {
  const order = topological(outputs);
  const wanted = dependents(order, inputs);
  const received = new Map<Expr, Contribution[]>();
  const give = (to: Expr, from: Contribution): void => void (received.get(to)?.push(from) ?? received.set(to, [from]));
  outputs.forEach((output, index) => {
    const cotangent = expand(cotangents[index]!, output.shape);
    give(output, output.uniform && !cotangent.uniform ? batchSum(cotangent) : cotangent);
  });

  const gradients = new Map<Expr, Expr>();
  for (const each of [...order].reverse()) {
    const contributions = received.get(each);
    if (!contributions || !wanted.has(each)) continue;
    const cotangent = gather(each, contributions);
    gradients.set(each, cotangent);
    if (isZero(cotangent)) continue;
    ruleOf(each).pull(each, cotangent, derive).forEach((pull, index) => {
      const argument = each.args[index]!;
      if (pull && wanted.has(argument)) give(argument, meet(each, argument, pull()));
    });
  }
  return inputs.map((input) => gradients.get(input) ?? zeros(input.shape));
};

const derive: Derive = { jvp, vjp };

/** Where a per-sample node hands a cotangent to a uniform argument, the samples are summed. */
const meet = (user: Expr, argument: Expr, contribution: Contribution): Contribution => {
  if (user.uniform || !argument.uniform) return contribution;
  return isPatch(contribution) ? { ...contribution, values: batchSum(contribution.values) } : batchSum(contribution);
};

/** The sum of all contributions to a node; slices of one axis are laid side by side rather than padded and added. */
const gather = (node: Expr, contributions: readonly Contribution[]): Expr => {
  const whole = contributions.filter((each): each is Expr => !isPatch(each));
  const patches = contributions.filter(isPatch);
  const terms = [...whole, ...[...new Set(patches.map((patch) => patch.axis))].flatMap((axis) => tile(node, axis, patches.filter((patch) => patch.axis === axis)))];
  return terms.reduce((sum, term) => add(sum, term));
};

/** Patches along one axis as few full tensors: each takes the next patch that starts where it may. */
const tile = (node: Expr, axis: number, patches: readonly Patch[]): readonly Expr[] => {
  const gap = (length: number): Expr[] =>
    length === 0 ? [] : [zeros(node.shape.map((own, each) => (each === axis ? length : own)))];
  let rest = [...patches].sort((a, b) => a.start - b.start);
  const rows: Expr[] = [];
  while (rest.length > 0) {
    const [parts, left]: [Expr[], Patch[]] = [[], []];
    let end = 0;
    for (const patch of rest) {
      if (patch.start < end) {
        left.push(patch);
      } else {
        parts.push(...gap(patch.start - end), patch.values);
        end = patch.start + patch.values.shape[axis]!;
      }
    }
    rows.push(concat([...parts, ...gap(node.shape[axis]! - end)], axis));
    rest = left;
  }
  return rows;
};
