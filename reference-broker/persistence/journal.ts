import type { Clock, Timer } from '../../src/transport/clock.ts';
import { writePut, writeRemove } from './batch.ts';
import type { BatchStore, CommitOutcome, StoreFailureCode } from './batch-store.ts';
import { createSegmentWriter } from './byte-writer.ts';
import { type DurableEntry, JournalFlag } from './durable-entry.ts';

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

export interface JournalOptions {
  /** Owned by the journal from now on. */
  readonly store: BatchStore;
  readonly clock: Clock;
  readonly sync: SyncMode;
  /** Default 2. */
  readonly batchWindowMillis?: number;
  /** So many changes do not wait for the window to pass. Default 2,000. */
  readonly batchChanges?: number;
}

/** How long after a failed commit the next is tried. */
const retryMillis = 1_000;
/** Undone changes are swept out of the list when there are so many and they are the larger part. */
const sweepAt = 4_096;

/**
 * `gathering`: a commit is due. `committing`: one is under way, and changes gather for the next. `retrying`: the last
 * one failed.
 */
type Phase = 'idle' | 'gathering' | 'committing' | 'retrying';

/**
 * A message that is stored and acknowledged by all within one batch is never written: this is why a durable broker is
 * nearly as fast as one in memory while its subscribers keep up.
 */
