import type { StoreFailureCode } from './batch-store.ts';
import type { DurableEntry } from './durable-entry.ts';

/**
 * When changes are written.
 *
 * - `always`: as soon as there are some and the last commit is done.
 * - `batch`: those of up to `batchWindowMillis` together.
 * - `none`: as `batch`, but the operating system decides when they reach the disk: they survive the end of the process,
 *   not a loss of power. The store has to be opened for it.
 */
export type SyncMode = 'none' | 'batch' | 'always';

export type JournalHealth =
  | { readonly kind: 'healthy' }
  /** The last commit failed: nothing new is promised until one succeeds. It is tried again each second. */
  | { readonly kind: 'failing'; readonly code: StoreFailureCode; readonly message: string };

/** The changes of durable state on their way to disk. Disposing writes what waits, if that is possible. */
export interface Journal extends AsyncDisposable {
  /** The batch that changes made now belong to. They are on disk when `committedBatch >= batch`. */
  readonly currentBatch: number;
  readonly committedBatch: number;
  /** Changes that wait for a commit. */
  readonly pendingChanges: number;
  /** How long the list of changes is, with those that were undone and not swept out yet: what takes memory. */
  readonly listedChanges: number;
  /** The entry is new or has changed: it shall be on disk as it is when the commit begins. */
  put(entry: DurableEntry): void;
  /** The entry shall not be on disk. One that never got there costs no write. */
  remove(entry: DurableEntry): void;
  /**
   * Calls back, in the order of the calls, when all changes made so far are on disk or undone; at once when nothing
   * waits. The callback must not throw. It is never called when the journal is disposed before.
   */
  whenCommitted(callback: () => void): void;
  readonly health: JournalHealth;
  /** One listener. */
  onHealthChanged(listener: (health: JournalHealth) => void): void;
}
