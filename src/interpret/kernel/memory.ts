/**
 * Where everything lies in the one linear memory. Uniform values lie one after the other for the whole call. Values of
 * one block of samples share an area: where one lies, another may lie that is not alive at the same time.
 */

/** Places in an area that grows. Everything is aligned to 16 bytes. */
export interface Area {
  readonly take: (bytes: number) => number;
  readonly end: () => number;
}

const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16;

export const area = (start: number): Area => {
  let end = aligned(start);
  return {
    take: (bytes) => {
      const at = end;
      end += aligned(bytes);
      return at;
    },
    end: () => end,
  };
};

/** Something that is alive from one piece to another, both included. */
export interface Lifetime {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

/**
 * An offset for each, so that no two that are alive together overlap: the longest-lived first, each as low as it fits. Gives
 * the offsets and the length of the whole.
 */
export const packed = (lifetimes: readonly Lifetime[]): { readonly offsets: readonly number[]; readonly end: number } => {
  const offsets = new Array<number>(lifetimes.length).fill(0);
  const length = ({ first, last }: Lifetime): number => last - first;
  const order = lifetimes.map((_, at) => at).sort((a, b) => length(lifetimes[b]!) - length(lifetimes[a]!) || lifetimes[b]!.bytes - lifetimes[a]!.bytes);
  /** By offset, the lowest first. */
  const placed: number[] = [];
  let end = 0;
  for (const at of order) {
    const { bytes, first, last } = lifetimes[at]!;
    const own = aligned(bytes);
    let offset = 0;
    for (const other of placed) {
      const its = lifetimes[other]!;
      if (its.last < first || its.first > last) continue;
      if (offsets[other]! >= offset + own) break;
      offset = Math.max(offset, offsets[other]! + aligned(its.bytes));
    }
    offsets[at] = offset;
    end = Math.max(end, offset + own);
    const next = placed.findIndex((other) => offsets[other]! > offset);
    placed.splice(next < 0 ? placed.length : next, 0, at);
  }
  return { offsets, end };
};
