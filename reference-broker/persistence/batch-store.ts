import type { Batch } from './batch.ts';

/** Why changes could not be written; stable. */
export type StoreFailureCode =
  | 'disk-full'
  /** The operating system or the store refused the write for another reason. */
  | 'write-failed'
  /** The thread of the store ended. */
  | 'store-ended';

export type CommitOutcome =
  | { readonly kind: 'committed' }
  /** Nothing of the batch counts as written. `message` is one sentence. */
  | { readonly kind: 'failed'; readonly code: StoreFailureCode; readonly message: string };

/** Where batches go. */
export interface BatchStore extends AsyncDisposable {
  /**
   * Writes all changes or none. One at a time: the next may be given when `done` was called. `done` is never called
   * before `commit` returns.
   *
   * @param done gets the memory of the batch back, unless it is lost
   */
  commit(batch: Batch, done: (outcome: CommitOutcome, returned: Batch) => void): void;
}
