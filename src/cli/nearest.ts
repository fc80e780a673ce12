/** Sentences about names that do not exist: which do, and which one was probably meant. */

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into another. */
export const distance = (a: string, b: string): number => {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + same, swapped ? rows[i - 2]![j - 2]! + 1 : Infinity));
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
};

/** The name that was probably meant: one that differs in case, or in at most a third of its letters, or begins alike. */
export const nearest = (name: string, names: readonly string[]): string | undefined => {
  const plain = name.toLowerCase();
  const scored = names.map((each) => {
    const other = each.toLowerCase();
    const begins = plain.length >= 3 && (other.startsWith(plain) || plain.startsWith(other)) ? 1 : Infinity;
    return { each, far: Math.min(distance(plain, other), begins), room: Math.max(1, Math.max(plain.length, other.length) / 3) };
  });
  return scored.filter(({ far, room }) => far <= room).sort((a, b) => a.far - b.far)[0]?.each;
};

const most = 40;

/** `there is no column wnd (did you mean wind?); the columns are name, wind and lat` */
export const unknownName = (kind: string, name: string, names: readonly string[]): string => {
  const meant = nearest(name, names);
  const shown = names.length > most ? `${names.slice(0, most).join(", ")}, … (${names.length} in all)` : listed(names);
  const hint = meant === undefined ? "" : ` (did you mean ${meant}?)`;
  return `there is no ${kind} ${name === "" ? '""' : name}${hint}; the ${kind}${names.length === 1 ? " is" : "s are"} ${shown}.`;
};

/** Names as a sentence lists them: `a`, `a and b`, `a, b and c`. */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
