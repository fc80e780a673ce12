/**
 * Variational inference in TensorFlow.js, for any flow as the guide and any log joint density ln p(y, x) that is written in its
 * operations: up the evidence lower bound E_q[ln p(y, x) − ln q(x)] ≤ ln p(y) by Adam, then importance weights p/q.
 */
import * as tf from "@tensorflow/tfjs";
import { importance, model, random, unsafe, type Flow, type Importance, type Model } from "diffeo";
import { curvesPanel, type Panel } from "diffeo/plot";
import { flowTensors } from "diffeo/tfjs";

/** Points [B, ambient] → [B]. */
export type LogJoint = (points: tf.Tensor2D) => tf.Tensor1D;

/** On the backend that runs everywhere, where each flow is one kernel. */
export const start = async (): Promise<void> => {
  tf.env().set("PROD", true);
  await tf.setBackend("cpu");
};

const batch = 128;

/** Adam with one rate after the other, on fresh draws at every step: the guide, and the bound at each step. */
export const climb = <S extends string>(flow: Flow<S>, logJoint: LogJoint, steps: number, rates: readonly number[]): { readonly fitted: Model<S>; readonly bounds: readonly number[] } => {
  const fresh = model(flow);
  const { sample, logProb, dim } = flowTensors(tf, flow);
  const parameters = tf.variable(tf.tensor1d(Float32Array.from(fresh.parameters)));
  const source = random(1, "guide");
  const loss = (): tf.Scalar => {
    const { points } = sample(tf.tensor2d(Float32Array.from({ length: batch * dim }, () => source.normal()), [batch, dim]), parameters);
    // The gradient goes through the points alone: its noise dies away as the guide becomes the posterior (Roeder et al. 2017).
    const still = tf.tensor1d(parameters.dataSync());
    return tf.mean(tf.sub(logProb(points, still), logJoint(points))) as tf.Scalar;
  };
  const bounds = rates.flatMap((rate) => {
    const optimizer = tf.train.adam(rate);
    return Array.from({ length: steps / rates.length }, () => tf.tidy(() => -optimizer.minimize(loss, true)!.dataSync()[0]!));
  });
  return { fitted: fresh.withParameters(parameters.dataSync()), bounds };
};

/** Samples of a guide with their weights, which add up to 1; the tail of these is smoothed. */
export const weigh = <S extends string>(guide: Model<S>, logJoint: LogJoint, samples: number): Importance<S> & { readonly weights: Float64Array } => {
  const logDensity = ({ rows, count, ambient }: { readonly rows: Float64Array; readonly count: number; readonly ambient: number }) =>
    tf.tidy(() => logJoint(tf.tensor2d(Float32Array.from(rows), [count, ambient])).dataSync());
  const weighed = unsafe(importance<S, "e0">(guide, { evaluate: (points) => ({ logDensity: logDensity(points) }) }, { samples, seed: 2 }));
  const { logWeights, logNormalizer } = weighed.smoothed;
  return { ...weighed, weights: logWeights.map((each) => Math.exp(each - logNormalizer) / samples) };
};

/** The bound on the way up, as means over sixtieths of the way, below the log evidence. */
export const ascent = (size: { readonly width: number; readonly height: number }, logEvidence: number, runs: readonly { readonly name: string; readonly bounds: readonly number[] }[]): Panel => {
  const steps = runs[0]!.bounds.length;
  const width = steps / 60;
  return curvesPanel({
    size, title: "The bound on the way up", description: "The evidence lower bound by step, and the log evidence.",
    xLabel: "step", yLabel: "nats", ySpan: [logEvidence - 1, logEvidence + 0.15],
    guide: { label: "exact", points: [[0, logEvidence], [steps, logEvidence]] },
    curves: runs.map(({ name, bounds }) => ({
      label: name,
      points: Array.from({ length: 60 }, (_, at) => [(at + 0.5) * width, bounds.slice(at * width, (at + 1) * width).reduce((sum, bound) => sum + bound, 0) / width] as const),
    })),
  });
};
