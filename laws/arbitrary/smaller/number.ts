/** Smaller numbers, which flows and the cases of laws shrink to. */

/** Whole numbers nearer to 0: 0 itself, then by half, a quarter, … of the way, at last the next one. */
export const lowered = (value: number): readonly number[] => {
  const size = Math.abs(Math.trunc(value));
  const steps = Array.from({ length: size === 0 ? 0 : Math.floor(Math.log2(size)) + 1 }, (_, halvings) => Math.floor(size / 2 ** halvings));
  const sizes = [...steps.map((step) => size - step), ...(Number.isInteger(value) ? [] : [size])];
  // No zero of either sign but 0.
  return sizes.map((each) => Math.sign(value) * each + 0);
};
