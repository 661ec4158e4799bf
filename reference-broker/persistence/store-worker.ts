/**
 * The thread that writes. It does nothing but apply one batch after another, each in one transaction.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { applyBatch, type Batch } from './batch.ts';
import type { CommitOutcome } from './batch-store.ts';
import { type Environment, openEnvironment } from './environment.ts';
import { failureOf } from './store-failure.ts';
import type { CommitReply, CommitRequest, StoreThreadData } from './store-protocol.ts';

const { dataDirectory, sync } = workerData as StoreThreadData;
// A store that cannot be opened now is tried again, and reported, with the first commit.
let environment: Environment | undefined = await openEnvironment(dataDirectory, sync).catch(() => undefined);

async function commit(batch: Batch): Promise<CommitOutcome> {
  try {
    environment ??= await openEnvironment(dataDirectory, sync);
    const target = environment;
    target.transactionSync(() =>
      applyBatch(batch, {
        put: (key, value) => target.putSync(key, value),
        remove: (key) => void target.removeSync(key),
      }),
    );
    return { kind: 'committed' };
  } catch (error) {
    // LMDB may refuse everything after a failed write until it is opened again.
    await environment?.close().catch(() => undefined);
    environment = undefined;
    return failureOf(error, dataDirectory);
  }
}

async function answer({ batch }: CommitRequest): Promise<void> {
  const reply: CommitReply = { outcome: await commit(batch), batch };
  parentPort?.postMessage(
    reply,
    batch.map(({ buffer }) => buffer),
  );
}

parentPort?.on('message', (request: CommitRequest | 'close') => {
  if (request !== 'close') return void answer(request);
  void (environment?.close() ?? Promise.resolve()).finally(() => process.exit(0));
});
