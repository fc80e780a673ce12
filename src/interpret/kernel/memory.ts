/**
 * Where everything lies in the one linear memory. Uniform values stay for the whole call. Values of one block of samples
 * share a scratch area: a place is free again after the last piece that reads it.
 */

/** Places in an area that grows: first fit among what has come free. Everything is aligned to 16 bytes. */
export interface Area {
  readonly take: (bytes: number) => number;
  readonly release: (address: number, bytes: number) => void;
  readonly end: () => number;
}

const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16;

export const area = (start: number): Area => {
  let end = aligned(start);
  let free: { readonly from: number; readonly to: number }[] = [];
  return {
    take: (wanted) => {
      const bytes = aligned(wanted);
      const at = free.findIndex(({ from, to }) => to - from >= bytes);
      if (at < 0) {
        end += bytes;
        return end - bytes;
      }
      const { from, to } = free[at]!;
      free.splice(at, 1, ...(to - from > bytes ? [{ from: from + bytes, to }] : []));
      return from;
    },
    release: (address, bytes) => {
      free = [...free, { from: address, to: address + aligned(bytes) }]
        .sort((a, b) => a.from - b.from)
        .reduce<{ from: number; to: number }[]>((merged, { from, to }) => {
          const last = merged.at(-1);
          if (last && last.to === from) last.to = to;
          else merged.push({ from, to });
          return merged;
        }, []);
    },
    end: () => end,
  };
};
