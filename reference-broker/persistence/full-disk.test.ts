import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFakeClock } from '../../src/transport/clock.ts';
import { mountSmallDisk } from '../fixtures/small-disk.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { sampleMessage } from './fixtures/sample-entries.ts';
import type { Journal, JournalHealth } from './journal.ts';
import { MessageEntry, referTo } from './message-record.ts';
import { openPersistence, type Persistence } from './open-persistence.ts';
import { RetainedEntry } from './retained-record.ts';

const nextHealth = (journal: Journal): Promise<JournalHealth> =>
  new Promise((resolve) => journal.onHealthChanged(resolve));

function putMessages({ journal, nextNumber }: Persistence, count: number): void {
  for (let left = count; left > 0; left -= 1) {
    const entry = new MessageEntry(nextNumber(), sampleMessage({ payload: Buffer.alloc(1_000, left) }));
    referTo(journal, entry);
    journal.put(new RetainedEntry(nextNumber(), entry));
  }
}

test('a full disk is told in one sentence; nothing is lost or corrupted, and it goes on when there is room', async (context) => {
  await using folder = await temporaryFolder();
  await using disk = await mountSmallDisk(folder.path);
  if (disk === undefined) return context.skip('this user may not mount a small disk');
  const clock = createFakeClock(2_000_000);
  const dataDirectory = join(disk.path, 'data');
  {
    await using persistence = await openPersistence({ dataDirectory, clock });
    const { journal } = persistence;
    const committed = (): Promise<void> => new Promise((resolve) => journal.whenCommitted(resolve));
    putMessages(persistence, 100);
    clock.advance(2);
    await committed();
    await disk.fill();

    const failing = nextHealth(journal);
    putMessages(persistence, 1_000);
    let released = false;
    journal.whenCommitted(() => {
      released = true;
    });
    clock.advance(2);
    expect(await failing).toMatchObject({
      kind: 'failing',
      code: 'disk-full',
      message: `The disk of the data directory ${dataDirectory} is full: free some space, and the broker goes on by itself.`,
    });
    expect(released).toBe(false);

    await disk.free();
    const healthy = nextHealth(journal);
    clock.advance(1_000);
    expect(await healthy).toEqual({ kind: 'healthy' });
    expect(released).toBe(true);
  }
  await using again = await openPersistence({ dataDirectory, clock });
  expect(again.recovered.damaged).toEqual([]);
  expect(again.recovered.retained).toHaveLength(1_100);
  expect(again.recovered.stale).toEqual([]);
});