export function createJournal(options: JournalOptions): Journal {
  const { store, clock, sync, batchWindowMillis = 2, batchChanges = 2_000 } = options;
  const writer = createSegmentWriter();
  let pending: DurableEntry[] = [];
  /** How many of `pending` need no write: put, then removed, and never on disk. */
  let undone = 0;
  let running: DurableEntry[] = [];
  let waiters: (() => void)[] = [];
  let runningWaiters: (() => void)[] = [];
  /** Callbacks that are being called, so that one asked for meanwhile takes its turn. */
  let releasing: (() => void)[] | undefined;
  let currentBatch = 1;
  let committedBatch = 0;
  let phase: Phase = 'idle';
  let timer: Timer | undefined;
  let immediate: NodeJS.Immediate | undefined;
  let health: JournalHealth = { kind: 'healthy' };
  let healthListener: (health: JournalHealth) => void = () => undefined;
  let isEmptinessNoticed = false;
  let disposal: Promise<void> | undefined;
  let onSettled: (() => void) | undefined;

  function changed(): void {
    if (disposal !== undefined) return;
    if (phase === 'idle') {
      phase = 'gathering';
      if (sync === 'always') commitSoon();
      else timer = clock.setTimer(batchWindowMillis, startCommit);
    } else if (phase === 'gathering' && pending.length - undone >= batchChanges) commitSoon();
  }

  // Not at once: what came with the same reads belongs together.
  function commitSoon(): void {
    immediate ??= setImmediate(startCommit);
  }

  function disarm(): void {
    timer?.cancel();
    timer = undefined;
    if (immediate !== undefined) clearImmediate(immediate);
    immediate = undefined;
  }

  function startCommit(): void {
    disarm();
    if (pending.length === undone) return settleEmpty();
    phase = 'committing';
    for (const entry of pending) writeChange(entry);
    pending = [];
    undone = 0;
    runningWaiters = waiters;
    waiters = [];
    currentBatch += 1;
    store.commit(writer.take(), (outcome, returned) => {
      writer.recycle(returned);
      finishCommit(outcome);
    });
  }

  function writeChange(entry: DurableEntry): void {
    const flags = entry.journalFlags & ~JournalFlag.pending;
    entry.journalFlags = flags;
    if ((flags & JournalFlag.wanted) !== 0) {
      entry.journalFlags = flags | JournalFlag.stored;
      writePut(writer, entry);
      running.push(entry);
    } else if ((flags & JournalFlag.stored) !== 0) {
      // The mark stays: should this commit fail, the record is still there.
      writeRemove(writer, entry);
      running.push(entry);
    }
  }

  function finishCommit(outcome: CommitOutcome): void {
    if (outcome.kind === 'failed') failCommit(outcome);
    else succeed();
    const settled = onSettled;
    onSettled = undefined;
    settled?.();
  }

  function succeed(): void {
    running = [];
    committedBatch = currentBatch - 1;
    const released = runningWaiters;
    runningWaiters = [];
    phase = 'idle';
    setHealth({ kind: 'healthy' });
    release(released);
    // A callback may have begun the next batch already.
    if (phase !== 'idle') return;
    if (pending.length === undone) settleEmpty();
    else changed();
  }

  function failCommit({ code, message }: Extract<CommitOutcome, { kind: 'failed' }>): void {
    // Before the newer ones: two entries of one key, of which the first was removed, must keep their order.
    const again = running.filter((entry) => (entry.journalFlags & JournalFlag.pending) === 0);
    for (const entry of again) entry.journalFlags |= JournalFlag.pending;
    pending = again.concat(pending);
    running = [];
    waiters = [...runningWaiters, ...waiters];
    runningWaiters = [];
    phase = 'retrying';
    if (disposal === undefined) timer = clock.setTimer(retryMillis, startCommit);
    setHealth({ kind: 'failing', code, message });
  }

  function setHealth(next: JournalHealth): void {
    const isSame =
      next.kind === 'healthy'
        ? health.kind === 'healthy'
        : health.kind === 'failing' && health.code === next.code && health.message === next.message;
    health = next;
    if (!isSame) healthListener(next);
  }

  /** All changes of the open batch were undone, so it is as good as written. */
  function settleEmpty(): void {
    disarm();
    for (const entry of pending) entry.journalFlags &= ~JournalFlag.pending;
    pending = [];
    undone = 0;
    phase = 'idle';
    committedBatch = currentBatch;
    currentBatch += 1;
    const released = waiters;
    waiters = [];
    release(released);
  }

  function release(callbacks: (() => void)[]): void {
    if (callbacks.length === 0) return;
    if (releasing !== undefined) return void releasing.push(...callbacks);
    releasing = callbacks;
    try {
      // The list may grow while it is walked.
      for (const callback of callbacks) callback();
    } finally {
      releasing = undefined;
    }
  }

  // A microtask, not at once: the caller is in the midst of its own work.
  function noticeEmptiness(): void {
    if (isEmptinessNoticed || waiters.length === 0 || phase !== 'gathering') return;
    isEmptinessNoticed = true;
    queueMicrotask(() => {
      isEmptinessNoticed = false;
      if (phase === 'gathering' && pending.length === undone) settleEmpty();
    });
  }

  function sweep(): void {
    pending = pending.filter((entry) => {
      if ((entry.journalFlags & (JournalFlag.wanted | JournalFlag.stored)) !== 0) return true;
      entry.journalFlags &= ~JournalFlag.pending;
      return false;
    });
    undone = 0;
  }

  async function dispose(): Promise<void> {
    disarm();
    if (phase === 'committing') await settled();
    disarm();
    if (pending.length > undone) {
      startCommit();
      await settled();
    }
    disarm();
    await store[Symbol.asyncDispose]();
  }

  function settled(): Promise<void> {
    return new Promise((resolve) => {
      onSettled = resolve;
    });
  }

  return {
    get currentBatch() {
      return currentBatch;
    },
    get committedBatch() {
      return committedBatch;
    },
    get pendingChanges() {
      return pending.length - undone;
    },
    get listedChanges() {
      return pending.length;
    },
    put(entry) {
      const flags = entry.journalFlags;
      if ((flags & JournalFlag.pending) === 0) {
        entry.journalFlags = flags | JournalFlag.pending | JournalFlag.wanted;
        pending.push(entry);
      } else if ((flags & JournalFlag.wanted) === 0) {
        entry.journalFlags = flags | JournalFlag.wanted;
        if ((flags & JournalFlag.stored) === 0) undone -= 1;
      } else return;
      changed();
    },
    remove(entry) {
      const flags = entry.journalFlags;
      if ((flags & JournalFlag.wanted) === 0) return;
      entry.journalFlags = flags & ~JournalFlag.wanted;
      if ((flags & JournalFlag.pending) === 0) {
        entry.journalFlags |= JournalFlag.pending;
        pending.push(entry);
        changed();
        return;
      }
      if ((flags & JournalFlag.stored) !== 0) return;
      undone += 1;
      if (undone === pending.length) noticeEmptiness();
      else if (undone >= sweepAt && undone * 2 > pending.length) sweep();
    },
    whenCommitted(callback) {
      if (pending.length > undone || (phase === 'committing' && waiters.length > 0))
        return void waiters.push(callback);
      if (phase === 'committing') return void runningWaiters.push(callback);
      if (waiters.length > 0) settleEmpty();
      if (releasing === undefined) callback();
      else releasing.push(callback);
    },
    get health() {
      return health;
    },
    onHealthChanged(listener) {
      healthListener = listener;
    },
    [Symbol.asyncDispose]: () => (disposal ??= dispose()),
  };
}
