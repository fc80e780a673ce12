/** Numbers as a report says them. */

export const brief = (value: number, digits = 4): string =>
  !Number.isFinite(value) ? "no number" : value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(digits - 1) : String(Number(value.toPrecision(digits)));

export const counted = (count: number, one: string, many = `${one}s`): string => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

export const percent = (share: number, digits = 4): string => `${brief(100 * share, digits)} %`;

/** Mean and standard error. */
export const meanOf = (values: ArrayLike<number>): { readonly mean: number; readonly error: number } => {
  const count = values.length;
  const all = Array.from(values);
  const mean = all.reduce((sum, each) => sum + each, 0) / count;
  return { mean, error: count > 1 ? Math.sqrt(all.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (count - 1) / count) : 0 };
};

export const plusMinus = ({ mean, error }: { readonly mean: number; readonly error: number }): string => `${mean.toFixed(4)} ± ${error.toFixed(4)}`;
