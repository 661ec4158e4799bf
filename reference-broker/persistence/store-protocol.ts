import type { Batch } from './batch.ts';
import type { CommitOutcome } from './batch-store.ts';
import type { SyncMode } from './journal.ts';

/** What the store's thread is told when it starts. */
export interface StoreThreadData {
  readonly dataDirectory: string;
  readonly sync: SyncMode;
}

export interface CommitRequest {
  readonly batch: Batch;
}

/** The answer to one request. The memory of the batch comes back with it. */
export interface CommitReply {
  readonly outcome: CommitOutcome;
  readonly batch: Batch;
}
