import type { Journal } from './persistence/journal.ts';
import type { Refusal } from './reason.ts';

/** What this process promised itself and that waits for the disk. */
export interface CommitPromises {
  /** Settles when all changes made so far are on disk, or with the reason why nobody knows whether they will be. */
  committed(): Promise<Refusal | undefined>;
  /** Whoever waits hears that it is in vain. */
  takeBack(refusal: Refusal): void;
}

export function createCommitPromises(journal: Pick<Journal, 'whenCommitted'>): CommitPromises {
  const waiting = new Set<(refusal: Refusal | undefined) => void>();
  return {
    committed: () =>
      new Promise((resolve) => {
        waiting.add(resolve);
        journal.whenCommitted(() => {
          waiting.delete(resolve);
          resolve(undefined);
        });
      }),
    takeBack(refusal) {
      for (const resolve of waiting) resolve(refusal);
      waiting.clear();
    },
  };
}
