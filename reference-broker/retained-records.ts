import type { ApplicationMessage } from './message.ts';
import { referTo } from './persistence/message-record.ts';
import { RetainedEntry, retainedRemoved } from './persistence/retained-record.ts';
import { isServersOwn } from './publish-rights.ts';
import { type Durability, storedMessageOf } from './session-journal.ts';

/** Records the retained messages, so that they outlive the process. */
export interface RetainedRecords {
  keep(message: ApplicationMessage): void;
  forget(topicName: string): void;
}

export const noRecords: RetainedRecords = { keep: () => undefined, forget: () => undefined };

/** @param recovered what is on disk already */
export function createRetainedRecords(
  durability: Durability,
  recovered: readonly RetainedEntry[],
): RetainedRecords {
  const { journal } = durability;
  const entries = new Map<string, RetainedEntry>();
  for (const entry of recovered) entries.set(entry.message.message.topicName, entry);

  return {
    keep(message) {
      // The values of the Server itself are made anew, and would be a write each time.
      if (isServersOwn(message.topicName)) return;
      const stored = storedMessageOf(durability, message);
      referTo(journal, stored);
      const entry = new RetainedEntry(durability.nextNumber(), stored);
      entries.set(message.topicName, entry);
      journal.put(entry);
    },
    forget(topicName) {
      const entry = entries.get(topicName);
      if (entry === undefined) return;
      entries.delete(topicName);
      retainedRemoved(journal, entry);
    },
  };
}
