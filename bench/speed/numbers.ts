/** Numbers as they stand in the table: three digits and a unit. */
const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

/** The first unit in which three digits are enough. */
const scaled = (value: number, units: readonly (readonly [size: number, unit: string])[]): string => {
  const [size, unit] = units.find(([each]) => value / each < 999.5) ?? units.at(-1)!;
  return `${digits(value / size)}${unit}`;
};

/** A time in milliseconds. */
export const time = (milliseconds: number | undefined): string =>
  milliseconds === undefined ? "–" : scaled(milliseconds, [[1e-6, " ns"], [1e-3, " µs"], [1, " ms"], [1e3, " s"]]);

/** Samples per second, or any large number. */
export const rate = (value: number): string => scaled(value, [[1, ""], [1e3, " k"], [1e6, " M"], [1e9, " G"]]);

/** Two digits. */
export const factor = (value: number): string => (value < 99.5 ? value.toPrecision(2) : whole(Number(value.toPrecision(2))));

export const whole = (value: number): string => Math.round(value).toLocaleString("en");
