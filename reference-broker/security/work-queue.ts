/** Runs costly work a little at a time. Disposing it gives up what waits and lets what runs end. */
export interface WorkQueue extends AsyncDisposable {
  /**
   * @returns what the work gives, or `given-up` when the queue was disposed before its turn; nothing at all when too
   * much waits already.
   */
  run<T>(work: () => Promise<T>): Promise<T | 'given-up'> | undefined;
}

export interface WorkQueueBounds {
  readonly running: number;
  readonly waiting: number;
}

export function createWorkQueue({ running, waiting }: WorkQueueBounds): WorkQueue {
  const queued: { readonly start: () => void; readonly giveUp: () => void }[] = [];
  const active = new Set<Promise<unknown>>();
  let disposed = false;

  async function track<T>(work: () => Promise<T>): Promise<T> {
    const started = work();
    // A failure is the caller's to see.
    const settled = started.then(
      () => undefined,
      () => undefined,
    );
    active.add(settled);
    try {
      return await started;
    } finally {
      active.delete(settled);
      queued.shift()?.start();
    }
  }

  return {
    run<T>(work: () => Promise<T>) {
      if (disposed) return Promise.resolve('given-up' as const);
      if (active.size < running) return track(work);
      if (queued.length >= waiting) return undefined;
      return new Promise<T | 'given-up'>((resolve) => {
        queued.push({ start: () => resolve(track(work)), giveUp: () => resolve('given-up') });
      });
    },
    async [Symbol.asyncDispose]() {
      disposed = true;
      for (const { giveUp } of queued.splice(0)) giveUp();
      await Promise.all(active);
    },
  };
}
