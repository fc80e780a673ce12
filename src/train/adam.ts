/**
 * Adam (Kingma & Ba 2015, arXiv:1412.6980, algorithm 1) on one flat vector, with the gradient clipped to a norm. The
 * state is data, so that a checkpoint can hold it; a step writes into it and into the parameters.
 */
export interface AdamState {
  /** Steps taken. */
  readonly step: number;
  /** Running mean of the gradient, and of its square. */
  readonly mean: Float64Array;
  readonly square: Float64Array;
}

export const freshAdam = (length: number): AdamState => ({ step: 0, mean: new Float64Array(length), square: new Float64Array(length) });

const [decayMean, decaySquare, epsilon] = [0.9, 0.999, 1e-8];

/** One step against the gradient, in place for the arrays; returns the state with its count advanced. */
export const adamStep = ({ step, mean, square }: AdamState, parameters: Float64Array, gradient: Float64Array, rate: number): AdamState => {
  const next = step + 1;
  const [meanScale, squareScale] = [1 / (1 - decayMean ** next), 1 / (1 - decaySquare ** next)];
  for (let i = 0; i < parameters.length; i++) {
    const g = gradient[i]!;
    mean[i] = decayMean * mean[i]! + (1 - decayMean) * g;
    square[i] = decaySquare * square[i]! + (1 - decaySquare) * g * g;
    parameters[i]! -= (rate * meanScale * mean[i]!) / (Math.sqrt(squareScale * square[i]!) + epsilon);
  }
  return { step: next, mean, square };
};

/** Euclidean norm, safe from overflow. */
export const norm = (vector: Float64Array): number => {
  const largest = vector.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  return largest * Math.sqrt(vector.reduce((sum, each) => sum + (each / largest) ** 2, 0));
};

/** Shortens a gradient, in place, to at most the given norm. */
export const clip = (gradient: Float64Array, most: number): void => {
  const length = norm(gradient);
  if (length > most) for (let i = 0; i < gradient.length; i++) gradient[i]! *= most / length;
};
