/** How a step is called in the picture: `base`, then what it comes after. */
export const captionOf = (names: readonly string[], step: number): string => (step === 0 ? "base" : `after ${names[step]}`);
