/** Ctrl-C as an abort signal: the first one asks to stop, the second one stops at once, as programs do. */
export const interruption = (): { readonly signal: AbortSignal; readonly release: () => void } => {
  const controller = new AbortController();
  const stop = (): void => {
    controller.abort();
    // Not at once: while a checkpoint is written its writer listens too, and ends the program if nobody else does.
    setImmediate(release);
  };
  const release = (): void => {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return { signal: controller.signal, release };
};
