/** Gauss–Legendre quadrature on [−1, 1]: `count` nodes integrate polynomials of degree 2·count − 1 exactly. */

/** Nodes along one axis, ascending or not, with the weights of an integral over it. */
export interface Nodes {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/** The zeros of the Legendre polynomial P_count by Newton's method from Tricomi's estimate. */
export const legendre = (count: number): Nodes => {
  const found = Array.from({ length: count }, (_, index) => zero(count, Math.cos((Math.PI * (index + 0.75)) / (count + 0.5))));
  return { nodes: found.map(({ x }) => x), weights: found.map(({ weight }) => weight) };
};

const zero = (count: number, start: number): { readonly x: number; readonly weight: number } => {
  let x = start;
  for (let step = 0; step < 5; step++) {
    const { value, slope } = at(count, x);
    x -= value / slope;
  }
  const { slope } = at(count, x);
  return { x, weight: 2 / ((1 - x) * (1 + x) * slope * slope) };
};

/** P_count and its derivative, by the three-term recurrence. */
const at = (count: number, x: number): { readonly value: number; readonly slope: number } => {
  let [before, value] = [1, x];
  for (let k = 2; k <= count; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return { value, slope: (count * (x * value - before)) / ((x - 1) * (x + 1)) };
};
