import { expect, test } from 'vitest';
import { createFakeClock } from '../../src/transport/clock.ts';
import type { CommitOutcome } from './batch-store.ts';
import { createJournal } from './create-journal.ts';
import { createFakeStore } from './fixtures/fake-store.ts';
import { NoteEntry } from './fixtures/sample-entries.ts';
import type { JournalHealth, SyncMode } from './journal.ts';

const full: CommitOutcome = { kind: 'failed', code: 'disk-full', message: 'The disk is full.' };

function open(sync: SyncMode = 'batch', batchChanges?: number) {
  const clock = createFakeClock();
  const store = createFakeStore();
  const journal = createJournal({
    store,
    clock,
    sync,
    ...(batchChanges === undefined ? {} : { batchChanges }),
  });
  return { clock, store, journal };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const microtasks = (): Promise<void> => Promise.resolve().then(() => undefined);

test('changes of one window share a commit, and whoever waits is called when it is on disk', () => {
  const { clock, store, journal } = open();
  const called: string[] = [];
  journal.put(new NoteEntry(1));
  const batch = journal.currentBatch;
  journal.whenCommitted(() => called.push('first'));
  journal.put(new NoteEntry(2));
  journal.whenCommitted(() => called.push('second'));
  clock.advance(1.9);
  expect(store.isBusy).toBe(false);
  clock.advance(0.1);
  expect(store.isBusy).toBe(true);
  expect(called).toEqual([]);
  expect(journal.committedBatch).toBeLessThan(batch);
  store.finish();
  expect(called).toEqual(['first', 'second']);
  expect(journal.committedBatch).toBeGreaterThanOrEqual(batch);
  expect(store.commits).toEqual([2]);
  expect(store.records.size).toBe(2);
});

test('with nothing to wait for the callback comes at once', () => {
  const { journal } = open();
  let called = 0;
  journal.whenCommitted(() => {
    called += 1;
  });
  expect(called).toBe(1);
});

test('what is put and removed within a batch is never encoded, and nobody waits for it', async () => {
  const { clock, store, journal } = open();
  const note = new NoteEntry(1);
  let called = 0;
  journal.put(note);
  journal.whenCommitted(() => {
    called += 1;
  });
  journal.remove(note);
  expect(called).toBe(0);
  await microtasks();
  expect(called).toBe(1);
  clock.advance(10);
  expect(store.isBusy).toBe(false);
  expect(note.writes).toBe(0);
  expect(clock.pendingTimers()).toBe(0);
});

test('an entry is written as it is when the commit begins, once', () => {
  const { clock, store, journal } = open();
  const note = new NoteEntry(1, 'old');
  journal.put(note);
  note.text = 'new';
  journal.put(note);
  clock.advance(2);
  note.text = 'later';
  store.finish();
  expect(note.writes).toBe(1);
  expect([...store.records.values()]).toEqual([Buffer.from('\0\0\0\x03new').toString('hex')]);
});

test('an entry that a running commit writes is removed by the next', () => {
  const { clock, store, journal } = open();
  const note = new NoteEntry(1);
  journal.put(note);
  clock.advance(2);
  journal.remove(note);
  store.finish();
  expect(store.records.size).toBe(1);
  clock.advance(2);
  store.finish();
  expect(store.records.size).toBe(0);
});

test('removed and put again, it is on disk', () => {
  const { clock, store, journal } = open();
  const note = new NoteEntry(1);
  journal.put(note);
  journal.remove(note);
  journal.put(note);
  clock.advance(2);
  store.finish();
  expect(store.records.size).toBe(1);
});

test('callbacks come in the order in which they were asked for, also when one asks for another', async () => {
  const { journal } = open();
  const called: number[] = [];
  const note = new NoteEntry(1);
  journal.put(note);
  journal.whenCommitted(() => {
    called.push(1);
    journal.whenCommitted(() => called.push(4));
  });
  journal.whenCommitted(() => called.push(2));
  journal.remove(note);
  // Nothing is left to write, yet the earlier ones were not called.
  journal.whenCommitted(() => called.push(3));
  await microtasks();
  expect(called).toEqual([1, 2, 4, 3]);
});

test('what waits for an undone batch does not overtake the batch before it', () => {
  const { clock, store, journal } = open();
  const called: number[] = [];
  journal.put(new NoteEntry(1));
  journal.whenCommitted(() => called.push(1));
  clock.advance(2);
  const note = new NoteEntry(2);
  journal.put(note);
  journal.whenCommitted(() => called.push(2));
  journal.remove(note);
  journal.whenCommitted(() => called.push(3));
  expect(called).toEqual([]);
  store.finish();
  expect(called).toEqual([1, 2, 3]);
  expect(journal.pendingChanges).toBe(0);
});

test('always: a commit begins with the turn, and the next when it is done', async () => {
  const { store, journal } = open('always');
  journal.put(new NoteEntry(1));
  expect(store.isBusy).toBe(false);
  await turn();
  expect(store.isBusy).toBe(true);
  journal.put(new NoteEntry(2));
  await turn();
  store.finish();
  await turn();
  store.finish();
  expect(store.commits).toEqual([1, 1]);
});

test('so many changes do not wait for the window', async () => {
  const { store, journal } = open('batch', 3);
  for (const number of [1, 2]) journal.put(new NoteEntry(number));
  await turn();
  expect(store.isBusy).toBe(false);
  journal.put(new NoteEntry(3));
  await turn();
  expect(store.isBusy).toBe(true);
});

test('a failed commit is tried again each second with what came meanwhile, and then releases all', () => {
  const { clock, store, journal } = open();
  const seen: JournalHealth['kind'][] = [];
  const called: number[] = [];
  journal.onHealthChanged(({ kind }) => seen.push(kind));
  journal.put(new NoteEntry(1));
  journal.whenCommitted(() => called.push(1));
  clock.advance(2);
  const gone = new NoteEntry(2);
  journal.put(gone);
  journal.whenCommitted(() => called.push(2));
  store.finish(full);
  expect(journal.health).toEqual({ kind: 'failing', code: 'disk-full', message: 'The disk is full.' });
  journal.put(new NoteEntry(3));
  journal.whenCommitted(() => called.push(3));
  journal.remove(gone);
  clock.advance(999);
  expect(store.isBusy).toBe(false);
  clock.advance(1);
  store.finish(full);
  expect(called).toEqual([]);
  clock.advance(1_000);
  store.finish();
  expect(called).toEqual([1, 2, 3]);
  expect(store.records.size).toBe(2);
  expect(gone.writes).toBe(0);
  expect(seen).toEqual(['failing', 'healthy']);
  expect(journal.health.kind).toBe('healthy');
});

test('after a failed commit a removal is written, since the record may be there', () => {
  const { clock, store, journal } = open();
  const note = new NoteEntry(1);
  journal.put(note);
  clock.advance(2);
  store.finish(full);
  journal.remove(note);
  clock.advance(1_000);
  store.finish();
  expect(store.commits).toEqual([1]);
  expect(note.writes).toBe(1);
});

test('of two entries with one key the newer wins, also when the commit between them fails', () => {
  const { clock, store, journal } = open();
  const first = new NoteEntry(1, 'first');
  journal.put(first);
  clock.advance(2);
  store.finish();
  journal.remove(first);
  clock.advance(2);
  journal.put(new NoteEntry(1, 'second'));
  store.finish(full);
  clock.advance(1_000);
  store.finish();
  expect(store.records.size).toBe(1);
});

test('while the disk is full, what is put and removed again takes no memory', () => {
  const { clock, store, journal } = open();
  journal.put(new NoteEntry(0));
  clock.advance(2);
  store.finish(full);
  for (let number = 1; number <= 20_000; number += 1) {
    const note = new NoteEntry(number);
    journal.put(note);
    journal.remove(note);
  }
  expect(journal.pendingChanges).toBe(1);
  expect(journal.listedChanges).toBeLessThan(10_000);
});

test('disposing writes what waits, and leaves no timer', async () => {
  const { clock, store, journal } = open();
  journal.put(new NoteEntry(1));
  clock.advance(2);
  journal.put(new NoteEntry(2));
  const disposed = journal[Symbol.asyncDispose]();
  store.finish();
  await turn();
  store.finish();
  await disposed;
  expect(store.records.size).toBe(2);
  expect(store.isDisposed).toBe(true);
  expect(clock.pendingTimers()).toBe(0);
});

test('disposing on a full disk gives up', async () => {
  const { clock, store, journal } = open();
  journal.put(new NoteEntry(1));
  clock.advance(2);
  store.finish(full);
  const disposed = journal[Symbol.asyncDispose]();
  await turn();
  store.finish(full);
  await disposed;
  expect(store.isDisposed).toBe(true);
  expect(clock.pendingTimers()).toBe(0);
});

test('long records and many of them go through the same memory unharmed', () => {
  const { clock, store, journal } = open();
  for (const round of [1, 2, 3]) {
    for (let number = 1; number <= 300; number += 1)
      journal.put(new NoteEntry(number, `${round}`.repeat(number * 7)));
    journal.put(new NoteEntry(999, `${round}`.repeat(500_000)));
    clock.advance(2);
    store.finish();
    const long = [...store.records.values()].at(-1) ?? '';
    expect(long.slice(8)).toBe(`3${round}`.repeat(500_000));
    const texts = [...store.records.values()].slice(0, 300).map((value) => value.length / 2 - 4);
    expect(texts).toEqual(Array.from({ length: 300 }, (_, index) => (index + 1) * 7));
  }
});
