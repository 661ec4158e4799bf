import { setImmediate as nextRound } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createFakeClock } from '../src/transport/clock.ts';
import { createOutbox, type Flushable, type Outbox } from './outbox.ts';

/** A writer that notes when it is flushed. */
function writerInto(log: string[], name: string, onFlush: () => void = () => undefined): Flushable {
  return {
    flush() {
      log.push(name);
      onFlush();
    },
  };
}

function turn(outbox: Outbox, ...writers: readonly Flushable[]): void {
  outbox.beginTurn();
  for (const writer of writers) outbox.add(writer);
  outbox.endTurn();
}

describe('the outbox', () => {
  test('flushes what the first turn of a round brought at the end of that turn', () => {
    const log: string[] = [];
    const outbox = createOutbox(createFakeClock());
    outbox.beginTurn();
    outbox.add(writerInto(log, 'a'));
    outbox.add(writerInto(log, 'b'));
    expect(log).toEqual([]);
    outbox.endTurn();
    expect(log).toEqual(['a', 'b']);
  });

  test('flushes the turns after it together at the end of the round, each once', async () => {
    const log: string[] = [];
    const outbox = createOutbox(createFakeClock());
    turn(outbox, writerInto(log, 'first'));
    turn(outbox, writerInto(log, 'a'));
    turn(outbox, writerInto(log, 'b'));
    // Microtasks run within the round.
    await Promise.resolve();
    expect(log).toEqual(['first']);
    await nextRound();
    expect(log).toEqual(['first', 'a', 'b']);
    await nextRound();
    expect(log).toHaveLength(3);
  });

  test('begins anew with each round', async () => {
    const log: string[] = [];
    const outbox = createOutbox(createFakeClock());
    turn(outbox, writerInto(log, 'first'));
    await nextRound();
    turn(outbox, writerInto(log, 'second'));
    expect(log).toEqual(['first', 'second']);
  });

  test('is not made to wait by a turn that brought nothing', () => {
    const log: string[] = [];
    const outbox = createOutbox(createFakeClock());
    turn(outbox);
    turn(outbox, writerInto(log, 'a'));
    expect(log).toEqual(['a']);
  });

  test('lets nobody wait for 2 ms, however long the round is', async () => {
    const log: string[] = [];
    const clock = createFakeClock();
    const outbox = createOutbox(clock);
    turn(outbox, writerInto(log, 'first'));
    turn(outbox, writerInto(log, 'a'));
    clock.advance(1.5);
    turn(outbox, writerInto(log, 'b'));
    expect(log).toEqual(['first']);
    clock.advance(0.5);
    turn(outbox, writerInto(log, 'c'));
    expect(log).toEqual(['first', 'a', 'b', 'c']);
    // The wait is counted anew from here.
    clock.advance(1);
    turn(outbox, writerInto(log, 'd'));
    clock.advance(1);
    turn(outbox);
    expect(log).toHaveLength(4);
    clock.advance(1);
    turn(outbox);
    expect(log.at(-1)).toBe('d');
    await nextRound();
    expect(log).toHaveLength(5);
  });

  test('flushes in a microtask what comes outside of a turn, all of it together', async () => {
    const log: string[] = [];
    const outbox = createOutbox(createFakeClock());
    turn(outbox);
    outbox.add(writerInto(log, 'a'));
    outbox.add(writerInto(log, 'b'));
    expect(log).toEqual([]);
    await Promise.resolve();
    expect(log).toEqual(['a', 'b']);
    outbox.add(writerInto(log, 'c'));
    await Promise.resolve();
    expect(log).toEqual(['a', 'b', 'c']);
  });

  test('flushes a writer that is added while others are flushed, after them', () => {
    const log: string[] = [];
    const outbox = createOutbox(createFakeClock());
    const late = writerInto(log, 'late');
    turn(
      outbox,
      writerInto(log, 'closes', () => outbox.add(late)),
      writerInto(log, 'other'),
    );
    expect(log).toEqual(['closes', 'other', 'late']);
  });

  test('the same holds in a microtask and at the end of a round', async () => {
    const log: string[] = [];
    const outbox = createOutbox(createFakeClock());
    const closing = (name: string): Flushable =>
      writerInto(log, name, () => outbox.add(writerInto(log, `after ${name}`)));
    outbox.add(closing('microtask'));
    await Promise.resolve();
    turn(outbox, writerInto(log, 'first'));
    turn(outbox, closing('round'));
    await nextRound();
    expect(log).toEqual(['microtask', 'after microtask', 'first', 'round', 'after round']);
  });

  test('a writer that was flushed may come again in the same round', async () => {
    const log: string[] = [];
    const outbox = createOutbox(createFakeClock());
    const writer = writerInto(log, 'a');
    turn(outbox, writer);
    turn(outbox, writer);
    await nextRound();
    expect(log).toEqual(['a', 'a']);
  });
});
