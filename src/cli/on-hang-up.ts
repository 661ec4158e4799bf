/** Runs a task at each SIGHUP until disposed: one at a time, so that the last signal has the last word. */
export function onHangUp(task: () => Promise<void>): Disposable {
  let running = Promise.resolve();
  const run = () => {
    running = running.then(task);
  };
  process.on('SIGHUP', run);
  return {
    [Symbol.dispose]() {
      process.off('SIGHUP', run);
    },
  };
}
