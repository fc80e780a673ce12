/** Lines of text around the table. */
const width = 120;

/** Broken at spaces; all lines but the first are indented. */
export const wrapped = (text: string, indent = ""): readonly string[] =>
  text.split(" ").reduce<readonly string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last === undefined) return [word];
    return last.length + word.length >= width ? [...lines, indent + word] : [...lines.slice(0, -1), `${last} ${word}`];
  }, []);

/** Numbers by name, the largest first. */
export const listed = (numbers: { readonly [name: string]: number }, say: (value: number) => string): string =>
  Object.entries(numbers).toSorted(([, a], [, b]) => b - a).map(([name, value]) => `${say(value)} ${name}`).join(", ");
