import { expect, test } from 'vitest';
import type { Puback } from '../src/packet/puback.ts';
import { createFakeClock } from '../src/transport/clock.ts';
import { OwedPubacks } from './owed-pubacks.ts';
import { createJournal } from './persistence/create-journal.ts';
import { createFakeStore } from './persistence/fixtures/fake-store.ts';
import { sampleMessage } from './persistence/fixtures/sample-entries.ts';
import { MessageEntry, referTo, releaseMessage } from './persistence/message-record.ts';

function scene() {
  const clock = createFakeClock(1_000_000);
  const store = createFakeStore();
  const journal = createJournal({ store, clock, sync: 'batch' });
  const left: (number | 'released')[] = [];
  const owed = new OwedPubacks(journal, {
    send: ({ packetIdentifier }) => void left.push(packetIdentifier),
    released: () => void left.push('released'),
  });
  let last = 0;
  return {
    journal,
    owed,
    left,
    puback(packetIdentifier: number): Puback {
      return { type: 'puback', packetIdentifier, reasonCode: 0 };
    },
    message(): MessageEntry {
      last += 1;
      const entry = new MessageEntry(last, sampleMessage());
      referTo(journal, entry);
      return entry;
    },
    commit() {
      clock.advance(2);
      store.finish();
    },
  };
}

test('a message that nobody needs is acknowledged at once, one that is needed when it is on disk', () => {
  const { owed, left, puback, message, commit } = scene();
  owed.owe(puback(1), undefined);
  expect(left).toEqual([1]);
  owed.owe(puback(2), message());
  owed.owe(puback(3), undefined);
  expect(left).toEqual([1]);
  expect(owed.size).toBe(2);
  commit();
  expect(left).toEqual([1, 2, 3]);
});

test('a message is acknowledged when the last who needs it has it, after those before it', async () => {
  const { journal, owed, left, puback, message } = scene();
  const [first, second] = [message(), message()];
  owed.owe(puback(1), first);
  owed.owe(puback(2), second);
  releaseMessage(journal, second);
  await Promise.resolve();
  expect(left).toEqual([]);
  releaseMessage(journal, first);
  await Promise.resolve();
  expect(left).toEqual([1, 2]);
});

test('a message that still waits for others forgets the client whom it was acknowledged to', () => {
  const { owed, puback, message, commit } = scene();
  const waiting = message();
  owed.owe(puback(1), waiting);
  expect(waiting.onUnneeded).toBeDefined();
  commit();
  expect(waiting.onUnneeded).toBeUndefined();
});

test('it is full when all identifiers are owed, and says when it no longer is', () => {
  const { owed, left, puback, message, commit } = scene();
  for (let identifier = 1; identifier < 65_535; identifier += 1) owed.owe(puback(identifier), message());
  expect(owed.isFull).toBe(false);
  owed.owe(puback(65_535), 'commit');
  expect(owed.isFull).toBe(true);
  commit();
  expect(owed.isFull).toBe(false);
  expect(left).toHaveLength(65_536);
  expect(left.at(-1)).toBe('released');
});
