/** Sums over points that carry masses. */
import type { Functions, Masses } from "./integral.ts";

export const sum = (values: Float64Array): number => values.reduce((total, each) => total + each, 0);

/** Mean and variance of functions under masses, which are taken for shares of their sum. */
export const moments = ({ points, masses }: Masses, functions: Functions): readonly { readonly value: number; readonly variance: number }[] => {
  const total = sum(masses);
  return functions(points).map((values) => {
    const value = masses.reduce((all, each, row) => all + each * values[row]!, 0) / total;
    return { value, variance: masses.reduce((all, each, row) => all + each * (values[row]! - value) ** 2, 0) / total };
  });
};
