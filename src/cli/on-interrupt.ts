/** What a shell says of a command that Ctrl-C has ended. */
const endedBySignal = 130;

/**
 * Ctrl-C ends the run in an orderly way: the result file gets its end, and servers that we started are stopped.
 * A second one ends it at once.
 */
export function onInterrupt(): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const abort = () => {
    if (controller.signal.aborted) process.exit(endedBySignal);
    controller.abort();
  };
  // Not `once`: a listener that is gone when the others run lets execa end the process in our place.
  process.on('SIGINT', abort);
  process.on('SIGTERM', abort);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      process.off('SIGINT', abort);
      process.off('SIGTERM', abort);
    },
  };
}
