/**
 * Points of the circle by a number that runs through one period per turn, exact at the quarter turns: 90 degrees is (0, 1)
 * and not (6e-17, 1), so that poles and the seam are what they are called.
 */

/** (cos, sin) of the turn that `value` is of `period`. Any finite value: whole turns are taken off without rounding. */
export const circleAt = (value: number, period: number): readonly [number, number] => {
  // Four turns of the longest periods are beyond all floats.
  if (period > 1e300) return circleAt(value / 16, period / 16);
  const within = value % period;
  const quarter = Math.round((4 * within) / period);
  const rest = ((within - (quarter * period) / 4) / period) * (2 * Math.PI);
  const [c, s] = [Math.cos(rest), Math.sin(rest)];
  // Adding 0 turns −0 into 0.
  switch (((quarter % 4) + 4) % 4) {
    case 0:
      return [c + 0, s + 0];
    case 1:
      return [0 - s, c + 0];
    case 2:
      return [0 - c, 0 - s];
    default:
      return [s + 0, 0 - c];
  }
};

/** The value in (−period/2, period/2] of a vector (c, s) of any length; 0 of the zero vector. */
export const valueAt = (c: number, s: number, period: number): number => {
  const value = (Math.atan2(s + 0, c + 0) / (2 * Math.PI)) * period;
  return value === -0.5 * period ? 0.5 * period : value + 0;
};

/** The same value in [0, period). */
export const positiveAt = (c: number, s: number, period: number): number => {
  const value = valueAt(c, s, period);
  const positive = value < 0 ? value + period : value;
  return positive === period ? 0 : positive;
};
