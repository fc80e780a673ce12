/** Sentences about names that do not exist: which do, and which one was probably meant. Names are the user's, and repeated as such. */
import { printable } from "../foreign.ts";

/**
 * Insertions, deletions, replacements and swaps of neighbours that turn one word into another. Three rows of the table are
 * held at a time, for tables of many columns.
 */
export const distance = (a: string, b: string): number => {
  const width = b.length + 1;
  let [before, last, row] = [new Uint32Array(width), Uint32Array.from({ length: width }, (_, j) => j), new Uint32Array(width)];
  for (let i = 1; i <= a.length; i++) {
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same, swapped ? before[j - 2]! + 1 : Infinity);
    }
    [before, last, row] = [last, row, before];
  }
  return last[b.length]!;
};

/** The name that was probably meant: one that differs in case, or in at most a third of its letters, or begins alike. */
export const nearest = (name: string, names: readonly string[]): string | undefined => {
  const plain = name.toLowerCase();
  const scored = names.map((each) => {
    const other = each.toLowerCase();
    const begins = plain.length >= 3 && (other.startsWith(plain) || plain.startsWith(other)) ? 1 : Infinity;
    const room = Math.max(1, Math.max(plain.length, other.length) / 3);
    // As many letters as one has more must be put in, at least.
    const apart = Math.abs(plain.length - other.length) > room ? Infinity : distance(plain, other);
    return { each, far: Math.min(apart, begins), room };
  });
  return scored.filter(({ far, room }) => far <= room).sort((a, b) => a.far - b.far)[0]?.each;
};

/** `there is no column wnd (did you mean wind?); the columns are name, wind and lat` */
export const unknownName = (kind: string, name: string, names: readonly string[]): string => {
  const [asked, there] = [printable(name), names.map((each) => printable(each))];
  const meant = nearest(asked, there);
  const hint = meant === undefined ? "" : ` (did you mean ${meant}?)`;
  return `there is no ${kind} ${asked === "" ? '""' : asked}${hint}; the ${kind}${names.length === 1 ? " is" : "s are"} ${listed(there)}.`;
};

/** How many names a sentence lists. */
const most = 40;

/** Names as a sentence lists them: `a`, `a and b`, `a, b and c`; of very many, the first. */
export const listed = (names: readonly string[]): string => {
  if (names.length > most) return `${names.slice(0, most).map((each) => printable(each)).join(", ")}, … (${names.length} in all)`;
  const shown = names.map((each) => printable(each));
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
};
