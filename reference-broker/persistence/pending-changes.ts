import { writePut, writeRemove } from './batch.ts';
import type { SegmentWriter } from './byte-writer.ts';
import { type DurableEntry, JournalFlag } from './durable-entry.ts';

/** The changes that wait for the next commit, in the order of their first mention. */
export interface PendingChanges {
  /** Changes that need a write. */
  readonly size: number;
  /** With those that were undone and not swept out yet: what takes memory. */
  readonly listed: number;
  /** @returns whether something new has to be written */
  put(entry: DurableEntry): boolean;
  /** @returns what it means for the commit: `undone` saves a write, `more` is one more, `same` changes nothing */
  remove(entry: DurableEntry): 'undone' | 'more' | 'same';
  /** Encodes all of them and forgets them. Gives the entries that were written. */
  write(writer: SegmentWriter): DurableEntry[];
  /** Takes back the entries of a commit that failed. */
  putBack(written: readonly DurableEntry[]): void;
  /** Forgets what was undone; for when nothing else is left. */
  clearUndone(): void;
}

/** Undone changes are swept out of the list when there are so many and they are the larger part. */
const sweepAt = 4_096;

const isUndone = ({ journalFlags }: DurableEntry): boolean =>
  (journalFlags & (JournalFlag.wanted | JournalFlag.stored)) === 0;

export function createPendingChanges(): PendingChanges {
  let list: DurableEntry[] = [];
  let undone = 0;

  function clearUndone(): void {
    const kept: DurableEntry[] = [];
    for (const entry of list) {
      if (isUndone(entry)) entry.journalFlags &= ~JournalFlag.pending;
      else kept.push(entry);
    }
    list = kept;
    undone = 0;
  }

  return {
    get size() {
      return list.length - undone;
    },
    get listed() {
      return list.length;
    },
    put(entry) {
      const flags = entry.journalFlags;
      if ((flags & JournalFlag.pending) === 0) {
        entry.journalFlags = flags | JournalFlag.pending | JournalFlag.wanted;
        list.push(entry);
        return true;
      }
      // It will be written as it is then.
      if ((flags & JournalFlag.wanted) !== 0) return false;
      entry.journalFlags = flags | JournalFlag.wanted;
      if ((flags & JournalFlag.stored) === 0) undone -= 1;
      return true;
    },
    remove(entry) {
      const flags = entry.journalFlags;
      if ((flags & JournalFlag.wanted) === 0) return 'same';
      entry.journalFlags = flags & ~JournalFlag.wanted;
      if ((flags & JournalFlag.pending) === 0) {
        entry.journalFlags |= JournalFlag.pending;
        list.push(entry);
        return 'more';
      }
      if ((flags & JournalFlag.stored) !== 0) return 'same';
      undone += 1;
      if (undone >= sweepAt && undone * 2 > list.length) clearUndone();
      return 'undone';
    },
    write(writer) {
      const written = list.filter((entry) => writeChange(writer, entry));
      list = [];
      undone = 0;
      return written;
    },
    putBack(written) {
      // Before the newer ones: two entries of one key, of which the first was removed, must keep their order.
      const again = written.filter((entry) => (entry.journalFlags & JournalFlag.pending) === 0);
      for (const entry of again) entry.journalFlags |= JournalFlag.pending;
      list = again.concat(list);
    },
    clearUndone,
  };
}

/** @returns false for what was undone */
function writeChange(writer: SegmentWriter, entry: DurableEntry): boolean {
  const flags = entry.journalFlags & ~JournalFlag.pending;
  entry.journalFlags = flags;
  if (isUndone(entry)) return false;
  if ((flags & JournalFlag.wanted) === 0) {
    // The mark of a stored entry stays: should this commit fail, the record is still there.
    writeRemove(writer, entry);
    return true;
  }
  entry.journalFlags = flags | JournalFlag.stored;
  writePut(writer, entry);
  return true;
}
