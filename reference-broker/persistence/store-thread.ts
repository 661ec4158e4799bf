import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Batch } from './batch.ts';
import type { BatchStore, CommitOutcome } from './batch-store.ts';
import type { CommitReply, CommitRequest, StoreThreadData } from './store-protocol.ts';

/** A build runs as it is. */
const builtProgram = new URL('./store-worker.js', import.meta.url);
/** Sources run by a loader that development has. A thread does not inherit it, so it is asked for by name. */
const loader = 'tsx/esm/api';
const sourceProgram = `import(${JSON.stringify(loader)}).then(({ tsImport }) =>
  tsImport(${JSON.stringify(new URL('./store-worker.ts', import.meta.url).href)}, ${JSON.stringify(import.meta.url)}))`;
const isSource = import.meta.url.endsWith('.ts');

/**
 * The store behind a thread of its own. Why not LMDB's own asynchronous writes: a commit in the main thread stands still
 * for the disk, 0.3 ms at best and 5 to 20 ms on a busy machine; LMDB's queue costs the main thread 14 ms for 5,000
 * puts and as many removals, and its errors arrive at each put. With a thread they cost what encoding costs: 0.1 ms for
 * 100, 0.2 ms for 1,000, 0.7 ms for 5,000 (medians of 31 on 2 cores), and an error arrives once.
 *
 * The thread starts at once, so that it is there for the first commit; one that dies is replaced with the next.
 */
export function createStoreThread(data: StoreThreadData): BatchStore {
  let thread: Worker | undefined = start();
  let waiting: ((outcome: CommitOutcome, returned: Batch) => void) | undefined;

  function start(): Worker {
    const started = isSource
      ? new Worker(sourceProgram, { eval: true, workerData: data })
      : new Worker(builtProgram, { workerData: data });
    started.on('message', ({ outcome, batch }: CommitReply) => settle(outcome, batch));
    started.on('error', (error) => end(started, error.message));
    started.on('exit', () => end(started, 'it ended'));
    return started;
  }

  function settle(outcome: CommitOutcome, returned: Batch): void {
    const done = waiting;
    waiting = undefined;
    done?.(outcome, returned);
  }

  function end(ended: Worker, reason: string): void {
    if (thread !== ended) return;
    thread = undefined;
    const message = `The thread that writes the data directory ${data.dataDirectory} failed (${reason}): it is started again.`;
    settle({ kind: 'failed', code: 'store-ended', message }, []);
  }

  return {
    commit(batch, done) {
      waiting = done;
      thread ??= start();
      const request: CommitRequest = { batch };
      thread.postMessage(
        request,
        batch.map(({ buffer }) => buffer),
      );
    },
    async [Symbol.asyncDispose]() {
      const last = thread;
      thread = undefined;
      if (last === undefined) return;
      const exited = once(last, 'exit');
      last.postMessage('close');
      await exited;
    },
  };
}
