/** Numbers as a report says them. */

export const brief = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(4))) : "no number");

export const counted = (count: number, one: string, many = `${one}s`): string => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

export const percent = (share: number): string => `${brief(100 * share)} %`;

/** Mean and standard error. */
export const meanOf = (values: ArrayLike<number>): { readonly mean: number; readonly error: number } => {
  const count = values.length;
  const all = Array.from(values);
  const mean = all.reduce((sum, each) => sum + each, 0) / count;
  return { mean, error: count > 1 ? Math.sqrt(all.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (count - 1) / count) : 0 };
};

export const plusMinus = ({ mean, error }: { readonly mean: number; readonly error: number }): string => `${mean.toFixed(4)} ± ${error.toFixed(4)}`;
